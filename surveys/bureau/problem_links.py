"""A problem together with the page and the field where it can be put right."""

from dataclasses import dataclass

from surveys.lib.language import current_language
from surveys.lib.problems import Problem
from surveys.lib.text import in_language


@dataclass(frozen=True, slots=True)
class ProblemLink:
    """`owner` is the question, section or check of a definition it stands at, '' for the whole."""

    problem: Problem
    href: str
    owner: str = ""

    @property
    def location(self) -> str:
        return self.problem.location

    @property
    def message(self) -> str:
        return in_language(self.problem.message, current_language())
