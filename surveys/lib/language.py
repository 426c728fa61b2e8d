"""The language of the page that is being made."""

from collections.abc import Callable

from django.utils.translation import get_language, override

from surveys.lib.text import LANGUAGES, Text, in_language, nested


def current_language() -> str:
    """Two letters, as the texts of a questionnaire are kept by; Chinese where no page is being made."""
    return (get_language() or LANGUAGES[0])[:2]


def in_current_language(zh: str, en: str) -> str:
    """Whichever of the two is meant for the reader, and the other where that one was left empty."""
    return in_language({"zh": zh, "en": en}, current_language())


def in_every_language(words: Callable[[], str]) -> Text:
    """What gettext makes of the words in each language."""
    return {language: _spoken(language, words) for language in LANGUAGES}


def _spoken(language: str, words: Callable[[], str]) -> str:
    with override("zh-hans" if language == "zh" else language):
        return nested(str(words()))
