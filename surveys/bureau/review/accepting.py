"""Accepting at once the returns that leave nothing to look into; whatever raised a doubt is read one by one."""

import uuid
from collections.abc import Collection

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
from surveys.bureau.monitor.bulk_actions import keys_among
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
    return _of(list(hits.values_list("pk", flat=True)[:MOST_AT_ONCE]))


def _of(assignments: Collection[uuid.UUID]) -> QuerySet[Revision]:
    revisions = Revision.objects.filter(response__assignment__in=assignments).order_by("submitted_at", "pk")
    return revisions.select_related("response__assignment__organisation", "response__assignment__facility")


@require_http_methods(["GET", "HEAD", "POST"])
def accept_plain(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user, at = user_of(request), database_now()
    round = round_or_404(user, pk, Permission.REVIEW)
    chosen = QueueFilter(request.GET, round=round)
    if request.method == "POST":
        _accept_ticked(request, user, round)
        return redirect(reverse("bureau:review_queue", args=[round.pk]) + chosen.trail)
    revisions = list(acceptable(user, round, chosen))
    main = main_figures(definition_of(round.version))
    figures = figures_of(revision.pk for revision in revisions) if main else {}
    context = {
        "frame": frame(user, round, at, "bureau:review_queue"),
        "trail": chosen.trail,
        "revisions": [(revision, told(main, figures.get(revision.pk))) for revision in revisions],
        "main_figures": main,
        "nil": sum(revision.is_nil for revision in revisions),
    }
    return render(request, "bureau/review/accept_plain.html", context)


def _accept_ticked(request: HttpRequest, user: User, round: Round) -> None:
    """Those that the officer saw and ticked, as far as they still leave nothing to look into; what came in since stays."""
    ticked = [uuid.UUID(key) for key in keys_among(request.POST.getlist("revision"))[:MOST_AT_ONCE]]
    plain = undoubted(user, round).filter(response__revisions__in=ticked).values_list("pk", flat=True)
    accepted = sum(_accepted(revision, user) for revision in _of(list(plain)).filter(pk__in=ticked))
    _tell(request, accepted, left=len(ticked) - accepted)


def _accepted(revision: Revision, user: User) -> bool:
    """Not what a colleague concluded, or the operator submitted anew, in this very moment."""
    try:
        accept(revision=revision, by=user)
    except (Outdated, NotAllowedNow, TakenOut):
        return False
    return True


def _tell(request: HttpRequest, accepted: int, left: int) -> None:
    words = ngettext("%(count)s return was accepted.", "%(count)s returns were accepted.", accepted)
    messages.success(request, words % {"count": accepted})
    if left:
        words = ngettext(
            "%(count)s return was left as it is: somebody was quicker, or it has changed since you saw it.",
            "%(count)s returns were left as they are: somebody was quicker, or they have changed since you saw them.",
            left,
        )
        messages.warning(request, words % {"count": left})
