"""The questionnaire of one assignment as its people see it, with what reviewers and colleagues left at its questions."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.http import Http404

from surveys.lib.language import current_language
from surveys.models import Assignment, Decision, Draft, Response, Revision, User
from surveys.questionnaires.evaluation import quoting_of
from surveys.questionnaires.form import Definition, Question
from surveys.questionnaires.queries import definition_of
from surveys.rendering.answer_lines import submitted_text
from surveys.rendering.questionnaire_view import Aside, QuestionnaireView, as_sent
from surveys.rendering.stored_answers import stored_answers
from surveys.responses.actions import RoundIsClosed, open_for_answering
from surveys.responses.comparing import differences
from surveys.responses.evaluation import evaluation_of
from surveys.responses.row_merging import put_in_its_place
from surveys.responses.states import State


def draft_of(assignment: Assignment, by: User, at: datetime) -> Draft:
    """The draft, which comes into being when somebody first opens the assignment. Raises Http404 where that has gone to
    another operator since it was looked up."""
    response = assignment.response
    draft: Draft | None = getattr(response, "draft", None)
    if draft is None or response.opened_at is None:
        try:
            draft = open_for_answering(response=response, by=by, at=at)
        except RoundIsClosed as error:
            raise Http404 from error
    return draft


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


def _with_remarks(view: QuestionnaireView, decision: Decision) -> QuestionnaireView:
    before = decision.revision.answers
    changed = differences(view.definition, before, view.evaluation.document())
    return replace(
        view,
        remarks=_remarks(decision),
        corrected=frozenset(difference.question for difference in changed),
        earlier=_earlier(decision.revision),
    )


def returned_by(response: Response) -> Decision | None:
    """The decision that sent the answers back, as long as they have not been submitted again."""
    if response.state != State.RETURNED:
        return None
    decisions = Decision.objects.filter(revision__response=response, outcome=Decision.Outcome.RETURNED)
    return decisions.select_related("revision__version").order_by("-decided_at").first()


def remarks_on(response: Response) -> dict[str, object]:
    """What a page says of the sending back, as long as it waits for an answer."""
    returned = returned_by(response)
    return {"returned": returned, "remarks": labelled_remarks(returned) if returned else []}


def _remarks(decision: Decision) -> dict[str, list[str]]:
    remarks: dict[str, list[str]] = {}
    for query in decision.queries.all():
        remarks.setdefault(query.question, []).append(query.text)
    return remarks


def labelled_remarks(decision: Decision) -> list[tuple[str, list[str]]]:
    """By what the questions were called when they were answered; a changed questionnaire may ask them no more."""
    quoting = quoting_of(definition_of(decision.revision.version), decision.revision.answers)
    remarks = _remarks(decision)
    return [(quoting.label_of(name, current_language()), texts) for name, texts in remarks.items()]


def _earlier(revision: Revision) -> dict[str, str]:
    """Question → what was submitted, for those that were answered in one line."""
    stored = stored_answers(definition_of(revision.version), revision.answers)
    return {name: submitted_text(answer) for name, answer in stored.items() if not answer.question.is_table}


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
