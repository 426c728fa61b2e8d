"""Texts of a questionnaire: the same words in every language somebody wrote them in."""

import re
from collections.abc import Iterable

Text = dict[str, str]

# What every text should be in; others an imported form brings along are kept.
LANGUAGES = ("zh", "en")
_COMMAS = {"zh": "、", "en": ", "}
# ${name} is not one: that is how messages tell an author to write a question's name.
_PLACEHOLDER = re.compile(r"(?<!\$)\{([a-z_]+)\}")


def chosen_languages(chosen: object) -> tuple[str, ...]:
    """Those of LANGUAGES that were chosen; all of them where nothing sensible was."""
    found = tuple(one for one in LANGUAGES if isinstance(chosen, list | tuple) and one in chosen)
    return found or LANGUAGES


def known_language(language: str) -> str:
    """The one of LANGUAGES that comes nearest; languages may carry a region (zh-hans)."""
    return language[:2] if language[:2] in LANGUAGES else LANGUAGES[0]


def in_language(text: Text, language: str) -> str:
    """Chinese where a language is missing, else English, else whatever there is; languages may carry a region (zh-hans)."""
    wanted = (language[:2], *LANGUAGES, *text)
    return next((words for code in wanted if (words := text.get(code))), "")


def filled(message: Text, /, **values: object) -> Text:
    """The message with a value for each {name}: a text in the same language, or what reads the same in all of them."""

    def in_its_place(language: str, words: str) -> str:
        return nested(_PLACEHOLDER.sub(lambda found: _shown(values[found[1]], language), words))

    return {language: in_its_place(language, words) for language, words in message.items()}


def _shown(value: object, language: str) -> str:
    return in_language(value, language) if isinstance(value, dict) else str(value)


def enumeration(words: Iterable[str]) -> Text:
    """The same words one after the other, with each language's own commas."""
    listed = tuple(words)
    return {language: comma.join(listed) for language, comma in _COMMAS.items()}


# --- quotation marks within quotation marks: a title that has some of its own is put into a sentence ---

_MARKS = re.compile("[“”‘’]")
_CLOSING = {"“": "”", "‘": "’"}
_WITHIN = {"“": "‘", "‘": "“"}


def nested(text: str) -> str:
    """The same text, in which what is quoted within “ ” stands in ‘ ’, and what is quoted within that in “ ” again.

    Straight marks and 「」 stay, being told apart as they are; an apostrophe is none. Where marks are not in pairs nobody
    knows what is quoted, and nothing is changed.
    """
    return "\n".join(map(_nested, text.split("\n"))) if text.count("“") + text.count("‘") > 1 else text


def _nested(line: str) -> str:
    told, written = list(line), list[str]()
    opened = list[str]()
    for mark in _MARKS.finditer(line):
        if mark[0] in _CLOSING:
            opened.append(mark[0])
            written.append(_WITHIN[written[-1]] if written else mark[0])
            told[mark.start()] = written[-1]
        elif opened and mark[0] == _CLOSING[opened[-1]]:
            opened.pop()
            told[mark.start()] = _CLOSING[written.pop()]
        elif mark[0] == "”":
            return line
    return line if opened else "".join(told)
