"""Which return is a unit's last one: the latest about an earlier period, in the same survey.

Between two operators of a site the last return is a secret of the one who gave it: the next one's form says and compares
nothing of it. The bureau sees it, with the name.

Of a response counts what was submitted last, reviewed or not. Where that was sent back, what had been accepted before goes
on counting; where nothing had, what was sent back, for it was said all the same.
"""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import OrderBy

from surveys.lib.clock import database_now
from surveys.responses.models import Decision, Revision
from surveys.rounds.models import Assignment, Round

ROUND = "response__assignment__round"


def last_return(assignment: Assignment) -> Revision | None:
    """Its operator's own, with its version and its round, and annotated with `verdict`, null where nobody reviewed it."""
    return _latest(assignment, given_by([assignment.organisation_id]))


def last_return_of_anyone(assignment: Assignment) -> Revision | None:
    """For the bureau alone: whoever operated the site then."""
    return _latest(assignment, Q(), "response__assignment__organisation")


def _latest(assignment: Assignment, given: Q, *also: str) -> Revision | None:
    earlier = earlier_returns(assignment.round)
    if earlier.query.is_empty():
        return None
    named = "facility" if assignment.facility_id else "organisation"
    unit = of_units(named, [getattr(assignment, f"{named}_id")])
    return earlier.filter(unit, given).select_related("version", ROUND, *also).first()


def given_by(organisations: Collection[UUID]) -> Q:
    return Q(response__assignment__organisation__in=organisations)


def of_units(named: str, keys: Collection[UUID]) -> Q:
    """named: what the reporting units are, `facility` or `organisation`."""
    theirs = Q(**{f"response__assignment__{named}__in": keys})
    return theirs if named == "facility" else theirs & Q(response__assignment__facility=None)


def earlier_returns(round: Round) -> QuerySet[Revision]:
    """Those that may be a unit's last one, of each unit the one that is first."""
    rounds = [*_about_an_earlier_period(round).values_list("pk", flat=True)]
    if not rounds:  # of a first round every page of every operator asks
        return Revision.objects.none()
    newer = Revision.objects.filter(response=OuterRef("response"), number__gt=OuterRef("number"))
    decisions = Decision.objects.filter(revision=OuterRef("pk")).order_by("-decided_at")
    accepted = decisions.filter(outcome=Decision.Outcome.ACCEPTED)
    returns = Revision.objects.filter(
        **{f"{ROUND}__in": rounds, "response__assignment__ineligible_because": ""},
    )
    found = returns.annotate(
        is_newest=~Exists(newer),
        has_counted=Exists(accepted),
        outcome=Subquery(decisions.values("outcome")[:1]),
        verdict=_verdict(),
    )
    return found.filter(Q(is_newest=True) | Q(has_counted=True)).order_by(
        *_latest_period_first(), _precedence(), "-number"
    )


def _about_an_earlier_period(round: Round) -> QuerySet[Round]:
    """Of rounds about the same period, or about none, the one that was issued before."""
    asked = Round.objects.filter(survey=round.survey_id, withdrawn_at=None).order_by()
    issued_before = Q(issued_at__lt=round.issued_at or database_now())
    if round.period_start is None or round.period_end is None:
        return asked.filter(issued_before)
    ends_before = Q(period_end__lt=round.period_end)
    same_end = Q(period_end=round.period_end)
    begins_before = Q(period_start__lt=round.period_start)
    same_start = Q(period_start=round.period_start)
    about_none = Q(period_end=None) | Q(period_start=None)
    return asked.filter(ends_before | same_end & begins_before | (same_end & same_start | about_none) & issued_before)


def _latest_period_first() -> list[OrderBy]:
    period = [F(f"{ROUND}__{column}").desc(nulls_last=True) for column in ("period_end", "period_start")]
    return [*period, F(f"{ROUND}__issued_at").desc()]


def _precedence() -> Case:
    """The newest unless it was sent back, then what was ever accepted, then what was sent back."""
    sent_back = Q(verdict=Decision.Outcome.RETURNED)
    return Case(
        When(sent_back & Q(has_counted=False), then=2),
        When(sent_back, then=1),
        When(is_newest=True, then=0),
        default=1,
    )


def _verdict() -> Case:
    """Where the sending back was taken back, what had been said before it."""
    recalled = Q(outcome=Decision.Outcome.RECALLED)
    accepted = When(recalled & Q(has_counted=True), then=Value(Decision.Outcome.ACCEPTED))
    return Case(accepted, When(recalled, then=None), default=F("outcome"))
