"""Which changes from one wave to the next are out of the ordinary: the method of Hidiroglou and Berthelot (1986).

Ratios around their median are made symmetric and weighted with the size of the unit, so that a small unit may change
by more than a large one; what lies far outside the quartiles of these effects is an outlier.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from statistics import median

SIZE_EXPONENT = Decimal("0.5")  # U
LEAST_SPREAD = Decimal("0.05")  # A, as a part of the median effect
WIDTH = Decimal(4)  # C, in distances between median and quartile
FEWEST_PAIRS = 8
_STEPS = 60
_SMALLEST, _LARGEST = Decimal("1E-6"), Decimal("1E+6")

Pair = tuple[Decimal, Decimal]
"""A unit's figure before and now."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The median ratio, and between which effects a change is ordinary."""

    ratio: Decimal
    low: Decimal
    high: Decimal

    def effect(self, before: Decimal, now: Decimal) -> Decimal:
        return _effect(self.ratio, before, now)

    def is_outlier(self, before: Decimal, now: Decimal) -> bool:
        return not self.low <= self.effect(before, now) <= self.high

    def ratios(self, before: Decimal) -> Pair:
        """Between which ratios to its last figure a unit of this size stays ordinary: the effect grows with the ratio."""

        def effect(ratio: Decimal) -> Decimal:
            return self.effect(before, before * ratio)

        return _around(effect, self.low)[0], _around(effect, self.high)[1]


def spread(pairs: Sequence[Pair]) -> Spread | None:
    """Over the units that gave a figure above zero in both waves; None below eight of them."""
    usable = [(before, now) for before, now in pairs if before > 0 and now > 0]
    if len(usable) < FEWEST_PAIRS:
        return None
    ratio = median(now / before for before, now in usable)
    effects = sorted(_effect(ratio, before, now) for before, now in usable)
    first, middle, third = (quartile(effects, number) for number in (1, 2, 3))
    least = abs(LEAST_SPREAD * middle)
    return Spread(
        ratio,
        low=middle - WIDTH * max(middle - first, least),
        high=middle + WIDTH * max(third - middle, least),
    )


def quartile(ordered: Sequence[Decimal], number: int) -> Decimal:
    """Type 7: between the neighbours of the place (n - 1) · number / 4."""
    index, quarters = divmod((len(ordered) - 1) * number, 4)
    following = ordered[min(index + 1, len(ordered) - 1)]
    return ordered[index] + (following - ordered[index]) * quarters / 4


def _effect(median_ratio: Decimal, before: Decimal, now: Decimal) -> Decimal:
    ratio = now / before
    change = 1 - median_ratio / ratio if ratio < median_ratio else ratio / median_ratio - 1
    with localcontext() as context:
        context.prec = 28
        return change * max(before, now) ** SIZE_EXPONENT


def _around(effect: Callable[[Decimal], Decimal], wanted: Decimal) -> Pair:
    """Two ratios with the wanted effect between them, closer than matters: halving between their exponents."""
    low, high = _SMALLEST, _LARGEST
    for _ in range(_STEPS):
        middle = (low * high).sqrt()
        low, high = (middle, high) if effect(middle) < wanted else (low, middle)
    return low, high
