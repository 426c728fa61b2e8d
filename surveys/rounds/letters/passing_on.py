"""A letter that did not reach its reader goes to the next contact of the organisation, once."""

from datetime import datetime

from django.db import transaction

from surveys.accounts.people import works_there
from surveys.audit.actions import record
from surveys.lib.clock import database_now
from surveys.notices.acknowledging import contact_of
from surveys.notices.models import Notice
from surveys.registry.models import Contact
from surveys.rounds.letters.actions import ASKING
from surveys.rounds.letters.queries import key_of, turned_away, unreachable
from surveys.rounds.models import NOTHING_MORE_ASKED, Acknowledgement, Assignment
from surveys.rounds.notices import pass_on
from surveys.rounds.queries import contacts_of, rounds_taking_answers, with_deadlines


def pass_on_failed_letters(*, at: datetime | None = None) -> int:
    """Those that the mail server refused, and those that came back; returns how many letters were written."""
    at = at or database_now()
    failed = Notice.objects.filter(state=Notice.State.FAILED, kind__in=ASKING, passed_on_at=None)
    if not failed.exists():
        return 0
    running = failed.filter(round__in=rounds_taking_answers(at).order_by().values("pk")).order_by("created_at")
    return sum(_pass_on(one, at) for one in running.select_related("round__survey__authority", "organisation"))


@transaction.atomic
def _pass_on(notice: Notice, at: datetime) -> bool:
    ours = Notice.objects.filter(pk=notice.pk, state=Notice.State.FAILED, passed_on_at=None)
    if not ours.update(passed_on_at=at) or notice.organisation is None or notice.round is None:
        return False
    asked = _still_asked(notice)
    to = _next_contact(notice) if asked else None
    if to is None or not pass_on(f"not_reached:{notice.pk}", notice.round, to, asked, at, not_reached=notice.to_name):
        return False
    details = {"contact": to.name, "failed": notice.to_name}
    record("passed_on_letter", by=None, about=notice.organisation, at=at, details=details, round_id=notice.round_id)
    return True


def _still_asked(notice: Notice) -> list[Assignment]:
    rows = Assignment.objects.filter(round=notice.round, organisation=notice.organisation, ineligible_because="")
    waiting = (
        with_deadlines(rows).exclude(response__state=NOTHING_MORE_ASKED).exclude(response__revisions__isnull=False)
    )
    return list(waiting.select_related("organisation", "facility"))


def _next_contact(notice: Notice) -> Contact | None:
    """Who has acknowledged before who has an account before who has none; nobody twice, and nobody who cannot be reached
    or said that he is not responsible."""
    round, organisation = notice.round, notice.organisation
    assert round is not None and organisation is not None
    failed, away, dead = contact_of(notice), turned_away(round, [organisation]), unreachable([organisation])
    right = Acknowledgement.objects.filter(round=round, organisation=organisation, answer=Acknowledgement.Answer.RIGHT)
    acknowledged = set(right.values_list("contact", flat=True))
    others = [
        one
        for one in contacts_of([organisation]).get(organisation.pk, [])
        if one != failed and one.pk not in away and key_of(one) not in dead
    ]
    return min(
        others, key=lambda one: (one.pk not in acknowledged, not works_there(one.email, organisation)), default=None
    )
