"""What the register, the round and the peers can tell a check, and what prefills an answer.

The same names serve `fact('facility.grid_kva')` in an expression and `"prefill": "facility.grid_kva"` on a question.
Numbers are in canonical units.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from surveys.lib.dates import Month
from surveys.questionnaires.expressions import kinds
from surveys.questionnaires.expressions.kinds import Kind, Sort
from surveys.questionnaires.expressions.values import UNKNOWN, Unknown, Value, to_date, to_number, to_text, to_truth

FACTS: dict[str, Kind] = {
    "organisation.name": kinds.TEXT,
    "organisation.number": kinds.TEXT,
    # "uscc" or "other".
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
    # Whether another organisation reports a data center at the same address.
    "facility.address_taken": kinds.TRUTH,
    # The four sides of the district's bounding box, degrees.
    "district.south": kinds.NUMBER,
    "district.north": kinds.NUMBER,
    "district.west": kinds.NUMBER,
    "district.east": kinds.NUMBER,
    # What the same organisation says of its other data centers in this round.
    "siblings.names": kinds.TEXT.column,
    "siblings.total_kwh": kinds.NUMBER.column,
    # The median of T/(IT power × hours) over the class of comparable data centers.
    "peers.load": kinds.NUMBER,
    "previous.total_kwh": kinds.NUMBER,
    "round.period_start": kinds.DATE,
    "round.period_end": kinds.DATE,
    # The date by which the authority wants mining to have ended.
    "round.exit_limit": kinds.DATE,
}


def prepared(facts: Mapping[str, Any]) -> dict[str, Value]:
    """The known facts as values: the register hands most of them over as text. What cannot be read is as good as absent."""
    found = {name: _prepared(FACTS[name], facts[name]) for name in facts if name in FACTS}
    return {name: value for name, value in found.items() if value not in (None, "", (), UNKNOWN)}


def _prepared(kind: Kind, value: Any) -> Value:
    if not kind.many:
        return _single(kind.sort, value)
    items = (_single(kind.sort, item) for item in (value if isinstance(value, list | tuple) else [value]))
    return tuple(item for item in items if isinstance(item, str | Decimal))


def _single(sort: Sort, value: Any) -> Value:
    if value is None or value == "":
        return None
    match sort:
        case Sort.NUMBER:
            return to_number(value)
        case Sort.DATE:
            return to_date(value)
        case Sort.MONTH:
            day = to_date(f"{value}-01" if isinstance(value, str) and len(value) == 7 else value)
            return day if isinstance(day, Unknown) else Month.of(day)
        case Sort.TRUTH:
            return to_truth(value != "false" and value)
        case _:
            return to_text(value)
