"""A time of day."""

from surveys.lib.times import read_time
from surveys.questionnaires.expressions import kinds
from surveys.questionnaires.form.types.question_type import OF_ANSWERED, Asked, QuestionType, Typed


def read_clock(question: Asked, typed: str, unit: str) -> Typed:
    return read_time(typed), ""


TIME = QuestionType(
    name="time",
    label={"zh": "时刻", "en": "Time of day"},
    words={"zh": "时间", "en": "time of day"},
    attributes=OF_ANSWERED,
    example="08:30",
    read=read_clock,
    kind=kinds.TIME,
    tells_reading=True,
    xlsform_words=("time",),
    xlsform="time",
)
