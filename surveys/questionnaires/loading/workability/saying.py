"""How a doubt is raised: as a warning, or as an error where every return would be refused."""

from surveys.lib.problems import Problem
from surveys.lib.text import Text


def warning(location: str, message: Text) -> Problem:
    return Problem(location, message, "warning")


def refusal(location: str, message: Text, *, of_every_return: bool) -> Problem:
    return Problem(location, message) if of_every_return else warning(location, message)
