"""Import into a proposal, and export of proposals and versions."""

import json
import re
import uuid

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from surveys.accounts.access import user_of
from surveys.audit.idempotency import key_of, once, reads_a_file_first
from surveys.bureau.builder.access import draw, of_proposal, proposal_or_404, version_or_404
from surveys.bureau.builder.found import Found
from surveys.bureau.builder.sources import Read, Refused, read_upload
from surveys.lib.files.kinds import XLSX
from surveys.lib.text import chosen_languages
from surveys.models import Import, Proposal
from surveys.questionnaires import imports
from surveys.questionnaires.form import StoredDefinition
from surveys.workbooks.xlsform.reading import CannotBeWritten, write_form


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"), error_messages={"required": gettext_lazy("Choose the file to upload.")}
    )
    with_errors = forms.BooleanField(
        label=gettext_lazy("Take the file over even with errors, to put them right here"), required=False
    )
    as_text = forms.BooleanField(label=gettext_lazy("Take what cannot be asked as text"), required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@reads_a_file_first
def files(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Export, and the files that were read. What a file holds takes the place of the proposal once that was confirmed."""
    if request.method != "POST":
        return _page(request, pk=pk, form=ImportForm())
    proposal_or_404(user_of(request), pk)
    form, found, read = ImportForm(request.POST, request.FILES), Found(), None
    if form.is_valid():
        data = form.cleaned_data
        try:
            read = read_upload(data["file"], with_errors=data["with_errors"], as_text=data["as_text"])
        except Refused as refused:
            form.add_error("file", refused.told)
            found = Found.of(refused.problems)
    return once(request, key_of(request), lambda: _page(request, pk=pk, form=form, found=found, read=read))


@of_proposal
def _page(
    request: HttpRequest, proposal: Proposal, *, form: ImportForm, found: Found | None = None, read: Read | None = None
) -> HttpResponse:
    if read is not None:
        return redirect("bureau:proposal_import", proposal.pk, _kept(request, proposal, read).pk)
    taken = proposal.imports.exclude(taken_at=None).defer("definition", "replaced").select_related("read_by")
    found = found or Found()
    return draw(request, "bureau/builder/files.html", proposal, form=form, found=found, taken=taken, tab="files")


def _kept(request: HttpRequest, proposal: Proposal, read: Read) -> Import:
    by = user_of(request)
    return imports.read_for(
        by=by, proposal=proposal, file_name=read.name, definition=read.definition, problems=read.problems
    )


@require_safe
def proposal_file(request: HttpRequest, pk: uuid.UUID, kind: str) -> HttpResponse:
    return _download(proposal_or_404(user_of(request), pk).definition, kind)


@require_safe
def version_file(request: HttpRequest, pk: uuid.UUID, kind: str) -> HttpResponse:
    version = version_or_404(user_of(request), pk)
    return _download(version.definition, kind, f"-v{version.number}")


def _download(definition: StoredDefinition, kind: str, suffix: str = "") -> HttpResponse:
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", str(definition.get("code") or "")).strip("-.") or "questionnaire"
    content, kind_of_content, ending = _content(definition, kind)
    response = HttpResponse(content, content_type=kind_of_content)
    response["Content-Disposition"] = f'attachment; filename="{name}{suffix}.{ending}"'
    return response


def _content(definition: StoredDefinition, kind: str) -> tuple[bytes | str, str, str]:
    """The file, its content type and the ending of its name: that of a text where it says why there is no workbook."""
    if kind == "json":
        return json.dumps(definition, ensure_ascii=False, indent=1).encode(), "application/json", kind
    if kind != "xlsx":
        raise Http404
    try:
        return write_form(definition, chosen_languages(definition.get("languages"))), XLSX.content_type, kind
    except CannotBeWritten as error:
        return _("This cannot be written as a workbook: %(why)s") % {"why": error}, "text/plain; charset=utf-8", "txt"
