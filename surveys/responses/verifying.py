"""Whether what was submitted and concluded is still what it was then: rows against their hashes and against the history.

Somebody who writes into the database passes by every rule of the program; what he changes disagrees with the events, and
those hold each other (audit/chain.py).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from surveys.audit.models import Event
from surveys.lib.canonical_json import canonical_sha256
from surveys.questionnaires.models import Version
from surveys.responses.models import Decision, Revision
from surveys.rounds.deadlines import is_late
from surveys.rounds.models import Assignment

SUBMITTED = ("submitted", "submitted_nil")
CONCLUDED = {
    Decision.Outcome.ACCEPTED: "accepted",
    Decision.Outcome.RETURNED: "sent_back",
    Decision.Outcome.RECALLED: "recalled",
}
ROWS_AT_ONCE = 500
Conclusion = tuple[str, int, str, datetime]
"""Of which unit, which revision, by which verb, when."""
Facts = Mapping[str, Collection[object]]
"""Of a revision, by name: each with the values its event may tell."""


@dataclass(frozen=True)
class Flaw:
    """`row` is a receipt, or what else a person finds it by."""

    row: str
    reason: str


def flaws_of_revisions() -> Iterator[Flaw]:
    """Answers that are not those that were hashed, revisions that differ from their event, and those whose row is gone.

    The rows are read before the events: whatever is submitted meanwhile has its event by then.
    """
    facts: dict[str, Facts] = {}
    first = Revision.objects.filter(response=OuterRef("response"), number=1)
    rows = (
        Revision.objects.order_by().select_related("response").annotate(judged_late=Subquery(first.values("is_late")))
    )
    for revision in rows.iterator(chunk_size=ROWS_AT_ONCE):
        facts[revision.receipt] = _facts_of(revision)
        if canonical_sha256(revision.answers) != revision.answers_sha256:
            yield Flaw(revision.receipt, _("its answers are not those that were submitted"))
    for event in Event.objects.filter(verb__in=SUBMITTED).order_by().iterator(chunk_size=ROWS_AT_ONCE):
        yield from _flaws_beside(event, facts.pop(event.details["receipt"], None))
    for receipt in facts:
        yield Flaw(receipt, _("the event of its submission is gone"))


def _flaws_beside(event: Event, facts: Facts | None) -> Iterator[Flaw]:
    receipt = event.details["receipt"]
    if facts is not None:
        if differing := [name for name, value in _told(event).items() if value not in facts[name]]:
            yield Flaw(receipt, _differing(differing))
    elif not Revision.objects.filter(receipt=receipt).exists():
        yield Flaw(receipt, _("the revision is gone"))


def _differing(names: Iterable[str]) -> str:
    called = {
        "unit": _("another unit"),
        "moment": _("another moment"),
        "nil": _("another nil return or none"),
        "revision": _("another number of the revision"),
        "late": _("another lateness"),
        "sha256": _("another hash of the answers"),
        "rest_sha256": _("other findings, reasons, version, declaration or deadline"),
    }
    return _("its event says %(what)s") % {"what": _(", ").join(called[name] for name in names)}


def _facts_of(revision: Revision) -> Facts:
    """What the event may say of it."""
    return {
        "unit": (str(revision.response.assignment_id),),
        "moment": (revision.submitted_at,),
        "nil": (revision.is_nil,),
        "revision": (revision.number,),
        "late": _lateness(revision),
        "sha256": (revision.answers_sha256,),
        "rest_sha256": (revision.rest_sha256,),
    }


def _lateness(revision: Revision) -> tuple[bool, ...]:
    """A correction is told to be as late as the first revision was, up to version 0.2.1 by its own moment; neither if its
    row says what its moment and its deadline do not."""
    if revision.is_late != is_late(revision.submitted_at, revision.deadline):
        return ()
    return revision.judged_late, revision.is_late  # type: ignore[attr-defined]  # annotated by flaws_of_revisions


def _told(event: Event) -> dict[str, Any]:
    facts = {"unit": event.object_id, "moment": event.at, "nil": event.verb == "submitted_nil"}
    return facts | {
        name: event.details[name] for name in ("revision", "late", "sha256", "rest_sha256") if name in event.details
    }


def flaws_of_conclusions() -> Iterator[Flaw]:
    """Acceptances and returns that nobody is on record for, and those on record whose row is gone or says otherwise."""
    held, told = _conclusions_held(), _conclusions_told()
    for conclusion in held.keys() - told.keys():
        words = _("no event says that it was %(concluded)s")
        yield Flaw(held[conclusion].name, words % {"concluded": _in_words(conclusion)})
    if missed := told.keys() - held.keys():
        for conclusion in missed - _conclusions_held().keys():
            words = _("it was %(concluded)s, and the row that said so is gone")
            yield Flaw(told[conclusion].name, words % {"concluded": _in_words(conclusion)})
    for conclusion in held.keys() & told.keys():
        said = told[conclusion].said
        if any(value != said[name] for name, value in held[conclusion].said.items() if name in said):
            yield Flaw(held[conclusion].name, _("its event says other remarks, another note or deadline"))


def _in_words(conclusion: Conclusion) -> str:
    return {"accepted": _("accepted"), "sent_back": _("sent back"), "recalled": _("recalled")}[conclusion[2]]


@dataclass(frozen=True)
class Said:
    """What a conclusion is found by, and what was told with it."""

    name: str
    said: Mapping[str, object]


def _conclusions_held() -> dict[Conclusion, Said]:
    found = {}
    rows = Decision.objects.filter(outcome__in=CONCLUDED).order_by().prefetch_related("queries")
    for one in rows.select_related("revision__response").defer("revision__answers").iterator(chunk_size=ROWS_AT_ONCE):
        unit, verb = str(one.revision.response.assignment_id), CONCLUDED[Decision.Outcome(one.outcome)]
        conclusion = (unit, one.revision.number, verb, one.decided_at)
        found[conclusion] = Said(one.revision.receipt, _said_with(one))
    return found


def _said_with(decision: Decision) -> dict[str, object]:
    remarks = {query.question: query.text for query in decision.queries.all()}
    deadline = decision.new_deadline.astimezone(UTC).isoformat() if decision.new_deadline else None
    return {"note": decision.note, "remarks": remarks, "deadline": deadline}


def _conclusions_told() -> dict[Conclusion, Said]:
    events = Event.objects.filter(verb__in=CONCLUDED.values()).order_by()
    rows = events.values_list("object_id", "verb", "at", "details", "object_name")
    return {
        (unit, details.get("revision", 0), verb, at): Said(name, _told_with(details))
        for unit, verb, at, details, name in rows.iterator(chunk_size=ROWS_AT_ONCE)
    }


def _told_with(details: Mapping[str, Any]) -> dict[str, object]:
    deadline = details.get("deadline")
    return {**details, **({"deadline": deadline["at"]} if isinstance(deadline, dict) else {})}


# --- what returns are read by, and who was asked ------------------------------------------------------------------


def flaws_of_versions() -> Iterator[Flaw]:
    """Questionnaires that are not those that were published: every return is read by one."""
    told = dict(Event.objects.filter(verb="published").order_by("at").values_list("object_id", "details"))
    for version in Version.objects.select_related("questionnaire").order_by().iterator(chunk_size=1):
        if canonical_sha256(version.definition) != version.sha256:
            yield Flaw(str(version), _("it is not the questionnaire that was published"))
        elif told.get(str(version.pk), {}).get("sha256", version.sha256) != version.sha256:
            yield Flaw(str(version), _("its event says another hash"))


def flaws_of_units() -> Iterator[Flaw]:
    """Units that are taken out of their round, or are in it, without an event that says so."""
    events = Event.objects.filter(verb__in=("excluded", "took_back")).order_by("at", "pk")
    told = {unit: details.get("reason", "") for unit, details in events.values_list("object_id", "details")}
    for one in Assignment.objects.select_related("facility", "organisation").order_by().iterator(ROWS_AT_ONCE):
        if one.ineligible_because != told.get(str(one.pk), ""):
            yield Flaw(str(one), _("no event says why it is, or is not, taken out of its round"))
