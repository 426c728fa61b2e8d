"""The outline of a proposal: its sections and questions in order, and what is done to them there."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveys.bureau.builder.access import draw, item_or_404, keep, of_proposal, say
from surveys.bureau.builder.labels import type_choices, type_label
from surveys.bureau.builder.problems import address_of, problems_of, untranslated_of
from surveys.lib.forms import optional
from surveys.lib.language import current_language
from surveys.lib.text import in_language
from surveys.models import Proposal
from surveys.questionnaires.editing import operations
from surveys.questionnaires.editing.structure import EditError
from surveys.questionnaires.expressions import LONGEST_NAME
from surveys.questionnaires.expressions.naming import NAME
from surveys.questionnaires.form import StoredDefinition, StoredItem


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """`depth` is 1 for a column; `problems` how many stand at it."""

    name: str
    number: str
    label: str
    type: str
    depth: int
    is_required: bool
    is_conditional: bool
    problems: int
    untranslated: int


@dataclass(frozen=True, slots=True)
class OutlinePart:
    section: OutlineLine
    lines: list[OutlineLine]


@require_safe
@of_proposal
def outline(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    untranslated = untranslated_of(proposal)
    problems = Counter(problem.owner for problem in problems_of(proposal))
    untold = Counter(location.partition(".")[0] for location, _language, _href in untranslated)
    parts = list(_parts(proposal.definition, problems, untold))
    return draw(
        request, "bureau/builder/outline/outline.html", proposal, parts=parts, untranslated=untranslated, tab="outline"
    )


def _parts(definition: StoredDefinition, problems: Counter[str], untranslated: Counter[str]) -> Iterator[OutlinePart]:
    language = current_language()

    def line(item: StoredItem, depth: int = 0) -> OutlineLine:
        name = item["name"]
        type_words = type_label(item.get("type", ""))
        label = in_language(item.get("label") or {}, language)
        flags = (bool(item.get("required")), bool(item.get("relevant")))
        return OutlineLine(
            name, item.get("number") or "", label, type_words, depth, *flags, problems[name], untranslated[name]
        )

    for section in definition["sections"]:
        lines = []
        for question in section.get("questions", []):
            lines.append(line(question))
            lines += [line(column, 1) for column in question.get("questions", [])]
        yield OutlinePart(line(section), lines)


# --- moving, copying --------------------------------------------------------------------------------------------------


@require_POST
@of_proposal
def arrange(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    """The buttons of the outline: `do` is "up:name", "down:name", "copy:name", or "into:name" with a section or table
    as `at`; what is dragged comes as "before:name" or "behind:name" with its new neighbour."""
    verb, _colon, name = request.POST.get("do", "").partition(":")
    if request.POST.get("edition") != str(proposal.edition):
        messages.warning(request, _("A colleague changed the questionnaire meanwhile. Look at it and press again."))
        return redirect("bureau:proposal", proposal.pk)
    item_or_404(proposal, name)
    try:
        keep(request, proposal, _arranged(proposal.definition, verb, name, request.POST.get("at", "")))
    except EditError as error:
        messages.error(request, say(error))
    return redirect(f"{reverse('bureau:proposal', args=[proposal.pk])}#{name}")


def _arranged(definition: StoredDefinition, verb: str, name: str, at: str) -> StoredDefinition:
    match verb:
        case "up" | "down":
            return operations.move(definition, name, -1 if verb == "up" else 1)
        case "copy":
            return operations.duplicate(definition, name)
        case "into":
            return operations.move_to(definition, name, at)
        case "before" | "behind":
            return operations.move_beside(definition, name, at, behind=verb == "behind")
        case _:
            raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
@of_proposal
def remove(request: HttpRequest, proposal: Proposal, name: str) -> HttpResponse:
    """First what would speak of nothing afterwards, then the deed."""
    item = item_or_404(proposal, name)
    context: dict[str, Any] = {"item": item, "orphans": _orphans(proposal, name), "back": address_of(proposal, name)}
    if request.method != "POST":
        return draw(request, "bureau/builder/outline/remove.html", proposal, **context)
    if request.POST.get("edition") != str(proposal.edition):
        return draw(request, "bureau/builder/outline/remove.html", proposal, status=409, is_changed=True, **context)
    try:
        keep(request, proposal, operations.remove(proposal.definition, name))
    except EditError as error:
        return draw(request, "bureau/builder/outline/remove.html", proposal, status=422, refusal=say(error), **context)
    messages.success(request, _("“%(name)s” was removed.") % {"name": name})
    return redirect("bureau:proposal", proposal.pk)


def _orphans(proposal: Proposal, name: str) -> list[str]:
    try:
        return operations.orphaned(proposal.definition, name)
    except EditError:
        return []


# --- adding -----------------------------------------------------------------------------------------------------------


class AddForm(forms.Form):
    """A question needs no more to begin with; its page asks for the rest."""

    type = forms.ChoiceField(label=gettext_lazy("Kind of question"), widget=forms.RadioSelect, initial="text")
    label_zh = forms.CharField(label=gettext_lazy("Question in Chinese"), max_length=2000, required=False)
    label_en = forms.CharField(label=gettext_lazy("Question in English"), max_length=2000, required=False)
    name = forms.CharField(
        label=optional(gettext_lazy("Name")),
        required=False,
        max_length=LONGEST_NAME,
        help_text=gettext_lazy(
            "By its name a question is known to rules and to later versions. Left blank, it gets one."
        ),
    )

    def __init__(self, data: QueryDict | None = None, *, in_table: bool = False, of_section: bool = False) -> None:
        super().__init__(data)
        if of_section:
            del self.fields["type"]
            self.fields["label_zh"].label = gettext_lazy("Heading in Chinese")
            self.fields["label_en"].label = gettext_lazy("Heading in English")
        else:
            self.fields["type"].choices = type_choices(in_table=in_table)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("label_zh") or data.get("label_en")) and data.get("type") != "hidden":
            self.add_error("label_zh", _("Write it in one of the two languages at least."))
        if data.get("name") and not NAME.fullmatch(data["name"]):
            self.add_error("name", _("Names are letters A–Z, digits, _ and -, and begin with a letter or _."))
        return data


def _new_item(form: AddForm, definition: StoredDefinition) -> StoredItem:
    data = form.cleaned_data
    words = {language: data[f"label_{language}"] for language in ("zh", "en") if data[f"label_{language}"]}
    stem = data["name"] or data["label_en"].lower()[:30].strip() or data.get("type", "section")
    name = data["name"] or operations.free_name(definition, stem)
    return {"name": name, "number": "", **({"label": words} if words else {})}


@require_http_methods(["GET", "HEAD", "POST"])
@of_proposal
def add_question(request: HttpRequest, proposal: Proposal, name: str) -> HttpResponse:
    """Into a section or a table; behind a question with `?after=name`."""
    holder = item_or_404(proposal, name)
    in_table = holder.get("type") == "table"
    form = AddForm(request.POST or None, in_table=in_table)
    if form.is_valid():
        question = _new_item(form, proposal.definition) | {"type": form.cleaned_data["type"]}
        question |= {"questions": []} if question["type"] == "table" else {}
        after = request.GET.get("after", "")
        added = _added(request, proposal, form, lambda d: operations.add_question(d, question, into=name, after=after))
        if added:
            return redirect("bureau:proposal_question", proposal.pk, question["name"])
    return draw(request, "bureau/builder/outline/add.html", proposal, form=form, holder=holder, in_table=in_table)


@require_http_methods(["GET", "HEAD", "POST"])
@of_proposal
def add_section(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    form = AddForm(request.POST or None, of_section=True)
    if form.is_valid():
        section = _new_item(form, proposal.definition) | {"scope": "unit"}
        if _added(request, proposal, form, lambda definition: operations.add_section(definition, section)):
            return redirect("bureau:proposal_section", proposal.pk, section["name"])
    return draw(request, "bureau/builder/outline/add.html", proposal, form=form, holder=None)


def _added(request: HttpRequest, proposal: Proposal, form: AddForm, edit: Any) -> bool:
    try:
        keep(request, proposal, edit(proposal.definition))
    except EditError as error:
        form.add_error("name", say(error))
        return False
    return True
