"""Published versions: what one asks, how it differs from another, and what is done with it."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveys.accounts.access import user_of, visible_to
from surveys.bureau.builder.access import MANAGE, version_or_404
from surveys.lib.clock import database_now
from surveys.models import Proposal, Version
from surveys.questionnaires import actions
from surveys.questionnaires.diff import changes_between
from surveys.questionnaires.form import SectionScope
from surveys.questionnaires.queries import definition_of, open_proposals
from surveys.rendering.paper import paper_view
from surveys.rendering.version_changes import groups_of
from surveys.rounds import actions as rounds

SCOPES: tuple[SectionScope, ...] = ("organisation", "unit")


@require_safe
def version(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user, row = user_of(request), version_or_404(user_of(request), pk)
    definition, at = definition_of(row), database_now()
    others = row.questionnaire.versions.exclude(pk=row.pk).defer("definition")
    context: dict[str, object] = {
        "version": row,
        "definition": definition,
        "others": others,
        "is_latest": not any(other.number > row.number and not other.retired_at for other in others),
        "views": [paper_view(definition, scope, at) for scope in SCOPES],
        "proposals": open_proposals(visible_to(user, Proposal.objects.filter(based_on=row), MANAGE)),
    }
    return render(request, "bureau/builder/versions/version.html", context)


@require_safe
def changes(request: HttpRequest, pk: uuid.UUID, number: int) -> HttpResponse:
    """From the version of that number to this one."""
    row = version_or_404(user_of(request), pk)
    before = version_or_404(user_of(request), _of_number(row, number))
    told = groups_of(changes_between(before.definition, row.definition))
    return render(request, "bureau/builder/versions/changes.html", {"version": row, "before": before, "changes": told})


def _of_number(row: Version, number: int) -> uuid.UUID:
    """An id that does not exist where there is no such version, or the number is out of bounds."""
    bounded = number if number < 10**9 else 0
    found = row.questionnaire.versions.filter(number=bounded).values_list("pk", flat=True).first()
    return found or uuid.UUID(int=0)


@require_POST
def write_next(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A proposal for the next version, which begins as this one."""
    row = version_or_404(user_of(request), pk)
    proposal = actions.start_proposal(
        by=user_of(request), authority=row.questionnaire.authority, definition=row.definition, based_on=row
    )
    return redirect("bureau:proposal", proposal.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    row = version_or_404(user_of(request), pk)
    if request.method != "POST":
        return render(request, "bureau/builder/versions/retire.html", {"version": row})
    actions.retire(by=user_of(request), version=row)
    messages.success(request, _("No new round will start from this version."))
    return redirect("bureau:version", row.pk)


@require_POST
def start_round(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A draft of a round that asks exactly this; the legal basis and the rest are entered on its own page."""
    row = version_or_404(user_of(request), pk)
    if row.retired_at is not None:
        messages.error(request, _("This version is retired; no round starts from it."))
        return redirect("bureau:version", row.pk)
    survey = rounds.start_survey_of(by=user_of(request), version=row)
    round = rounds.create_round(by=user_of(request), survey=survey, version=row)
    return redirect("bureau:round_edit", round.pk)
