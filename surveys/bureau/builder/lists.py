"""The lists of choices of a proposal, and the page of one list."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from surveys.bureau.builder.access import draw, is_stale, keep, mark, of_proposal, say
from surveys.bureau.builder.questions import gone
from surveys.lib.text import chosen_languages
from surveys.models import Proposal
from surveys.questionnaires.editing import choice_lists, operations
from surveys.questionnaires.editing.structure import LIST_NAME, LONGEST_LIST_NAME, EditError
from surveys.questionnaires.form import Attribute, StoredChoice, StoredDefinition

SPARE = 3
Attributes = dict[str, Attribute]
PARENTS = "|"
MOST = 900  # five fields each, of the 5,000 a form may send


class ListNameForm(forms.Form):
    name = forms.RegexField(
        rf"\A{LIST_NAME.pattern}\Z",
        label=gettext_lazy("Name of the list"),
        max_length=LONGEST_LIST_NAME,
        error_messages={"invalid": gettext_lazy("Letters, digits, and _ . - only.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_proposal
def lists(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    """All lists; the form makes a new one, for the question `?for=name` where one is named."""
    definition, wanting = proposal.definition, request.GET.get("for", "")
    form = ListNameForm(
        request.POST or None, initial={"name": f"{wanting}_choices"[:LONGEST_LIST_NAME]} if wanting else None
    )
    if form.is_valid():
        name = form.cleaned_data["name"]
        if name in choice_lists.lists_of(definition):
            form.add_error("name", _("There is a list of this name already."))
        else:
            keep(request, proposal, _with_list(definition, name, wanting))
            return redirect("bureau:proposal_list", proposal.pk, name)
    written = choice_lists.lists_of(definition).items()
    lines = [(name, len(rows), choice_lists.users_of_list(definition, name)) for name, rows in written]
    return draw(request, "bureau/builder/lists/lists.html", proposal, form=form, lines=lines, tab="lists")


def _with_list(definition: StoredDefinition, name: str, wanting: str) -> StoredDefinition:
    new = choice_lists.set_list(definition, name, [])
    return operations.change(new, wanting, {"choices": name}) if wanting in operations.names(new) else new


@require_http_methods(["GET", "HEAD", "POST"])
@of_proposal
def one_list(request: HttpRequest, proposal: Proposal, list_name: str) -> HttpResponse:
    try:
        rows = choice_lists.list_of(proposal.definition, list_name)
    except EditError as error:
        if request.method == "POST":
            return gone(request, proposal)
        raise Http404 from error
    form = ListNameForm(request.POST or None, initial={"name": list_name})
    languages = chosen_languages(proposal.definition.get("languages"))
    context: dict[str, Any] = {
        "languages": languages,
        "form": form,
        "list_name": list_name,
        "seen": mark(rows),
        "tab": "lists",
    }
    context |= {"is_long": len(rows) > MOST, "length": len(rows)}
    context |= {"users": [name for name in choice_lists.users_of_list(proposal.definition, list_name) if name]}
    if request.method != "POST":
        return draw(request, "bureau/builder/lists/list.html", proposal, rows=_shown(rows), **context)
    sent = _sent_rows(request.POST, rows, languages)
    context["rows"] = _shown(sent)
    if not form.is_valid():
        return draw(request, "bureau/builder/lists/list.html", proposal, **context)
    if is_stale(request, proposal, rows):
        theirs = [(row.get("name"), _plain_label(row)) for row in rows if row not in sent]
        return draw(request, "bureau/builder/lists/list.html", proposal, status=409, theirs=theirs, **context)
    try:
        keep(request, proposal, _stored(proposal.definition, list_name, form.cleaned_data["name"], sent, request))
    except EditError as error:
        form.add_error("name", say(error))
        return draw(request, "bureau/builder/lists/list.html", proposal, **context)
    messages.success(request, _("Saved."))
    if request.POST.get("then") == "remove":
        return redirect("bureau:proposal_lists", proposal.pk)
    return redirect("bureau:proposal_list", proposal.pk, form.cleaned_data["name"])


def _stored(
    definition: StoredDefinition, name: str, wanted: str, rows: list[StoredChoice], request: HttpRequest
) -> StoredDefinition:
    if request.POST.get("then") == "remove":
        return choice_lists.remove_list(definition, name)
    return choice_lists.rename_list(choice_lists.set_list(definition, name, rows), name, wanted)


def _plain_label(row: StoredChoice) -> str:
    return " / ".join((row.get("label") or {}).values())


def _shown(rows: list[StoredChoice]) -> list[dict[str, object]]:
    """The rows as fields, numbered in their order, and some empty ones."""
    filled = [
        {
            "index": number,
            "name": row.get("name", ""),
            "zh": (row.get("label") or {}).get("zh", ""),
            "en": (row.get("label") or {}).get("en", ""),
            "attributes": _as_line(row.get("attributes")),
        }
        for number, row in enumerate(rows, 1)
    ]
    spare = [{"index": len(rows) + n, "name": "", "zh": "", "en": "", "attributes": ""} for n in range(1, SPARE + 1)]
    return filled + spare


def _as_line(attributes: Attributes | None) -> str:
    """Several parents of a choice with | between them."""
    told = {
        key: PARENTS.join(map(str, value)) if isinstance(value, list) else value
        for key, value in (attributes or {}).items()
    }
    return "; ".join(f"{key}={value}" for key, value in told.items())


def _sent_rows(data: QueryDict, before: list[StoredChoice], languages: tuple[str, ...]) -> list[StoredChoice]:
    """In the order of their numbers; a row without a word is left out, one without a name gets one."""
    columns = [data.getlist(part) for part in ("index", "row-name", *languages, "attributes")]
    lines = [tuple(text.strip() for text in line) for line in zip(*columns, strict=False)]
    known = {row.get("name"): row for row in before}
    ordered = sorted((line for line in lines if any(line[1:])), key=lambda line: _number(line[0]))
    taken = {line[1] for line in ordered}
    return [_row(line[1] or _free(taken), line[2:], known.get(line[1], {}), languages) for line in ordered]


def _row(name: str, told: tuple[str, ...], before: StoredChoice, languages: tuple[str, ...]) -> StoredChoice:
    """What the page does not show is kept."""
    other = {code: words for code, words in (before.get("label") or {}).items() if code not in languages}
    label = {code: words for code, words in zip(languages, told[:-1], strict=True) if words} | other
    attributes = _attributes(told[-1], before.get("attributes") or {})
    row: StoredChoice = {**before, "name": name, "label": label, "attributes": attributes}
    if not attributes:
        del row["attributes"]
    return row


def _attributes(line: str, before: Attributes) -> Attributes:
    """Left as they were shown they stay, also where a value holds what parts them."""
    if line == _as_line(before).strip():
        return before
    pairs = (_pair(part) for part in line.replace("；", ";").split(";") if part.strip())
    return {key: value.split(PARENTS) if isinstance(before.get(key), list) else value for key, value in pairs}


def _pair(part: str) -> tuple[str, str]:
    key, _equals, value = part.partition("=")
    return key.strip(), value.strip()


def _free(taken: set[str]) -> str:
    name = next(name for n in range(1, len(taken) + 2) if (name := f"option{n}") not in taken)
    taken.add(name)
    return name


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 10**8
