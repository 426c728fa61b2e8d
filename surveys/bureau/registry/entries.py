"""The register: who must report, found by name, number, district or type."""

import uuid
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from surveys.accounts.access import can, get_visible_or_404, may, user_of, visible_to
from surveys.accounts.people import in_force, region_paths, waiting
from surveys.accounts.roles import Permission
from surveys.bureau.access import asks_for
from surveys.bureau.receipts import address_of
from surveys.lib.clock import database_now
from surveys.lib.paging import page_of
from surveys.models import Facility, FacilityMove, Invitation, Membership, Merger, Organisation, Region, User
from surveys.registry.moving import tenures
from surveys.registry.queries import regions_within, search_facilities, search_organisations, with_counts

SEE, MANAGE = Permission.SEE_REGISTRY, Permission.MANAGE_REGISTRY


@require_safe
@asks_for(SEE)
def organisations(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    sites = visible_to(user, Facility.objects.all(), SEE)
    rows = search_organisations(visible_to(user, Organisation.objects.all(), SEE), request.GET.get("q", ""), sites)
    rows = with_counts(_filtered(rows, request.GET), sites).order_by("name", "pk")
    return _list(request, "bureau/registry/organisations.html", rows, Organisation.Kind.choices)


@require_safe
@asks_for(SEE)
def facilities(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    rows = search_facilities(visible_to(user, Facility.objects.all(), SEE), request.GET.get("q", ""))
    rows = _filtered(rows, request.GET).select_related("organisation", "region").order_by("name", "pk")
    return _list(request, "bureau/registry/facilities.html", rows, Facility.Kind.choices)


def _list(request: HttpRequest, template: str, rows: "QuerySet[Any]", kinds: object) -> HttpResponse:
    user, page = user_of(request), page_of(rows, request.GET)
    if not page and (receipt := address_of(user, request.GET.get("q", ""))):
        return redirect(receipt)
    context = {
        "page": page,
        "kinds": kinds,
        "states": [("active", _("takes part")), ("inactive", _("left out"))],
        "regions": regions_within(region_paths(user, SEE)),
        "chosen": {name: request.GET.get(name, "") for name in ("q", "region", "kind", "state")},
        "is_filtered": any(request.GET.get(name) for name in ("q", "region", "kind", "state")),
        "may_manage": may(user, MANAGE),
    }
    return render(request, template, context)


def _filtered(rows: "QuerySet[Any]", params: QueryDict) -> "QuerySet[Any]":
    """A filter that means nothing finds nothing, so that a mistyped address is seen as such."""
    region, kind, state = (params.get(name, "") for name in ("region", "kind", "state"))
    if region:
        rows = rows.filter(_lies_in(region))
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = rows.filter(is_active=state == "active")
    return rows


def _lies_in(code: str) -> Q:
    region = Region.objects.filter(pk=code).first()
    return Q(region__path__startswith=region.path) if region else Q(pk__in=[])


@require_safe
def organisation(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user = user_of(request)
    row = get_visible_or_404(user, Organisation.objects.select_related("region"), SEE, pk=pk)
    mergers = list(_mergers(row))
    # Of one organisation's data centers, an officer of a district sees those in the district.
    context = {
        "organisation": row,
        "moves": _moves(user, Q(old_operator=row) | Q(new_operator=row)).order_by("-since", "-moved_at"),
        "mergers": mergers,
        "is_merged": not row.is_active and any(one.organisation_id == row.pk for one in mergers),
        "seen": _seen(user, [one for merger in mergers for one in (merger.organisation, merger.into)]),
        "facilities": visible_to(user, row.facilities.select_related("region").order_by("code"), SEE),
        "contacts": visible_to(user, row.contacts.order_by("name"), SEE),
        "members": in_force(Membership.objects.filter(organisation=row)),
        "invitations": waiting(Invitation.objects.filter(organisation=row), database_now()),
        "may_manage": can(user, MANAGE, row),
    }
    return render(request, "bureau/registry/organisation.html", context)


def _mergers(row: Organisation) -> "QuerySet[Merger]":
    """Into what it was taken, and what was taken into it."""
    rows = Merger.objects.filter(Q(organisation=row) | Q(into=row)).select_related("organisation", "into", "merged_by")
    return rows.order_by("-since", "-merged_at")


@require_safe
def facility(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user = user_of(request)
    row = get_visible_or_404(user, Facility.objects.select_related("organisation", "region"), SEE, pk=pk)
    history = tenures(row, _moves(user, Q(facility=row)))
    context = {
        "facility": row,
        "tenures": history[::-1],
        "seen": _seen(user, [one.operator for one in history]),
        "may_manage": can(user, MANAGE, row),
    }
    return render(request, "bureau/registry/facility.html", context)


def _seen(user: User, organisations: list[Organisation]) -> set[uuid.UUID]:
    """Those whose pages exist for the officer; the others are names alone."""
    rows = Organisation.objects.filter(pk__in={one.pk for one in organisations})
    return set(visible_to(user, rows, SEE).order_by().values_list("pk", flat=True))


def _moves(user: User, which: Q) -> "QuerySet[FacilityMove]":
    rows = visible_to(user, FacilityMove.objects.filter(which), SEE)
    return rows.select_related("facility", "old_operator", "new_operator", "moved_by")
