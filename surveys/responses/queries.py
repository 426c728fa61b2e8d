"""Reading what was answered: who has still to answer, how many units stand where, and the rows of lists and of review."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from decimal import Decimal
from typing import Any, Self

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, Sum

from surveys.registry.models import Facility, Organisation
from surveys.responses.models import Decision, Response, Revision
from surveys.responses.receipts import read_receipt_number
from surveys.responses.states import ANSWERED, MAY_BE_SENT_AGAIN, NOT_SUBMITTED, STILL_TO_SUBMIT, State
from surveys.rounds.models import Assignment, Extension, Round
from surveys.rounds.queries import rounds_taking_answers, with_deadlines

ELIGIBLE = Q(ineligible_because="")
"""In the round: not taken out of it."""
UNSENT = Q(response__state__in=MAY_BE_SENT_AGAIN, response__unsent_since__isnull=False)
"""Changed since they were submitted; the changes count only when they are submitted, too."""


def for_reading(assignments: QuerySet[Assignment], at: datetime | None = None) -> QuerySet[Assignment]:
    """With everything a list row shows, in one query."""
    return with_deadlines(assignments, at).select_related(
        "organisation", "facility", "region", "response", "round__survey__authority"
    )


def for_answering(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """With all that answering one takes. The definition is long, and kept in memory by those who need it."""
    related = ("round__version", "response__draft__saved_by")
    return for_reading(assignments).select_related(*related).defer("round__version__definition")


def with_receipts_facts(revisions: QuerySet[Revision]) -> QuerySet[Revision]:
    """With all that a receipt says."""
    related = ("version", "response__assignment__facility", "response__assignment__organisation", "submitted_by")
    of_round = "response__assignment__round__survey__authority"
    return revisions.select_related(*related, of_round).defer("version__definition")


def still_to_submit(round: Round) -> QuerySet[Assignment]:
    """Those who have not answered, were sent back and have not answered again, or have changed what they answered and not
    submitted that; with their deadlines."""
    is_waiting = Q(response__state__in=STILL_TO_SUBMIT) | UNSENT
    return with_deadlines(Assignment.objects.filter(ELIGIBLE, is_waiting, round=round))


def silent_organisations(assignments: QuerySet[Assignment]) -> QuerySet[Organisation]:
    silent = assignments.filter(ELIGIBLE, response__state__in=NOT_SUBMITTED)
    return Organisation.objects.filter(pk__in=silent.order_by().values("organisation")).order_by("name")


def open_elsewhere(round: Round, facilities: QuerySet[Facility], at: datetime) -> QuerySet[Assignment]:
    """Units of these that have the same questionnaire open in another round: they can still answer it there."""
    asked = Q(facility__in=facilities) | Q(facility=None, organisation__in=facilities.order_by().values("organisation"))
    running = rounds_taking_answers(at).filter(version__questionnaire__code=round.version.questionnaire.code)
    others = Assignment.objects.filter(ELIGIBLE, asked, round__in=running.exclude(pk=round.pk))
    return others.exclude(response__state=State.ACCEPTED)


@dataclass(frozen=True)
class StateCounts:
    """How many assignments stand where. Those taken out of the round are ineligible, and counted under no state; those
    changed and not submitted again are `unsent` besides."""

    issued: int = 0
    ineligible: int = 0
    not_started: int = 0
    draft: int = 0
    submitted: int = 0
    returned: int = 0
    accepted: int = 0
    unsent: int = 0

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """A sum over no rows is nothing in SQL, and zero here."""
        return cls(**{tally.name: row[tally.name] or 0 for tally in fields(cls)})

    @property
    def eligible(self) -> int:
        return self.issued - self.ineligible

    @property
    def answered(self) -> int:
        return self.submitted + self.returned + self.accepted

    @property
    def silent(self) -> int:
        return self.not_started + self.draft

    @property
    def answered_percent(self) -> Decimal | None:
        return Decimal(self.answered) * 100 / self.eligible if self.eligible else None


def by_state() -> dict[str, Count]:
    """What StateCounts are made of, to aggregate assignments by or to annotate groups of them with."""
    states = {str(state): Count("pk", filter=ELIGIBLE & Q(response__state=state)) for state in State}
    besides = {"ineligible": Count("pk", filter=~ELIGIBLE), "unsent": Count("pk", filter=ELIGIBLE & UNSENT)}
    return states | {"issued": Count("pk")} | besides


def overdue(assignments: QuerySet[Assignment], at: datetime) -> QuerySet[Assignment]:
    """Those without an answer whose deadline has passed, as with_deadlines has it: that of the round, or its closing, unless
    an extension is later. Extensions are looked at only where the round's has passed."""
    second = at.replace(microsecond=0)
    longer = Extension.objects.filter(assignment=OuterRef("pk"), deadline__gte=second)
    passed = Q(round__deadline__lt=second) | Q(round__closed_at__lt=second)
    silent = assignments.filter(ELIGIBLE, passed, response__state__in=NOT_SUBMITTED)
    return silent.filter(~Exists(longer))


def state_counts(assignments: QuerySet[Assignment]) -> StateCounts:
    return StateCounts.of(assignments.order_by().aggregate(**by_state()))


@dataclass(frozen=True)
class Counts(StateCounts):
    """With what was answered. kW are those of the registry; `kw` sums the known ones, `without_kw` counts the rest."""

    late: int = 0
    nil: int = 0
    without_kw: int = 0
    kw: Decimal = field(default_factory=Decimal)
    kw_answered: Decimal = field(default_factory=Decimal)

    @property
    def kw_percent(self) -> Decimal | None:
        return self.kw_answered * 100 / self.kw if self.kw else None


def counts(assignments: QuerySet[Assignment]) -> Counts:
    return added(counts_by_region(assignments).values())


def added(parts: Iterable[Counts]) -> Counts:
    """Group figures are sums of figures; the percentages follow from the sums."""
    listed = list(parts)
    zero = Counts()
    sums: dict[str, Any] = {
        f.name: sum((getattr(part, f.name) for part in listed), getattr(zero, f.name)) for f in fields(Counts)
    }
    return Counts(**sums)


def counts_by_region(assignments: QuerySet[Assignment]) -> dict[str, Counts]:
    """Region code → counts, regions in the order of their codes. Nothing is looked up unit by unit: what was late and what
    is nil is counted from the side of the revisions, of which few are either."""
    newer = Revision.objects.filter(response=OuterRef("response"), number__gt=OuterRef("number"))
    late = _revisions_by_region(assignments, Revision.objects.filter(number=1, is_late=True))
    nil = _revisions_by_region(assignments, Revision.objects.filter(~Exists(newer), is_nil=True))
    rows = assignments.order_by("region_id").values("region_id").annotate(**_tallies())
    codes = ((row["region_id"], row) for row in rows)
    return {code: Counts.of({**row, "late": late.get(code, 0), "nil": nil.get(code, 0)}) for code, row in codes}


def _revisions_by_region(assignments: QuerySet[Assignment], revisions: QuerySet[Revision]) -> dict[str, int]:
    theirs = revisions.filter(response__assignment__in=assignments.filter(ELIGIBLE).order_by().values("pk"))
    return dict(theirs.order_by().values_list("response__assignment__region").annotate(Count("pk")))


def _tallies() -> dict[str, Any]:
    return by_state() | {
        "without_kw": Count("pk", filter=ELIGIBLE & Q(facility__it_kw=None)),
        "kw": Sum("facility__it_kw", filter=ELIGIBLE),
        "kw_answered": Sum("facility__it_kw", filter=ELIGIBLE & Q(response__state__in=ANSWERED)),
    }


def returned_by(response: Response) -> Decision | None:
    """The decision that sent the answers back, as long as they have not been submitted again."""
    if response.state != State.RETURNED:
        return None
    decisions = Decision.objects.filter(revision__response=response, outcome=Decision.Outcome.RETURNED)
    return decisions.select_related("revision__version").order_by("-decided_at").first()


def declared_together(revision: Revision) -> QuerySet[Revision]:
    """The returns of one declaration, in the order of the units: one person, one moment, one organisation."""
    assignment = revision.response.assignment
    made = Revision.objects.filter(
        is_nil=revision.is_nil,
        submitted_at=revision.submitted_at,
        submitted_by=revision.submitted_by_id,
        response__assignment__round=assignment.round_id,
        response__assignment__organisation=assignment.organisation_id,
    )
    return made.order_by("response__assignment__facility__code", "pk")


def with_receipt(revisions: QuerySet[Revision], typed: str) -> Revision | None:
    """The one of them that has this number, however that is typed."""
    number = read_receipt_number(typed)
    return revisions.filter(receipt=number).first() if number else None


def latest_revisions(round: Round, at: datetime) -> QuerySet[Revision]:
    """The last one, as of a moment, of each unit that was not taken out of the round; in no order."""
    until_then = Revision.objects.filter(response=OuterRef("response"), submitted_at__lte=at).order_by()
    last = until_then.values("response").annotate(last=Max("number")).values("last")
    return Revision.objects.filter(
        response__assignment__round=round, response__assignment__ineligible_because="", number=Subquery(last)
    ).order_by()
