"""What an expression can see while it is evaluated."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from surveys.questionnaires.expressions.values import Value


@dataclass(frozen=True, slots=True)
class Scope:
    """lookup gives the answer to a question; current is what the dot stands for.

    attributes: list of choices -> choice -> what the definition says about it (a miner's hash rate).
    choice: in a choice filter, what is known of the choice that may be offered.
    facts: what the register and the peers know; an absent fact is unknown, not blank.
    """

    lookup: Callable[[str], Value]
    now: datetime
    today: date
    facts: Mapping[str, Any] = field(default_factory=dict)
    attributes: Mapping[str, Mapping[str, Mapping[str, Value]]] = field(default_factory=dict)
    current: Value = None
    choice: Mapping[str, Value] = field(default_factory=dict)
