"""Entering and changing what is in the register, one entry at a time."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from surveys.accounts.access import can, get_visible_or_404, user_of
from surveys.accounts.people import region_paths
from surveys.accounts.roles import Permission
from surveys.accounts.sent_forms import give_back
from surveys.bureau.access import asks_for
from surveys.bureau.registry.fates import MARK, FatesForm
from surveys.bureau.registry.forms import ContactForm, FacilityForm, OrganisationForm
from surveys.models import Contact, Facility, Invitation, Organisation, Region
from surveys.notices import contacts
from surveys.notices.inviting import withdraw_with_letter
from surveys.registry import actions
from surveys.registry.queries import regions_within
from surveys.rounds.switching_off import switch_off

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
    return _change_or_ask(request, form, _("Change %(name)s") % {"name": row.name}, row)


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
    return _change_or_ask(request, form, _("Change %(name)s") % {"name": row.name}, _seen(request, row.organisation))


def _change_or_ask(
    request: HttpRequest, form: OrganisationForm | FacilityForm, title: str, owner: Organisation | None
) -> HttpResponse:
    """Whoever is switched off while being asked: first it is asked what becomes of that."""
    if not form.is_valid() or form.altered.get("is_active") is not False:
        return _change(request, form, title, owner)
    answers = request.POST if MARK in request.POST else None
    fates = FatesForm(answers, unit=form.instance, user=user_of(request))
    if fates.is_needed and not fates.is_valid():
        return _form_page(request, form, title, owner, fates=fates)
    decided = {"taken_out": fates.taken_out, "because": fates.cleaned_data["because"]} if fates.theirs else {}
    answer = _change(request, form, title, owner, partial(switch_off, **{"taken_out": [], "because": ""} | decided))
    if answer.status_code == 302 and fates.is_overtaken:
        messages.warning(
            request, _("Not all was taken out: meanwhile a round was closed or withdrawn, or it was done.")
        )
        give_back(request, "because")
    return answer


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
    email, form = row.email, ContactForm(request.POST or None, instance=row)
    answer = _change(
        request, form, _("Change %(name)s") % {"name": row.name}, row.organisation, contacts.change_contact
    )
    if answer.status_code == 302 and row.email != email:
        messages.info(request, _readdressed(email))
    return answer


def _readdressed(email: str) -> str:
    return _("Open invitations to %(email)s no longer work; letters that wait go to the new address.") % {
        "email": email
    }


@form_page
def remove_contact(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    rows = Contact.objects.select_related("organisation")
    row = get_visible_or_404(user_of(request), rows, MANAGE, pk=pk)
    if request.method != "POST":
        return render(request, "bureau/registry/remove_contact.html", {"contact": row})
    owner = row.organisation_id
    stopped = contacts.remove_contact(by=user_of(request), contact=row)
    messages.success(request, _told(stopped))
    return redirect("bureau:organisation", owner)


def _told(stopped: contacts.Stopped) -> str:
    removed = _("The contact was removed.")
    if not (stopped.invitations or stopped.letters):
        return removed
    return f"{removed} " + _(
        "Withdrawn with it: open invitations %(invitations)d, letters not sent yet %(letters)d."
    ) % vars(stopped)


@require_POST
def withdraw_invitation(request: HttpRequest, pk: uuid.UUID, invitation_pk: uuid.UUID) -> HttpResponse:
    owner = get_visible_or_404(user_of(request), Organisation, MANAGE, pk=pk)
    invitation = get_object_or_404(Invitation, pk=invitation_pk, organisation=owner)
    withdraw_with_letter(by=user_of(request), invitation=invitation)
    messages.success(request, _("The invitation to %(email)s was withdrawn.") % {"email": invitation.email})
    return redirect("bureau:organisation", owner.pk)


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


def _change(
    request: HttpRequest,
    form: Form,
    title: str,
    owner: Organisation | None,
    change: Callable[..., bool] = actions.change,
) -> HttpResponse:
    if not form.is_valid():
        return _form_page(request, form, title, owner)
    try:
        changed = change(by=user_of(request), row=form.instance, changes=form.altered)
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


def _form_page(
    request: HttpRequest, form: Form, title: str, owner: Organisation | None, **more: object
) -> HttpResponse:
    return render(request, "bureau/registry/form.html", {"form": form, "title": title, "owner": owner, **more})
