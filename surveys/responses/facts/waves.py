"""Which return is a unit's last one: the latest about an earlier period, in the same survey.

Of a response counts what was submitted last, reviewed or not. Where that was sent back, what had been accepted before goes
on counting; where nothing had, what was sent back, for it was said all the same.
"""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.expressions import OrderBy

from surveys.lib.clock import database_now
from surveys.responses.models import Decision, Revision
from surveys.rounds.models import Assignment, Round

ROUND = "response__assignment__round"


def last_return(assignment: Assignment) -> Revision | None:
    """With its version and its round, and annotated with `verdict`, null where nobody has reviewed it."""
    named = "facility" if assignment.facility_id else "organisation"
    earlier = earlier_returns(assignment.round).filter(of_units(named, [getattr(assignment, f"{named}_id")]))
    return earlier.select_related("version", ROUND).first()


def of_units(named: str, keys: Collection[UUID]) -> Q:
    """named: what the reporting units are, `facility` or `organisation`."""
    theirs = Q(**{f"response__assignment__{named}__in": keys})
    return theirs if named == "facility" else theirs & Q(response__assignment__facility=None)


def earlier_returns(round: Round) -> QuerySet[Revision]:
    """Those that may be a unit's last one, of each unit the one that is first."""
    newer = Revision.objects.filter(response=OuterRef("response"), number__gt=OuterRef("number"))
    decisions = Decision.objects.filter(revision=OuterRef("pk")).order_by("-decided_at")
    asked = Q(response__assignment__ineligible_because="", **{f"{ROUND}__withdrawn_at": None})
    returns = Revision.objects.filter(_is_about_an_earlier_period(round), asked)
    found = returns.annotate(verdict=Subquery(decisions.values("outcome")[:1]), is_newest=~Exists(newer))
    counts = Q(is_newest=True) | Q(verdict=Decision.Outcome.ACCEPTED)
    return found.filter(counts).order_by(*_latest_period_first(), _precedence(), "-number")


def _is_about_an_earlier_period(round: Round) -> Q:
    """Of rounds about the same period, or about none, the one that was issued before."""
    issued_before = Q(**{f"{ROUND}__issued_at__lt": round.issued_at or database_now()})
    in_this_survey = Q(**{f"{ROUND}__survey": round.survey_id})
    if round.period_start is None or round.period_end is None:
        return in_this_survey & issued_before
    ends_before = Q(**{f"{ROUND}__period_end__lt": round.period_end})
    same_end = Q(**{f"{ROUND}__period_end": round.period_end})
    begins_before = Q(**{f"{ROUND}__period_start__lt": round.period_start})
    same_start = Q(**{f"{ROUND}__period_start": round.period_start})
    about_none = Q(**{f"{ROUND}__period_end": None}) | Q(**{f"{ROUND}__period_start": None})
    earlier = ends_before | same_end & begins_before
    return in_this_survey & (earlier | (same_end & same_start | about_none) & issued_before)


def _latest_period_first() -> list[OrderBy]:
    period = [F(f"{ROUND}__{column}").desc(nulls_last=True) for column in ("period_end", "period_start")]
    return [*period, F(f"{ROUND}__issued_at").desc()]


def _precedence() -> Case:
    """The newest unless it was sent back, then what was accepted, then what was sent back."""
    return Case(When(verdict=Decision.Outcome.RETURNED, then=2), When(is_newest=True, then=0), default=1)
