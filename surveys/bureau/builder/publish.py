"""From a proposal to a version: what stands in the way, what changes, the second look, and the deed."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from surveys.accounts.access import user_of
from surveys.bureau.builder.access import draw, of_proposal
from surveys.bureau.builder.problems import untranslated_of
from surveys.lib.language import current_language
from surveys.models import Proposal, Questionnaire, Version
from surveys.questionnaires import actions
from surveys.questionnaires.diff import changes_between
from surveys.questionnaires.form import DefinitionError
from surveys.questionnaires.queries import second_people
from surveys.rendering.version_changes import Group, groups_of


@require_http_methods(["GET", "HEAD", "POST"])
@of_proposal
def publish(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    """What was looked at is what is published: the page's edition must be the present one."""
    if request.method != "POST":
        return draw(request, "bureau/builder/publish/publish.html", proposal, **_facts(request, proposal))
    if request.POST.get("edition") != str(proposal.edition):
        return draw(
            request,
            "bureau/builder/publish/publish.html",
            proposal,
            status=409,
            is_changed=True,
            **_facts(request, proposal),
        )
    try:
        with transaction.atomic():
            version = actions.publish_proposal(by=user_of(request), proposal=proposal, edition=proposal.edition)
    except DefinitionError as error:
        refusals = [problem.told(current_language()) for problem in error.problems[:50]]
        return draw(
            request,
            "bureau/builder/publish/publish.html",
            proposal,
            status=422,
            refusals=refusals,
            **_facts(request, proposal),
        )
    except actions.NeedsSecondPerson:
        refusals = [_("Somebody else than who changed it last has to publish it.")]
        return draw(
            request,
            "bureau/builder/publish/publish.html",
            proposal,
            status=422,
            refusals=refusals,
            **_facts(request, proposal),
        )
    messages.success(request, _("Version %(number)s is published.") % {"number": version.number})
    return redirect("bureau:version", version.pk)


def _facts(request: HttpRequest, proposal: Proposal) -> dict[str, Any]:
    before = version_before(proposal)
    needs_other = proposal.authority.second_look and proposal.changed_by_id == user_of(request).pk
    changes: list[Group] = groups_of(changes_between(before.definition, proposal.definition)) if before else []
    return {
        "tab": "publish",
        "before": before,
        "is_overtaken": before is not None and proposal.based_on_id not in (None, before.pk),
        "changes": changes,
        "untranslated": untranslated_of(proposal),
        "needs_other": needs_other,
        "number": before.number + 1 if before else 1,
    }


def version_before(proposal: Proposal) -> Version | None:
    """The latest version of the questionnaire this one would be the next of, by its code."""
    code = str(proposal.definition.get("code") or "")
    own = Questionnaire.objects.filter(authority=proposal.authority_id, code=code).first()
    return own.versions.order_by("-number").first() if own else None


@require_POST
@of_proposal
def ask(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    if request.POST.get("edition") != str(proposal.edition):
        messages.warning(request, _("A colleague changed the questionnaire meanwhile. Look at it and press again."))
    else:
        asked = actions.ask_for_second_look(by=user_of(request), proposal=proposal, edition=proposal.edition)
        _say_who_was_told(request, asked)
    return redirect("bureau:proposal_publish", proposal.pk)


def _say_who_was_told(request: HttpRequest, proposal: Proposal) -> None:
    told = ", ".join(person.name for person in second_people(proposal, user_of(request)))
    if told:
        words = _("A second look is asked for. Told by mail and on their overview: %(names)s.") % {"names": told}
        messages.success(request, words)
    else:
        messages.warning(
            request, _("Nobody else in your authority may publish it. Ask your administrator to invite somebody.")
        )


@require_http_methods(["GET", "HEAD", "POST"])
@of_proposal
def discard(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    if request.method != "POST":
        return draw(request, "bureau/builder/publish/discard.html", proposal)
    if request.POST.get("edition") != str(proposal.edition):
        return draw(request, "bureau/builder/publish/discard.html", proposal, status=409, is_changed=True)
    actions.discard_proposal(by=user_of(request), proposal=proposal, edition=proposal.edition)
    messages.success(request, _("The proposal was discarded."))
    return redirect("bureau:questionnaires")
