"""A filled-in workbook comes back: what it would change, saving what is good in it, and the copy with the rest marked."""

import io
import uuid
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveys.accounts.access import user_of
from surveys.audit.idempotency import key_of, reads_a_file_first, refused
from surveys.lib.clock import database_now
from surveys.lib.files.kinds import XLSX
from surveys.lib.language import current_language
from surveys.models import Assignment, Organisation, Reading, Round, Upload
from surveys.portal.access import own, own_organisation, own_round
from surveys.portal.forms import WorkbookForm
from surveys.portal.workbooks.preview import preview_of
from surveys.readings.actions import KeyAlreadyUsed
from surveys.rendering.posted_answers import storable
from surveys.workbooks.fillable.returned import keeping
from surveys.workbooks.fillable.returned.marking import marked_copy
from surveys.workbooks.fillable.returned.plan import Decisions, Plan
from surveys.workbooks.fillable.returned.saving import SavedPlan
from surveys.workbooks.reading import WorkbookRefused
from surveys.workbooks.uploaded import FILLED_IN, read_from


@require_http_methods(["GET", "HEAD", "POST"])
@reads_a_file_first
def upload(request: HttpRequest, id: uuid.UUID, organisation: uuid.UUID) -> HttpResponse:
    """The one that is kept stays where the next is of no use."""
    user, round = user_of(request), own_round(user_of(request), id)
    theirs = own_organisation(user, organisation, round)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    try:
        reading = _read(request, form, round, theirs) if request.method == "POST" and form.is_valid() else None
    except KeyAlreadyUsed:
        return refused(request, 409)
    if reading:
        return redirect(reading.page)
    kept, unread = keeping.last_upload(user, round, theirs), Reading.last_unread(user, request.path)
    context = {"round": round, "organisation": theirs, "form": form, "upload": kept, "unread": unread}
    if kept:
        context |= _preview(request, kept, round)
    return render(request, "portal/workbook/upload.html", context, status=422 if form.errors else 200)


def _read(request: HttpRequest, form: WorkbookForm, round: Round, organisation: Organisation) -> Reading | None:
    about = {"round": str(round.pk), "organisation": str(organisation.pk)}
    key, by, here = key_of(request), user_of(request), request.path
    return read_from(form, key=key, by=by, kind=FILLED_IN, leads_to=here, leads_back=here, about=about)


def _preview(request: HttpRequest, kept: Upload, round: Round) -> dict[str, Any]:
    try:
        return preview_of(_plan(request, kept, round), kept.decided.get("noughts", ()))
    except WorkbookRefused as error:
        return {"refusal": str(error)}


def _plan(request: HttpRequest, kept: Upload, round: Round) -> Plan:
    return keeping.plan_of(kept, round, own(user_of(request), Assignment.objects.all()), database_now())


def _kept_or_404(request: HttpRequest, id: uuid.UUID, organisation: uuid.UUID) -> tuple[Round, Upload]:
    user, round = user_of(request), own_round(user_of(request), id)
    kept = keeping.last_upload(user, round, own_organisation(user, organisation, round))
    if kept is None:
        raise Http404
    return round, kept


@require_POST
def save(request: HttpRequest, id: uuid.UUID, organisation: uuid.UUID) -> HttpResponse:
    """Or, by the other button, only look at it again with what was decided."""
    round, kept = _kept_or_404(request, id, organisation)
    keeping.decide(kept, _decisions(request))
    if request.POST.get("act") != "save":
        return redirect("portal:workbook_upload", round.pk, organisation)
    plan = _plan(request, kept, round)
    done = keeping.save_upload(upload=kept, plan=plan, by=user_of(request), at=database_now())
    _tell(request, done)
    is_all_good = not (plan.errors or plan.contested or done.refused)
    return redirect("portal:submit_together" if is_all_good else "portal:workbook_upload", round.pk, organisation)


def _decisions(request: HttpRequest) -> Decisions:
    reasons: dict[str, dict[str, str]] = {}
    for name in request.POST:
        kind, _dot, rest = name.partition(".")
        unit, _dot, key = rest.partition(".")
        if kind == "reason" and (text := storable(request.POST[name]).strip()):
            reasons.setdefault(storable(unit), {})[storable(key)] = text
    mine, noughts = (frozenset(map(storable, request.POST.getlist(name))) for name in ("mine", "noughts"))
    return Decisions(mine, noughts, reasons)


def _tell(request: HttpRequest, done: SavedPlan) -> None:
    units = sum(unit.assignment is not None for unit in done.saved)
    told = ngettext("%(n)d reporting unit saved.", "%(n)d reporting units saved.", units) % {"n": units}
    messages.success(request, told)
    if done.refused:
        names = "、".join(unit.owner.name for unit in done.refused)
        messages.warning(request, _("Not saved, since nothing more is taken of them now: %(names)s") % {"names": names})


@require_safe
def marked(request: HttpRequest, id: uuid.UUID, organisation: uuid.UUID) -> FileResponse:
    round, kept = _kept_or_404(request, id, organisation)
    content = marked_copy(kept.path.read_bytes(), _plan(request, kept, round), current_language())
    name = _("%(name)s, to be put right") % {"name": PurePath(kept.name).stem} + ".xlsx"
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type=XLSX.content_type)
