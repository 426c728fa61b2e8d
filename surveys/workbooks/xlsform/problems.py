"""What is said against a form: each problem with the cell it stands in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from surveys.lib.problems import Problem, Severity
from surveys.lib.text import Text
from surveys.questionnaires.form import StoredDefinition


@dataclass(frozen=True, slots=True)
class Cell:
    """The trimmed text of one cell and where it stands; also of a cell that is empty, or of a column that is not there."""

    sheet: str
    reference: str
    text: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return f"{self.sheet}!{self.reference}" if self.sheet else self.reference


NOWHERE = Cell("", "")
"""What concerns the file as a whole."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a file holds: the definition as JSON, None where nothing could be read, and everything said against it.

    A definition with errors is for repairing; only one without them loads.
    """

    definition: StoredDefinition | None
    problems: list[Problem] = field(default_factory=list)

    @property
    def has_errors(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)


class Problems:
    """Collects what is found while a form is read; the same is not said twice of a cell."""

    def __init__(self) -> None:
        self.found: list[Problem] = []
        self._told: set[object] = set()

    def error(self, cell: Cell, message: Text) -> None:
        self._add(cell, "error", message)

    def warning(self, cell: Cell, message: Text) -> None:
        self._add(cell, "warning", message)

    def warning_once(self, subject: object, cell: Cell, message: Text) -> None:
        """For what would otherwise be said row after row."""
        if subject not in self._told:
            self._told.add(subject)
            self.warning(cell, message)

    def is_blamed(self, cell: Cell) -> bool:
        return (cell.sheet, cell.reference, "error") in self._told

    def in_order(self, sheets: Iterable[str]) -> list[Problem]:
        """As somebody going through the workbook meets them; what concerns the whole file first."""
        order = {name: position for position, name in enumerate(["", *sheets])}

        def position(problem: Problem) -> tuple[int, int, int, str]:
            sheet, reference = sheet_and_cell(problem)
            return order.get(sheet, len(order)), *_position(reference)

        return sorted(self.found, key=position)

    def _add(self, cell: Cell, severity: Severity, message: Text) -> None:
        said = (cell.sheet, cell.reference, message["en"])
        if said not in self._told:
            self.found.append(Problem(str(cell), message, severity))
            self._told |= {said, (cell.sheet, cell.reference, severity)}


def sheet_and_cell(problem: Problem) -> tuple[str, str]:
    """('survey', 'C12'); '' for both where it concerns the file as a whole."""
    sheet, _separator, cell = problem.location.rpartition("!")
    return sheet, cell


def _position(reference: str) -> tuple[int, int, str]:
    """C12 comes behind AB11 and before AA12."""
    match = re.fullmatch(r"([A-Z]+)(\d+)", reference)
    return (int(match[2]), len(match[1]), match[1]) if match else (0, 0, "")
