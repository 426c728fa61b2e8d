"""Files that go with a letter. They are made when it is sent, by those who know how: the rooms above say for which kind."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from surveys.notices.models import Notice

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Enclosure:
    name: str
    content: bytes
    content_type: str


Enclosing = Mapping[str, Callable[[Notice], Iterable[Enclosure]]]
"""By the kind of the notice."""


def enclosed_with(notice: Notice, enclosing: Enclosing) -> list[Enclosure]:
    """Nothing, rather than no letter, where they cannot be made."""
    make = enclosing.get(notice.kind)
    try:
        return list(make(notice)) if make else []
    except Exception:  # whatever it is, the letter says what is most important, and where the rest is to be had
        logger.exception("a letter goes out without its enclosures")
        return []
