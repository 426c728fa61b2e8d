"""The demo's headline figures, counted from the rows and summed over the accepted answers themselves.

The report adds up the same answers in its own way; a test holds the two against each other.
"""

from dataclasses import asdict, dataclass
from decimal import Decimal

from surveys.lib.numbers import canonical, round_half_up
from surveys.models import Assignment, Decision, Response, Revision, Round
from surveys.responses.states import State


@dataclass(frozen=True)
class Figures:
    round: str
    assignments: int
    submitted: int
    on_time: int
    late: int
    nil: int
    sent_back: int
    accepted: int
    silent: int
    total_kwh: Decimal
    mining_kwh: Decimal
    share_percent: Decimal | None
    share_returns: int
    share_total_kwh: Decimal
    share_mining_kwh: Decimal
    share_it_kw_percent: Decimal | None

    def to_json(self) -> dict[str, object]:
        """Numbers that are figures as strings, counts as numbers."""
        return {name: canonical(value) if isinstance(value, Decimal) else value for name, value in asdict(self).items()}


def figures(round: Round) -> Figures:
    first = Revision.objects.filter(response__assignment__round=round, number=1)
    accepted = accepted_revisions(round)
    total, mining = sums(accepted)
    both = [revision for revision in accepted if says_both(revision)]
    share_total, share_mining = sums(both)
    assignments = Assignment.objects.filter(round=round).count()
    return Figures(
        round=round.code,
        assignments=assignments,
        submitted=first.count(),
        on_time=first.filter(is_late=False).count(),
        late=first.filter(is_late=True).count(),
        nil=sum(revision.is_nil for revision in latest_revisions(round)),
        sent_back=Response.objects.filter(
            assignment__round=round, revisions__decisions__outcome=Decision.Outcome.RETURNED
        )
        .distinct()
        .count(),
        accepted=len(accepted),
        silent=assignments - first.count(),
        total_kwh=total,
        mining_kwh=mining,
        share_percent=round_half_up(share_mining * 100 / share_total, 4) if share_total else None,
        share_returns=len(both),
        share_total_kwh=share_total,
        share_mining_kwh=share_mining,
        share_it_kw_percent=part_of_the_power(round, both),
    )


def latest_revisions(round: Round) -> list[Revision]:
    """One for each response that has any."""
    revisions = Revision.objects.filter(response__assignment__round=round).order_by("number")
    return list({revision.response_id: revision for revision in revisions}.values())


def accepted_revisions(round: Round) -> list[Revision]:
    accepted = set(Response.objects.filter(assignment__round=round, state=State.ACCEPTED).values_list("pk", flat=True))
    return [revision for revision in latest_revisions(round) if revision.response_id in accepted]


def says_both(revision: Revision) -> bool:
    """Total and mining electricity: whoever answers no says zero to the second."""
    answers = revision.answers["answers"]
    mining = "value" in answers.get("mining_kwh", {}) or answers.get("has_mining", {}).get("value") == "no"
    return mining and "value" in answers.get("total_kwh", {})


def part_of_the_power(round: Round, revisions: list[Revision]) -> Decimal | None:
    """Of the IT power of the data centers that were asked, in percent."""
    asked = Assignment.objects.filter(round=round, ineligible_because="")
    of = dict(asked.values_list("response__pk", "facility__it_kw"))
    known = sum((kw for kw in of.values() if kw is not None), Decimal(0))
    behind = sum((of.get(revision.response_id) or Decimal(0) for revision in revisions), Decimal(0))
    return round_half_up(behind * 100 / known, 4) if known else None


def sums(revisions: list[Revision]) -> tuple[Decimal, Decimal]:
    """Total and mining electricity in kWh; who did not answer a question adds nothing to its sum."""
    answers = [revision.answers["answers"] for revision in revisions]
    total, mining = (
        sum((Decimal(a[name]["value"]) for a in answers if "value" in a.get(name, {})), Decimal(0))
        for name in ("total_kwh", "mining_kwh")
    )
    return total, mining
