"""Whole number."""

from surveys.questionnaires.expressions import kinds
from surveys.questionnaires.form.types.number import read_number
from surveys.questionnaires.form.types.question_type import OF_NUMBERS, QuestionType

INTEGER = QuestionType(
    name="integer",
    label={"zh": "整数", "en": "Whole number"},
    words={"zh": "整数", "en": "whole number"},
    attributes=OF_NUMBERS,
    example="120",
    read=read_number,
    kind=kinds.NUMBER,
    means="figure",
    tells_reading=True,
    xlsform_words=("integer", "int"),
    xlsform="integer",
    column="number",
)
