"""The questionnaire of one assignment as its people see it, with what reviewers and colleagues left at its questions."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from surveys.lib.clock import database_now
from surveys.lib.language import current_language
from surveys.models import Assignment, Decision, Draft, Organisation, Round, User
from surveys.portal.access import Part, own_part
from surveys.portal.dialogue.remarks import remarks_in, submitted_in
from surveys.questionnaires.form import Definition, Question
from surveys.questionnaires.queries import definition_of
from surveys.rendering.questionnaire_view import Aside, QuestionnaireView, as_sent
from surveys.rendering.questions import as_typed
from surveys.responses.comparing import differences
from surveys.responses.evaluation import evaluation_of
from surveys.responses.opening import draft_of
from surveys.responses.queries import returned_by
from surveys.responses.row_merging import put_in_its_place


def view_of(assignment: Assignment, draft: Draft, at: datetime, *, tells_missing: bool = False) -> QuestionnaireView:
    response, definition = assignment.response, definition_of(assignment.round.version)
    response.assignment, response.draft = assignment, draft
    view = QuestionnaireView(
        definition=definition,
        answers=draft.answers,
        evaluation=evaluation_of(response, at=at),
        scope="unit",
        language=current_language(),
        tells_missing=tells_missing,
        reasons=draft.reasons,
        asides=_asides(draft, definition),
        offers_likely=True,
    )
    decision = returned_by(response)
    return _with_remarks(view, decision) if decision else view


def with_addresses(view: QuestionnaireView, part: Part) -> QuestionnaireView:
    """So that one question can lead to another: of the sections that are this person's."""
    names = [section.name for section in view.sections if part.has(section.name)]
    return replace(view, addresses={name: reverse("portal:section", args=[part.assignment.pk, name]) for name in names})


def view_now(assignment: Assignment, user: User, *, tells_missing: bool = False) -> QuestionnaireView:
    at, part = database_now(), own_part(user, assignment.pk)
    draft = draft_of(part.assignment, user, at)
    return with_addresses(view_of(part.assignment, draft, at, tells_missing=tells_missing), part)


def _with_remarks(view: QuestionnaireView, decision: Decision) -> QuestionnaireView:
    before = decision.revision.answers
    changed = {one.question for one in differences(view.definition, before, view.evaluation.document())}
    remarks = remarks_in(decision)
    replied = {name for name, these in remarks.items() if all(view.reasons.get(one.key) for one in these)}
    return replace(
        view, remarks=remarks, corrected=frozenset(changed | replied), earlier=submitted_in(decision.revision)
    )


def reasons_set_aside(draft: Draft, definition: Definition) -> list[tuple[Question, str, str]]:
    """By question, with who wrote it: what somebody said of a finding and no longer stands there."""
    told = [one for one in draft.set_aside if "reason" in one and definition.asks(one["question"])]
    texts = [(one, str(one["entry"]["typed"])) for one in told if isinstance(one["entry"], dict)]
    gone = [(one, text) for one, text in texts if text not in draft.reasons.get(one["reason"], "")]
    return [(definition.question(one["question"]), text, one["by"]) for one, text in gone]


def _asides(draft: Draft, definition: Definition) -> Mapping[str, list[Aside]]:
    """By question; what says the same as the answer that stands now is not shown, what a changed questionnaire does not
    take stands elsewhere (portal/amended.py)."""
    found: dict[str, list[Aside]] = {}
    for location, lost in enumerate(draft.set_aside):
        name = lost["question"]
        if not definition.asks(name) or "version" in lost or "reason" in lost:
            continue
        question = definition.question(name)
        standing = draft.answers.get(name)
        if as_sent(question, put_in_its_place(lost["entry"], standing)) != as_sent(question, standing):
            found.setdefault(name, []).append(Aside(location, lost["entry"], lost["by"], lost.get("settled", False)))
    return found


def texts_set_aside(view: QuestionnaireView, draft: Draft) -> list[dict[str, str]]:
    """To be read and copied."""
    return [*_answers_set_aside(view), *_reasons_in_words(view, draft)]


def _answers_set_aside(view: QuestionnaireView) -> list[dict[str, str]]:
    """What was set aside when two people changed the same answer, to be read and copied."""
    return [
        {"label": view.tell(question.label), "text": as_typed(view, question, aside.entry), "by": aside.by}
        for name, asides in view.asides.items()
        for question in [view.definition.question(name)]
        for aside in asides
    ]


def _reasons_in_words(view: QuestionnaireView, draft: Draft) -> list[dict[str, str]]:
    return [
        {"label": _("%(question)s: reason") % {"question": view.tell(question.label)}, "text": text, "by": by}
        for question, text, by in reasons_set_aside(draft, view.definition)
    ]


Copies = list[tuple[str, str]]
"""Where text may wait in somebody's browser that can no longer be saved: addresses that put it in words, each with what the
script calls such text (data-copy of the form)."""


def lost_copies(user: User, assignment: Assignment) -> Copies:
    """Of a return, whether a section still applies or not, and of those side by side with it."""
    unit = assignment.pk
    own = [
        (reverse("portal:autosave", args=[unit, name]), f"{user.pk}:{unit}:{name}")
        for name in _sections(assignment.round)
    ]
    return own + lost_copies_of_rows(user, assignment.round, assignment.organisation)


def lost_copies_of_rows(user: User, round: Round, operator: Organisation) -> Copies:
    return [
        (
            reverse("portal:autosave_rows", args=[round.pk, operator.pk, name]),
            f"{user.pk}:{round.pk}:{operator.pk}:{name}",
        )
        for name in _sections(round)
    ]


def _sections(round: Round) -> list[str]:
    return [one.name for one in definition_of(round.version).sections if one.scope == "unit"]
