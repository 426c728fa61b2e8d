"""A month of a year."""

from surveys.lib import dates
from surveys.questionnaires.expressions import kinds
from surveys.questionnaires.form.types.question_type import OF_ANSWERED, Asked, QuestionType, Typed


def read_month(question: Asked, typed: str, unit: str) -> Typed:
    return dates.read_month(typed), ""


MONTH = QuestionType(
    name="month",
    label={"zh": "年月", "en": "Month"},
    words={"zh": "月份", "en": "month"},
    attributes=OF_ANSWERED,
    example="2021-04",
    read=read_month,
    kind=kinds.MONTH,
    tells_reading=True,
    xlsform_words=("month",),
    xlsform="date",
    xlsform_appearance="month-year",
)
