"""Rules as Kobo and ODK have them, written as they are written here: paths to neighbours, lookups in a list of choices,
what was answered last time."""

import re
from collections.abc import Iterable

from surveys.questionnaires.expressions import Call, ExpressionError, Literal, Node, nodes, parse, plainly
from surveys.questionnaires.expressions.hints import NOT_HERE
from surveys.questionnaires.expressions.spelling import plain
from surveys.workbooks.xlsform.columns import CHECKS, SURVEY
from surveys.workbooks.xlsform.sheets import Grid

RULES = {
    SURVEY: (
        "relevant",
        "constraint",
        "calculation",
        "required",
        "read_only",
        "choice_filter",
        "repeat_count",
        "initial",
    ),
    CHECKS: ("relevant", "rule", "calculate"),
}
"""The columns that hold nothing but rules."""

NAME_ELSEWHERE = r"[^\W\d][\w.-]*"
_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\xa0": " "})
_LAST_TIME = re.compile(rf"\$\{{\s*last-saved#({NAME_ELSEWHERE})\s*\}}")
_POSITION = re.compile(r"position\(\s*\.\.(?:/\.\.)*\s*\)")
# instance('villages')/root/item[name = ${village}]/people
_LOOKUP = re.compile(
    rf"instance\(\s*(['\"])(?P<list>{NAME_ELSEWHERE})\1\s*\)/root/item\[\s*name\s*=\s*(?P<one>[^][]+?)\s*\]/(?P<column>{NAME_ELSEWHERE})"
)
# The ways in which ODK names a neighbour, beside ${name}.
_PATH = re.compile(rf"(?:current\(\)/)?(?:\.\./)+(?:{NAME_ELSEWHERE}/)*({NAME_ELSEWHERE})(?![\w.(/\[-])")
_PATH_FROM_THE_TOP = re.compile(rf"(?<![\w\])}}./])/(?:{NAME_ELSEWHERE}/)+({NAME_ELSEWHERE})(?![\w.(/\[-])")
_PATH_THROUGH = re.compile(r"[\])\w}.]/|/[\w.]|\]|current\(\)")
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")


def write_as_here(grids: Iterable[Grid]) -> None:
    """Before anything asks which names a rule mentions."""
    for grid in grids:
        for line in grid.lines:
            for column in RULES.get(grid.kind, ()):
                if line[column]:
                    line.put(column, as_here(line[column]))


def as_here(text: str) -> str:
    """What can be read stays as it was written."""
    straight = text.translate(_STRAIGHT)
    for way in (text, _without_paths(plain(text)), _without_paths(straight)):
        written = plainly(way, bare_names=True)
        if tree(written):
            return written
    return straight


def _without_paths(text: str) -> str:
    text = _LAST_TIME.sub(r"fact('previous.\1')", text)
    text = _POSITION.sub("position(..)", text)
    text = _PATH_FROM_THE_TOP.sub(r"${\1}", _PATH.sub(r"${\1}", text))
    return _LOOKUP.sub(r"attribute('\g<list>', \g<one>, '\g<column>')", text)


def tree(text: str, *, bare_names: bool = True) -> Node | None:
    """None where it cannot be read."""
    try:
        return parse(text, bare_names=bare_names)
    except ExpressionError:
        return None


def lists_asked(text: str) -> set[str]:
    """The lists whose columns it looks into."""
    found = nodes(parsed) if (parsed := tree(text)) else ()
    calls = (one for one in found if isinstance(one, Call) and one.function == "attribute" and one.arguments)
    return {str(one.arguments[0].value) for one in calls if isinstance(one.arguments[0], Literal)}


def is_beyond(text: str) -> bool:
    """Whether it wants what there is on a device only: another file, a random number, a path through the answers."""
    bare = QUOTED.sub("''", text)
    called = set(re.findall(r"([\w:-]+)\s*\(", bare))
    return bool(called & NOT_HERE) or (tree(text) is None and bool(_PATH_THROUGH.search(bare)))
