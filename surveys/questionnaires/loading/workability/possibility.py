"""Whether a rule can ever hold: it is tried on all answers that its words can tell apart.

Tried are rules that compare answers with what is written in them, `${a} = 'x' and ${n} > 5`, and those that look at no
answer at all. Of any other it is taken that it can hold and can fail.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from itertools import combinations, pairwise, product
from math import prod
from zoneinfo import ZoneInfo

from surveys.questionnaires.expressions import (
    Attribute,
    Call,
    Current,
    Literal,
    Negative,
    Node,
    Operation,
    Reference,
    Scope,
    Unknown,
    Value,
    evaluate,
    holds,
    nodes,
    to_number,
)
from surveys.questionnaires.form import Definition, Expression, Question

Figure = int
Outcome = bool | None
"""True, false, or None where it is not known."""
MOST_TRIED, MOST_OF_A_LIST = 5_000, 4
OTHER = "\x00another text"
_PLAIN = frozenset({"true", "false", "not", "selected"})
_COMPARED, _ORDERED = frozenset({"=", "!=", "<", "<=", ">", ">="}), frozenset({"<", "<=", ">", ">="})
_NOON = datetime(2021, 4, 28, 12, tzinfo=ZoneInfo("UTC"))


def constant(rule: Expression) -> Figure | None:
    """The whole number it comes to where it looks at no answer."""
    if not all(isinstance(node, Literal | Negative | Operation) for node in nodes(rule.tree)):
        return None
    number = to_number(evaluate(rule.tree, _scope({})))
    return None if isinstance(number, Unknown) or number is None else int(number)


class Trial:
    """All answers to the questions of one or several rules that they can tell apart; none where that cannot be said."""

    def __init__(
        self,
        definition: Definition,
        rules: Iterable[Expression | None],
        never: frozenset[str] = frozenset(),
        current: Question | None = None,
    ) -> None:
        """never: questions that are always blank. current: what the dot stands for."""
        self.trees = [rule.tree for rule in rules if rule]
        asked = {node.name for tree in self.trees for node in nodes(tree) if isinstance(node, Reference)}
        self._answers: dict[str, list[Value]] = {}
        self._current = self._worth(current) if current else [None]
        self.is_possible = all(map(_is_plain, self.trees)) or self._looks_at_blanks_alone(asked, never)
        for name in sorted(asked):
            question = definition.question(name) if definition.asks(name) else None
            self._answers[name] = [None] if name in never else self._worth(question)
        self.size = prod(map(len, [*self._answers.values(), self._current]))
        self.is_possible = self.is_possible and 0 < self.size <= MOST_TRIED

    def _looks_at_blanks_alone(self, asked: set[str], never: frozenset[str]) -> bool:
        every = [node for tree in self.trees for node in nodes(tree)]
        return asked <= never and all(isinstance(node, Literal | Reference | Operation | Negative) for node in every)

    def scopes(self) -> Iterator[Scope]:
        for answers in product(*self._answers.values()):
            for current in self._current:
                yield replace(_scope(dict(zip(self._answers, answers, strict=True))), current=current)

    def outcomes(self, rule: Expression) -> Iterator[Outcome]:
        return (outcome(rule.tree, scope) for scope in self.scopes())

    def _worth(self, question: Question | None) -> list[Value]:
        """The answers to a question that the rules can tell apart, a blank among them; empty where that cannot be said."""
        if question is None or question.table or question.of_type.carries("calculation"):
            return []
        match question.type:
            case "choice" | "acknowledge":
                return [None, *(choice.name for choice in question.choices)] if question.choices else [None, "OK"]
            case "yes_no":
                return [None, True, False]
            case "choices":
                return self._several(question)
            case "integer" | "decimal" | "percent" | "text" | "long_text" if self._looks_at_choices():
                return []
            case "integer" | "decimal" | "percent":
                return [None, *_figures(self._literals(), whole=question.type == "integer")]
            case "text" | "long_text":
                return [] if self._orders_words() else [None, OTHER, *(str(one) for one in self._literals() if one)]
            case _:
                return []

    def _literals(self) -> list[Decimal | str]:
        return [node.value for tree in self.trees for node in nodes(tree) if isinstance(node, Literal)]

    def _looks_at_choices(self) -> bool:
        """What is noted of a choice is not written in the rule."""
        return any(isinstance(node, Attribute) for tree in self.trees for node in nodes(tree))

    def _orders_words(self) -> bool:
        return any(
            isinstance(node, Operation) and node.symbol in _ORDERED for tree in self.trees for node in nodes(tree)
        )

    def _several(self, question: Question) -> list[Value]:
        named = [choice.name for choice in question.choices if choice.name in self._literals()]
        others = [choice.name for choice in question.choices if choice.name not in named][:1]
        known = [*named, *others]
        if len(named) > MOST_OF_A_LIST:
            return []
        return [None, *(some for n in range(1, len(known) + 1) for some in combinations(known, n))]


def outcome(tree: Node, scope: Scope) -> Outcome:
    found = holds(tree, scope)
    return None if isinstance(found, Unknown) else found


def _figures(literals: Iterable[Decimal | str], *, whole: bool) -> list[Decimal]:
    """What is written, what lies on either side of it and, unless figures are whole, between."""
    read = {number for one in literals if isinstance(number := to_number(one), Decimal)} or {Decimal(0)}
    written = sorted(read | {-number for number in read})
    around = {number + step for number in written for step in (-1, 0, 1)}
    between = set() if whole else {(one + other) / 2 for one, other in pairwise(written)}
    return sorted({number for number in around | between if not whole or number == number.to_integral_value()})


def _is_plain(tree: Node) -> bool:
    """Whether it does no more than compare answers with what is written."""
    match tree:
        case Operation(symbol="and" | "or", left=left, right=right):
            return _is_plain(left) and _is_plain(right)
        case Operation(symbol=symbol, left=left, right=right) if symbol in _COMPARED:
            operands = (left, right)
            return all(map(_is_operand, operands)) and sum(map(_is_answer, operands)) < 2
        case Call(function=function, arguments=arguments) if function in _PLAIN:
            return all(map(_is_plain if function == "not" else _is_operand, arguments))
        case _:
            return False


def _is_answer(node: Node) -> bool:
    return isinstance(node, Reference | Current)


def _is_operand(node: Node) -> bool:
    match node:
        case Negative(operand=operand):
            return isinstance(operand, Literal)
        case _:
            return isinstance(node, Literal | Reference | Current | Attribute)


def _scope(answers: Mapping[str, Value]) -> Scope:
    return Scope(answers.get, _NOON, date(2021, 4, 28))
