"""How the builder's pages get the proposal they are about, and what all of them show."""

import hashlib
import json
import uuid
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from surveys.accounts.access import get_visible_or_404, user_of
from surveys.accounts.roles import Permission
from surveys.bureau.access import View
from surveys.bureau.builder.found import unsolved
from surveys.bureau.builder.problems import problems_of, warnings_of
from surveys.lib.language import current_language
from surveys.lib.text import in_language
from surveys.models import Proposal, User, Version
from surveys.questionnaires import actions
from surveys.questionnaires.editing.operations import find
from surveys.questionnaires.editing.references import with_columns
from surveys.questionnaires.editing.structure import EditError
from surveys.questionnaires.form import StoredDefinition, StoredItem
from surveys.questionnaires.queries import standing_import

MANAGE = Permission.MANAGE_ROUNDS


def proposal_or_404(user: User, pk: uuid.UUID, *, to_change: bool = False) -> Proposal:
    """To change it, the row is kept for us until the request is done."""
    rows = Proposal.objects.select_related("authority__region", "questionnaire", "based_on", "changed_by", "asked_by")
    return get_visible_or_404(user, rows.select_for_update(of=("self",)) if to_change else rows, MANAGE, pk=pk)


def version_or_404(user: User, pk: uuid.UUID) -> Version:
    rows = Version.objects.select_related("questionnaire__authority__region", "published_by")
    return get_visible_or_404(user, rows, MANAGE, pk=pk)


def of_proposal(page: View) -> View:
    """A page about a proposal that is still open; what it names must exist in it (404)."""

    @wraps(page)
    def opened(request: HttpRequest, pk: uuid.UUID, **names: Any) -> HttpResponse:
        proposal = proposal_or_404(user_of(request), pk, to_change=request.method == "POST")
        if not proposal.is_open:
            return _closed(request, proposal)
        try:
            return page(request, proposal, **names)
        except actions.Conflict:
            messages.warning(request, _("A colleague changed the questionnaire at the same moment. Nothing was done."))
            return redirect("bureau:proposal", pk)

    return opened


def _closed(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    if proposal.published_as_id:
        messages.info(request, _("This proposal was published; a version no longer changes."))
        return redirect("bureau:version", proposal.published_as_id)
    messages.info(request, _("This proposal was discarded."))
    return redirect("bureau:questionnaires")


def item_or_404(proposal: Proposal, name: str) -> StoredItem:
    try:
        return find(proposal.definition, name)
    except EditError as error:
        raise Http404 from error


def question_or_404(proposal: Proposal, name: str) -> StoredItem:
    item = item_or_404(proposal, name)
    if item in proposal.definition["sections"]:
        raise Http404
    return item


def desk(proposal: Proposal, **more: Any) -> dict[str, object]:
    """What every page of a proposal shows."""
    told = {"problems": problems_of(proposal), "warnings": warnings_of(proposal), "standing": _standing(proposal)}
    return {"proposal": proposal, "definition": proposal.definition, **told, **more}


def _standing(proposal: Proposal) -> dict[str, object] | None:
    """The file it was made of, where errors that it was taken over with are still to be solved."""
    read = standing_import(proposal)
    left = unsolved(read, proposal.definition) if read else []
    return {"import": read, "errors": left} if left else None


def draw(request: HttpRequest, template: str, proposal: Proposal, *, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, template, desk(proposal, **more), status=status)


# --- two people in one proposal ---------------------------------------------------------------------------------------


def mark(thing: object) -> str:
    """By which a page tells whether what it was drawn with is still the same."""
    return hashlib.sha256(json.dumps(thing, sort_keys=True).encode()).hexdigest()[:12]


def is_stale(request: HttpRequest, proposal: Proposal, thing: object) -> bool:
    """Whether a colleague changed this very thing since the page was drawn."""
    return request.POST.get("edition") != str(proposal.edition) and request.POST.get("seen") != mark(thing)


def keep(request: HttpRequest, proposal: Proposal, definition: StoredDefinition) -> Proposal:
    """Store an edit made to the proposal as it stands now."""
    by = user_of(request)
    return actions.change_proposal(by=by, proposal=proposal, definition=definition, edition=proposal.edition)


def say(error: EditError) -> str:
    return in_language(error.message, current_language())


def known_questions(definition: StoredDefinition) -> list[tuple[str, str]]:
    """(name, label) of every question and column, for lists to choose from."""
    language = current_language()
    return [
        (question["name"], in_language(question.get("label") or {}, language))
        for section in definition["sections"]
        for question in with_columns(section)
    ]
