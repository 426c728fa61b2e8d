"""Electricity as it is spoken of: in the unit that its reader counts in, by size."""

from dataclasses import dataclass
from decimal import Decimal

from surveys.lib.language import current_language
from surveys.lib.numbers import round_half_up, show_number
from surveys.lib.units import from_canonical, unit

PLACES = 2
# The largest first.
CHINESE, ENGLISH = ("亿千瓦时", "万千瓦时", "kWh"), ("TWh", "GWh", "MWh", "kWh")


@dataclass(frozen=True, slots=True)
class Amount:
    figure: str
    unit: str

    def __str__(self) -> str:
        return f"{self.figure} {self.unit}"


def amount(kwh: Decimal | None) -> Amount:
    """Rounded to two places; a blank is a dash."""
    if kwh is None:
        return Amount("—", "")
    known = [unit(symbol) for symbol in (CHINESE if current_language() == "zh" else ENGLISH)]
    fitting = next((one for one in known if abs(kwh) >= one.in_base), known[-1])
    return Amount(show_number(round_half_up(from_canonical(kwh, fitting.symbol), PLACES)), fitting.symbol)


def spoken(kwh: Decimal) -> str:
    return str(amount(kwh))
