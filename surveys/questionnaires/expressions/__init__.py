"""The expressions of XLSForm: ${mining_kwh} <= ${total_kwh}, selected(${business}, '09'), sum(${share}), today() …"""

from surveys.questionnaires.expressions.checker import Surroundings, check
from surveys.questionnaires.expressions.comparisons import TRUTHS
from surveys.questionnaires.expressions.evaluator import adds_up_nothing, evaluate, holds
from surveys.questionnaires.expressions.fact_meanings import FACT_MEANINGS
from surveys.questionnaires.expressions.facts import (
    FACTS,
    PREVIOUS,
    RATIO_HIGH,
    RATIO_LOW,
    Audience,
    is_known_of,
    kind_of_fact,
    prepared,
)
from surveys.questionnaires.expressions.functions import FUNCTIONS
from surveys.questionnaires.expressions.grammar import LONGEST_EXPRESSION, parse, plainly
from surveys.questionnaires.expressions.kinds import Kind, Sort
from surveys.questionnaires.expressions.naming import LONGEST_NAME, NAMELIKE, REFERENCE
from surveys.questionnaires.expressions.scope import Scope
from surveys.questionnaires.expressions.tree import (
    Attribute,
    Call,
    Current,
    ExpressionError,
    Literal,
    Negative,
    Node,
    Operation,
    Reference,
    children,
    facts,
    names,
    names_before,
    nodes,
)
from surveys.questionnaires.expressions.values import (
    UNKNOWN,
    Column,
    Unknown,
    Value,
    to_clock,
    to_date,
    to_number,
    to_text,
    to_truth,
    written_day_or_moment,
)

__all__ = [
    "FACTS",
    "FACT_MEANINGS",
    "FUNCTIONS",
    "LONGEST_EXPRESSION",
    "LONGEST_NAME",
    "NAMELIKE",
    "PREVIOUS",
    "RATIO_HIGH",
    "RATIO_LOW",
    "REFERENCE",
    "TRUTHS",
    "UNKNOWN",
    "Attribute",
    "Audience",
    "Call",
    "Column",
    "Current",
    "ExpressionError",
    "Kind",
    "Literal",
    "Negative",
    "Node",
    "Operation",
    "Reference",
    "Scope",
    "Sort",
    "Surroundings",
    "Unknown",
    "Value",
    "adds_up_nothing",
    "check",
    "children",
    "evaluate",
    "facts",
    "holds",
    "is_known_of",
    "kind_of_fact",
    "names",
    "names_before",
    "nodes",
    "parse",
    "plainly",
    "prepared",
    "to_clock",
    "to_date",
    "to_number",
    "to_text",
    "to_truth",
    "written_day_or_moment",
]
