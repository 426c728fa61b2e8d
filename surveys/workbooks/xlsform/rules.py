"""Rules as Kobo and ODK have them, written as they are written here: paths to neighbours, lookups in a list of choices,
what was answered last time."""

import re
from collections.abc import Iterable, Iterator, Mapping

from surveys.questionnaires.expressions import Call, ExpressionError, Literal, Node, Operation, nodes, parse, plainly
from surveys.questionnaires.expressions.hints import NOT_HERE
from surveys.questionnaires.expressions.spelling import plain
from surveys.workbooks.xlsform import messages
from surveys.workbooks.xlsform.columns import CHECKS, SURVEY
from surveys.workbooks.xlsform.problems import Problems
from surveys.workbooks.xlsform.sheets import Grid
from surveys.workbooks.xlsform.types import Act, read_type

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
    rf"instance\(\s*(['\"])(?P<list>{NAME_ELSEWHERE})\1\s*\)/root/item\[(?P<condition>[^][]+)\]/(?P<column>{NAME_ELSEWHERE})"
)
_KEY_FIRST = re.compile(rf"\s*(?P<key>{NAME_ELSEWHERE})\s*=\s*(?P<one>[^=]+?)\s*")
_KEY_LAST = re.compile(rf"\s*(?P<one>[^=]+?)\s*=\s*(?P<key>{NAME_ELSEWHERE})\s*")
# The ways in which ODK names a neighbour, beside ${name}.
_PATH = re.compile(rf"(?:current\(\)/)?(?:\.\./)+(?:{NAME_ELSEWHERE}/)*({NAME_ELSEWHERE})(?![\w.(/\[-])")
_PATH_FROM_THE_TOP = re.compile(rf"(?<![\w\])}}./])/(?:{NAME_ELSEWHERE}/)+({NAME_ELSEWHERE})(?![\w.(/\[-])")
_ARITHMETIC = ("+", "-", "*", "div", "mod")
_PATH_OF_A_TABLE = re.compile(rf"\$\{{\s*{NAME_ELSEWHERE}\s*\}}/(?:{NAME_ELSEWHERE}/)*({NAME_ELSEWHERE})(?![\w.(/\[-])")
_PATH_THROUGH = re.compile(r"[\])\w}.]/|/[\w.]|\]|current\(\)")
_ROW = r"[^,()]*(?:\([^()]*\)[^,()]*)?"
# indexed-repeat(${column}, ${table}, 1, ${table}, position(..) - 1)
_ROWS_OF_ONE_TABLE = re.compile(
    rf"indexed-repeat\((\s*\$\{{[^{{}}]+\}}\s*,\s*(\$\{{[^{{}}]+\}})\s*,{_ROW})(?:,\s*\2\s*,{_ROW})+\)"
)
_QUOTED_OR_POSITION = re.compile(r"('[^']*'|\"[^\"]*\")|position\(\.\.\)")
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")


def write_as_here(grids: Iterable[Grid]) -> None:
    """Before anything asks which names a rule mentions."""
    for grid in grids:
        for line in grid.lines:
            for column in RULES.get(grid.kind, ()):
                if line[column]:
                    line.put(column, as_here(line[column]))


def place_positions(survey: Grid, problems: Problems) -> None:
    """Outside of a table ODK counts to one."""
    tables = 0
    for line in survey.lines:
        row = read_type(line["type"]) if line["type"] else None
        tables -= row is not None and row.act is Act.END_REPEAT
        for column in RULES[SURVEY] if tables < 1 else ():
            placed = _QUOTED_OR_POSITION.sub(lambda found: found[1] or "1", line[column])
            if placed != line[column]:
                problems.warning(line.cell(column), messages.POSITION_IS_ONE)
                line.put(column, placed)
        tables += row is not None and row.act is Act.BEGIN_REPEAT


def dissolve_tables(grids: Mapping[str, Grid]) -> None:
    """Where the author lets a table in a table become columns of the outer one: whoever mentions it means the outer one,
    and of several rows the outermost counts."""
    outer = dict(_tables_in_tables(grids[SURVEY]))
    for line in (line for grid in grids.values() for line in grid.lines if outer):
        line.mention(outer)
        for column in (*RULES.get(line.grid.kind, ()), "default"):
            if line[column]:
                line.put(column, _ROWS_OF_ONE_TABLE.sub(r"indexed-repeat(\1)", line[column]))


def _tables_in_tables(survey: Grid) -> Iterator[tuple[str, str]]:
    """The name of the inner one, and of the outermost around it."""
    around: list[str] = []
    for line in survey.lines:
        row = read_type(line["type"]) if line["type"] else None
        if row and row.act is Act.BEGIN_REPEAT:
            around.append(line["name"])
            if len(around) > 1:
                yield line["name"], around[0]
        elif row and row.act is Act.END_REPEAT:
            around = around[:-1]


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
    for path in (_PATH, _PATH_FROM_THE_TOP, _PATH_OF_A_TABLE):
        text = path.sub(r"${\1}", text)
    return _LOOKUP.sub(_as_attribute, text)


def _as_attribute(lookup: re.Match[str]) -> str:
    """Of one condition; several, and other comparisons, stay as they are."""
    found = _KEY_FIRST.fullmatch(lookup["condition"]) or _KEY_LAST.fullmatch(lookup["condition"])
    value = tree(found["one"], bare_names=False) if found else None
    if found is None or value is None or (isinstance(value, Operation) and value.symbol not in _ARITHMETIC):
        return lookup[0]
    other = "" if found["key"] == "name" else f", '{found['key']}'"
    return f"attribute('{lookup['list']}', {found['one']}, '{lookup['column']}'{other})"


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
