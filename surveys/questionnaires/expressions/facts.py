"""What the register, the round and the peers can tell a check, and what prefills an answer.

The same names serve `fact('facility.grid_kva')` in an expression and `"prefill": "facility.grid_kva"` on a question.
Numbers are in canonical units.
"""

from surveys.questionnaires.expressions import kinds
from surveys.questionnaires.expressions.kinds import Kind

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
