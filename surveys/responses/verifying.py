"""Whether what was submitted and concluded is still what it was then: rows against their hashes and against the history.

Somebody who writes into the database passes by every rule of the program; what he changes disagrees with the events, and
those hold each other (audit/chain.py).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from surveys.audit.models import Event
from surveys.lib.canonical_json import canonical_sha256
from surveys.responses.models import Decision, Revision

SUBMITTED = ("submitted", "submitted_nil")
CONCLUDED = {
    Decision.Outcome.ACCEPTED: "accepted",
    Decision.Outcome.RETURNED: "sent_back",
    Decision.Outcome.RECALLED: "recalled",
}
ROWS_AT_ONCE = 500
Conclusion = tuple[str, int, str, datetime]
"""Of which unit, which revision, by which verb, when."""


@dataclass(frozen=True)
class Flaw:
    """`row` is a receipt, or what else a person finds it by."""

    row: str
    reason: str


def flaws_of_revisions() -> Iterator[Flaw]:
    """Answers that are not those that were hashed, revisions that differ from their event, and those whose row is gone.

    The rows are read before the events: whatever is submitted meanwhile has its event by then.
    """
    facts: dict[str, dict[str, Any]] = {}
    rows = Revision.objects.order_by().select_related("response").defer("findings", "reasons")
    for revision in rows.iterator(chunk_size=ROWS_AT_ONCE):
        facts[revision.receipt] = _facts_of(revision)
        if canonical_sha256(revision.answers) != revision.answers_sha256:
            yield Flaw(revision.receipt, "its answers are not those that were submitted")
    for event in Event.objects.filter(verb__in=SUBMITTED).order_by().iterator(chunk_size=ROWS_AT_ONCE):
        yield from _flaws_beside(event, facts.pop(event.details["receipt"], None))
    for receipt in facts:
        yield Flaw(receipt, "the event of its submission is gone")


def _flaws_beside(event: Event, facts: Mapping[str, object] | None) -> Iterator[Flaw]:
    receipt = event.details["receipt"]
    if facts is not None:
        if differing := [name for name, value in _told(event).items() if facts[name] != value]:
            yield Flaw(receipt, f"its event says another {', '.join(differing)}")
    elif not Revision.objects.filter(receipt=receipt).exists():
        yield Flaw(receipt, "the revision is gone")


def _facts_of(revision: Revision) -> dict[str, Any]:
    return {
        "unit": str(revision.response.assignment_id),
        "moment": revision.submitted_at,
        "nil": revision.is_nil,
        "revision": revision.number,
        "late": revision.is_late,
        "sha256": revision.answers_sha256,
    }


def _told(event: Event) -> dict[str, Any]:
    facts = {"unit": event.object_id, "moment": event.at, "nil": event.verb == "submitted_nil"}
    return facts | {name: event.details[name] for name in ("revision", "late", "sha256") if name in event.details}


def flaws_of_conclusions() -> Iterator[Flaw]:
    """Acceptances and returns that nobody is on record for, and those on record whose row is gone or says otherwise."""
    held, told = _conclusions_held(), _conclusions_told()
    for conclusion in held.keys() - told.keys():
        yield Flaw(held[conclusion], f"no event says that it was {_in_words(conclusion)}")
    if missed := told.keys() - held.keys():
        for conclusion in missed - _conclusions_held().keys():
            yield Flaw(told[conclusion], f"it was {_in_words(conclusion)}, and the row that said so is gone")


def _in_words(conclusion: Conclusion) -> str:
    return conclusion[2].replace("_", " ")


def _conclusions_held() -> dict[Conclusion, str]:
    columns = ("revision__response__assignment_id", "revision__number", "outcome", "decided_at", "revision__receipt")
    rows = Decision.objects.filter(outcome__in=CONCLUDED).order_by().values_list(*columns)
    return {(str(unit), number, CONCLUDED[outcome], at): receipt for unit, number, outcome, at, receipt in rows}


def _conclusions_told() -> dict[Conclusion, str]:
    events = Event.objects.filter(verb__in=CONCLUDED.values()).order_by()
    return {
        (unit, details.get("revision", 0), verb, at): name
        for unit, verb, at, details, name in events.values_list("object_id", "verb", "at", "details", "object_name")
    }
