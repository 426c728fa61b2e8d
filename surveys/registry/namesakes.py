"""Rows of a roster whose names are those of others, written otherwise or not: most often they are meant to be these."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from surveys.lib.language import in_every_language
from surveys.lib.names import folded
from surveys.lib.problems import Problem
from surveys.registry.models import Facility


@dataclass(frozen=True)
class Named:
    """An organisation that bears a name of the file, by its number; `path` is its region's."""

    number: str
    path: str


@dataclass
class Namesakes:
    """Asked row by row; it knows the register, as far as the officer may see it, and what the file has said so far."""

    within: Sequence[str]
    organisations: dict[str, list[Named]]
    facilities: Iterable[Facility]
    hints: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._within = tuple(self.within)
        self._codes: dict[tuple[str, str], list[str]] = defaultdict(list)
        for facility in self.facilities:
            if facility.region.path.startswith(self._within):
                self._codes[facility.organisation.number, folded(facility.name)].append(facility.code)

    def look_at_organisation(self, location: str, number: str, name: str) -> None:
        """A new one, which takes its place among them."""
        named = self.organisations.setdefault(folded(name), [])
        seen = [one.number for one in named if one.number != number and one.path.startswith(self._within)]
        if seen:
            self._hint(
                location,
                lambda: (
                    _("“%(name)s” is also the name of the organisation %(number)s. Check that they are two.")
                    % {"name": name, "number": seen[0]}
                ),
            )
        named.append(Named(number, self._within[0] if self._within else ""))

    def look_at_facility(self, location: str, number: str, code: str, name: str) -> None:
        codes = self._codes[number, folded(name)]
        if codes:
            known = codes[0]
            self._hint(
                location,
                lambda: (
                    _(
                        "“%(name)s” is also the name of the data center %(code)s of this organisation. "
                        "If it is that one, give it that code."
                    )
                    % {"name": name, "code": known}
                ),
            )
        codes.append(code)

    def keep_name(self, location: str, typed: str, registered: str) -> None:
        self._hint(
            location,
            lambda: (
                _(
                    "“%(typed)s” is registered as “%(name)s”: the same name but for width, brackets or blanks, so it stays."
                )
                % {"typed": typed, "name": registered}
            ),
        )

    def _hint(self, location: str, words: Callable[[], Any]) -> None:
        self.hints.append(Problem(location, in_every_language(words), "warning"))
