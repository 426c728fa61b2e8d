"""Percentage."""

from surveys.questionnaires.expressions import kinds
from surveys.questionnaires.form.types.number import read_number
from surveys.questionnaires.form.types.question_type import OF_NUMBERS, QuestionType

PERCENT = QuestionType(
    name="percent",
    label={"zh": "百分比", "en": "Percentage"},
    words={"zh": "百分比", "en": "percentage"},
    attributes=OF_NUMBERS | {"decimals"},
    example="12.5",
    read=read_number,
    kind=kinds.NUMBER,
    means="figure",
    tells_reading=True,
    xlsform_words=("percent", "percentage"),
    xlsform="decimal",
    column="number",
)
