"""What changed against what was submitted, in words, and whether the person has to say why."""

from dataclasses import dataclass

from surveys.models import Revision
from surveys.questionnaires.evaluation import Evaluation, quoting_of
from surveys.questionnaires.form import Definition, StoredDocument
from surveys.questionnaires.queries import definition_of
from surveys.rendering.answer_lines import in_one_text
from surveys.rendering.questions import spoken
from surveys.rendering.stored_answers import stored_answers
from surveys.responses.comparing import differences


@dataclass(frozen=True)
class Change:
    label: str
    old: str
    new: str


def changes(definition: Definition, old: StoredDocument, new: StoredDocument) -> list[Change]:
    """Without what is only computed from the rest."""
    before, now, quoting = stored_answers(definition, old), stored_answers(definition, new), quoting_of(definition, new)
    names = [one.question for one in differences(definition, old, new)]
    return [
        Change(spoken(quoting.text(question.label)), in_one_text(before.get(name)), in_one_text(now.get(name)))
        for name in names
        if not (question := definition.question(name)).is_calculated
    ]


def changes_since(revision: Revision | None, evaluation: Evaluation) -> list[Change]:
    """In the form, against what was submitted. Across versions of a questionnaire a comparison would mislead."""
    if revision is None or definition_of(revision.version) != evaluation.definition:
        return []
    return changes(evaluation.definition, revision.answers, evaluation.document())


def changes_by(revision: Revision) -> list[Change]:
    """By a revision, against the one before it."""
    before = Revision.objects.filter(response=revision.response_id, number=revision.number - 1).first()
    if before is None or before.version_id != revision.version_id:
        return []
    return changes(definition_of(revision.version), before.answers, revision.answers)
