"""What stands in a form before anybody has typed, and then does not: prefill, default, computed when first opened."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from surveys.lib.problems import Problem
from surveys.lib.text import Text, filled
from surveys.questionnaires.evaluation import answer_from, first_answers
from surveys.questionnaires.expressions import PREVIOUS, Call, Kind, Reference, Sort, is_known_of, kind_of_fact, nodes
from surveys.questionnaires.form import Definition, Expression, Question, Section
from surveys.questionnaires.loading.workability import messages
from surveys.questionnaires.loading.workability.facts import audiences_of
from surveys.questionnaires.loading.workability.saying import warning

_EXAMPLES: Mapping[Sort, object] = {
    Sort.NUMBER: "1000",
    Sort.TEXT: "某某",
    Sort.TRUTH: True,
    Sort.DATE: "2021-03-31",
    Sort.MONTH: "2021-03",
}
_SOME_DAY = datetime(2021, 4, 28, tzinfo=UTC)


def doubts(definition: Definition) -> Iterator[Problem]:
    for section in definition.sections:
        for question in section.questions:
            for one in (question, *question.questions):
                yield from _of_question(definition, section, one)


def _of_question(definition: Definition, section: Section, question: Question) -> Iterator[Problem]:
    name, whole = question.name, question.is_table or question.is_file
    if question.initial and (question.table or whole or not question.of_type.carries("initial")):
        yield warning(f"{name}.initial", messages.INITIAL_OF_COLUMN if question.table else messages.INITIAL_OF_TYPE)
    elif question.initial and question.default:
        yield warning(f"{name}.initial", messages.INITIAL_AND_DEFAULT)
    elif question.initial and not _fits(definition, section, question, question.initial):
        yield warning(f"{name}.initial", messages.INITIAL_UNREADABLE)
    if question.default and (question.table or whole or not question.of_type.carries("default")):
        yield warning(f"{name}.default", messages.DEFAULT_OF_COLUMN if question.table else messages.DEFAULT_OF_TYPE)
    if question.prefill and (message := _never_prefilled(definition, section, question)):
        yield warning(f"{name}.prefill", filled(message, fact=question.prefill))


def _fits(definition: Definition, section: Section, question: Question, rule: Expression) -> bool:
    """What looks at nothing is worked out; whatever looks at answers, at the register or at the clock may come to something."""
    if any(isinstance(node, Reference | Call) for node in nodes(rule.tree)):
        return True
    return question.name in first_answers(definition, section.scope, known={}, now=_SOME_DAY, facts={})


def _never_prefilled(definition: Definition, section: Section, question: Question) -> Text | None:
    audience = audiences_of(definition, section)[-1]
    if not is_known_of(question.prefill, audience):
        return messages.PREFILL_UNKNOWN[audience]
    if question.is_table or question.is_file or not question.of_type.carries("prefill"):
        return messages.PREFILL_OF_TYPE
    before = question.prefill.removeprefix(PREVIOUS)
    if before == question.prefill:
        return messages.PREFILL_OF_COLUMN if question.table else _of_another_kind(definition, question)
    is_of_column = definition.asks(before) and bool(definition.question(before).table)
    if question.table and definition.asks(before) and not is_of_column:
        return messages.PREFILL_OF_COLUMN
    if is_of_column and not question.table:
        return messages.PREFILL_FROM_COLUMN
    return _of_another_kind(definition, question)


def _of_another_kind(definition: Definition, question: Question) -> Text | None:
    """Whether an example of what the fact says can be an answer. A choice may be named like anything."""
    kind = kind_of_fact(question.prefill, definition.kinds)
    if (
        kind is None
        or kind.sort not in _EXAMPLES
        or question.choices
        or question.prefill == f"{PREVIOUS}{question.name}"
    ):
        return None
    return None if answer_from(question, _example(question, kind)) else messages.PREFILL_OF_ANOTHER_KIND


def _example(question: Question, kind: Kind) -> Mapping[str, object]:
    example = _EXAMPLES[kind.sort]
    return {question.prefill: [example] if kind.many and not question.table else example}
