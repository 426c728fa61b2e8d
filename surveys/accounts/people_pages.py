"""The pages on which people are managed, alike for the officers of authorities and the people of organisations.

They show who has which role and who is invited, invite, end a role and withdraw an invitation.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from surveys.accounts.access import get_visible_or_404, require, user_of, visible_to
from surveys.accounts.forms import InvitationForm
from surveys.accounts.models import Invitation, Membership
from surveys.accounts.people import LastKeyholder, end_membership, in_force, is_last_keyholder, waiting
from surveys.accounts.roles import Permission, Role
from surveys.lib.clock import database_now
from surveys.registry.models import Authority, Organisation


@dataclass(frozen=True)
class People:
    """`of` are the authorities or the organisations they belong to; the pages are known by their names."""

    of: type[Authority] | type[Organisation]
    roles: Sequence[Role]
    permission: Permission
    heading: object
    list_page: str
    end_page: str
    withdraw_page: str
    share_page: str = ""
    """Where a contributor gets a part of the work; and the same for one who has not come yet."""
    share_when_joined_page: str = ""

    @property
    def theirs(self) -> dict[str, bool]:
        """Filters memberships and invitations: of authorities only, or of organisations only."""
        return {f"{self.of._meta.model_name}__isnull": False}


def list_people(request: HttpRequest, people: People, invite: Callable[..., Any]) -> HttpResponse:
    """The list, and below it the form that invites."""
    user = user_of(request)
    require(user, people.permission)
    bodies: list[Any] = list(visible_to(user, people.of._default_manager.all(), people.permission))
    form = InvitationForm(request.POST or None, roles=people.roles, bodies=bodies)
    if form.is_valid():
        invite(by=user, **form.cleaned_data)
        messages.success(request, _("The invitation to %(email)s is on its way.") % form.cleaned_data)
        return redirect(people.list_page)
    context = {
        "form": form,
        "people": people,
        "second_person": bodies if people.of is Organisation else [],
        "memberships": in_force(visible_to(user, Membership.objects.all(), people.permission)),
        "invitations": waiting(visible_to(user, Invitation.objects.all(), people.permission), database_now()),
    }
    return render(request, "accounts/people.html", context)


def end_role(request: HttpRequest, people: People, pk: uuid.UUID) -> HttpResponse:
    rows = Membership.objects.filter(ended_at=None, **people.theirs).select_related("user", "authority", "organisation")
    membership = get_visible_or_404(user_of(request), rows, people.permission, pk=pk)
    context = {"people": people, "membership": membership, "is_last": is_last_keyholder(membership)}
    if request.method != "POST":
        return render(request, "accounts/end_role.html", context)
    try:
        end_membership(by=user_of(request), membership=membership)
    except LastKeyholder:
        return render(request, "accounts/end_role.html", context | {"is_last": True}, status=409)
    messages.success(request, _("%(name)s no longer has a role here.") % {"name": membership.user.name})
    return redirect("home" if membership.user == request.user else people.list_page)


def withdraw_invitation(
    request: HttpRequest, people: People, pk: uuid.UUID, withdraw: Callable[..., None]
) -> HttpResponse:
    rows = Invitation.objects.filter(**people.theirs)
    invitation = get_visible_or_404(user_of(request), rows, people.permission, pk=pk)
    withdraw(by=user_of(request), invitation=invitation)
    messages.success(request, _("The invitation to %(email)s was withdrawn.") % {"email": invitation.email})
    return redirect(people.list_page)
