"""Taking questions over from the library or a published version, with the lists of choices they need."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from surveys.accounts.access import user_of
from surveys.bureau.builder.access import draw, keep, of_proposal, say
from surveys.bureau.builder.labels import type_label
from surveys.bureau.builder.sources import Refused, Source, source_choices, source_named
from surveys.models import Proposal
from surveys.questionnaires.editing.choice_lists import insert, insert_in_sections
from surveys.questionnaires.editing.structure import EditError
from surveys.questionnaires.form import TYPES

OWN = "+"  # no section can be called this


@require_http_methods(["GET", "HEAD", "POST"])
@of_proposal
def library(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    """`?source=` chooses where from; what is ticked goes into the section `into`, or into sections like those it comes from."""
    user, key = user_of(request), request.GET.get("source", "")
    sections = [section["name"] for section in proposal.definition["sections"]]
    into = request.POST.get("into") or request.GET.get("into", "")
    refusal, source = "", None
    try:
        source = source_named(user, key) if key else None
    except Refused as refused:
        refusal = refused.told
    if request.method == "POST" and source is not None and into in (OWN, *sections):
        wanted = list(dict.fromkeys(request.POST.getlist("take")))
        refusal = _taken(request, proposal, source, wanted, into)
        if not refusal:
            taken = ngettext("%(count)s question was taken over.", "%(count)s questions were taken over.", len(wanted))
            messages.success(request, taken % {"count": len(wanted)})
            return redirect("bureau:proposal", proposal.pk)
    context: dict[str, Any] = {
        "sources": source_choices(user),
        "key": key,
        "into": into,
        "own": OWN,
        "refusal": refusal,
    }
    context |= {"source": source and source.definition, "types": {name: type_label(name) for name in TYPES}}
    return draw(request, "bureau/builder/library.html", proposal, **context)


def _taken(request: HttpRequest, proposal: Proposal, source: Source, wanted: list[str], into: str) -> str:
    """Why not, or nothing."""
    asked = {one["name"] for section in source.definition["sections"] for one in section.get("questions", [])}
    if not wanted or not set(wanted) <= asked:
        return _("Tick the questions to take over.")
    try:
        definition, other = proposal.definition, source.definition
        if into == OWN:
            keep(request, proposal, insert_in_sections(definition, other, wanted))
        else:
            keep(request, proposal, insert(definition, other, wanted, into=into))
    except EditError as error:
        return say(error)
    return ""
