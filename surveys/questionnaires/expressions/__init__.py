"""The expressions of XLSForm: ${mining_kwh} <= ${total_kwh}, selected(${business}, '09'), sum(${share}), today() …"""

from surveys.questionnaires.expressions.checker import Surroundings, check
from surveys.questionnaires.expressions.evaluator import evaluate, holds
from surveys.questionnaires.expressions.fact_meanings import FACT_MEANINGS
from surveys.questionnaires.expressions.facts import FACTS, kind_of_fact
from surveys.questionnaires.expressions.functions import FUNCTIONS
from surveys.questionnaires.expressions.grammar import parse
from surveys.questionnaires.expressions.kinds import Kind
from surveys.questionnaires.expressions.scope import Scope
from surveys.questionnaires.expressions.tree import ExpressionError, Node, facts, names
from surveys.questionnaires.expressions.values import UNKNOWN, Unknown, Value

__all__ = [
    "FACTS",
    "FACT_MEANINGS",
    "FUNCTIONS",
    "UNKNOWN",
    "ExpressionError",
    "Kind",
    "Node",
    "Scope",
    "Surroundings",
    "Unknown",
    "Value",
    "check",
    "evaluate",
    "facts",
    "holds",
    "kind_of_fact",
    "names",
    "parse",
]
