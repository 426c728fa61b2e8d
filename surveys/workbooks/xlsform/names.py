"""Names that Kobo and ODK take and we do not: each gets one that can be used, wherever it is mentioned.

Questions: A4.1_kwh, 用电量, the same name in two groups. Choices: names with blanks.
"""

import re
import unicodedata
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from surveys.lib.text import filled
from surveys.questionnaires.expressions import LONGEST_NAME
from surveys.questionnaires.expressions.naming import NAME
from surveys.workbooks.xlsform import messages
from surveys.workbooks.xlsform.columns import CHOICES, SURVEY
from surveys.workbooks.xlsform.problems import Cell, Problems
from surveys.workbooks.xlsform.rules import NAME_ELSEWHERE, QUOTED, RULES
from surveys.workbooks.xlsform.sheets import MENTIONED, Grid, Line
from surveys.workbooks.xlsform.types import BEGINNINGS, ENDINGS, read_type

_LENGTH_OF_SUM = 9


def make_names_usable(grids: Mapping[str, Grid], problems: Problems) -> None:
    """The new name depends on the old one only, so that the next edition of the form is linked with this one."""
    cells = [cell for line in grids[SURVEY].lines if (cell := line.cell("name"))]
    taken = {cell.text for cell in cells if NAME.fullmatch(cell.text)}
    renamed: dict[str, str] = {}
    for cell in cells:
        if NAME.fullmatch(cell.text) or not re.fullmatch(NAME_ELSEWHERE, cell.text):
            continue
        new = renamed.setdefault(cell.text, _usable(cell.text, taken))
        taken.add(new)
        problems.warning(cell, filled(messages.NAME_REWRITTEN, name=cell.text, new=new))
    if renamed:
        for line in (line for grid in grids.values() for line in grid.lines):
            line.rename(renamed)


def make_names_differ(grids: Mapping[str, Grid], problems: Problems) -> None:
    """ODK tells namesakes apart by their groups, and lets nothing mention one of them."""
    survey = grids[SURVEY]
    mentioned = {name for grid in grids.values() for line in grid.lines for name in MENTIONED.findall(line.everything)}
    taken = {line["name"] for line in survey.lines}
    first: dict[str, tuple[int, Cell]] = {}
    for line, around in _with_the_groups_around(survey):
        name, cell = line["name"], line.cell("name")
        if not name or name in mentioned:
            continue
        if name in first and first[name][0] != around[-1].row:
            new = _free(f"{around[-1].name or name}_{name}", taken)
            problems.warning(cell, filled(messages.NAME_OF_ANOTHER_GROUP, name=name, first=first[name][1], new=new))
            line.put("name", new)
            taken.add(new)
        first.setdefault(name, (around[-1].row, cell))


@dataclass(frozen=True, slots=True)
class _Around:
    """The row that begins a group, and its name."""

    row: int
    name: str


def _with_the_groups_around(survey: Grid) -> Iterator[tuple[Line, list[_Around]]]:
    around = [_Around(0, "")]
    for line in survey.lines:
        read = read_type(line["type"]) if line["type"] else None
        if read and read.act in ENDINGS:
            around = around[:-1] or around
            continue
        yield line, around
        if read and read.act in BEGINNINGS:
            around = [*around, _Around(line.row, line["name"])]


def make_choices_usable(grids: Mapping[str, Grid], problems: Problems) -> None:
    """An answer to several choices is their names with blanks in between."""
    renamed: dict[str, str] = {}
    lines = [line for grid in grids.values() if grid.kind == CHOICES for line in grid.lines]
    taken = {line["name"] for line in lines}
    for line in lines:
        name, cell = line["name"], line.cell("name")
        if len(name.split()) > 1:
            renamed[name] = renamed.get(name) or _free("_".join(name.split()), taken)
            taken.add(renamed[name])
            problems.warning(cell, filled(messages.CHOICE_REWRITTEN, name=name, new=renamed[name]))
    if renamed:
        for line in lines:
            line.put_choices(renamed)
        _mention_choices(grids, renamed)


def _mention_choices(grids: Mapping[str, Grid], renamed: Mapping[str, str]) -> None:
    """Where rules compare with one, and where it is chosen at first."""
    quoted = {f"{quote}{old}{quote}": f"{quote}{new}{quote}" for old, new in renamed.items() for quote in "'\""}
    for grid in grids.values():
        for line in grid.lines:
            for column in RULES.get(grid.kind, ()):
                if line[column]:
                    line.put(column, QUOTED.sub(lambda found: quoted.get(found[0], found[0]), line[column]))
            if grid.kind == SURVEY and line["default"] in renamed and _offers_choices(line):
                line.put("default", renamed[line["default"]])


def _offers_choices(line: Line) -> bool:
    read = read_type(line["type"])
    return read is not None and read.type in ("choice", "choices")


def _free(wanted: str, taken: Collection[str]) -> str:
    """By itself, not by a number, so that it is the same in the next edition of the form."""
    return wanted if wanted not in taken else f"{wanted}_{zlib.crc32(wanted.encode()):08x}"


def _usable(text: str, taken: Collection[str]) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9_-]+", "_", plain).strip("-")
    plain = plain if NAME.match(plain) else f"q{plain}"
    if text.isascii() and plain not in taken and len(plain) <= LONGEST_NAME:
        return plain
    return f"{plain[: LONGEST_NAME - _LENGTH_OF_SUM]}_{zlib.crc32(text.encode()):08x}"
