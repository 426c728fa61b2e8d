"""The pages of a question and of a section."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from surveys.bureau.builder.access import (
    draw,
    is_stale,
    item_or_404,
    keep,
    known_questions,
    mark,
    of_proposal,
    question_or_404,
    say,
)
from surveys.bureau.builder.conditions import Condition, sent_condition, stored_condition
from surveys.bureau.builder.forms import QuestionForm, SectionForm, unit_symbols
from surveys.bureau.builder.problems import location_of
from surveys.lib.language import current_language
from surveys.lib.text import in_language
from surveys.models import Proposal
from surveys.questionnaires.editing import operations
from surveys.questionnaires.editing.operations import names, parent_of
from surveys.questionnaires.editing.references import check_id, checks_mentioning, mentions
from surveys.questionnaires.editing.structure import EditError
from surveys.questionnaires.form import StoredDefinition, StoredItem

TITLES = {
    "relevant": gettext_lazy("When it is asked"),
    "required": gettext_lazy("When it must be answered"),
    "constraint": gettext_lazy("Which answers are allowed"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@of_proposal
def question(request: HttpRequest, proposal: Proposal, question_name: str) -> HttpResponse:
    if request.method == "POST" and question_name not in names(proposal.definition):
        return gone(request, proposal)
    item = question_or_404(proposal, question_name)
    parent = parent_of(proposal.definition, question_name)
    in_table = item_or_404(proposal, parent).get("type") == "table"
    form = QuestionForm(request.POST or None, item=item, definition=proposal.definition, in_table=in_table)
    conditions = _conditions(request, proposal, item, [key for key in TITLES if key in form.keys])
    context = _about(proposal, item, parent, in_table)
    return _answer(request, proposal, item, form, conditions, "question", context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_proposal
def section(request: HttpRequest, proposal: Proposal, name: str) -> HttpResponse:
    if request.method == "POST" and name not in names(proposal.definition):
        return gone(request, proposal)
    item = item_or_404(proposal, name)
    form = SectionForm(request.POST or None, item=item, definition=proposal.definition)
    conditions = _conditions(request, proposal, item, ["relevant"])
    return _answer(request, proposal, item, form, conditions, "section", {"mentioned": _mentioned(proposal, name)})


def _conditions(request: HttpRequest, proposal: Proposal, item: StoredItem, keys: Sequence[str]) -> list[Condition]:
    definition = proposal.definition
    drawn = [
        stored_condition(key, TITLES[key], item.get(key), definition, may_be_always=key == "required") for key in keys
    ]
    if request.method != "POST":
        return drawn
    return [sent_condition(condition, request.POST, definition) for condition in drawn]


def _answer(
    request: HttpRequest,
    proposal: Proposal,
    item: StoredItem,
    form: QuestionForm | SectionForm,
    conditions: list[Condition],
    kind: str,
    context: dict[str, Any],
) -> HttpResponse:
    page = context | {"item": item, "form": form, "conditions": conditions, "seen": mark(item)}
    page |= {"questions": known_questions(proposal.definition), "tab": "outline"}
    template = f"bureau/builder/questions/{kind}.html"
    if request.method != "POST":
        return draw(request, template, proposal, **page)
    is_sound = form.is_valid() and not any(condition.error for condition in conditions)
    if not is_sound and request.POST.get("then") == "remove":
        return redirect(to("remove", proposal, item["name"]))
    if not is_sound:
        return draw(request, template, proposal, **page)
    if is_stale(request, proposal, item):
        return draw(request, template, proposal, status=409, theirs=differing(form, conditions, item), **page)
    try:
        renamed = _stored(request, proposal, item["name"], form, conditions)
    except EditError as error:
        form.add_error("name", say(error))
        return draw(request, template, proposal, **page)
    messages.success(request, _("Saved."))
    return redirect(_next(request.POST.get("then", ""), proposal, renamed) or to(kind, proposal, renamed))


def to(page: str, proposal: Proposal, *names: str) -> str:
    return reverse(f"bureau:proposal_{page}", args=[proposal.pk, *names])


def _next(then: str, proposal: Proposal, name: str) -> str:
    """Where one of the buttons beside Save leads once everything is stored; '' for Save itself."""
    match then:
        case "outline":
            return reverse("bureau:proposal", args=[proposal.pk])
        case "below":
            return f"{to('add', proposal, parent_of(proposal.definition, name))}?after={name}"
        case "inside":
            return to("add", proposal, name)
        case "check":
            return f"{to('checks', proposal)}?for={name}#add"
        case "choices":
            return _to_choices(proposal, name)
        case "remove":
            return to("remove", proposal, name)
        case _:
            return ""


def _to_choices(proposal: Proposal, name: str) -> str:
    """Of a question: its list, or where it gets one."""
    chosen = str(operations.find(proposal.definition, name).get("choices") or "")
    if chosen in proposal.definition.get("choices", {}):
        return to("list", proposal, chosen)
    return f"{to('lists', proposal)}?for={name}"


def _stored(
    request: HttpRequest, proposal: Proposal, name: str, form: QuestionForm | SectionForm, conditions: list[Condition]
) -> str:
    """The name under which it stands now."""
    told = form.attributes() | {condition.key: condition.told for condition in conditions}
    wanted = str(form.cleaned_data["name"])
    changed = operations.change(proposal.definition, name, told)
    proposal.definition = keep(request, proposal, operations.rename(changed, name, wanted)).definition
    return wanted


def differing(
    form: forms.Form, conditions: Sequence[Condition] = (), item: Mapping[str, object] | None = None
) -> list[tuple[str, str]]:
    """What a colleague's text says where it differs from what was sent: (label, text)."""
    texts = [(str(form.fields[name].label), form.initial.get(name)) for name in form.changed_data]
    stored = [
        (str(one.title), (item or {}).get(one.key)) for one in conditions if one.told != (item or {}).get(one.key)
    ]
    return [(label, str(text or "—")) for label, text in (*texts, *stored)]


def gone(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    """What somebody wrote about a thing that a colleague removed or renamed meanwhile is given back to him."""
    plumbing = ("csrfmiddlewaretoken", "once_key", "edition", "seen", "was", "then")
    sent = [(key, "\n".join(request.POST.getlist(key))) for key in request.POST if key not in plumbing]
    context = {"proposal": proposal, "sent": [(key, text) for key, text in sent if text.strip()][:100]}
    return render(request, "bureau/builder/questions/removed.html", context, status=409)


def _about(proposal: Proposal, item: StoredItem, parent: str, in_table: bool) -> dict[str, Any]:
    definition, name = proposal.definition, item["name"]
    checks = [(number, check_id(definition["checks"][number])) for number in checks_mentioning(definition, name)]
    is_listed = item.get("choices") in definition.get("choices", {})
    return {
        "parent": parent,
        "in_table": in_table,
        "checks": checks,
        "has_list": bool(item.get("choices")) and is_listed,
        "is_table": item.get("type") == "table",
        "units": unit_symbols(),
        "holders": _holders(definition, item),
        "mentioned": _mentioned(proposal, name),
    }


def _holders(definition: StoredDefinition, item: StoredItem) -> list[tuple[str, str]]:
    """(name, label) of the sections it can be moved to, and, where it is none itself, of the tables in them."""
    tables = item.get("type") != "table"
    locations = [one for section in definition["sections"] for one in (section, *section.get("questions", []))]
    fitting = [one for one in locations if one in definition["sections"] or (tables and one.get("type") == "table")]
    language = current_language()
    return [(one["name"], in_language(one.get("label") or {}, language) or one["name"]) for one in fitting]


def _mentioned(proposal: Proposal, name: str) -> list[tuple[str, str]]:
    known = names(proposal.definition)
    return [(location, location_of(proposal, known, location)[1]) for location in mentions(proposal.definition, name)]
