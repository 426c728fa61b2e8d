"""Several of a list."""

import re

from surveys.questionnaires.expressions import Kind, kinds
from surveys.questionnaires.form.types.choice import named
from surveys.questionnaires.form.types.question_type import OF_CHOICES, Asked, QuestionType, Typed


def read_choices(question: Asked, typed: str, unit: str) -> Typed:
    """In the order of the questionnaire, each once: the same choice of answers is the same answer."""
    chosen = {named(question, part).name for part in _separate(question, typed)}
    return tuple(choice.name for choice in question.choices if choice.name in chosen) or None, ""


def _separate(question: Asked, typed: str) -> list[str]:
    """Names are separated by spaces; a workbook may hold labels, which are separated by commas because they may contain spaces."""
    names = typed.split()
    if all(question.choice(name) for name in names):
        return names
    return [part.strip() for part in re.split(r"[,，、;；\n]", typed) if part.strip()]


CHOICES = QuestionType(
    name="choices",
    label={"zh": "多选", "en": "Several of a list"},
    words={"zh": "多选", "en": "several choices"},
    attributes=OF_CHOICES,
    read=read_choices,
    kind=Kind(kinds.Sort.TEXT, many=True),
    means="choice",
    xlsform_words=("select multiple",),
    xlsform="select_multiple",
    control="several of",
)
