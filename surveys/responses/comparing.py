"""What changed from one revision to the next, question by question."""

from collections.abc import Iterable
from dataclasses import dataclass

from surveys.questionnaires.form import StoredDocument
from surveys.questionnaires.loading import Definition


@dataclass(frozen=True)
class Difference:
    """`old` and `new` are entries of stored documents; None where the question had no answer."""

    question: str
    old: object
    new: object


def differences(definition: Definition, old: StoredDocument, new: StoredDocument) -> list[Difference]:
    """Differences of two stored documents in the order of the questionnaire. How a number was typed does not count."""
    before, after = old["answers"], new["answers"]
    names = [question.name for question in definition.questions if question.name in before or question.name in after]
    pairs = ((name, before.get(name), after.get(name)) for name in names)
    return [Difference(name, one, other) for name, one, other in pairs if _meaning(one) != _meaning(other)]


AS_TYPED = frozenset({"typed", "typed_unit"})


def _meaning(entry: object) -> object:
    if isinstance(entry, dict):
        return {name: _meaning(part) for name, part in entry.items() if name not in AS_TYPED}
    if isinstance(entry, Iterable) and not isinstance(entry, str):
        return [_meaning(part) for part in entry]
    return entry
