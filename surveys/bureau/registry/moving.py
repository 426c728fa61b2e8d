"""A data center moves to another operator: which one, what will happen then, and one press."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveys.accounts.access import get_visible_or_404, user_of, visible_to
from surveys.accounts.people import in_force
from surveys.accounts.roles import Permission
from surveys.bureau.registry.move_form import GoingOverForm, MoveForm
from surveys.lib.clock import database_now
from surveys.models import Facility, Membership, Organisation, Revision, User
from surveys.registry.moving import MovedMeanwhile, NotOnThatDay
from surveys.registry.queries import search_organisations
from surveys.responses.going_over import BegunMeanwhile, move
from surveys.rounds.switching_off import being_asked

MANAGE = Permission.MANAGE_REGISTRY
MOST_SHOWN = 50


def operators_to_choose(user: User) -> QuerySet[Organisation]:
    """Those the officer keeps the register of, and that take part."""
    return visible_to(user, Organisation.objects.filter(is_active=True), MANAGE).select_related("region")


def chosen_operator(request: HttpRequest, rows: QuerySet[Organisation]) -> Organisation | None:
    """404 where the address names one that is not among these; None where it names none."""
    try:
        key = uuid.UUID(request.GET.get("to", ""))
    except ValueError:
        return None
    return get_object_or_404(rows, pk=key)


def found_operators(request: HttpRequest, rows: QuerySet[Organisation]) -> dict[str, object]:
    """What the page shows that asks for one."""
    words = request.GET.get("q", "")
    sites = visible_to(user_of(request), Facility.objects.all(), Permission.SEE_REGISTRY)
    found = search_organisations(rows, words, sites).order_by("name", "pk")
    return {"q": words, "operators": found[:MOST_SHOWN], "are_more": found.count() > MOST_SHOWN}


@require_http_methods(["GET", "HEAD", "POST"])
def move_facility(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user = user_of(request)
    rows = Facility.objects.select_related("organisation", "region")
    site = get_visible_or_404(user, rows, MANAGE, pk=pk)
    operators = operators_to_choose(user)
    to = chosen_operator(request, operators)
    if to is None:
        others = found_operators(request, operators.exclude(pk=site.organisation_id))
        return render(request, "bureau/registry/move/choose.html", {"site": site} | others)
    if to == site.organisation:
        messages.info(request, _("“%(site)s” belongs to %(to)s already.") % {"site": site.name, "to": to.name})
        return redirect("bureau:facility", site.pk)
    at = database_now()
    form = MoveForm(request.POST or None, site=site, to=to, at=at)
    asked = being_asked(site, at).filter(organisation=site.organisation_id)
    open_tasks = GoingOverForm(request.POST or None, asked=asked, user=user, old=site.organisation, new=to)
    if form.is_valid() and open_tasks.is_valid() and _is_moved(request, form, open_tasks):
        return redirect("bureau:facility", site.pk)
    context = {"site": site, "to": to, "form": form, "open_tasks": open_tasks}
    return render(request, "bureau/registry/move/move.html", context | _consequences(site, to))


def _is_moved(request: HttpRequest, form: MoveForm, open_tasks: GoingOverForm) -> bool:
    """False, and an error in the form, where something has come in between."""
    site, to = form.site, form.to
    try:
        move(by=user_of(request), facility=site, to=to, going_over=open_tasks.going_over, **form.told)
    except (MovedMeanwhile, NotOnThatDay):
        form.add_error(
            None, _("The register has changed meanwhile, so nothing was moved. Look at the data center again.")
        )
    except IntegrityError:
        form.add_error(None, _("A colleague has just given this code at the new operator, so nothing was moved."))
    except BegunMeanwhile:
        form.add_error(
            None, _("Somebody has just begun to answer, so nothing was moved. Below is what is possible now.")
        )
    else:
        messages.success(request, _("“%(site)s” belongs to %(to)s now.") % {"site": site.name, "to": to.name})
        return True
    return False


def _consequences(site: Facility, to: Organisation) -> dict[str, Any]:
    theirs = Revision.objects.filter(response__assignment__facility=site)
    return {
        "contacts": to.contacts.count(),
        "people": in_force(Membership.objects.filter(organisation=to)).count(),
        "returns": theirs.filter(response__assignment__organisation=site.organisation_id, number=1).count(),
    }
