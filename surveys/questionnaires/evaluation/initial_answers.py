"""What stands in a form before anybody has typed: what is known already, defaults, and what they are computed to."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from surveys.lib import units
from surveys.lib.numbers import canonical
from surveys.questionnaires.evaluation.documents import in_words
from surveys.questionnaires.evaluation.instance import Instance
from surveys.questionnaires.expressions import Unknown, evaluate, to_number
from surveys.questionnaires.form import Definition, Entry, Question, RowEntry, read


def first_answers(
    definition: Definition, scope: str, *, known: Mapping[str, Any], now: datetime, facts: Mapping[str, object]
) -> dict[str, object]:
    """The entries of a scope as typed, where the question can take them: a district of another city is no answer to a
    list of Beijing's. `known` holds the facts that prefill, those of a column as lists; the register goes before a default."""
    entries: dict[str, object] = {}
    for question in _asked_of(definition, scope):
        if question.prefill or question.default or question.is_table:
            _put(entries, question, answer_from(question, known) or _as_typed(question, question.default))
    computed = [(one, one.initial) for one in _asked_of(definition, scope) if one.initial and one.name not in entries]
    instance = Instance(definition, entries, definition.names_in(None), now, facts) if computed else None
    for question, initial in computed:
        value = evaluate(initial.tree, instance.scope) if instance else None
        if value is not None and not isinstance(value, Unknown):
            _put(entries, question, _in_its_unit(question, in_words(value)))
    return entries


def _asked_of(definition: Definition, scope: str) -> Iterator[Question]:
    return (question for section in definition.sections if section.scope == scope for question in section.questions)


def _put(entries: dict[str, Any], question: Question, entry: object) -> None:
    if entry:
        entries[question.name] = entry


def answer_from(question: Question, known: Mapping[str, Any]) -> object:
    """The entry that the facts give it; of a table the rows."""
    if question.is_table:
        return _rows(question, known)
    fact = known.get(question.prefill)
    return None if fact is None or isinstance(fact, list) else _in_its_unit(question, in_words(fact))


def _rows(table: Question, known: Mapping[str, Any]) -> list[RowEntry]:
    """One for each row the facts of the columns have, with the cells its columns can take."""
    columns = [(column, cells) for column in table.questions if isinstance(cells := known.get(column.prefill), list)]
    most = max((len(cells) for _, cells in columns), default=0)
    rows = []
    for index in range(most):
        entries: dict[str, Entry] = {}
        for column, cells in columns:
            cell = cells[index] if index < len(cells) else None
            _put(entries, column, _in_its_unit(column, str(cell or "")))
        rows.append(RowEntry(row=f"r{index + 1}", cells=entries))
    return rows


def _in_its_unit(question: Question, text: str) -> Entry | None:
    """A canonical value as typed: in the question's own unit, or in the canonical one where that takes too many decimals."""
    if not (text and question.is_number and question.unit):
        return _as_typed(question, text)
    number = to_number(text)
    if isinstance(number, Unknown):
        return None
    own = canonical(units.from_canonical(number, question.unit))
    return _as_typed(question, own) or _as_typed(question, text, question.canonical_unit)


def _as_typed(question: Question, typed: str, unit: str = "") -> Entry | None:
    entry: Entry = {"typed": typed, "unit": unit} if unit else {"typed": typed}
    return entry if typed and read(question, entry).problem is None else None
