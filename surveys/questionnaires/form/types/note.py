"""An explanation between the questions."""

from surveys.questionnaires.form.types.question_type import OF_SHOWN, QuestionType

NOTE = QuestionType(
    name="note",
    label={"zh": "说明", "en": "Explanation"},
    words={"zh": "说明文字", "en": "note"},
    attributes=OF_SHOWN,
    is_answered=False,
    has_value=False,
    stands_in_tables=False,
    xlsform_words=("note",),
    xlsform="note",
    control="nothing",
)
