"""What is shared while one form is read: what was found wrong, where everything came from, which names are taken."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from surveys.lib.text import Text, filled
from surveys.workbooks.xlsform import cells, messages
from surveys.workbooks.xlsform.locations import Locations
from surveys.workbooks.xlsform.problems import Cell, Problems
from surveys.workbooks.xlsform.sheets import MENTIONED, Grid, Line

Item = dict[str, Any]
"""A section, a question, a check … being put together cell by cell."""


def mentioned_in(text: str) -> set[str]:
    return set(MENTIONED.findall(text))


@dataclass
class ImportState:
    """mentioned: every name some cell asks for; truth_lists: lists that only spell out yes and no."""

    problems: Problems
    locations: Locations
    title: Text
    unsupported_as_text: bool
    choices: dict[str, list[Item]] = field(default_factory=dict)
    names: dict[str, Cell] = field(default_factory=dict)
    mentioned: set[str] = field(default_factory=set)
    list_uses: dict[str, set[str]] = field(default_factory=dict)

    def note_mentions(self, grids: Iterable[Grid]) -> None:
        self.mentioned = {name for grid in grids for line in grid.lines for name in mentioned_in(line.everything)}

    def blame_strangers(self, grids: Iterable[Grid]) -> None:
        """Texts show answers, too; a name nobody is asked for would stand there as it is written."""
        cells = (cell for grid in grids for line in grid.lines for cell in line.spoken_to_operators())
        for cell in cells:
            for name in sorted(mentioned_in(cell.text) - self.names.keys()):
                self.problems.error(cell, filled(messages.NO_SUCH_QUESTION, name=name))

    def take_name(self, line: Line) -> str:
        """The row's name, made usable for going on where it is missing or taken already."""
        cell = line.cell("name")
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
        return (
            self._free(wanted, cell) if wanted in self.names or wanted in self.mentioned else self.claim(wanted, cell)
        )

    def _free(self, name: str, cell: Cell) -> str:
        number = 2
        while f"{name}_{number}" in self.names:
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

    def put_expression(self, item: Item, key: str, line: Line, column: str, location: str) -> None:
        cell = line.cell(column)
        if cell:
            item[key] = cells.expression(cell)
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
