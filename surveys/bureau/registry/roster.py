"""The roster's way in: template, upload, what it would change, and then the valid rows or nothing."""

import uuid
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from surveys.accounts.access import user_of
from surveys.accounts.people import region_paths
from surveys.accounts.roles import Permission
from surveys.audit.idempotency import key_of, reads_a_file_first, refused
from surveys.bureau.access import asks_for
from surveys.bureau.registry.forms import RosterUploadForm
from surveys.bureau.registry.roster_preview import MOST_SHOWN, preview_of
from surveys.lib.confined import made
from surveys.lib.files.kinds import XLSX
from surveys.models import Reading, User
from surveys.readings.actions import KeyAlreadyUsed, forget, result_of
from surveys.registry import roster
from surveys.registry.actions import PlanChanged, import_roster
from surveys.registry.queries import known_for, regions_within
from surveys.registry.roster import Upload
from surveys.registry.seeming_moves import seeming_moves
from surveys.workbooks.roster import template, template_name
from surveys.workbooks.uploaded import ROSTER, read_from

MANAGE = Permission.MANAGE_REGISTRY


@require_safe
@asks_for(MANAGE)
def roster_template(request: HttpRequest) -> HttpResponse:
    districts = regions_within(region_paths(user_of(request), MANAGE))
    response = HttpResponse(template(districts), content_type=XLSX.content_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(template_name())}"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@reads_a_file_first
@asks_for(MANAGE)
def roster_upload(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "bureau/registry/roster/upload.html", {"form": RosterUploadForm()})
    form = RosterUploadForm(request.POST, request.FILES)
    try:
        reading = _read(form, key_of(request), user_of(request)) if form.is_valid() else None
    except KeyAlreadyUsed:
        return refused(request, 409)
    if reading is None:
        return render(request, "bureau/registry/roster/upload.html", {"form": form}, status=400)
    return redirect(reading.page)


def _read(form: RosterUploadForm, key: uuid.UUID, user: User) -> Reading | None:
    preview, back = reverse("bureau:roster_preview", args=[key]), reverse("bureau:roster")
    return read_from(form, key=key, by=user, kind=ROSTER, leads_to=preview, leads_back=back)


@require_http_methods(["GET", "HEAD", "POST"])
@asks_for(MANAGE)
def roster_preview(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    user = user_of(request)
    result = result_of(key, owner=user)
    if result is None:
        raise Http404
    upload = made(Upload, result)
    if request.method == "POST":
        return _decide(request, key, upload)
    return _show(request, roster.plan(upload, known_for(upload), region_paths(user, MANAGE)))


def _show(request: HttpRequest, plan: roster.Plan, status: int = 200, **context: Any) -> HttpResponse:
    moves = seeming_moves(plan, region_paths(user_of(request), MANAGE))[:MOST_SHOWN]
    context |= preview_of(plan) | {"seeming_moves": moves}
    return render(request, "bureau/registry/roster/preview.html", context, status=status)


def _decide(request: HttpRequest, key: uuid.UUID, upload: Upload) -> HttpResponse:
    user = user_of(request)
    if request.POST.get("take") != "valid":
        forget(key, owner=user)
        messages.info(request, _("Nothing was taken over. The register is as it was."))
        return redirect("bureau:roster")
    within, expected = region_paths(user, MANAGE), request.POST.get("fingerprint", "")
    try:
        done = import_roster(by=user, upload=upload, within=within, expected=expected)
    except PlanChanged:
        plan = roster.plan(upload, known_for(upload), within)
        return _show(request, plan, status=409, changed_meanwhile=True)
    forget(key, owner=user)
    messages.success(
        request,
        _("The roster is in the register: %(new)d new, %(changed)d changed, %(wrong)d rows left out.")
        % {"new": len(done.new), "changed": len(done.changed), "wrong": len(done.refused)},
    )
    return redirect("bureau:organisations")
