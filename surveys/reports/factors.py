"""Published conversion numbers: what a kWh means in CO2 or in standard coal, each with its document and year.

The records are in library/factors.json. A value never changes under its id; a new announcement is a new record. A status
is "verified" (against the document), "derived" (here, as the note says) or "unverified": known, but to be confirmed by an
expert before anybody uses it, and therefore not offered.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from surveys.lib.language import current_language

LIBRARY = Path(__file__).parent / "library" / "factors.json"

STANDARD_COAL = "TCE-CALORIFIC"
KG_PER_TONNE = 1000
UNVERIFIED = "unverified"
EMISSION = "emission"
CHINA = "CN"
"""Among the regions of a factor: all of the country. The others are the first two digits of GB/T 2260."""


@dataclass(frozen=True)
class Factor:
    id: str
    value: Decimal
    unit: str
    quantity: str
    caliber: str
    geographies: Mapping[str, str]
    regions: tuple[str, ...]
    data_year: str
    document: str
    published: str
    status: str
    valid_from: date | None
    valid_to: date | None
    notes: Mapping[str, str]

    @property
    def is_offered(self) -> bool:
        return self.status != UNVERIFIED

    def is_valid_on(self, day: date) -> bool:
        """Whether the document means electricity of that day; without a period it means every day."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)

    @property
    def is_of_the_country(self) -> bool:
        return CHINA in self.regions

    def covers(self, region: str) -> bool:
        """Whether it is for this region, by its code; an empty code is outside China."""
        return bool(region) and (self.is_of_the_country or region.startswith(self.regions))

    @property
    def validity(self) -> str:
        """The days the document means, an open end as a dash; empty where it names none."""
        if self.valid_from is None and self.valid_to is None:
            return ""
        return f"{self.valid_from or ''} – {self.valid_to or ''}".strip()

    @property
    def geography(self) -> str:
        return self.geographies[current_language()]

    @property
    def note(self) -> str:
        return self.notes.get(current_language(), "")

    @property
    def caliber_in_words(self) -> str:
        return calibers()[self.caliber]

    @property
    def tonnes_per_ten_thousand_kwh(self) -> Decimal:
        return self.tonnes(Decimal(10_000))

    def tonnes(self, kwh: Decimal) -> Decimal:
        """Exact: kWh × kg/kWh, in tonnes of CO2 or of standard coal."""
        return kwh * self.value / KG_PER_TONNE


def calibers() -> dict[str, str]:
    return {
        "average": _("average of the grid"),
        "residual": _("residual mix, market-traded non-fossil power excluded"),
        "fossil": _("fossil power only"),
        "trading": _("emissions trading scheme"),
        "model": _("ratio of model outputs"),
        "calorific": _("calorific value"),
        "equal value": _("equal value"),
    }


@cache
def factors() -> dict[str, Factor]:
    """Every factor on record by its id, unverified ones included."""
    return {record["id"]: _factor(record) for record in json.loads(LIBRARY.read_text(encoding="utf-8"))}


def factor(id: str) -> Factor:
    return factors()[id]


def offered() -> list[Factor]:
    """What may be chosen without an expert's word."""
    return [one for one in factors().values() if one.is_offered]


def _factor(record: Mapping[str, Any]) -> Factor:
    return Factor(
        id=record["id"],
        value=Decimal(record["value"]),
        unit=record["unit"],
        quantity=record["quantity"],
        caliber=record["caliber"],
        geographies=record["geography"],
        regions=tuple(record["regions"]),
        data_year=record["data_year"],
        document=record["document"],
        published=record["published"],
        status=record["status"],
        valid_from=_day(record["valid"][0]),
        valid_to=_day(record["valid"][1]),
        notes=record.get("note", {}),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
