"""Two organisations are merged: into which one, what will happen then, and one press."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveys.accounts.access import get_visible_or_404, user_of, visible_to
from surveys.accounts.people import in_force
from surveys.accounts.roles import Permission
from surveys.bureau.registry.merge_form import MergeForm, OpenTasksForm
from surveys.bureau.registry.moving import chosen_operator, found_operators, operators_to_choose
from surveys.lib.clock import database_now
from surveys.models import Facility, Membership, Organisation, Revision
from surveys.registry.merging import last_merger
from surveys.registry.moving import MovedMeanwhile, NotOnThatDay
from surveys.responses.going_over import BegunMeanwhile
from surveys.responses.merging import merge
from surveys.rounds.switching_off import being_asked

MANAGE = Permission.MANAGE_REGISTRY


@require_http_methods(["GET", "HEAD", "POST"])
def merge_organisation(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user = user_of(request)
    row = get_visible_or_404(user, Organisation, MANAGE, pk=pk)
    if why_not := _hindrance(request, row):
        messages.error(request, why_not)
        return redirect("bureau:organisation", row.pk)
    others = operators_to_choose(user).exclude(pk=row.pk)
    into = chosen_operator(request, others)
    if into is None:
        found = found_operators(request, others)
        return render(request, "bureau/registry/merge/choose.html", {"organisation": row} | found)
    return _merge_or_ask(request, row, into)


def _hindrance(request: HttpRequest, row: Organisation) -> str:
    if merger := last_merger(row):
        return _("It was merged into %(into)s already.") % {"into": merger.into.name}
    sites = row.facilities.order_by()
    if sites.count() != visible_to(user_of(request), sites.all(), MANAGE).count():
        return _("Some of its data centers lie outside your region. Ask the authority above yours to merge it.")
    return ""


def _merge_or_ask(request: HttpRequest, row: Organisation, into: Organisation) -> HttpResponse:
    user, at = user_of(request), database_now()
    form = MergeForm(request.POST or None, organisation=row, into=into, at=at)
    open_tasks = OpenTasksForm(request.POST or None, asked=being_asked(row, at), user=user, old=row, new=into)
    if form.is_valid() and open_tasks.is_valid() and _is_merged(request, form, open_tasks):
        return redirect("bureau:organisation", into.pk)
    context = {"organisation": row, "to": into, "form": form, "open_tasks": open_tasks}
    return render(request, "bureau/registry/merge/merge.html", context | _consequences(row, into))


def _is_merged(request: HttpRequest, form: MergeForm, open_tasks: OpenTasksForm) -> bool:
    """False, and an error in the form, where something has come in between."""
    try:
        merge(
            by=user_of(request),
            organisation=form.organisation,
            into=form.into,
            since=form.cleaned_data["since"],
            reason=form.cleaned_data["reason"],
            codes=form.codes,
            going_over=open_tasks.going_over,
            people=form.cleaned_data.get("people", []),
        )
    except (MovedMeanwhile, NotOnThatDay):
        form.add_error(
            None, _("The register has changed meanwhile, so nothing was merged. Look at both organisations.")
        )
    except IntegrityError:
        form.add_error(None, _("A colleague has just given one of these codes, so nothing was merged."))
    except BegunMeanwhile:
        form.add_error(
            None, _("Somebody has just begun to answer, so nothing was merged. Below is what is possible now.")
        )
    else:
        names = {"old": form.organisation.name, "new": form.into.name}
        messages.success(request, _("“%(old)s” is merged into %(new)s.") % names)
        return True
    return False


def _consequences(row: Organisation, into: Organisation) -> dict[str, Any]:
    theirs = Revision.objects.filter(response__assignment__organisation=row)
    return {
        "contacts": into.contacts.count(),
        "people": in_force(Membership.objects.filter(organisation=into)).count(),
        "returns": theirs.filter(number=1).count(),
        "sites": Facility.objects.filter(organisation=row).select_related("region").order_by("code"),
    }
