"""Accepting at once the returns that leave nothing to look into; whatever raised a doubt is read one by one."""

import hashlib
import uuid

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from surveys.accounts.access import user_of
from surveys.accounts.roles import Permission
from surveys.bureau.access import round_or_404
from surveys.bureau.review.queue import QueueFilter, undoubted
from surveys.bureau.round_frame import frame
from surveys.lib.clock import database_now
from surveys.models import Revision, Round, User
from surveys.questionnaires.queries import definition_of
from surveys.reports.main_figures import main_figures, told
from surveys.reports.queries import figures_of
from surveys.responses.review import NotAllowedNow, Outdated, TakenOut, accept

MOST_AT_ONCE = 500


def acceptable(user: User, round: Round, chosen: QueueFilter) -> QuerySet[Revision]:
    """Of the hits of the filter, the oldest first, and no more than one press takes."""
    hits = chosen.applied_to(undoubted(user, round), database_now())
    first = list(hits.values_list("pk", flat=True)[:MOST_AT_ONCE])
    revisions = Revision.objects.filter(response__assignment__in=first).order_by("submitted_at", "pk")
    return revisions.select_related("response__assignment__organisation", "response__assignment__facility")


@require_http_methods(["GET", "HEAD", "POST"])
def accept_plain(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user, at = user_of(request), database_now()
    round = round_or_404(user, pk, Permission.REVIEW)
    chosen = QueueFilter(request.GET, round=round)
    revisions = list(acceptable(user, round, chosen))
    shown = _mark_of(revisions)
    have_changed = request.method == "POST" and request.POST.get("expected") != shown
    if request.method == "POST" and not have_changed:
        ticked = set(request.POST.getlist("revision"))
        _tell(request, sum(_accepted(revision, user) for revision in revisions if str(revision.pk) in ticked))
        return redirect(reverse("bureau:review_queue", args=[round.pk]) + chosen.trail)
    main = main_figures(definition_of(round.version))
    figures = figures_of(revision.pk for revision in revisions) if main else {}
    context = {
        "frame": frame(user, round, at, "bureau:review_queue"),
        "trail": chosen.trail,
        "revisions": [(revision, told(main, figures.get(revision.pk))) for revision in revisions],
        "main_figures": main,
        "nil": sum(revision.is_nil for revision in revisions),
        "shown": shown,
        "have_changed": have_changed,
    }
    return render(request, "bureau/review/accept_plain.html", context)


def _mark_of(revisions: list[Revision]) -> str:
    """By which the press tells whether these are still the returns that the page spoke of."""
    return hashlib.sha256("".join(sorted(str(revision.pk) for revision in revisions)).encode()).hexdigest()[:16]


def _accepted(revision: Revision, user: User) -> bool:
    """Not what a colleague concluded, or the operator submitted anew, in this very moment."""
    try:
        accept(revision=revision, by=user)
    except (Outdated, NotAllowedNow, TakenOut):
        return False
    return True


def _tell(request: HttpRequest, count: int) -> None:
    words = ngettext("%(count)s return was accepted.", "%(count)s returns were accepted.", count)
    messages.success(request, words % {"count": count})
