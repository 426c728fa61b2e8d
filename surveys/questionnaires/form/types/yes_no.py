"""Yes or no."""

from surveys.questionnaires.expressions import kinds
from surveys.questionnaires.form import messages
from surveys.questionnaires.form.types.question_type import OF_ANSWERED, Asked, Misread, QuestionType, Typed

YES = frozenset({"yes", "是", "true", "1", "y", "√", "有"})
NO = frozenset({"no", "否", "false", "0", "n", "×", "无"})


def read_yes_or_no(question: Asked, typed: str, unit: str) -> Typed:
    answer = typed.strip().casefold()
    if answer and answer not in YES | NO:
        raise Misread(messages.with_typed(messages.YES_OR_NO, typed))
    return (answer in YES if answer else None), ""


YES_NO = QuestionType(
    name="yes_no",
    label={"zh": "是或否", "en": "Yes or no"},
    words={"zh": "是否", "en": "yes or no"},
    attributes=OF_ANSWERED,
    example="yes",
    read=read_yes_or_no,
    kind=kinds.TRUTH,
    means="choice",
    xlsform_words=("yes no",),
    xlsform="select_one",
    control="one of",
)
