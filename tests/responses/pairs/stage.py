"""One response and the people who act on it: two managers of the organisation, two officers of the bureau."""

import json
from datetime import timedelta

from django.urls import reverse

from surveys.accounts.models import Membership
from surveys.audit.models import Event
from surveys.lib.clock import database_now
from surveys.responses import review
from surveys.responses.dialogue import requests
from surveys.responses.dialogue.models import Request
from surveys.responses.models import Confirmation, Decision, Draft, Query
from tests import factories
from tests.bureau.officer import Officer
from tests.portal.visitor import Visitor
from tests.responses.amendment.versions import drop_remarks, next_version
from tests.responses.stories import confirm, fill_in, fresh, make_issued_round, response_of, submit

READY = {"address": {"typed": "示范路1号"}, "it_kw": {"typed": "9500"}}
REASON = "E11:it_kw"


class Stage:
    """The questionnaire is answered, and a doubt explained."""

    def __init__(self):
        self.now = database_now()
        self.world = factories.make_world()
        dates = {"at": self.now - timedelta(hours=2), "deadline": self.now + timedelta(hours=20)}
        self.round = make_issued_round(self.world, **dates)
        self.carol = factories.make_operator(self.world.alice_org, name="Carol")
        self.li = factories.make_officer(self.world.city, name="李科长")
        confirm(self.round, self.world.alice_org, self.world.alice, at=self.now)
        self.response = response_of(self.round, self.world.alice_org)
        fill_in(self.response, self.world.alice, at=self.now, **READY)
        Draft.objects.filter(response=self.response).update(reasons={REASON: "设备分期投运"})
        self.revision = None

    def submit(self):
        """What stands in the form, and a change that is not submitted yet."""
        self.revision = submit(fresh(self.response), self.world.alice, at=self.now)
        fill_in(fresh(self.response), self.world.alice, at=self.now, **READY, total_method={"typed": "meter"})

    def ask(self):
        """For more time; the same again where it was asked."""
        wanted = self.round.deadline + timedelta(days=3)
        asked = Request.objects.first()
        told = {"by": self.world.alice, "reason": "停电", "wanted": wanted}
        return asked or requests.ask(response=fresh(self.response), at=self.now, **told)

    def publish_a_later_version(self):
        """Which asks for no remarks."""
        if self.round.version.questionnaire.versions.count() == 1:
            next_version(self.world, self.round.version, drop_remarks)

    def send_back(self):
        told = {"remarks": {"total_kwh": "请核对"}, "note": "", "new_deadline": self.round.deadline}
        review.send_back(revision=self.revision, by=self.world.officer, **told)

    def operator(self, number):
        return Visitor((self.world.alice, self.carol)[number])

    def officer(self, number):
        return Officer((self.world.officer, self.li)[number])

    def portal(self, name, *args):
        return reverse(f"portal:{name}", args=[self.response.assignment_id, *args])

    def end_role_of(self, user):
        return reverse("portal:end_colleague", args=[Membership.objects.get(user=user).pk])

    def kept(self):
        """All that stands where pages show it: in the form, among the organisation's data, in what was submitted and
        concluded, and in the history."""
        draft, known = Draft.objects.get(response=self.response), Confirmation.objects.filter(round=self.round)
        kept = [draft.answers, draft.reasons, *known.values_list("answers", "reasons")]
        kept += self.response.revisions.values_list("answers", "reasons", "declared_by")
        kept += [*Decision.objects.values_list("note"), *Query.objects.values_list("text")]
        kept += Event.objects.values_list("details")
        return json.dumps(kept, ensure_ascii=False, default=str)

    def set_aside(self):
        """What the page of the assignment lists."""
        return Visitor(self.world.alice).open(self.portal("assignment")).text
