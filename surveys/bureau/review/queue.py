"""What waits for review in a round, the oldest first."""

import uuid

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from surveys.accounts.access import user_of, visible_to
from surveys.accounts.roles import Permission
from surveys.bureau.access import assignments_seen_by, round_or_404
from surveys.bureau.monitor.assignment_filter import AssignmentFilter
from surveys.bureau.monitor.assignment_rows import page_of_assignments
from surveys.bureau.round_frame import frame
from surveys.lib.clock import database_now
from surveys.models import Assignment, Region, Response, Revision, Round, User
from surveys.responses.queries import ELIGIBLE
from surveys.responses.states import State


class QueueFilter(AssignmentFilter):
    state = None  # type: ignore[assignment]  # how Django takes a field away from a form


def waiting_for_review(user: User, round: Round) -> QuerySet[Assignment]:
    """Annotates `submitted_at`, the moment of the latest revision."""
    latest = Revision.objects.filter(response__assignment=OuterRef("pk")).order_by("-number")
    waiting = assignments_seen_by(user, round).filter(ELIGIBLE, response__state=State.SUBMITTED)
    return waiting.annotate(submitted_at=Subquery(latest.values("submitted_at")[:1])).order_by("submitted_at", "pk")


def undoubted(user: User, round: Round) -> QuerySet[Assignment]:
    """Of what waits, and this officer may conclude on: a first revision, whole, with no finding of any gravity.

    What was sent back is read by who sent it.
    """
    revisions = Revision.objects.filter(response__assignment=OuterRef("pk"))
    plain = revisions.filter(number=1, findings=[], is_partial=False)
    mine = visible_to(user, waiting_for_review(user, round), Permission.REVIEW)
    return mine.filter(Exists(plain), ~Exists(revisions.filter(number__gt=1)))


def next_in_queue(user: User, response: Response) -> Response | None:
    """The one behind this one; behind the last, the first again, so that leaving some for later passes all of them."""
    others = waiting_for_review(user, response.assignment.round).exclude(pk=response.assignment_id)
    others = others.select_related("response")
    found = others.filter(_behind(response)).first() or others.first()
    return found.response if found else None


def _behind(response: Response) -> Q:
    latest = response.latest
    if latest is None:
        return Q()
    return Q(submitted_at__gt=latest.submitted_at) | Q(submitted_at=latest.submitted_at, pk__gt=response.assignment_id)


@require_safe
def queue(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user, at = user_of(request), database_now()
    round = round_or_404(user, pk)
    if round.issued_at is None:
        return redirect("bureau:round_ready", round.pk)
    waiting = waiting_for_review(user, round)
    regions = Region.objects.filter(pk__in=assignments_seen_by(user, round).order_by().values("region"))
    chosen = QueueFilter(request.GET, regions=regions)
    page, rows = page_of_assignments(chosen.applied_to(waiting, at), request.GET, at)
    context = {
        "frame": frame(user, round, at, "bureau:review_queue"),
        "filter": chosen,
        "page": page,
        "rows": rows,
        "waiting": waiting.count(),
        "plain": chosen.applied_to(undoubted(user, round), at).count(),
    }
    return render(request, "bureau/review/queue.html", context)
