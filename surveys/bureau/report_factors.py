"""Choosing by which factors a round's report turns electricity into CO2."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveys.accounts.access import user_of
from surveys.accounts.roles import Permission
from surveys.bureau.access import issued_round_or_404
from surveys.bureau.round_frame import frame
from surveys.lib.clock import database_now
from surveys.models import Round
from surveys.reports.actions import NotOnOffer, choose_factors
from surveys.reports.attribution import choosable, factors_of, mark, proposed, use_of
from surveys.reports.factors import Factor


@dataclass(frozen=True)
class Offer:
    factor: Factor
    is_chosen: bool
    is_proposed: bool
    mark: str


@require_http_methods(["GET", "HEAD", "POST"])
def factors(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user = user_of(request)
    round = issued_round_or_404(user, pk, Permission.MANAGE_ROUNDS)
    if request.method != "POST":
        near, far = _offers(round)
        context = {"frame": frame(user, round, database_now(), "bureau:report"), "near": near, "far": far}
        return render(request, "bureau/reports/factors.html", context)
    ids = None if "as_proposed" in request.POST else request.POST.getlist("factor")
    try:
        choose_factors(by=user, round=round, ids=ids)
    except NotOnOffer:
        return HttpResponseBadRequest()
    messages.success(request, _("The report uses these factors from now on. Workbooks made before keep theirs."))
    return redirect("bureau:report_table", round.pk, "R09")


def _offers(round: Round) -> tuple[list[Offer], list[Offer]]:
    """Those in use, those proposed, then what is for the place of the round; and apart the rest, for other places."""
    use = use_of(round)
    chosen, usual = factors_of(round), proposed(use)
    offers = [Offer(one, one in chosen, one in usual, mark(one, use)) for one in choosable()]
    offers.sort(key=lambda one: (not one.is_chosen, not one.is_proposed, not one.is_chosen and bool(one.mark)))
    near = [one for one in offers if one.is_chosen or one.factor.covers(use.region)]
    return near, [one for one in offers if one not in near]
