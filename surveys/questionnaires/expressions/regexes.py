"""Regular expressions that cannot run away: RE2 takes time in proportion to the text, whatever the pattern.

It knows what Java's matcher, and with it ODK, calls ASCII digits and letters, but no back references and no looking
around, which is what would make time explode.
"""

from functools import lru_cache
from typing import Any

import re2

from surveys.lib.text import Text, filled
from surveys.questionnaires.expressions import messages

LONGEST_PATTERN = 1_000
MOST_MEMORY = 1 << 20
"""Bytes for a pattern and its matcher; one that needs more, such as ((a{99}){99}){99}, is refused."""


class PatternRefused(ValueError):
    """`message` says why, in every language."""

    def __init__(self, message: Text) -> None:
        self.message = message
        super().__init__(message["en"])


@lru_cache(maxsize=512)
def compiled(pattern: str) -> Any:
    """Raises PatternRefused."""
    if len(pattern) > LONGEST_PATTERN:
        raise PatternRefused(filled(messages.PATTERN_TOO_LONG, most=LONGEST_PATTERN))
    options = re2.Options()
    options.log_errors, options.max_mem = False, MOST_MEMORY
    try:
        return re2.compile(pattern, options=options)
    except (re2.error, UnicodeError):
        raise PatternRefused(messages.PATTERN_REFUSED) from None


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text fits; raises PatternRefused."""
    return compiled(pattern).fullmatch(text) is not None
