"""Reading the dialogue: which requests wait for an answer, and what an operator may ask for."""

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from surveys.accounts.access import seen_by
from surveys.accounts.models import User
from surveys.accounts.roles import Permission
from surveys.responses.dialogue.models import Request
from surveys.responses.models import Decision, Response
from surveys.responses.states import ANSWERED, State
from surveys.rounds.deadlines import Phase, accepts_answers, phase
from surveys.rounds.models import Extension
from surveys.rounds.queries import terms_of


def waiting(requests: QuerySet[Request]) -> QuerySet[Request]:
    """Those that the bureau has to answer: not those that were overtaken by what was granted, sent back, accepted, taken
    out or handed over since."""
    still_asked = requests.filter(
        settled_at=None,
        organisation=F("assignment__organisation"),
        assignment__ineligible_because="",
        assignment__round__withdrawn_at=None,
    )
    return still_asked.exclude(_has_its_time()).exclude(_is_open_again())


def _has_its_time() -> Q:
    """Or nothing is asked any more for which it would be needed."""
    granted = Extension.objects.filter(assignment=OuterRef("assignment"), deadline__gte=OuterRef("wanted"))
    round_moved = Q(assignment__round__deadline__gte=F("wanted"), assignment__round__closed_at=None)
    is_over = Exists(granted) | round_moved | Q(assignment__response__state=State.ACCEPTED)
    return Q(is_over, kind=Request.Kind.EXTENSION)


def _is_open_again() -> Q:
    granted = Extension.objects.filter(assignment=OuterRef("assignment"), granted_at__gt=OuterRef("asked_at"))
    returned = Decision.objects.filter(
        revision__response__assignment=OuterRef("assignment"),
        outcome=Decision.Outcome.RETURNED,
        decided_at__gt=OuterRef("asked_at"),
    )
    return Q(Exists(granted) | Exists(returned), kind=Request.Kind.REOPENING)


def answerable_by(user: User, requests: QuerySet[Request]) -> QuerySet[Request]:
    """Where something was submitted, whoever may send it back may give time as well; else who manages the round."""
    reviewing = seen_by(user, Request.REACH, Permission.REVIEW)
    managing = seen_by(user, Request.REACH, Permission.MANAGE_ROUNDS)
    submitted = Q(assignment__response__state__in=ANSWERED)
    mine = [submitted & reviewing] if reviewing else []
    mine += [~submitted & managing] if managing else []
    return requests.filter(reduce(or_, mine)) if mine else requests.none()


@dataclass(frozen=True)
class Told:
    """A request and where it stands."""

    request: Request
    is_waiting: bool

    @property
    def word(self) -> str:
        if self.is_waiting:
            return _("waits for an answer")
        return str(Request.Outcome(self.request.outcome or Request.Outcome.OVERTAKEN).label)

    @property
    def tone(self) -> str:
        tones = {Request.Outcome.GRANTED: "good", Request.Outcome.REFUSED: "attention"}
        return (
            "accent" if self.is_waiting else tones.get(Request.Outcome(self.request.outcome or "overtaken"), "neutral")
        )


def told(requests: QuerySet[Request]) -> list[Told]:
    """The newest first."""
    open_ones = set(waiting(requests).values_list("pk", flat=True))
    rows = requests.select_related("asked_by", "settled_by").order_by("-asked_at")
    return [Told(one, one.pk in open_ones) for one in rows]


def is_waiting(request: Request) -> bool:
    return waiting(Request.objects.filter(pk=request.pk)).exists()


def kind_to_ask_for(response: Response, at: datetime) -> Request.Kind | None:
    """What its operator may ask for now; None where nothing is asked any more."""
    terms = terms_of(response.assignment)
    if terms.ineligible_because or phase(terms, at) in (Phase.DRAFT, Phase.WITHDRAWN):
        return None
    can_answer = response.state != State.ACCEPTED and accepts_answers(terms, terms.in_force, at)
    return Request.Kind.EXTENSION if can_answer else Request.Kind.REOPENING
