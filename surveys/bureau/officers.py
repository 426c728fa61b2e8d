"""The officers of an authority: who has which role, who is invited, and how somebody leaves."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from surveys.accounts.people_pages import People, end_role, list_people, withdraw_invitation
from surveys.accounts.roles import OFFICER_ROLES, Permission
from surveys.models import Authority
from surveys.notices.inviting import invite_by_mail, withdraw_with_letter

OFFICERS = People(
    of=Authority,
    roles=OFFICER_ROLES,
    permission=Permission.MANAGE_OFFICERS,
    heading=gettext_lazy("Officers"),
    list_page="bureau:officers",
    end_page="bureau:end_officer",
    withdraw_page="bureau:withdraw_officer",
)


@require_http_methods(["GET", "HEAD", "POST"])
def officers(request: HttpRequest) -> HttpResponse:
    return list_people(request, OFFICERS, invite_by_mail)


@require_http_methods(["GET", "HEAD", "POST"])
def end_officer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return end_role(request, OFFICERS, pk)


@require_POST
def withdraw_officer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return withdraw_invitation(request, OFFICERS, pk, withdraw_with_letter)
