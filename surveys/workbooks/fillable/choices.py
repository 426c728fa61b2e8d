"""How choices are called in a drop-down, so that each is known again by its text."""

from collections import Counter
from collections.abc import Iterable, Mapping

from surveys.lib.text import in_language
from surveys.questionnaires.form import TRUTHS, Choice, Question, left_open

YES, NO = "yes", "no"


def texts_of(choices: Iterable[Choice], language: str) -> dict[str, str]:
    """By name. Two that read alike, and those that read like another's name, are told apart by their own."""
    labels = {one.name: " ".join(in_language(left_open(one.label), language).split()) or one.name for one in choices}
    read_alike = Counter(label.casefold() for label in labels.values())
    names = {name.casefold(): name for name in labels}
    return {
        name: label if read_alike[label.casefold()] == 1 and names.get(label.casefold(), name) == name
        else f"{label} ({name})"
        for name, label in labels.items()
    }  # fmt: skip


def texts_of_truth(language: str) -> dict[str, str]:
    return {YES: TRUTHS[True][language], NO: TRUTHS[False][language]}


def texts_of_question(question: Question, language: str) -> Mapping[str, str]:
    """Of one that is answered from a list; empty for others."""
    if question.of_type.control != "one of":
        return {}
    return texts_of(question.choices, language) if question.choices else texts_of_truth(language)
