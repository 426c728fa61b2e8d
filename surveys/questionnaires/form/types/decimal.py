"""Number with decimals."""

from surveys.questionnaires.expressions import kinds
from surveys.questionnaires.form.types.number import read_number
from surveys.questionnaires.form.types.question_type import OF_NUMBERS, QuestionType

DECIMAL = QuestionType(
    name="decimal",
    label={"zh": "数值", "en": "Number with decimals"},
    words={"zh": "数值", "en": "number"},
    attributes=OF_NUMBERS | {"decimals"},
    example="1200.5",
    read=read_number,
    kind=kinds.NUMBER,
    means="figure",
    tells_reading=True,
    xlsform_words=("decimal",),
    xlsform="decimal",
    column="number",
)
