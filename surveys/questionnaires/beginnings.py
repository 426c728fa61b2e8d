"""What stands in a form before anybody has typed: what is known already, defaults, and what they are computed to."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from surveys.questionnaires.answers import Entry, read
from surveys.questionnaires.definitions import Definition, Question
from surveys.questionnaires.documents import in_words
from surveys.questionnaires.expressions import Unknown, evaluate
from surveys.questionnaires.sheet import Sheet


def first_answers(
    definition: Definition, scope: str, *, known: Mapping[str, str], now: datetime, facts: Mapping[str, Any]
) -> dict[str, Entry]:
    """The entries of a scope as typed, where the question can take them: a district of another city is no answer to a
    list of Beijing's. `known` holds the facts that prefill; the register goes before a default."""
    entries: dict[str, Entry] = {}
    for question in _asked_of(definition, scope):
        typed = str(known.get(question.prefill) or "") or question.default
        _put(entries, question, typed)
    sheet = Sheet(definition, entries, definition.names_in(None), now, facts)
    for question in _asked_of(definition, scope):
        if question.initial and question.name not in entries:
            value = evaluate(question.initial.tree, sheet.scope)
            _put(entries, question, "" if value is None or isinstance(value, Unknown) else in_words(value))
    return entries


def _asked_of(definition: Definition, scope: str) -> Iterator[Question]:
    sections = (section for section in definition.sections if section.scope == scope)
    return (question for section in sections for question in section.questions if not question.is_table)


def _put(entries: dict[str, Entry], question: Question, typed: str) -> None:
    if typed and read(question, {"typed": typed}).problem is None:
        entries[question.name] = {"typed": typed}
