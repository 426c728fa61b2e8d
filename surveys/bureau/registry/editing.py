"""Entering and changing what is in the register, one entry at a time."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveys.accounts.access import can, get_visible_or_404, user_of
from surveys.accounts.people import region_paths
from surveys.accounts.roles import Permission
from surveys.bureau.access import asks_for
from surveys.bureau.registry.forms import ContactForm, FacilityForm, OrganisationForm
from surveys.models import Contact, Facility, Organisation, Region
from surveys.registry import actions
from surveys.registry.queries import regions_within

Form = OrganisationForm | FacilityForm | ContactForm

MANAGE = Permission.MANAGE_REGISTRY
form_page = require_http_methods(["GET", "HEAD", "POST"])


def _regions(request: HttpRequest) -> "QuerySet[Region]":
    return regions_within(region_paths(user_of(request), MANAGE))


@form_page
@asks_for(MANAGE)
def add_organisation(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None, instance=Organisation(), regions=_regions(request))
    return _add(request, form, _("Enter an organisation"), None)


@form_page
def change_organisation(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    row = get_visible_or_404(user_of(request), Organisation, MANAGE, pk=pk)
    form = OrganisationForm(request.POST or None, instance=row, regions=_regions(request))
    return _change(request, form, _("Change %(name)s") % {"name": row.name}, row)


@form_page
def add_facility(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    owner = get_visible_or_404(user_of(request), Organisation, MANAGE, pk=pk)
    start = Facility(organisation=owner, region=owner.region)
    form = FacilityForm(request.POST or None, instance=start, regions=_regions(request))
    return _add(request, form, _("Enter a data center of %(name)s") % {"name": owner.name}, owner)


@form_page
def change_facility(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    rows = Facility.objects.select_related("organisation")
    row = get_visible_or_404(user_of(request), rows, MANAGE, pk=pk)
    form = FacilityForm(request.POST or None, instance=row, regions=_regions(request))
    return _change(request, form, _("Change %(name)s") % {"name": row.name}, _seen(request, row.organisation))


def _seen(request: HttpRequest, owner: Organisation) -> Organisation | None:
    """A data center may lie in the officer's district while its organisation does not."""
    return owner if can(user_of(request), Permission.SEE_REGISTRY, owner) else None


@form_page
def add_contact(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    owner = get_visible_or_404(user_of(request), Organisation, MANAGE, pk=pk)
    form = ContactForm(request.POST or None, instance=Contact(organisation=owner))
    return _add(request, form, _("Enter a contact of %(name)s") % {"name": owner.name}, owner)


@form_page
def change_contact(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    rows = Contact.objects.select_related("organisation")
    row = get_visible_or_404(user_of(request), rows, MANAGE, pk=pk)
    form = ContactForm(request.POST or None, instance=row)
    return _change(request, form, _("Change %(name)s") % {"name": row.name}, row.organisation)


@form_page
def remove_contact(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    rows = Contact.objects.select_related("organisation")
    row = get_visible_or_404(user_of(request), rows, MANAGE, pk=pk)
    if request.method != "POST":
        return render(request, "bureau/registry/remove_contact.html", {"contact": row})
    actions.remove_contact(by=user_of(request), contact=row)
    messages.success(request, _("The contact was removed."))
    return redirect("bureau:organisation", row.organisation_id)


def _add(request: HttpRequest, form: Form, title: str, owner: Organisation | None) -> HttpResponse:
    if not form.is_valid():
        return _form_page(request, form, title, owner)
    row: Any = form.instance
    try:
        actions.add(by=user_of(request), row=row)
    except IntegrityError:
        return _taken_meanwhile(request, form, title, owner)
    messages.success(request, _("“%(name)s” is in the register.") % {"name": row.name})
    return redirect("bureau:organisation", owner.pk if owner else row.pk)


def _change(request: HttpRequest, form: Form, title: str, owner: Organisation | None) -> HttpResponse:
    if not form.is_valid():
        return _form_page(request, form, title, owner)
    try:
        changed = actions.change(by=user_of(request), row=form.instance, changes=form.altered)
    except IntegrityError:
        return _taken_meanwhile(request, form, title, owner)
    except ObjectDoesNotExist as error:  # a colleague has just removed it
        raise Http404 from error
    messages.success(
        request, _("The changes are saved.") if changed else _("Nothing was different, so nothing changed.")
    )
    return redirect("bureau:organisation", owner.pk) if owner else redirect("bureau:facilities")


def _taken_meanwhile(request: HttpRequest, form: Form, title: str, owner: Organisation | None) -> HttpResponse:
    """Somebody entered the same at the same moment: now the form finds it in the register and says so."""
    form.full_clean()
    return _form_page(request, form, title, owner)


def _form_page(request: HttpRequest, form: Form, title: str, owner: Organisation | None) -> HttpResponse:
    return render(request, "bureau/registry/form.html", {"form": form, "title": title, "owner": owner})
