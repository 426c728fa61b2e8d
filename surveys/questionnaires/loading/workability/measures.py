"""Figures of different quantities that are compared or added up as if they were of one."""

from collections.abc import Iterator

from surveys.lib import units
from surveys.lib.problems import Problem
from surveys.lib.text import filled
from surveys.questionnaires.expressions import Node, Operation, Reference, nodes
from surveys.questionnaires.form import Definition, Expression
from surveys.questionnaires.loading.workability import messages
from surveys.questionnaires.loading.workability.saying import warning

_ALIKE = frozenset({"=", "!=", "<", "<=", ">", ">=", "+", "-"})


def doubts(definition: Definition) -> Iterator[Problem]:
    for check in definition.checks:
        yield from _of_rule(definition, f"check {check.id}.rule", check.rule)
    for question in definition.questions:
        for key in ("relevant", "constraint", "calculation"):
            yield from _of_rule(definition, f"{question.name}.{key}", getattr(question, key))


def _of_rule(definition: Definition, location: str, rule: Expression | None) -> Iterator[Problem]:
    for node in nodes(rule.tree) if rule else ():
        if isinstance(node, Operation) and node.symbol in _ALIKE:
            one, other = _unit(definition, node.left), _unit(definition, node.right)
            if one and other and units.unit(one).quantity != units.unit(other).quantity:
                yield warning(location, filled(messages.OTHER_QUANTITY, one=one, other=other))
                return


def _unit(definition: Definition, node: Node) -> str:
    is_asked = isinstance(node, Reference) and definition.asks(node.name)
    return definition.question(node.name).canonical_unit if is_asked and isinstance(node, Reference) else ""
