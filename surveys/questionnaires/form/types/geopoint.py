"""A position on the globe, typed or taken from the device."""

from surveys.lib.positions import read_position
from surveys.questionnaires.expressions import Value
from surveys.questionnaires.form.types.question_type import OF_ANSWERED, Asked, QuestionType, Typed


def read_point(question: Asked, typed: str, unit: str) -> Typed:
    position = read_position(typed)
    return (None if position is None else str(position)), ""


def show_point(value: Value, language: str) -> str:
    position = read_position(str(value))
    return position.told(language) if position else ""


GEOPOINT = QuestionType(
    name="geopoint",
    label={"zh": "位置（经纬度）", "en": "Position"},
    words={"zh": "位置", "en": "position"},
    attributes=OF_ANSWERED,
    example="39.9042, 116.4074",
    read=read_point,
    show=show_point,
    adds_up=False,
    tells_reading=True,
    xlsform_words=("geopoint", "location", "gps"),
    xlsform="geopoint",
    control="position",
)
