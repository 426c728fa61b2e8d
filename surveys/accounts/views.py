"""Coming in: the front door, the invitation's page, the choice of language."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import authenticate, login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveys.accounts import invitations
from surveys.accounts.access import is_officer, is_operator, user_of
from surveys.accounts.forms import JoinForm
from surveys.accounts.language import COOKIE, remember_language
from surveys.accounts.logged_out import seconds_left
from surveys.accounts.models import Invitation, User
from surveys.accounts.people import ended
from surveys.audit.idempotency import keeps_its_own_key
from surveys.lib.clock import database_now, show


def home(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    if is_officer(user):
        return redirect("bureau:home")
    if is_operator(user):
        return redirect("portal:home")
    return render(request, "accounts/no_membership.html", {"ended": ended(user)}, status=403)


@login_not_required
@never_cache
@require_safe
def who_is_logged_in(request: HttpRequest) -> JsonResponse:
    """For pages that were open while somebody logged in again in another tab: who that is, the token of the login, and for
    how many seconds it still lasts."""
    told = {"user": str(request.user.pk or ""), "token": get_token(request), "left": seconds_left(request)}
    return JsonResponse(told)


@login_not_required
@keeps_its_own_key
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("to", "")
    if chosen not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest()
    if isinstance(request.user, User):
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    target = request.POST.get("next", "")
    response = HttpResponseRedirect(target if get_adapter(request).is_safe_url(target) else "/")
    remember_language(request, response, chosen)
    return response


@login_not_required
@never_cache
@sensitive_post_parameters("password", "repeated")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Looking at it changes nothing, since mail scanners look at every link; only the form's POST uses it up."""
    found = invitations.find(token)
    if found is None:
        return render(request, "accounts/invitation/unknown.html", status=404)
    if not invitations.is_open(found, database_now()):
        return _spent(request, found)
    if User.objects.filter(email=found.email).exists():
        return _join_with_account(request, found)
    return _join_as_new(request, found)


def _spent(request: HttpRequest, found: Invitation) -> HttpResponse:
    return _page(request, "spent", found, status=410)


def _join_with_account(request: HttpRequest, found: Invitation) -> HttpResponse:
    is_theirs = request.user.is_authenticated and user_of(request).email == found.email
    if request.method != "POST" or not is_theirs:
        return _page(request, "existing", found, is_theirs=is_theirs)
    try:
        invitations.accept(invitation=found, name="", password=None)
    except invitations.InvitationSpent:
        return _spent(request, found)
    return redirect(_where_it_leads(request))


def _join_as_new(request: HttpRequest, found: Invitation) -> HttpResponse:
    form = JoinForm(request.POST or None, email=found.email, initial={"name": found.name})
    if not form.is_valid():
        return _page(request, "new", found, form=form)
    name, password = form.cleaned_data["name"], form.cleaned_data["password"]
    try:
        invitations.accept(invitation=found, name=name, password=password)
    except invitations.InvitationSpent:
        return _spent(request, found)
    # With the password, so that an account which came into being meanwhile is not opened by the link alone.
    user = authenticate(request, email=found.email, password=password)
    if user is None:
        return redirect("account_login")
    login(request, user)
    response = redirect(_where_it_leads(request))
    if COOKIE not in request.COOKIES:
        remember_language(request, response, found.language)
    return response


def _where_it_leads(request: HttpRequest) -> str:
    """To the page that the letter is about, where it is a page of ours."""
    target = request.GET.get("next", "")
    return target if target and get_adapter(request).is_safe_url(target) else reverse("home")


def _page(request: HttpRequest, state: str, found: Invitation, status: int = 200, **context: Any) -> HttpResponse:
    context |= {"invitation": found, "expires": show(found.expires_at, settings.DEFAULT_ROUND_ZONE)}
    return render(request, f"accounts/invitation/{state}.html", context, status=status)
