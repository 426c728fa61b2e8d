"""What somebody probably meant who writes rules as other languages have them: ==, <>, AND, SUM()."""

import difflib
import re

from surveys.lib.text import Text, filled
from surveys.questionnaires.expressions import messages
from surveys.questionnaires.expressions.functions import FUNCTIONS

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_SIGNS = {
    r"={2,3}": "=",
    r"<>|!==": "!=",
    r"=>": ">=",
    r"=<": "<=",
    r"&&": "and",
    r"\|\|": "or",
    r"!(?!=)": "not(…)",
    r"&": "concat(…, …)",
    r"\^|\*\*": "pow(…, …)",
    r"%": "div 100, mod",
    r";": ",",
    r"\bis\s+(?:not\s+)?null\b": "= '', != ''",
    r"(?<=[\w)}])\s*/(?=\s*(?:[\d(]|\$\{))": "div",
}
_WORDS = re.compile(r"(?<![\w$.{-])(and|or|div|mod)(?![\w-]*\()(?![\w-])", re.I)
_NOT_WITHOUT_BRACKETS = re.compile(r"(?<![\w-])not(?!\s*\()(?![\w-])", re.I)
NOT_HERE = frozenset(
    [
        "area",
        "asin",
        "acos",
        "atan",
        "atan2",
        "base64-decode",
        "cos",
        "current",
        "digest",
        "distance",
        "enclosed-area",
        "extract-signed",
        "geofence",
        "instance",
        "intersects",
        "jr:itext",
        "last",
        "pulldata",
        "random",
        "randomize",
        "search",
        "sin",
        "tan",
        "uuid",
        "version",
        "property",
    ]
)
"""Functions of ODK and its kin that want a device, a file or chance, or measure on the globe."""
OPERATORS = ("and", "or", "div", "mod")
_OF_SPREADSHEETS = {
    "len": "string-length",
    "concatenate": "concat",
    "countif": "count-equal",
    "isblank": "string-length",
    "mid": "substr",
    "left": "substr",
    "right": "substr",
    "power": "pow",
    "roundup": "ceiling",
    "rounddown": "floor",
}


def hint(text: str) -> Text | None:
    """For a rule that cannot be read."""
    bare = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), text)
    for pattern, better in _SIGNS.items():
        if found := re.search(pattern, bare, re.I):
            return _meant(found, better)
    for found in _WORDS.finditer(bare):
        if found[0] != found[0].lower():
            return _meant(found, found[0].lower())
    found_not = _NOT_WITHOUT_BRACKETS.search(bare)
    return _meant(found_not, "not(…)") if found_not else None


def _meant(found: re.Match[str], better: str) -> Text:
    return filled(messages.MEANT, column=found.start() + 1, written=found[0].strip(), better=better)


def likely_function(name: str) -> str:
    """The function somebody may have meant, '' where none is near."""
    small = name.lower().replace("_", "-")
    small = _OF_SPREADSHEETS.get(small, small)
    if small in FUNCTIONS:
        return small
    near = difflib.get_close_matches(small, FUNCTIONS, n=1, cutoff=0.8)
    return near[0] if near else ""
