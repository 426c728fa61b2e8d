"""How far an assignment is: whether its answers can still be changed, and where each section stands."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum, auto

from django.utils.translation import gettext as _

from surveys.models import Assignment, Draft, Response, Revision
from surveys.portal.time_left import Timing
from surveys.questionnaires.form import Finding, Section
from surveys.rendering.questionnaire_view import MISSING, QuestionnaireView
from surveys.responses.copying.copies import COPIED
from surveys.responses.states import MAY_BE_SENT_AGAIN, State


class Standing(StrEnum):
    """Whether the answers can be changed, and why not."""

    OPEN = auto()
    ACCEPTED = auto()
    CLOSED = auto()
    EXCLUDED = auto()
    WITHDRAWN = auto()


def standing(assignment: Assignment, timing: Timing) -> Standing:
    if assignment.round.withdrawn_at:
        return Standing.WITHDRAWN
    if assignment.ineligible_because:
        return Standing.EXCLUDED
    if assignment.response.state == State.ACCEPTED:
        return Standing.ACCEPTED
    return Standing.OPEN if timing.is_open else Standing.CLOSED


def is_nil_return(response: Response, latest: Revision | None, draft: Draft) -> bool:
    """Whether a nil return stands for the unit, or was sent back, and nobody has begun to answer after all: no section is
    to be filled in."""
    if latest is None or not latest.is_nil or response.state not in MAY_BE_SENT_AGAIN:
        return False
    return draft.saved_at is None or draft.saved_at <= latest.submitted_at


def may_declare_nil(response: Response, latest: Revision | None) -> bool:
    """Nothing is submitted, or it was sent back, or the nil return no longer goes with what the organisation confirmed."""
    return latest is None or response.state == State.RETURNED or (latest.is_nil and bool(response.unsent_since))


@dataclass(frozen=True)
class SectionStatus:
    section: Section
    label: str
    tone: str


def section_statuses(view: QuestionnaireView, draft: Draft) -> list[SectionStatus]:
    told = ((section, replace(section, label=view.quoting.text(section.label))) for section in view.sections)
    return [SectionStatus(shown, *_status(view, section, draft)) for section, shown in told]


def _status(view: QuestionnaireView, section: Section, draft: Draft) -> tuple[str, str]:
    names = {question.name for question in section.questions}
    unsettled = unsettled_in(view, section)
    if names & view.remarks.keys() - view.corrected:
        return _("sent back, please correct"), "attention"
    if any(finding.check != MISSING for finding in unsettled):
        return _("has a problem"), "problem"
    if any(finding.check == COPIED for finding in view.findings_in(section)):
        return _("copied, please confirm"), "attention"
    if not names & draft.touched.keys() and not unsettled:
        return _("filled in beforehand, please check") if names & draft.answers.keys() else _("optional"), "plain"
    if not names & draft.touched.keys():
        return _("not started"), "accent"
    return (_("in progress"), "accent") if unsettled else (_("complete"), "plain")


def unsettled_in(view: QuestionnaireView, section: Section) -> list[Finding]:
    """What stands in the way of submitting, of this section."""
    blocking = {finding.key for finding in view.evaluation.blocking}
    return [finding for finding in view.findings_in(section) if finding.key in blocking]


def next_section(view: QuestionnaireView, name: str, is_theirs: Callable[[str], bool]) -> Section | None:
    """Of those the person sees."""
    names = [section.name for section in view.sections]
    after = view.sections[names.index(name) + 1 :] if name in names else ()
    return next((one for one in after if is_theirs(one.name)), None)
