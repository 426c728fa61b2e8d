"""A file that was read for a proposal: looked at, put in its place, taken back, its flaws solved."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from surveys.accounts.access import user_of
from surveys.bureau.builder.access import draw, of_proposal, say
from surveys.bureau.builder.found import Found
from surveys.models import Import, Proposal
from surveys.questionnaires import imports
from surveys.questionnaires.editing.references import with_columns
from surveys.questionnaires.editing.structure import EditError
from surveys.questionnaires.form import StoredDefinition


@require_http_methods(["GET", "HEAD"])
@of_proposal
def look(request: HttpRequest, proposal: Proposal, import_pk: uuid.UUID) -> HttpResponse:
    read = _import_or_404(proposal, import_pk)
    there, held = _questions(proposal.definition), _questions(read.definition)
    return draw(
        request, "bureau/builder/imports/import.html", proposal,
        read=read, found=Found.in_import(read), there=there, held=held, tab="files",
    )  # fmt: skip


@require_POST
@of_proposal
def take(request: HttpRequest, proposal: Proposal, import_pk: uuid.UUID) -> HttpResponse:
    """As the page saw the proposal: what a colleague wrote meanwhile is not replaced unseen."""
    read = _import_or_404(proposal, import_pk)
    if _is_overtaken(request, proposal):
        return redirect("bureau:proposal_import", proposal.pk, read.pk)
    try:
        imports.take_over(by=user_of(request), read=read, edition=proposal.edition)
    except EditError as error:
        messages.error(request, say(error))
        return redirect("bureau:proposal_import", proposal.pk, read.pk)
    messages.success(request, _("The file was taken over."))
    return redirect("bureau:proposal", proposal.pk)


@require_POST
@of_proposal
def take_back(request: HttpRequest, proposal: Proposal, import_pk: uuid.UUID) -> HttpResponse:
    read = _import_or_404(proposal, import_pk)
    if _is_overtaken(request, proposal):
        return redirect("bureau:proposal_import", proposal.pk, read.pk)
    try:
        imports.take_back(by=user_of(request), read=read, edition=proposal.edition)
    except imports.NothingReplaced:
        messages.info(request, _("Nothing was replaced by this file."))
    else:
        messages.success(request, _("What stood there before the file stands there again."))
    return redirect("bureau:proposal_import", proposal.pk, read.pk)


@require_POST
@of_proposal
def solve(request: HttpRequest, proposal: Proposal, import_pk: uuid.UUID, index: int) -> HttpResponse:
    read = _import_or_404(proposal, import_pk)
    imports.solve(read=read, number=index, solved=request.POST.get("solved") == "1")
    return redirect("bureau:proposal_import", proposal.pk, read.pk)


def _is_overtaken(request: HttpRequest, proposal: Proposal) -> bool:
    is_overtaken = request.POST.get("edition") != str(proposal.edition)
    if is_overtaken:
        messages.warning(request, _("A colleague changed the questionnaire meanwhile. Look at it before replacing it."))
    return is_overtaken


def _questions(definition: StoredDefinition) -> int:
    """Columns of tables are asked, too."""
    return sum(1 for section in definition["sections"] for _question in with_columns(section))


def _import_or_404(proposal: Proposal, pk: uuid.UUID) -> Import:
    return get_object_or_404(proposal.imports.select_related("read_by", "proposal"), pk=pk)
