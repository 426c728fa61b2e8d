"""The arithmetic of reports: shares as sum over sum, response rates by AAPOR, bands. Pure, and Decimal throughout."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from surveys.lib.numbers import round_half_up

PERCENT_PLACES = 4
RATE_PLACES = 4


def known_sum(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what is known, blank when nothing is. Whoever shows it says how many blanks there were."""
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def percent(part: Decimal | int, whole: Decimal | int, places: int = PERCENT_PLACES) -> Decimal | None:
    """A share in percent, rounded half up; blank, never 0, when there is nothing to be a share of."""
    return round_half_up(Decimal(part) * 100 / Decimal(whole), places) if whole else None


@dataclass(frozen=True, slots=True)
class Figure:
    """What one return says of a part and of the whole it is a part of; None is a blank. weight: the kW behind it."""

    part: Decimal | None
    whole: Decimal | None
    weight: Decimal | None = None


@dataclass(frozen=True)
class Share:
    """Sum of the parts over the sum of the wholes, of the same returns: those that say both.

    The others are in neither sum, and are told in each direction.
    """

    figures: tuple[Figure, ...]

    @cached_property
    def both(self) -> list[tuple[Decimal, Decimal]]:
        return [(one.part, one.whole) for one in self.figures if one.part is not None and one.whole is not None]

    @property
    def returns(self) -> int:
        return len(self.both)

    @property
    def part(self) -> Decimal | None:
        return known_sum(part for part, _whole in self.both)

    @property
    def whole(self) -> Decimal | None:
        return known_sum(whole for _part, whole in self.both)

    @property
    def weight(self) -> Decimal:
        """Of the returns behind the share, as far as it is known."""
        behind = (one for one in self.figures if one.part is not None and one.whole is not None)
        return known_sum(one.weight for one in behind) or Decimal(0)

    @property
    def percent(self) -> Decimal | None:
        return percent(self.part, self.whole) if self.part is not None and self.whole is not None else None

    @property
    def parts_alone(self) -> list[Decimal]:
        """The parts, zeros aside, of those that do not say the whole."""
        return [one.part for one in self.figures if one.whole is None and one.part]

    @property
    def zeros_alone(self) -> int:
        """Those that declare no part and do not say the whole, as a nil return may."""
        return sum(one.whole is None and one.part == 0 for one in self.figures)

    @property
    def wholes_alone(self) -> list[Decimal]:
        """The wholes of those that cannot tell the part."""
        return [one.whole for one in self.figures if one.part is None and one.whole is not None]

    @property
    def range(self) -> tuple[Decimal, Decimal] | None:
        """In percent: where the share would lie if all that say one of the two said the other one, too.

        At the least, whoever cannot tell the part has none of it; at the most, all of it, and a part without a whole is
        all of its whole. None when nothing is open, or nothing is known. A whole that nobody said can lower it further.
        """
        alone, parts = sum(self.wholes_alone, Decimal(0)), sum(self.parts_alone, Decimal(0))
        if self.part is None or not self.whole or not (alone or parts):
            return None
        least, most = (
            percent(self.part, self.whole + alone),
            percent(self.part + alone + parts, self.whole + alone + parts),
        )
        return None if least is None or most is None else (least, most)


class Disposition(StrEnum):
    """What became of a unit of the frame, by AAPOR's letters."""

    COMPLETE = "I"
    PARTIAL = "P"
    REFUSAL = "R"
    NON_CONTACT = "NC"
    OTHER = "O"
    UNKNOWN = "U"
    INELIGIBLE = "NE"


@dataclass(frozen=True)
class Dispositions:
    """How many units, or how many kW, ended in which disposition."""

    complete: Decimal = Decimal(0)
    partial: Decimal = Decimal(0)
    refusal: Decimal = Decimal(0)
    non_contact: Decimal = Decimal(0)
    other: Decimal = Decimal(0)
    unknown: Decimal = Decimal(0)
    ineligible: Decimal = Decimal(0)

    @property
    def frame(self) -> Decimal:
        return self.known_eligible + self.unknown + self.ineligible

    @property
    def known_eligible(self) -> Decimal:
        return self.complete + self.partial + self.refusal + self.non_contact + self.other

    @property
    def eligible(self) -> Decimal:
        """With those whose eligibility is unknown, as RR1 and RR2 count."""
        return self.known_eligible + self.unknown

    @property
    def responded(self) -> Decimal:
        return self.complete + self.partial

    @property
    def e(self) -> Decimal | None:
        """The estimated share of eligible units among those of unknown eligibility."""
        known = self.known_eligible + self.ineligible
        return self.known_eligible / known if known else None

    def rate(self, number: int) -> Decimal | None:
        """AAPOR's RR1 to RR6 as a fraction; None when nobody was eligible."""
        numerator = self.complete if number % 2 else self.responded
        unknown = {1: self.unknown, 2: self.unknown, 3: self._likely, 4: self._likely}.get(number, Decimal(0))
        base = self.known_eligible + unknown
        return round_half_up(numerator / base, RATE_PLACES) if base else None

    @property
    def _likely(self) -> Decimal:
        return (self.e or Decimal(0)) * self.unknown


FIELDS = {
    Disposition.COMPLETE: "complete",
    Disposition.PARTIAL: "partial",
    Disposition.REFUSAL: "refusal",
    Disposition.NON_CONTACT: "non_contact",
    Disposition.OTHER: "other",
    Disposition.UNKNOWN: "unknown",
    Disposition.INELIGIBLE: "ineligible",
}


def tally(weighted: Iterable[tuple[Disposition, Decimal]]) -> Dispositions:
    """Adds up weighted units: weight 1 counts them, weight kW gives the energy-weighted picture."""
    sums = dict.fromkeys(FIELDS.values(), Decimal(0))
    for disposition, weight in weighted:
        sums[FIELDS[disposition]] += weight
    return Dispositions(**sums)


@dataclass(frozen=True)
class Band:
    """Shares above `over`, up to and including `up_to`, in percent. The first band is exactly zero."""

    over: Decimal | None
    up_to: Decimal

    def holds(self, share: Decimal) -> bool:
        return share == self.up_to if self.over is None else self.over < share <= self.up_to

    @property
    def label(self) -> str:
        return f"{self.up_to}" if self.over is None else f"({self.over}, {self.up_to}]"


def _bands(*edges: int) -> tuple[Band, ...]:
    limits = [Decimal(edge) for edge in edges]
    return (Band(None, limits[0]), *(Band(a, b) for a, b in pairwise(limits)))


BANDS = _bands(0, 10, 50, 90, 100)
