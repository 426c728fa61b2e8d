"""A day."""

from surveys.lib.dates import read_date
from surveys.questionnaires.expressions import kinds
from surveys.questionnaires.form.types.question_type import OF_ANSWERED, Asked, QuestionType, Typed


def read_day(question: Asked, typed: str, unit: str) -> Typed:
    return read_date(typed), ""


DATE = QuestionType(
    name="date",
    label={"zh": "日期", "en": "Date"},
    words={"zh": "日期", "en": "date"},
    attributes=OF_ANSWERED,
    example="2021-04-28",
    read=read_day,
    kind=kinds.DATE,
    tells_reading=True,
    xlsform_words=("date",),
    xlsform="date",
    column="date",
)
