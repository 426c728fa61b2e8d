"""What is wrong with something that was handed in: a definition, a file, a round about to be issued."""

from dataclasses import dataclass
from typing import Literal

from surveys.lib.text import Text, in_language

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """location: "mining_kwh.relevant" or "check E29.rule" of a definition, "survey!C12" of a file, a field of a round.

    '' is the whole of it.
    """

    location: str
    message: Text
    severity: Severity = "error"

    def __str__(self) -> str:
        return self.told("en")

    def told(self, language: str) -> str:
        words = in_language(self.message, language)
        return f"{self.location}: {words}" if self.location else words
