"""What the register, the round and the peers can tell a check, and what prefills an answer.

The same names serve `fact('facility.grid_kva')` in an expression and `"prefill": "facility.grid_kva"` on a question.
Numbers are in canonical units. Behind the prefixes stands the name of a question: `previous.total_kwh` is what the unit
answered in the last wave, of the kind the question has now; a column of a table is the list of its cells.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from surveys.lib.dates import Month
from surveys.questionnaires.expressions import kinds
from surveys.questionnaires.expressions.kinds import Kind, Sort
from surveys.questionnaires.expressions.naming import NAMELIKE
from surveys.questionnaires.expressions.values import (
    UNKNOWN,
    Column,
    Unknown,
    Value,
    dated,
    to_date,
    to_number,
    to_text,
    to_truth,
)

FACTS: dict[str, Kind] = {
    "organisation.name": kinds.TEXT,
    "organisation.number": kinds.TEXT,
    "organisation.scheme": kinds.TEXT,
    "organisation.kind": kinds.TEXT,
    "organisation.region": kinds.TEXT,
    "organisation.address": kinds.TEXT,
    "contact.name": kinds.TEXT,
    "contact.phone": kinds.TEXT,
    "contact.email": kinds.TEXT,
    "contact.title": kinds.TEXT,
    "facility.name": kinds.TEXT,
    "facility.address": kinds.TEXT,
    "facility.code": kinds.TEXT,
    "facility.kind": kinds.TEXT,
    "facility.region": kinds.TEXT,
    "facility.started": kinds.MONTH,
    "facility.racks": kinds.NUMBER,
    "facility.grid_kva": kinds.NUMBER,
    "facility.it_kw": kinds.NUMBER,
    "facility.operating": kinds.TRUTH,
    "facility.address_taken": kinds.TRUTH,
    "district.south": kinds.NUMBER,
    "district.north": kinds.NUMBER,
    "district.west": kinds.NUMBER,
    "district.east": kinds.NUMBER,
    "siblings.names": kinds.TEXT.column,
    "siblings.total_kwh": kinds.NUMBER.column,
    "peers.load": kinds.NUMBER,
    "round.period_start": kinds.DATE,
    "round.period_end": kinds.DATE,
    "round.exit_limit": kinds.DATE,
}


PREVIOUS = "previous."
# Between which ratios to its last figure the unit stays within what is usual among its peers.
RATIO_LOW, RATIO_HIGH = "peers.ratio_low.", "peers.ratio_high."
# Of whom a question is asked: of the organisation once for all its units, of a data center, of an organisation as a unit.
Audience = Literal["organisation", "facility", "organisation as a unit"]
_UNITS: tuple[Audience, ...] = ("facility", "organisation as a unit")
_KNOWN_OF: Mapping[str, tuple[Audience, ...]] = {
    "organisation.": ("organisation", *_UNITS),
    "round.": ("organisation", *_UNITS),
    "contact.": ("organisation",),
    **dict.fromkeys((PREVIOUS, RATIO_LOW, RATIO_HIGH), _UNITS),
}
_ABOUT_A_QUESTION = re.compile(rf"(previous|peers\.ratio_low|peers\.ratio_high)\.({NAMELIKE.pattern})", re.ASCII)


def kind_of_fact(name: str, questions: Mapping[str, Kind]) -> Kind | None:
    """None when there is no such fact. questions: their kinds; of one that is no longer asked anything may be said."""
    about = _ABOUT_A_QUESTION.fullmatch(name)
    if about is None:
        return FACTS.get(name)
    return questions.get(about[2], kinds.ANY) if name.startswith(PREVIOUS) else kinds.NUMBER


def is_known_of(name: str, audience: Audience) -> bool:
    """Whether who is asked can be told the fact: of a contact, no data center; of a data center, nobody else."""
    known = (audiences for prefix, audiences in _KNOWN_OF.items() if name.startswith(prefix))
    return audience in next(known, ("facility",))


def prepared(facts: Mapping[str, object], questions: Mapping[str, Kind]) -> dict[str, Value]:
    """The known facts as values: the register hands most of them over as text. What cannot be read is as good as absent.
    A Column holds values already."""
    known = {name: kind for name in facts if (kind := kind_of_fact(name, questions))}
    found = {name: _prepared(name, kind, facts[name]) for name, kind in known.items()}
    return {name: value for name, value in found.items() if value not in (None, "", (), UNKNOWN)}


def _prepared(name: str, kind: Kind, value: Any) -> Value:
    if isinstance(value, Column):
        return value
    if name.startswith(PREVIOUS):
        return _cells(kind, value) if isinstance(value, list | tuple) else _answer(kind, value)
    if not kind.many:
        return _single(kind.sort, value)
    items = (_single(kind.sort, item) for item in (value if isinstance(value, list | tuple) else [value]))
    return tuple(item for item in items if isinstance(item, str | Decimal))


def _cells(kind: Kind, values: Iterable[Any]) -> Column:
    """A blank keeps its place, so that the cells of two columns stay side by side."""
    return Column(None if (cell := _answer(kind, value)) is UNKNOWN else cell for value in values)


def _answer(kind: Kind, value: Any) -> Value:
    """Several choices are one text with spaces."""
    return tuple(str(value).split()) if kind.many and kind.sort is Sort.TEXT else _single(kind.sort, value)


def _single(sort: Sort, value: Any) -> Value:
    if value is None or value == "":
        return None
    match sort:
        case Sort.NUMBER:
            return to_number(value)
        case Sort.DATE:
            day = dated(value)
            return day if isinstance(day, date) else to_date(value)
        case Sort.MONTH:
            day = to_date(f"{value}-01" if isinstance(value, str) and len(value) == 7 else value)
            return day if isinstance(day, Unknown) else Month.of(day)
        case Sort.TRUTH:
            return to_truth(value not in ("false", "no", "0") and value)
        case _:
            return to_text(value)
