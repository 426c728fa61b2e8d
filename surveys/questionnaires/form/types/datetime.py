"""A day and a time of the clock."""

from surveys.lib.times import read_moment
from surveys.questionnaires.expressions import kinds
from surveys.questionnaires.form.types.question_type import OF_ANSWERED, Asked, QuestionType, Typed


def read_day_and_time(question: Asked, typed: str, unit: str) -> Typed:
    return read_moment(typed), ""


DATETIME = QuestionType(
    name="datetime",
    label={"zh": "日期和时刻", "en": "Date and time"},
    words={"zh": "日期和时间", "en": "date and time"},
    attributes=OF_ANSWERED,
    example="2021-04-28 08:30",
    read=read_day_and_time,
    kind=kinds.DATE,
    tells_reading=True,
    xlsform_words=("datetime", "date time"),
    xlsform="dateTime",
    column="moment",
)
