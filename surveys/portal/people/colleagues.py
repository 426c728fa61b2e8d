"""The people of an organisation: who has which role, who is invited, and how somebody leaves."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from surveys.accounts.people_pages import People, end_role, list_people, withdraw_invitation
from surveys.accounts.roles import OPERATOR_ROLES, Permission
from surveys.models import Organisation
from surveys.notices.inviting import invite_by_mail, withdraw_with_letter

COLLEAGUES = People(
    of=Organisation,
    roles=OPERATOR_ROLES,
    permission=Permission.MANAGE_COLLEAGUES,
    heading=gettext_lazy("Colleagues"),
    list_page="portal:colleagues",
    end_page="portal:end_colleague",
    withdraw_page="portal:withdraw_colleague",
    share_page="portal:share",
    share_when_joined_page="portal:share_when_joined",
)


@require_http_methods(["GET", "HEAD", "POST"])
def colleagues(request: HttpRequest) -> HttpResponse:
    return list_people(request, COLLEAGUES, invite_by_mail)


@require_http_methods(["GET", "HEAD", "POST"])
def end_colleague(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return end_role(request, COLLEAGUES, pk)


@require_POST
def withdraw_colleague(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return withdraw_invitation(request, COLLEAGUES, pk, withdraw_with_letter)
