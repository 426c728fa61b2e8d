"""Rules and whole questionnaires tried out on answers somebody made up."""

from surveys.questionnaires.trial.expressions import try_case, try_rule
from surveys.questionnaires.trial.questionnaire import Unusable, entries_of, findings, outcome, unasked

__all__ = [
    "Unusable",
    "entries_of",
    "findings",
    "outcome",
    "try_case",
    "try_rule",
    "unasked",
]
