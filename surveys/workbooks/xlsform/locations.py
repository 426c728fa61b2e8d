"""Where in the workbook each part of a definition came from, so that what load() finds is told by cell."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from surveys.lib.problems import Problem
from surveys.lib.text import Text, filled
from surveys.questionnaires.form import DefinitionError, StoredDefinition
from surveys.questionnaires.loading import load
from surveys.workbooks.xlsform import messages
from surveys.workbooks.xlsform.problems import NOWHERE, Cell, Problems

# What a message quotes from the cell: “name” or name().
_QUOTED = re.compile(r"“([^”]+)”|([\w-]+)\(\)")
_LAST_STEP = re.compile(r"(\.[^.\[\]]*|\[\d+\])$")


def every_question(sections: Sequence[Mapping[str, Any]]) -> list[Any]:
    top = [question for section in sections for question in section["questions"]]
    return [one for question in top for one in (question, *question.get("questions", ()))]


class Locations:
    """Place of a definition, as problems name it -> the cells it was made from."""

    def __init__(self) -> None:
        self.top = NOWHERE
        self._cells: dict[str, list[Cell]] = defaultdict(list)

    def add(self, location: str, *cells: Cell) -> None:
        self._cells[location].extend(cells)

    def repeat(self, part: str, copy: str) -> None:
        """A part that was made from another one stands where that one does."""
        for location in [location for location in self._cells if location == part or location.startswith(f"{part}[")]:
            self.add(location.replace(part, copy, 1), *self._cells[location])

    def cell_of(self, problem: Problem) -> Cell:
        """The cell of the part, or of what it is part of."""
        location = problem.location
        while location:
            if location in self._cells:
                return _guilty(self._cells[location], problem.message)
            shorter = _LAST_STEP.sub("", location)
            location = shorter if shorter != location else ""
        return self.top


def _guilty(cells: list[Cell], message: Text) -> Cell:
    """Of several cells the one whose text holds all that the message quotes; the first where that does not tell."""
    quoted = [name or function for name, function in _QUOTED.findall(message.get("en", ""))]
    return next((cell for cell in cells if cell and all(text in cell.text for text in quoted)), cells[0])


def _is_of_default(problem: Problem) -> bool:
    return problem.location.endswith(".default")


def _drop_defaults(
    definition: StoredDefinition, unusable: list[Problem], locations: Locations, problems: Problems
) -> None:
    """ODK starts with them all the same; whoever answers would have to delete them first."""
    by_name = {one["name"]: one for one in every_question(definition["sections"])}
    for problem in unusable:
        problems.warning(locations.cell_of(problem), filled(messages.DEFAULT_LEFT_OUT, why=problem.message))
        by_name.get(problem.location.removesuffix(".default"), {}).pop("default", None)


def add_problems(definition: StoredDefinition, locations: Locations, problems: Problems) -> None:
    """What the engine has against the definition, save at cells that are blamed already."""
    try:
        load(definition)
    except DefinitionError as error:
        _drop_defaults(definition, list(filter(_is_of_default, error.problems)), locations, problems)
        others = [problem for problem in error.problems if not _is_of_default(problem)]
        placed = [(locations.cell_of(problem), problem.message) for problem in others]
        blamed = {cell for cell, _ in placed if problems.is_blamed(cell)}
        for cell, message in placed:
            if cell not in blamed:
                problems.error(cell, message)
