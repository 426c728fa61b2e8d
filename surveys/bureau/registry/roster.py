"""The roster's way in: template, upload, what it would change, and then the valid rows or nothing."""

import uuid
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from surveys.accounts.access import user_of
from surveys.accounts.people import region_paths
from surveys.accounts.roles import Permission
from surveys.bureau.access import asks_for
from surveys.bureau.registry.forms import RosterUploadForm
from surveys.bureau.registry.roster_preview import MOST_SHOWN, preview_of
from surveys.lib.files import uploads
from surveys.models import User
from surveys.registry import roster
from surveys.registry.actions import PlanChanged, import_roster
from surveys.registry.queries import known_for, regions_within
from surveys.registry.roster import Upload
from surveys.registry.seeming_moves import seeming_moves
from surveys.workbooks.reading import MOST_BYTES, WorkbookRefused, refuse_a_wrong_name
from surveys.workbooks.roster import read_roster, template, template_name

MANAGE = Permission.MANAGE_REGISTRY
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@asks_for(MANAGE)
def roster_template(request: HttpRequest) -> HttpResponse:
    districts = regions_within(region_paths(user_of(request), MANAGE))
    response = HttpResponse(template(districts), content_type=XLSX)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(template_name())}"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@asks_for(MANAGE)
def roster_upload(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "bureau/registry/roster/upload.html", {"form": RosterUploadForm()})
    form = RosterUploadForm(request.POST, request.FILES)
    key = _kept(form, user_of(request)) if form.is_valid() else None
    if key is None:
        return render(request, "bureau/registry/roster/upload.html", {"form": form}, status=400)
    return redirect("bureau:roster_preview", key)


def _kept(form: RosterUploadForm, user: User) -> uuid.UUID | None:
    """Where the file lies until the officer decides; None, and an error in the form, when it is no good."""
    file = form.cleaned_data["file"]
    try:
        content = file.read(MOST_BYTES + 1)
        refuse_a_wrong_name(file.name, content)
        upload = read_roster(content)
    except WorkbookRefused as error:
        form.add_error("file", str(error))
        return None
    if not upload.rows:
        form.add_error("file", _("No filled row stands below known headings. Fill in the template and upload that."))
        return None
    return uploads.keep(content, owner=user.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@asks_for(MANAGE)
def roster_preview(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    user = user_of(request)
    content = uploads.fetch(key, owner=user.pk)
    if content is None:
        raise Http404
    upload = read_roster(content)
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
        uploads.throw_away(key, owner=user.pk)
        messages.info(request, _("Nothing was taken over. The register is as it was."))
        return redirect("bureau:roster")
    within, expected = region_paths(user, MANAGE), request.POST.get("fingerprint", "")
    try:
        done = import_roster(by=user, upload=upload, within=within, expected=expected)
    except PlanChanged:
        plan = roster.plan(upload, known_for(upload), within)
        return _show(request, plan, status=409, changed_meanwhile=True)
    uploads.throw_away(key, owner=user.pk)
    messages.success(
        request,
        _("The roster is in the register: %(new)d new, %(changed)d changed, %(wrong)d rows left out.")
        % {"new": len(done.new), "changed": len(done.changed), "wrong": len(done.refused)},
    )
    return redirect("bureau:organisations")
