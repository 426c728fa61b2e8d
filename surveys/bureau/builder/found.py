"""What was found in a file, errors and warnings apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from surveys.lib.language import current_language
from surveys.lib.problems import Problem
from surveys.lib.text import in_language
from surveys.models import Import
from surveys.questionnaires.form import StoredDefinition, StoredFlaw
from surveys.questionnaires.queries import examined


@dataclass(frozen=True, slots=True)
class Line:
    """number: its place among the flaws of an import."""

    told: str
    number: int = 0
    is_solved: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    errors: Sequence[Line] = ()
    warnings: Sequence[Line] = ()

    @classmethod
    def of(cls, problems: Sequence[Problem]) -> "Found":
        told = [(problem.severity, Line(problem.told(current_language()))) for problem in problems]
        return cls(*([line for severity, line in told if severity == kind] for kind in ("error", "warning")))

    @classmethod
    def in_import(cls, read: Import) -> "Found":
        lines = [(flaw["severity"], _line(flaw, number)) for number, flaw in enumerate(read.flaws)]
        return cls(*([line for severity, line in lines if severity == kind] for kind in ("error", "warning")))


def _line(flaw: StoredFlaw, number: int) -> Line:
    words = in_language(flaw["message"], current_language())
    return Line(f"{flaw['location']}: {words}" if flaw["location"] else words, number, flaw["solved"])


def unsolved(read: Import, definition: StoredDefinition) -> list[Line]:
    """The errors it was taken over with that are not solved, save those the definition still shows by itself."""
    shown = [problem.message for problem in examined(definition).problems]
    return [
        _line(flaw, number)
        for number, flaw in enumerate(read.flaws)
        if flaw["severity"] == "error" and not flaw["solved"] and flaw["message"] not in shown
    ]
