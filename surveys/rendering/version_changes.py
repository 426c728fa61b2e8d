"""What differs between two versions of a questionnaire, as an officer reads it: sentences, the gravest first."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from surveys.lib.language import current_language
from surveys.questionnaires.diff import EFFECTS, Change

EFFECT_TITLES: dict[str, str | Promise] = {
    "stricter": gettext_lazy("Stricter: answers that were fine may now be refused"),
    "drops": gettext_lazy("No longer asked: answers given are set aside"),
    "adds": gettext_lazy("New"),
    "other": gettext_lazy("Other changes"),
    "wording": gettext_lazy("Changes of wording only"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """The changes of one effect."""

    title: str | Promise
    sentences: list[str]


def groups_of(changes: Iterable[Change]) -> list[Group]:
    sentences: dict[str, list[str]] = {effect: [] for effect in EFFECTS}
    for change in changes:
        sentences[change.effect].append(change.sentence(current_language()))
    return [Group(EFFECT_TITLES[effect], told) for effect, told in sentences.items() if told]
