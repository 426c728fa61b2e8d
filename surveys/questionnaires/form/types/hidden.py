"""Worked out or known beforehand, and not shown."""

from surveys.questionnaires.form.types.question_type import OF_ALL, QuestionType
from surveys.questionnaires.form.types.text import read_line

HIDDEN = QuestionType(
    name="hidden",
    label={"zh": "计算题（不显示）", "en": "Calculated, not shown"},
    words={"zh": "隐藏", "en": "hidden"},
    attributes=OF_ALL | {"calculation", "prefill", "decimals"},
    read=read_line,
    is_answered=False,
    is_shown=False,
    xlsform_words=("hidden",),
    xlsform="hidden",
    control="nothing",
)
