"""Text, one line."""

from surveys.lib.cleaning import read_text
from surveys.questionnaires.form.types.question_type import OF_ANSWERED, Asked, QuestionType, Typed


def read_line(question: Asked, typed: str, unit: str) -> Typed:
    return read_text(typed, max_length=question.max_length), ""


TEXT = QuestionType(
    name="text",
    label={"zh": "单行文字", "en": "Text, one line"},
    words={"zh": "文字", "en": "text"},
    attributes=OF_ANSWERED | {"max_length"},
    example="张三",
    read=read_line,
    means="words",
    xlsform_words=("text", "string"),
    xlsform="text",
)
