"""The officers of an authority: who has which role, who is invited, and how somebody leaves."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from surveys.accounts.access import get_visible_or_404, user_of, visible_to
from surveys.accounts.forms import InvitationForm
from surveys.accounts.models import Invitation, Membership
from surveys.accounts.people import LastKeyholder, end_membership, in_force, is_last_keyholder, waiting, withdraw
from surveys.accounts.roles import OFFICER_ROLES, Permission
from surveys.bureau.access import asks_for
from surveys.lib.clock import database_now
from surveys.notices.inviting import invite_by_mail
from surveys.registry.models import Authority

MANAGE = Permission.MANAGE_OFFICERS


@require_http_methods(["GET", "HEAD", "POST"])
@asks_for(MANAGE)
def officers(request: HttpRequest) -> HttpResponse:
    """The list, and below it the form that invites."""
    user = user_of(request)
    bodies = list(visible_to(user, Authority.objects.all(), MANAGE))
    form = InvitationForm(request.POST or None, roles=OFFICER_ROLES, bodies=bodies)
    if form.is_valid():
        invite_by_mail(by=user, **form.cleaned_data)
        messages.success(request, _("The invitation to %(email)s is on its way.") % form.cleaned_data)
        return redirect("bureau:officers")
    context = {
        "form": form,
        "memberships": in_force(visible_to(user, Membership.objects.all(), MANAGE)),
        "invitations": waiting(visible_to(user, Invitation.objects.all(), MANAGE), database_now()),
    }
    return render(request, "bureau/officers/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def end_officer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    of_authorities = Membership.objects.filter(authority__isnull=False, ended_at=None).select_related(
        "user", "authority"
    )
    membership = get_visible_or_404(user_of(request), of_authorities, MANAGE, pk=pk)
    context = {"membership": membership, "is_last": is_last_keyholder(membership)}
    if request.method != "POST":
        return render(request, "bureau/officers/end.html", context)
    try:
        end_membership(by=user_of(request), membership=membership)
    except LastKeyholder:
        return render(request, "bureau/officers/end.html", context | {"is_last": True}, status=409)
    messages.success(request, _("%(name)s no longer has a role here.") % {"name": membership.user.name})
    return redirect("home" if membership.user == request.user else "bureau:officers")


@require_POST
def withdraw_officer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    of_authorities = Invitation.objects.filter(authority__isnull=False)
    invitation = get_visible_or_404(user_of(request), of_authorities, MANAGE, pk=pk)
    withdraw(by=user_of(request), invitation=invitation)
    messages.success(request, _("The invitation to %(email)s was withdrawn.") % {"email": invitation.email})
    return redirect("bureau:officers")
