"""What is wrong with a definition, all at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from surveys.lib.text import Text


@dataclass(frozen=True, slots=True)
class Problem:
    """place: where in the definition, as "mining_kwh.relevant", "check E29.rule" or "choices.business"."""

    place: str
    message: Text

    def __str__(self) -> str:
        return f"{self.place}: {self.message['en']}"


class DefinitionError(ValueError):
    """The definition cannot be published; `problems` names everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems))
