"""Sums that a blank makes blank: where a part may well be blank, the author has to say what that means."""

from collections.abc import Iterator

from surveys.lib.problems import Problem
from surveys.lib.text import filled
from surveys.questionnaires.expressions import Call, Literal, Negative, Node, Operation, Reference, children
from surveys.questionnaires.form import Definition, Question
from surveys.questionnaires.loading.workability import messages
from surveys.questionnaires.loading.workability.saying import warning

_KEEPS_BLANKS = frozenset({"round", "int", "abs", "number"})


def doubts(definition: Definition) -> Iterator[Problem]:
    for question in definition.questions:
        if question.calculation:
            yield from _of_calculation(definition, question, question.calculation.tree)


def _of_calculation(definition: Definition, question: Question, tree: Node) -> Iterator[Problem]:
    """${a} + ${b} is blank as soon as one of them is."""
    for sum_ in _sums(tree):
        asked = [definition.question(name) for name in dict.fromkeys(_parts(sum_)) if definition.asks(name)]
        optional = [one.name for one in asked if _may_be_blank(definition, one, question)]
        if len(asked) > 1 and optional:
            yield warning(f"{question.name}.calculation", filled(messages.BLANK_PART, name=optional[0]))
            return


def _sums(tree: Node) -> Iterator[Node]:
    """What is added up anywhere in what a blank makes blank; what coalesce(), sum() and if() make of it is their affair."""
    if isinstance(tree, Operation) and tree.symbol in ("+", "-"):
        yield tree
    elif _is_arithmetic(tree):
        for child in children(tree):
            yield from _sums(child)


def _parts(tree: Node) -> Iterator[str]:
    """The questions that stand bare in it."""
    if isinstance(tree, Reference):
        yield tree.name
    elif _is_arithmetic(tree) and not _is_of_several(tree):
        for child in children(tree):
            yield from _parts(child)


def _is_of_several(tree: Node) -> bool:
    """A product of answers, whose blank is nobody's zero: a price, a share."""
    is_product = isinstance(tree, Operation) and tree.symbol not in ("+", "-")
    return is_product and not any(isinstance(child, Literal) for child in children(tree))


def _is_arithmetic(tree: Node) -> bool:
    return isinstance(tree, Operation | Negative) or (isinstance(tree, Call) and tree.function in _KEEPS_BLANKS)


def _may_be_blank(definition: Definition, part: Question, asking: Question) -> bool:
    """While the question that adds it up is asked."""
    if not (part.is_number or part.calculation):
        return False
    if _is_conditional(definition, part, asking):
        return True
    if part.calculation:
        parts = (definition.question(name) for name in set(_parts(part.calculation.tree)) if definition.asks(name))
        return any(_may_be_blank(definition, one, asking) for one in parts)
    return part.is_answered and part.required is not True


def _is_conditional(definition: Definition, part: Question, asking: Question) -> bool:
    """Asked under a condition under which the sum is not."""
    own, theirs = _conditions(definition, part), _conditions(definition, asking)
    return not own <= theirs


def _conditions(definition: Definition, question: Question) -> set[str]:
    table = definition.question(question.table) if question.table else None
    rules = (definition.section_of(question.name).relevant, table and table.relevant, question.relevant)
    return {rule.source for rule in rules if rule}
