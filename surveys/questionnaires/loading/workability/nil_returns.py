"""Whether a nil return can be filed: one is made, with nothing but what it says, and looked at."""

from collections.abc import Iterator
from datetime import UTC, datetime

from surveys.lib.problems import Problem
from surveys.lib.text import filled
from surveys.questionnaires.evaluation import Evaluation, evaluate
from surveys.questionnaires.form import Definition, Nil
from surveys.questionnaires.loading.workability import messages
from surveys.questionnaires.loading.workability.saying import warning

_SOME_DAY = datetime(2021, 4, 28, tzinfo=UTC)


def doubts(definition: Definition) -> Iterator[Problem]:
    nil = definition.nil
    if nil is None or not definition.asks(nil.question):
        return
    question = definition.question(nil.question)
    if question.table or not question.is_answered or question.is_table or question.is_file:
        yield Problem("nil", filled(messages.NIL_NOT_ANSWERED, name=nil.question))
        return
    if definition.unit == "facility" and definition.section_of(nil.question).scope == "organisation":
        yield warning("nil", filled(messages.NIL_OF_ORGANISATION, name=nil.question))
    filed = evaluate(definition, {}, now=_SOME_DAY, nil=True)
    yield from _of_answer(nil, filed)
    for name in nil.requires:
        yield from _of_what_comes_with_it(definition, nil, name, filed)


def _of_answer(nil: Nil, filed: Evaluation) -> Iterator[Problem]:
    name, value = nil.question, nil.value
    if name not in filed.relevant:
        yield warning("nil", filled(messages.NIL_NOT_ASKED, name=name, value=value))
    elif any(one.severity == "hard" and one.question == name for one in filed.findings):
        yield Problem("nil.value", filled(messages.NIL_REFUSED, name=name, value=value))
    elif not filed.is_nil:
        yield warning("nil.value", filled(messages.NIL_NOT_KNOWN, name=name, value=value))


def _of_what_comes_with_it(definition: Definition, nil: Nil, name: str, filed: Evaluation) -> Iterator[Problem]:
    if not definition.asks(name) or name == nil.question:
        return
    question = definition.question(name)
    if question.table or not question.is_answered:
        yield warning("nil", filled(messages.NIL_REQUIRES_NO_ANSWER, name=name))
    elif name not in filed.relevant:
        yield warning("nil", filled(messages.NIL_REQUIRES_NOT_ASKED, name=name))
