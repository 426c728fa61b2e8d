"""Where anybody checks a receipt: by its number and code, or by the file itself. Who holds neither learns nothing, not even
whether there is such a number."""

import inspect
from datetime import datetime
from math import ceil

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from surveys.accounts import failed_logins
from surveys.audit.idempotency import keeps_its_own_key
from surveys.help import verify_receipt
from surveys.lib.clock import database_now
from surveys.lib.files.downloads import download_of
from surveys.public.forms import ByFile, ByNumber
from surveys.public.results import Result, of_file, of_number
from surveys.receipts.publishing import key_set
from surveys.receipts.queries import published_keys

SECONDS_KEPT = 300


@login_not_required
@keeps_its_own_key
@require_http_methods(["GET", "HEAD", "POST"])
def receipts(request: HttpRequest) -> HttpResponse:
    """Checking changes nothing; it comes by POST so that no code stands in the log of a server."""
    by_file = "document" in request.POST or bool(request.FILES)
    number = ByNumber(request.POST if request.method == "POST" and not by_file else None)
    file = ByFile(*((request.POST, request.FILES) if by_file else ()))
    form = file if by_file else number
    if not form.is_bound:
        return _page(request, number, file)
    now, tried = database_now(), failed_logins.of_receipts(get_adapter(request).place_of(request))
    if until := failed_logins.receipts_closed_until(tried, now):
        return _closed(request, until, now)
    if not form.is_valid():
        return _page(request, number, file, status=400)
    result = of_file(file) if by_file else of_number(number)
    if not result.is_good:
        failed_logins.note(tried, now)
    return _page(request, number, file, result)


def _page(
    request: HttpRequest, number: ByNumber, file: ByFile, result: Result | None = None, status: int = 200
) -> HttpResponse:
    sent = file if file.is_bound else number
    context = {"number": number, "file": file, "sent": sent, "result": result, "keys": published_keys()}
    return render(request, "public/receipts.html", context, status=status)


def _closed(request: HttpRequest, until: datetime, now: datetime) -> HttpResponse:
    seconds = max(1, ceil((until - now).total_seconds()))
    answer = render(request, "public/too_many.html", {"minutes": ceil(seconds / 60)}, status=429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


@login_not_required
@require_safe
def keys(request: HttpRequest) -> JsonResponse:
    """For any program and any page, whoever made them."""
    headers = {"Cache-Control": f"public, max-age={SECONDS_KEPT}", "Access-Control-Allow-Origin": "*"}
    return JsonResponse(key_set(published_keys()), headers=headers, json_dumps_params={"indent": 1})


@login_not_required
@require_safe
def program(request: HttpRequest) -> HttpResponse:
    source = inspect.getsource(verify_receipt).encode()
    return download_of(source, name="verify_receipt.py", content_type="text/x-python")
