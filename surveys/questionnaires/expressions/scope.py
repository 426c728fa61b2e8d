"""What an expression can see while it is evaluated."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from surveys.questionnaires.expressions.values import Value


def _no_label(question: str, choice: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Scope:
    """lookup gives the answer to a question; current is what the dot stands for; now is in the definition's zone.

    attributes: list of choices -> choice -> what the definition says about it (a miner's hash rate).
    facts: what the register and the peers know; an absent fact is unknown, not blank.
    position: which row of its table this is, from 1; None outside tables.
    choice: in a choice filter, what is noted of the choice in question, its `name` and `label` included.
    label: what a choice of a question is called, None where there is no such choice.
    """

    lookup: Callable[[str], Value]
    now: datetime
    today: date
    facts: Mapping[str, Value] = field(default_factory=dict)
    attributes: Mapping[str, Mapping[str, Mapping[str, Value]]] = field(default_factory=dict)
    current: Value = None
    position: int | None = None
    choice: Mapping[str, Value] = field(default_factory=dict)
    label: Callable[[str, str], str | None] = _no_label

    def local(self, moment: datetime) -> datetime:
        """As the clock on the wall shows it here; a moment without an offset is local already."""
        if moment.tzinfo is None:
            return moment
        try:
            return moment.astimezone(self.now.tzinfo).replace(tzinfo=None)
        except OverflowError:
            return moment.replace(tzinfo=None)
