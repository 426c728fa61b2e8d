"""A year, such as the one a data center went into service: a number to compare and compute with, without a unit."""

from decimal import Decimal

from surveys.lib import dates
from surveys.questionnaires.expressions import Value, kinds
from surveys.questionnaires.form.types.question_type import OF_ANSWERED, Asked, QuestionType, Typed


def read_year(question: Asked, typed: str, unit: str) -> Typed:
    year = dates.read_year(typed)
    return (None if year is None else Decimal(year)), ""


def show_year(value: Value, language: str) -> str:
    """Without the comma that sets thousands apart."""
    return f"{value}年" if language == "zh" else str(value)


YEAR = QuestionType(
    name="year",
    label={"zh": "年份", "en": "Year"},
    words={"zh": "年份", "en": "year"},
    attributes=OF_ANSWERED,
    example="2021",
    read=read_year,
    show=show_year,
    kind=kinds.NUMBER,
    adds_up=False,
    tells_reading=True,
    xlsform_words=("year",),
    xlsform="integer",
    column="year",
)
