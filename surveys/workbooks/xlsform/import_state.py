"""What is shared while one form is read: what was found wrong, where everything came from, which names are taken."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from surveys.lib.text import Text, filled
from surveys.workbooks.xlsform import cells, messages
from surveys.workbooks.xlsform.columns import SURVEY
from surveys.workbooks.xlsform.locations import Locations
from surveys.workbooks.xlsform.problems import Cell, Problems
from surveys.workbooks.xlsform.rules import is_beyond, lists_asked
from surveys.workbooks.xlsform.sheets import MENTIONED, Grid, Line

Item = dict[str, Any]
"""A section, a question, a check … being put together cell by cell."""


def mentioned_in(text: str) -> set[str]:
    return set(MENTIONED.findall(text))


@dataclass
class ImportState:
    """mentioned: every name some cell asks for; written: those of the rows of the survey sheet; truth_lists: lists that only spell out yes and no."""

    problems: Problems
    locations: Locations
    title: Text
    unsupported_as_text: bool
    choices: dict[str, list[Item]] = field(default_factory=dict)
    names: dict[str, Cell] = field(default_factory=dict)
    mentioned: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    list_uses: dict[str, set[str]] = field(default_factory=dict)

    def note_mentions(self, grids: Iterable[Grid]) -> None:
        lines = [line for grid in grids for line in grid.lines]
        self.mentioned = {name for line in lines for name in mentioned_in(line.everything)}
        self.written = {line["name"] for line in lines if line.grid.kind == SURVEY}

    def blame_strangers(self, grids: Iterable[Grid]) -> None:
        """Texts show answers, too; a name nobody is asked for would stand there as it is written."""
        cells = (cell for grid in grids for line in grid.lines for cell in line.spoken_to_operators())
        for cell in cells:
            for name in sorted(mentioned_in(cell.text) - self.names.keys()):
                self.problems.error(cell, filled(messages.NO_SUCH_QUESTION, name=name))

    def take_name(self, line: Line, *, unnamed: str = "") -> str:
        """The row's name, made usable for going on where it is missing or taken already; unnamed: what it is called
        where it needs none."""
        cell = line.cell("name")
        if not cell and unnamed:
            return self.free_name(unnamed, line.cell("type"))
        if not cell:
            self.problems.error(cell, messages.NAME_MISSING)
            return self._free(f"row_{line.row}", cell)
        return self.claim(cells.name(cell, self.problems, row=line.row), cell)

    def claim(self, name: str, cell: Cell) -> str:
        if name in self.names:
            first = self.names[name]
            self.problems.error(cell, filled(messages.NAME_TAKEN, name=name, first=first))
            return self._free(name, cell)
        self.names[name] = cell
        return name

    def free_name(self, wanted: str, cell: Cell) -> str:
        """For what the form does not name."""
        is_taken = wanted in self.mentioned | self.written | self.names.keys()
        return self._free(wanted, cell) if is_taken else self.claim(wanted, cell)

    def _free(self, name: str, cell: Cell) -> str:
        number = 2
        while f"{name}_{number}" in self.written | self.names.keys():
            number += 1
        self.names[f"{name}_{number}"] = cell
        return f"{name}_{number}"

    def put_text(self, item: Item, key: str, line: Line, column: str, location: str) -> None:
        text = line.text(column)
        if text:
            item[key] = text
        self.locations.add(f"{location}.{key}", *(list(line.words(column).values()) or [line.cell(column)]))

    def put(self, item: Item, key: str, line: Line, column: str, location: str) -> None:
        cell = line.cell(column)
        if cell:
            item[key] = cell.text
            self.locations.add(f"{location}.{key}", cell)

    def rule(self, cell: Cell) -> str:
        """'' where it wants what there is on a device only, and the author lets such things go."""
        source = cells.expression(cell)
        if self.unsupported_as_text and (is_beyond(source) or lists_asked(source) - self.choices.keys()):
            self.problems.warning(cell, messages.RULE_LEFT_OUT)
            return ""
        return source

    def put_expression(self, item: Item, key: str, line: Line, column: str, location: str) -> None:
        cell = line.cell(column)
        source = self.rule(cell) if cell else ""
        if source:
            item[key] = source
            self.locations.add(f"{location}.{key}", cell)

    def put_whole(self, item: Item, key: str, line: Line, column: str, location: str) -> None:
        cell = line.cell(column)
        number = cells.whole(cell, self.problems)
        if number is not None:
            item[key] = number
            self.locations.add(f"{location}.{key}", cell)

    def put_flag(self, item: Item, key: str, line: Line, column: str) -> None:
        if cells.flag(line.cell(column), self.problems):
            item[key] = True

    def ignore(self, line: Line, column: str, message: Text) -> None:
        """Says of a filled cell that nothing is made of it."""
        cell = line.cell(column)
        if cell:
            self.problems.warning(cell, message)
