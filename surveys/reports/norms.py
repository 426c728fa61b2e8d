"""Published limits, grades and classes, each with its document and validity: what a PUE, a size or a consumption falls into.

The records are in library/norms.json. A value never changes under its id; a revision of the document is a new record.
The parts of a norm have a status of their own, as factors have: a single band can be derived or unverified.
The nameplates of mining machines are no norms; they stand in the list `miners` of the questionnaires that ask for models.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from surveys.lib.text import Text
from surveys.reports.factors import UNVERIFIED

LIBRARY = Path(__file__).parent / "library" / "norms.json"


@dataclass(frozen=True)
class Band:
    """most: where it ends, None for the last one. value: what holds inside it, such as a limit or a price, with its unit."""

    name: str
    label: Text
    most: Decimal | None
    value: Decimal | None
    unit: str
    status: str


@dataclass(frozen=True)
class Norm:
    """What is measured in which unit, and the bands one after the other.

    upper_included: whether the end of a band belongs to it, (low, high], or to the next one, [low, high).
    """

    id: str
    measures: Text
    unit: str
    bands: tuple[Band, ...]
    upper_included: bool
    geography: Text
    document: Text
    published: str
    valid_from: date | None
    valid_to: date | None
    status: str
    note: Text

    @property
    def is_offered(self) -> bool:
        return self.status != UNVERIFIED

    def is_valid_on(self, day: date) -> bool:
        return (self.valid_from or day) <= day <= (self.valid_to or day)

    def band(self, measured: Decimal) -> Band:
        """The band a figure falls into; figures are compared as they are, unrounded."""
        return next(one for one in self.bands if one.most is None or self._reaches(one.most, measured))

    def _reaches(self, most: Decimal, measured: Decimal) -> bool:
        return measured <= most if self.upper_included else measured < most


@cache
def norms() -> dict[str, Norm]:
    """Every norm on record by its id, unverified ones included."""
    return {record["id"]: _norm(record) for record in json.loads(LIBRARY.read_text(encoding="utf-8"))}


def norm(id: str) -> Norm:
    return norms()[id]


def _norm(record: Mapping[str, Any]) -> Norm:
    start, end = record["valid"]
    return Norm(
        id=record["id"],
        measures=record["measures"],
        unit=record["unit"],
        bands=tuple(_band(one, record["status"]) for one in record["bands"]),
        upper_included=record["upper_included"],
        geography=record["geography"],
        document=record["document"],
        published=record["published"],
        valid_from=date.fromisoformat(start) if start else None,
        valid_to=date.fromisoformat(end) if end else None,
        status=record["status"],
        note=record.get("note", {}),
    )


def _band(record: Mapping[str, Any], status: str) -> Band:
    return Band(
        name=record["name"],
        label=record["label"],
        most=_number(record.get("most")),
        value=_number(record.get("value")),
        unit=record.get("unit", ""),
        status=record.get("status", status),
    )


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
