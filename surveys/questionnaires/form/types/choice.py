"""One of a list."""

from itertools import chain

from surveys.questionnaires.form import messages
from surveys.questionnaires.form.choice import Choice
from surveys.questionnaires.form.types.question_type import OF_CHOICES, Asked, Misread, QuestionType, Typed


def read_choice(question: Asked, typed: str, unit: str) -> Typed:
    text = typed.strip()
    return (named(question, text).name if text else None), ""


def named(question: Asked, text: str) -> Choice:
    """By its name, or by its label in any language; what is one choice's name is never taken for another's label."""
    if exact := question.choice(text):
        return exact
    wanted = text.casefold()
    by_name = (choice for choice in question.choices if wanted == choice.name.casefold())
    by_label = (choice for choice in question.choices if wanted in _labels(choice))
    found = next(chain(by_name, by_label), None)
    if found is None:
        raise Misread(messages.with_typed(messages.NO_SUCH_CHOICE, text))
    return found


def _labels(choice: Choice) -> list[str]:
    return [label.strip().casefold() for label in choice.label.values()]


CHOICE = QuestionType(
    name="choice",
    label={"zh": "单选", "en": "One of a list"},
    words={"zh": "单选", "en": "one choice"},
    attributes=OF_CHOICES,
    read=read_choice,
    means="choice",
    xlsform_words=("select one",),
    xlsform="select_one",
    control="one of",
)
