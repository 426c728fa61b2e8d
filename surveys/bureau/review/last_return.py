"""What the unit said last time, beside what it says now."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from surveys.accounts.access import visible_to
from surveys.accounts.roles import Permission
from surveys.models import Assignment, Decision, Response, Revision, Round, User
from surveys.questionnaires.queries import definition_of
from surveys.rendering.stored_answers import StoredAnswer, stored_answers
from surveys.responses.comparing import differences
from surveys.responses.facts.last_wave import still_meant
from surveys.responses.facts.waves import last_return_of_anyone


@dataclass(frozen=True)
class LastReturn:
    """`now` is the revision that it stands beside."""

    revision: Revision
    now: Revision

    @property
    def round(self) -> Round:
        found: Round = self.revision.response.assignment.round
        return found

    @property
    def other_operator(self) -> str:
        """Who gave it, where that is not who gives this one."""
        before, now = self.revision.response.assignment, self.now.response.assignment
        return "" if before.organisation_id == now.organisation_id else str(before.organisation)

    @property
    def verdict(self) -> str | None:
        found: str | None = self.revision.verdict  # type: ignore[attr-defined]  # annotated by last_return_of_anyone
        return found

    @property
    def standing(self) -> str:
        sent_back = self.verdict == Decision.Outcome.RETURNED
        return (
            _("accepted") if self.is_accepted else _("sent back, not corrected") if sent_back else _("not reviewed yet")
        )

    @property
    def is_accepted(self) -> bool:
        return self.verdict == Decision.Outcome.ACCEPTED

    @cached_property
    def answers(self) -> Mapping[str, StoredAnswer]:
        """Those beside which this one's stand, as their own version of the questionnaire asked for them."""
        revision = self.revision
        found = stored_answers(definition_of(revision.version), revision.answers, revision.left_blank)
        return {name: answer for name, answer in found.items() if name in self.asked}

    @property
    def is_nil(self) -> bool:
        return self.revision.is_nil

    @cached_property
    def asked(self) -> frozenset[str]:
        """What both ask for. A nil return was asked no more than it says, and is no news of whose unit it is."""
        if self.is_nil:
            return frozenset(self.revision.answers["answers"])
        before = definition_of(self.revision.version)
        about_the_unit = before.writable("unit") if self.now.is_nil else {one.name for one in before.questions}
        return frozenset(name for name in about_the_unit if not (self.now.is_nil and before.question(name).is_known))

    @cached_property
    def changed(self) -> set[str]:
        definition = definition_of(self.now.version)
        meant = {**self.revision.answers, "answers": still_meant(self.revision, definition)}
        found = differences(definition, meant, self.now.answers)  # type: ignore[arg-type]  # a document but for its answers
        return {one.question for one in found if one.question in self.asked}


def last_return_beside(user: User, assignment: Assignment, now: Revision) -> LastReturn | None:
    """None where the unit has said nothing before, or the reader may not see what it said."""
    found = last_return_of_anyone(assignment)
    if found is None:
        return None
    seen = visible_to(user, Response.objects.filter(pk=found.response_id), Permission.SEE_ROUNDS)
    return LastReturn(found, now) if seen.exists() else None
