"""Whether what stands in the form is what was submitted: the same again makes no second revision, and a change that
nobody submitted is told as such to operators and officers."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from surveys.questionnaires.evaluation import Evaluation
from surveys.questionnaires.form import StoredDocument
from surveys.questionnaires.loading import Definition
from surveys.questionnaires.queries import definition_of
from surveys.registry.models import Organisation
from surveys.responses.amendment.carrying import typed_again
from surveys.responses.copying.copies import COPIED
from surveys.responses.evaluation import evaluate_answers, evaluation_of
from surveys.responses.models import Response, Revision
from surveys.responses.nil_returns import asked_of_nil
from surveys.responses.reasons import replies_among
from surveys.responses.states import MAY_BE_SENT_AGAIN
from surveys.responses.tenants.declared import DECLARED
from surveys.rounds.models import Round


def says_the_same(revision: Revision, evaluation: Evaluation, of: Collection[str] | None = None) -> bool:
    """Whether submitting now would say what the revision says, of all questions or of some. By what people typed: what
    the clock, the register or the peers make of it does not count. Nothing submitted had a hard finding."""
    if any(finding.severity == "hard" for finding in evaluation.findings):
        return False
    before = _typed(definition_of(revision.version), revision.answers, of)
    now = _typed(evaluation.definition, evaluation.document(), of)
    is_marked_alike = _same_copies(revision, evaluation, of) and _same_declared(revision, evaluation, of)
    return before == now and _same_reasons(revision, evaluation, of) and is_marked_alike


def _typed(definition: Definition, document: StoredDocument, of: Collection[str] | None) -> Mapping[str, object]:
    return {name: entry for name, entry in typed_again(definition, document).items() if of is None or name in of}


def _same_reasons(revision: Revision, evaluation: Evaluation, of: Collection[str] | None) -> bool:
    """What was explained still stands, and nothing else is. A finding may have gone by itself, as its peers moved."""
    before = {key: text for key, text in revision.reasons.items() if text and (of is None or key.split(":")[1] in of)}
    now = {key for key, text in reasons_given(evaluation).items() if text}
    return now <= before.keys() and all(evaluation.reasons.get(key) == text for key, text in before.items())


def _same_copies(revision: Revision, evaluation: Evaluation, of: Collection[str] | None) -> bool:
    """Nobody has confirmed since what was copied, or copied anew what had been typed."""
    before = {one["question"] for one in revision.findings if one["check"] == COPIED}
    now = {finding.question for finding in evaluation.findings if finding.check == COPIED}
    return all(of is not None and name not in of for name in before ^ now)


def _same_declared(revision: Revision, evaluation: Evaluation, of: Collection[str] | None) -> bool:
    """Nothing was taken over from tenants since, and nobody has said that it no longer holds."""
    before = {one["question"]: one["message"] for one in revision.findings if one["check"] == DECLARED}
    now = {one.question: one.message for one in evaluation.findings if one.check == DECLARED}
    names = {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}
    return all(of is not None and name not in of for name in names)


def reasons_given(evaluation: Evaluation) -> dict[str, str]:
    """Those of the findings that stand, by key, and what was replied to reviewers' remarks."""
    keys = [finding.key for finding in evaluation.findings]
    given = {key: evaluation.reasons[key] for key in keys if key in evaluation.reasons}
    return given | {key: text for key, text in replies_among(evaluation.reasons).items() if text.strip()}


def note_unsent(response: Response, at: datetime) -> None:
    """To be called when what a locked response would submit has changed."""
    latest = response.latest
    if latest is not None and response.state in MAY_BE_SENT_AGAIN:
        _note(response, not _is_as_submitted(response, latest, at), at)


def _is_as_submitted(response: Response, latest: Revision, at: datetime) -> bool:
    draft = getattr(response, "draft", None)
    if latest.is_nil and draft and draft.saved_at and draft.saved_at > latest.submitted_at:
        return False  # what stood in the draft before a nil return was not part of it
    if latest.is_nil:
        answers = _given_with(latest, response.assignment.round)
        return says_the_same(latest, evaluate_answers(response, answers, latest.reasons, at, nil=True))
    return says_the_same(latest, evaluation_of(response, at=at))


def _given_with(nil: Revision, round: Round) -> dict[str, object]:
    """What a nil return said of the unit besides its no."""
    typed = typed_again(definition_of(nil.version), nil.answers)
    return {one.name: typed[one.name] for one in asked_of_nil(round) if one.name in typed}


def _note(response: Response, is_unsent: bool, at: datetime) -> None:
    if is_unsent != (response.unsent_since is not None):
        response.unsent_since = at if is_unsent else None
        Response.objects.filter(pk=response.pk).update(unsent_since=response.unsent_since)


def locked_of(round: Round, organisation: Organisation) -> list[Response]:
    """What the organisation has submitted and may submit again, in an order in which nobody waits for another in turn."""
    theirs = Response.objects.filter(assignment__round=round, assignment__organisation=organisation)
    rows = theirs.filter(state__in=MAY_BE_SENT_AGAIN).select_for_update(of=("self",)).order_by("pk")
    return list(rows.select_related("assignment__facility"))


def note_confirmed(responses: Iterable[Response], round: Round, evaluation: Evaluation, at: datetime) -> None:
    """The organisation's own data, `evaluation`, go with everything it submits."""
    names = evaluation.definition.names_in("organisation")
    for response in responses:
        latest = response.latest
        assert latest is not None  # their states say so
        if not says_the_same(latest, evaluation, names):
            _note(response, True, at)
        elif response.unsent_since is not None:
            response.assignment.round = round
            note_unsent(response, at)
