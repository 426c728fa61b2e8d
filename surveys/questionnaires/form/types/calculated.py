"""Worked out from other answers, and shown."""

from surveys.questionnaires.form.types.question_type import OF_SHOWN, QuestionType

CALCULATED = QuestionType(
    name="calculated",
    label={"zh": "计算题（显示）", "en": "Calculated and shown"},
    words={"zh": "自动计算", "en": "calculated"},
    attributes=OF_SHOWN | {"calculation", "unit", "decimals", "aggregate"},
    is_answered=False,
    xlsform="calculate",
    control="nothing",
)
