"""What answers come to: values, relevance, findings, the document that is stored."""

from surveys.questionnaires.evaluation.checks import BUILT_IN
from surveys.questionnaires.evaluation.documents import cell_name, in_words, quoting_of, stored_value, values_of
from surveys.questionnaires.evaluation.evaluating import Evaluation, NoNilReturn, evaluate
from surveys.questionnaires.evaluation.initial_answers import answer_from, first_answers
from surveys.questionnaires.evaluation.instance import Instance, InstanceRow
from surveys.questionnaires.evaluation.routing import sections_for
from surveys.questionnaires.evaluation.slips import Slip, meant, with_entry
from surveys.questionnaires.evaluation.totals import left_out, totals

__all__ = [
    "BUILT_IN",
    "Evaluation",
    "Instance",
    "InstanceRow",
    "NoNilReturn",
    "Slip",
    "answer_from",
    "cell_name",
    "evaluate",
    "first_answers",
    "in_words",
    "left_out",
    "meant",
    "quoting_of",
    "sections_for",
    "stored_value",
    "totals",
    "values_of",
    "with_entry",
]
