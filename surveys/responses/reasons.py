"""Two people explain one finding, or reply to one remark: what each of them wrote stands there, one below the other, whole.
Pure."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations

_MARKS = re.compile(r"([0-9a-f]{10}):([0-9a-f]{10})")
_MOST_LINES = 60
_REPLY = "@query"  # in the place of a check's number; no check can be called so


def reply_key(question: str, query: object) -> str:
    """By which a reply to a reviewer's remark stands among the reasons: in the draft, and in the revision it goes with."""
    return f"{_REPLY}:{question}:{query}"


def replies_among(reasons: Mapping[str, str]) -> dict[str, str]:
    return {key: text for key, text in reasons.items() if key.startswith(f"{_REPLY}:")}


@dataclass(frozen=True)
class ReasonsDrawn:
    """The reasons a page showed when it was drawn, by marks; one that comes back with the same mark was not touched."""

    marks: Mapping[str, str]

    @classmethod
    def read(cls, text: str) -> "ReasonsDrawn":
        return cls(dict(_MARKS.findall(text)))

    def touched(self, reasons: Mapping[str, str]) -> dict[str, str]:
        return {key: text for key, text in reasons.items() if _mark(text) != self.of(key)}

    def of(self, key: str) -> str:
        return self.marks.get(_mark(key), _mark(""))


@dataclass
class Explained:
    """`kept`: what stands from now on, of the reasons that change; `joined`: the texts put below a colleague's; `replaced`:
    what was shown on the page and is not part of what stands there instead."""

    kept: dict[str, str] = field(default_factory=dict)
    joined: dict[str, str] = field(default_factory=dict)
    replaced: dict[str, str] = field(default_factory=dict)


def explained_by(reasons: Mapping[str, str]) -> str:
    """The marks of the reasons a page is drawn with."""
    return " ".join(f"{_mark(key)}:{_mark(text)}" for key, text in reasons.items() if text)


def explain(standing: Mapping[str, str], yours: Mapping[str, str], drawn: ReasonsDrawn | None) -> Explained:
    """Lay the reasons of a page over those that stand; without a page they take their place."""
    explained = Explained()
    for key, text in yours.items():
        theirs = standing.get(key, "")
        shown = _mark(theirs) if drawn is None else drawn.of(key)
        if text != theirs and (drawn is None or _mark(text) != shown):
            _explain_one(key, theirs, text, shown, explained)
    return explained


def _explain_one(key: str, theirs: str, text: str, shown: str, explained: Explained) -> None:
    if not theirs or _mark(theirs) == shown:
        explained.kept[key] = text
        if theirs not in text:
            explained.replaced[key] = theirs
    elif (rewritten := _rewritten(theirs, text, shown)) is not None:
        explained.kept[key] = rewritten
    elif text and f"\n{text}\n" not in f"\n{theirs}\n":
        explained.kept[key] = f"{theirs}\n{text}"
        explained.joined[key] = text


def _rewritten(theirs: str, text: str, shown: str) -> str | None:
    """With the text in the place of what one wrote there oneself a moment ago, where that is still to be found."""
    lines = theirs.split("\n")
    if shown == _mark("") or len(lines) > _MOST_LINES:
        return None
    for start, end in combinations(range(len(lines) + 1), 2):
        if _mark("\n".join(lines[start:end])) == shown:
            return "\n".join([*lines[:start], *([text] if text else []), *lines[end:]])
    return None


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10]
