"""Text, several lines."""

from surveys.lib.cleaning import read_text
from surveys.questionnaires.form.types.question_type import OF_ANSWERED, Asked, QuestionType, Typed


def read_lines(question: Asked, typed: str, unit: str) -> Typed:
    return read_text(typed, max_length=question.max_length, lines=True), ""


LONG_TEXT = QuestionType(
    name="long_text",
    label={"zh": "多行文字", "en": "Text, several lines"},
    words={"zh": "多行文字", "en": "long text"},
    attributes=OF_ANSWERED | {"max_length"},
    example="备用电源切换试验",
    read=read_lines,
    means="words",
    xlsform_words=("long text",),
    xlsform="text",
    xlsform_appearance="multiline",
    control="lines",
)
