"""A period from one month to another, both included. Its value is written as ISO 8601 does: 2020-04/2021-03."""

from surveys.lib.dates import MonthRange, read_month_range
from surveys.questionnaires.expressions import Value
from surveys.questionnaires.form.types.question_type import OF_ANSWERED, Asked, QuestionType, Typed

BETWEEN = {"zh": " 至 ", "en": " – "}


def read_period(question: Asked, typed: str, unit: str) -> Typed:
    period = read_month_range(typed)
    return (str(period) if period else None), ""


def show_period(value: Value, language: str) -> str:
    return BETWEEN["zh" if language == "zh" else "en"].join(str(value).split(MonthRange.SEPARATOR))


MONTH_RANGE = QuestionType(
    name="month_range",
    label={"zh": "起止年月", "en": "Period, from month to month"},
    words={"zh": "起止年月", "en": "period of months"},
    attributes=OF_ANSWERED,
    example="2020-04/2021-03",
    read=read_period,
    show=show_period,
    tells_reading=True,
    xlsform_words=("month range",),
    xlsform="text",
)
