"""What waits for review in a round: filtered, in the order that was chosen, and which return comes next."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django import forms
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from surveys.accounts.access import user_of, visible_to
from surveys.accounts.roles import Permission
from surveys.bureau.access import assignments_seen_by, round_or_404
from surveys.bureau.monitor.assignment_filter import AssignmentFilter
from surveys.bureau.monitor.assignment_rows import rows_of
from surveys.bureau.receipts import address_of
from surveys.bureau.round_frame import frame
from surveys.lib.clock import database_now
from surveys.lib.paging import page_of
from surveys.models import Assignment, Region, Response, Revision, Round, User
from surveys.questionnaires.queries import definition_of
from surveys.reports.main_figures import main_figures, told
from surveys.reports.queries import figures_of
from surveys.responses.queries import ELIGIBLE, UNSENT
from surveys.responses.states import State

OLDEST_FIRST = ""
ORDERS = [
    (OLDEST_FIRST, gettext_lazy("the oldest first")),
    ("mining_kwh", gettext_lazy("most mining electricity first")),
    ("total_kwh", gettext_lazy("most electricity first")),
]


class QueueFilter(AssignmentFilter):
    """With the order, so that both stay in the address from return to return."""

    state = None  # type: ignore[assignment]  # how Django takes a field away from a form
    order = forms.ChoiceField(label=gettext_lazy("Order"), required=False)

    def __init__(self, params: QueryDict, *, round: Round, regions: Iterable[Region] | None = None) -> None:
        super().__init__(params, regions=Region.objects.all() if regions is None else regions)
        self.roles = definition_of(round.version).roles
        choices = [(role, words) for role, words in ORDERS if role in (OLDEST_FIRST, *self.roles)]
        self.fields["order"].choices = choices  # type: ignore[attr-defined]

    @property
    def criteria(self) -> dict[str, str]:
        return {name: value for name, value in self.chosen.items() if name != "order"}

    @property
    def question_of_order(self) -> str:
        """By whose answer returns are ordered; empty where it is by age."""
        return self.roles[self.chosen["order"]] if "order" in self.chosen else ""

    @property
    def trail(self) -> str:
        """What is behind the addresses of the returns, so that the way back is the way there."""
        return f"?{self.query}" if self.query else ""


def waiting_for_review(user: User, round: Round) -> QuerySet[Assignment]:
    """None of a round that was withdrawn. Annotates `submitted_at`, the moment of the latest revision."""
    latest = Revision.objects.filter(response__assignment=OuterRef("pk")).order_by("-number")
    waiting = assignments_seen_by(user, round).filter(
        ELIGIBLE, response__state=State.SUBMITTED, round__withdrawn_at=None
    )
    return waiting.annotate(submitted_at=Subquery(latest.values("submitted_at")[:1])).order_by("submitted_at", "pk")


def undoubted(user: User, round: Round) -> QuerySet[Assignment]:
    """Of what waits, and this officer may conclude on: a first revision, whole, with no finding of any gravity, that nobody
    has begun to correct.

    What was sent back is read by who sent it.
    """
    revisions = Revision.objects.filter(response__assignment=OuterRef("pk"))
    plain = revisions.filter(number=1, findings=[], is_partial=False)
    mine = visible_to(user, waiting_for_review(user, round), Permission.REVIEW)
    return mine.filter(Exists(plain), ~Exists(revisions.filter(number__gt=1))).exclude(UNSENT)


def in_order(user: User, round: Round, chosen: QueueFilter, at: datetime) -> list[uuid.UUID]:
    """The keys of what waits and fits the filter."""
    waiting = chosen.applied_to(waiting_for_review(user, round), at)
    if not chosen.question_of_order:
        return list(waiting.values_list("pk", flat=True))
    figure = KeyTextTransform("value", KeyTransform(chosen.question_of_order, KeyTransform("answers", "answers")))
    latest = Revision.objects.filter(response__assignment=OuterRef("pk")).order_by("-number").annotate(figure=figure)
    said = waiting.annotate(figure=Subquery(latest.values("figure")[:1])).values_list("pk", "figure")
    return [pk for pk, _figure in sorted(said, key=lambda row: _most_first(row[1]))]


def _most_first(figure: str | None) -> Decimal:
    """A blank comes last; so does what an earlier version of the question took that was no number."""
    try:
        number = Decimal(figure or 0)
    except InvalidOperation:
        return Decimal(0)
    return -number if number.is_finite() else Decimal(0)


def next_in_queue(user: User, response: Response, chosen: QueueFilter) -> Response | None:
    """The one behind this one; behind the last, the first again, so that leaving some for later passes all of them."""
    waiting = in_order(user, response.assignment.round, chosen, database_now())
    here = waiting.index(response.assignment_id) if response.assignment_id in waiting else len(waiting)
    following = [*waiting[here + 1 :], *waiting[:here]]
    return Response.objects.get(assignment=following[0]) if following else None


@require_safe
def queue(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user, at = user_of(request), database_now()
    round = round_or_404(user, pk)
    if round.issued_at is None:
        return redirect("bureau:round_ready", round.pk)
    regions = Region.objects.filter(pk__in=assignments_seen_by(user, round).order_by().values("region"))
    chosen = QueueFilter(request.GET, round=round, regions=regions)
    page = page_of(in_order(user, round, chosen, at), request.GET)
    rows = rows_of(page, at)
    main = main_figures(definition_of(round.version))
    figures = figures_of(row.revision.pk for row in rows if row.revision) if main else {}
    context = {
        "frame": frame(user, round, at, "bureau:review_queue"),
        "filter": chosen,
        "page": page,
        "rows": [(row, told(main, figures.get(row.revision.pk) if row.revision else None)) for row in rows],
        "main_figures": main,
        "waiting": waiting_for_review(user, round).count(),
        "elsewhere": "" if rows else address_of(user, chosen.chosen.get("q", "")),
        "plain": chosen.applied_to(undoubted(user, round), at).count(),
    }
    return render(request, "bureau/review/queue.html", context)
