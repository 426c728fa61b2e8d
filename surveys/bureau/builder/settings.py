"""The settings of a proposal: title, code, who answers, nil return, notes."""

from typing import Any

from django.contrib import messages
from django.core.validators import ProhibitNullCharactersValidator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveys.bureau.builder.access import draw, is_stale, keep, known_questions, mark, of_proposal
from surveys.bureau.builder.head_form import HeadForm
from surveys.bureau.builder.questions import differing
from surveys.lib.cleaning import plain_breaks
from surveys.lib.text import Text, chosen_languages
from surveys.models import Proposal
from surveys.questionnaires.editing import operations
from surveys.questionnaires.form import StoredDefinition

MOST_NOTES = 200


@require_http_methods(["GET", "HEAD", "POST"])
@of_proposal
def settings(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    definition = proposal.definition
    head = {key: value for key, value in definition.items() if key not in ("sections", "checks", "choices")}
    form = HeadForm(request.POST or None, definition=definition, is_published=proposal.questionnaire_id is not None)
    notes = _sent_notes(request.POST, definition) if request.method == "POST" else definition.get("notes") or []
    context: dict[str, Any] = {"form": form, "notes": [*notes, {}], "seen": mark(head), "tab": "settings"}
    context |= {"questions": known_questions(definition), "languages": chosen_languages(definition.get("languages"))}
    if not form.is_valid():
        return draw(request, "bureau/builder/settings.html", proposal, **context)
    if is_stale(request, proposal, head):
        return draw(request, "bureau/builder/settings.html", proposal, status=409, theirs=differing(form), **context)
    if any("\0" in words for note in notes for words in note.values()):
        form.add_error(None, ProhibitNullCharactersValidator.message)
        return draw(request, "bureau/builder/settings.html", proposal, **context)
    keep(request, proposal, operations.set_head(definition, form.attributes() | {"notes": notes or None}))
    messages.success(request, _("Saved."))
    return redirect("bureau:proposal_settings", proposal.pk)


def _sent_notes(data: QueryDict, definition: StoredDefinition) -> list[Text]:
    """Pairs in their order; a pair that was emptied is left out, other languages of a note are kept."""
    before = definition.get("notes") or []
    languages = chosen_languages(definition.get("languages"))
    pairs = zip(*(data.getlist(f"note_{language}")[:MOST_NOTES] for language in languages), strict=False)
    notes = []
    for index, pair in enumerate(pairs):
        old = before[index] if index < len(before) and isinstance(before[index], dict) else {}
        kept = {code: words for code, words in old.items() if code not in languages}
        told = {code: plain_breaks(words) for code, words in zip(languages, pair, strict=True) if words.strip()}
        notes += [told | kept] if told or (kept and kept == old) else []
    return notes
