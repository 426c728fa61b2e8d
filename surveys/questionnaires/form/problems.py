"""What is wrong with a definition, all at once."""

from collections.abc import Iterable

from surveys.lib.problems import Problem


class DefinitionError(ValueError):
    """The definition cannot be published; `problems` names everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems))
