"""The bureau's first page: what needs me, and the rounds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from surveys.accounts.access import may, user_of
from surveys.accounts.roles import Permission
from surveys.bureau.access import asks_for
from surveys.bureau.worklist import matters, round_lines, running_first
from surveys.lib.clock import database_now
from surveys.lib.paging import page_of

ROUNDS_ON_FIRST_PAGE = 20


@require_safe
@asks_for(Permission.SEE_ROUNDS)
def home(request: HttpRequest) -> HttpResponse:
    user, at = user_of(request), database_now()
    lines = round_lines(user, running_first(user)[:ROUNDS_ON_FIRST_PAGE], at)
    context = {"lines": lines, "matters": matters(user, lines, at), "may_start": may(user, Permission.MANAGE_ROUNDS)}
    return render(request, "bureau/home/home.html", context)


@require_safe
@asks_for(Permission.SEE_ROUNDS)
def rounds(request: HttpRequest) -> HttpResponse:
    user, at = user_of(request), database_now()
    page = page_of(running_first(user), request.GET)
    context = {"page": page, "lines": round_lines(user, page, at), "may_start": may(user, Permission.MANAGE_ROUNDS)}
    return render(request, "bureau/rounds/list.html", context)
