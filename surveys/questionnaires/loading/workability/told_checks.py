"""Checks of the catalogue over questions they can do nothing with."""

from collections.abc import Iterator
from typing import Any

from surveys.lib.problems import Problem
from surveys.lib.text import Text, filled
from surveys.questionnaires.catalogue import CATALOGUE
from surveys.questionnaires.expressions import Negative, Node, Operation, Reference, Sort, children, nodes
from surveys.questionnaires.form import Definition, Question
from surveys.questionnaires.loading.workability import messages
from surveys.questionnaires.loading.workability.saying import warning

_MEASURES = frozenset({"<", "<=", ">", ">=", "+", "-", "*", "div", "mod"})
_MEASURED = frozenset({Sort.NUMBER, Sort.DATE, Sort.MONTH, Sort.TIME, Sort.ANY})


def doubts(definition: Definition) -> Iterator[Problem]:
    """A check over the rows of a table cannot hold over questions that stand in none; what is measured is a figure or a day."""
    for number, entry in enumerate(definition.source.get("checks") or ()):
        told: Any = entry.get("with") or {}
        check = CATALOGUE.get(str(entry.get("check")))
        for one in check.parameters if check else ():
            location = f"checks[{number}].with.{one.name}"
            for name in _names(told.get(one.name)):
                message = _misplaced(definition, one.kind, name, str(told.get("rows") or ""))
                if message and one.kind in ("column", "table"):
                    yield Problem(location, filled(message, name=name))
                elif message := _unfit(definition, str(entry.get("id") or entry.get("check")), name):
                    yield warning(location, filled(message, name=name))


def _names(told: object) -> list[str]:
    return [str(one) for one in told] if isinstance(told, list) else str(told or "").split()


def _misplaced(definition: Definition, kind: str, name: str, rows: str) -> Text | None:
    if not definition.asks(name):
        return None
    question = definition.question(name)
    if kind == "table":
        return None if question.is_table else messages.NOT_A_TABLE
    return messages.NOT_A_COLUMN if rows and question.table != rows else None


def _unfit(definition: Definition, id: str, name: str) -> Text | None:
    if not definition.asks(name):
        return None
    question, kind = definition.question(name), definition.kinds[name]
    if not question.has_value:
        return messages.CHECKED_WITHOUT_VALUE
    is_figure = kind.sort in _MEASURED or kind.figures or bool(question.choices)
    return None if is_figure or not _is_measured(definition, id, question) else messages.CHECKED_NO_FIGURE


def _is_measured(definition: Definition, id: str, question: Question) -> bool:
    rules = (
        rule.tree for check in definition.checks if check.id == id for rule in (check.rule, check.relevant) if rule
    )
    return any(_measures(node, question.name) for tree in rules for node in nodes(tree))


def _measures(node: Node, name: str) -> bool:
    is_measure = isinstance(node, Negative) or (isinstance(node, Operation) and node.symbol in _MEASURES)
    return is_measure and any(isinstance(child, Reference) and child.name == name for child in children(node))
