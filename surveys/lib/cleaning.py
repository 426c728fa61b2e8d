"""Cleaning the text people type or paste."""

import re
import unicodedata

from surveys.lib.unreadable import Unreadable

MOST_CHARACTERS = 10_000
_INVISIBLE_ANYWHERE = "\ufeff\u200b"
# Fillers and selectors of variants, which Unicode does not count among the marks of format.
_UNSEEN = frozenset(map(chr, (0x034F, 0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0, *range(0xFE00, 0xFE10))))
_NOT_IN_XML = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
NOT_IN_XML = re.compile(f"[{_NOT_IN_XML}]")
"""Controls and halves of characters: what no workbook can hold."""
# And what turns the reading direction around.
_REFUSED = re.compile(f"[{_NOT_IN_XML}\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def read_text(typed: str, *, max_length: int | None = None, lines: bool = False) -> str | None:
    """The text in Unicode's NFC without blanks around it; None when nothing is left; raises Unreadable.

    lines keeps line breaks; otherwise any run of white space becomes one space.
    """
    text = unicodedata.normalize("NFC", plain_breaks(typed))
    text = _without_invisible_edges(text.translate(dict.fromkeys(map(ord, _INVISIBLE_ANYWHERE))))
    refused = _REFUSED.search(text)
    if refused:
        raise Unreadable("control_characters", position=refused.start() + 1)
    text = text.strip() if lines else re.sub(r"\s+", " ", text).strip()
    limit = max_length or MOST_CHARACTERS
    if len(text) > limit:
        raise Unreadable("text_too_long", length=len(text), limit=limit)
    return text or None


def plain_breaks(text: str) -> str:
    """Every line break as one character, as it is counted where it is typed; browsers send two."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _without_invisible_edges(text: str) -> str:
    """Telephones put marks of direction around the numbers they hand out."""
    shown = [place for place, character in enumerate(text) if not _steers(character)]
    return text[shown[0] : shown[-1] + 1] if shown else ""


def _steers(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) == "Cf"


def shows_nothing(text: str) -> bool:
    """Blank, or made only of characters that steer how text is set."""
    return all(character.isspace() or _is_invisible(character) for character in text)


def without_invisible(text: str) -> str:
    """For comparing what looks the same."""
    return "".join(character for character in text if not _is_invisible(character))


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) == "Cf" or character in _UNSEEN
