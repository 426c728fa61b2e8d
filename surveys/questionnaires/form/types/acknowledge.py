"""A box to tick."""

from surveys.questionnaires.expressions import Kind, kinds
from surveys.questionnaires.form import messages
from surveys.questionnaires.form.types.question_type import OF_ANSWERED, Asked, Misread, QuestionType, Typed
from surveys.questionnaires.form.types.yes_no import NO, YES

TICKED = "OK"
"""The value of one that was ticked, as ODK writes it."""


TICKS = frozenset({TICKED.casefold(), *YES})
"""All that is read as ticked."""


def read_tick(question: Asked, typed: str, unit: str) -> Typed:
    answer = typed.strip().casefold()
    if answer in NO or not answer:
        return None, ""
    if answer not in TICKS:
        raise Misread(messages.with_typed(messages.TICK_OR_NOT, typed))
    return TICKED, ""


ACKNOWLEDGE = QuestionType(
    name="acknowledge",
    label={"zh": "确认框", "en": "Box to tick"},
    words={"zh": "确认勾选", "en": "tick to confirm"},
    attributes=OF_ANSWERED,
    example="OK",
    read=read_tick,
    kind=Kind(kinds.Sort.TEXT, choices=frozenset({TICKED})),
    means="choice",
    xlsform_words=("acknowledge", "trigger"),
    xlsform="acknowledge",
    control="tick",
)
