"""The checks of a proposal: their list, and the page of one, written out or named from the catalogue."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from surveys.bureau.builder.access import draw, is_stale, keep, known_questions, mark, of_proposal
from surveys.bureau.builder.conditions import Condition, sent_condition, stored_condition
from surveys.bureau.builder.forms import NAMES_HELP, Texts, line, must_be_pairs
from surveys.bureau.builder.labels import SEVERITY_WORDS, Words
from surveys.bureau.builder.questions import differing, gone
from surveys.lib.forms import LinesField, optional
from surveys.lib.language import current_language
from surveys.lib.text import in_language
from surveys.models import Proposal
from surveys.questionnaires.catalogue import CATALOGUE
from surveys.questionnaires.catalogue.meanings import MEANINGS
from surveys.questionnaires.catalogue.parameters import NAMES
from surveys.questionnaires.catalogue.reference import severities
from surveys.questionnaires.editing import operations
from surveys.questionnaires.editing.locations import in_words
from surveys.questionnaires.editing.references import check_id
from surveys.questionnaires.editing.structure import EditError
from surveys.questionnaires.expressions import LONGEST_EXPRESSION
from surveys.questionnaires.form import StoredCheck, StoredDefinition, StoredShown

OWN = ""
MOST_QUESTIONS_SHOWN = 3
SINGLE = ("question", "column", "table", "amount")
DECIMALS = re.compile(r"\d{0,2}", re.ASCII)


def catalogue_choices() -> list[tuple[str, str]]:
    language = current_language()
    named = [(id, f"{id} {in_language(check.title, language)}") for id, check in sorted(CATALOGUE.items())]
    return [(OWN, _("a rule of one's own")), *named]


class AddCheckForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind of check"), required=False)
    question = forms.CharField(
        label=gettext_lazy("Question it stands at"), max_length=100, widget=forms.TextInput({"list": "questions"})
    )

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["kind"].choices = catalogue_choices()  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@of_proposal
def checks(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    definition = proposal.definition
    entries = definition.get("checks", [])
    form = AddCheckForm(request.POST or None, initial={"question": request.GET.get("for", "")})
    if form.is_valid():
        entry = _beginning(definition, form.cleaned_data["kind"], form.cleaned_data["question"].strip())
        keep(request, proposal, operations.set_check(definition, len(entries), entry))
        return redirect("bureau:proposal_check", proposal.pk, len(entries))
    known = operations.names(definition)
    lines = [
        (number, check_id(entry), _title(entry), _concerned(definition, known, entry), _severity(entry))
        for number, entry in enumerate(entries)
    ]
    context: dict[str, Any] = {"form": form, "lines": lines, "questions": known_questions(definition)}
    return draw(request, "bureau/builder/checks/checks.html", proposal, tab="checks", **context)


def _beginning(definition: StoredDefinition, kind: str, question: str) -> StoredCheck:
    """A new check as far as it can be told already."""
    if kind in CATALOGUE:
        first = CATALOGUE[kind].parameters[0]
        return {"check": kind, "with": {first.name: question} if first.kind in NAMES else {}}
    taken = {check_id(entry) for entry in definition.get("checks", [])}
    id = next(name for n in range(1, len(taken) + 2) if (name := f"C{n:02d}") not in taken)
    table = _table_of(definition, question)
    entry: StoredCheck = {"id": id, "severity": "soft", "questions": [question], "rule": "", "message": {}}
    return {**entry, "table": table} if table else entry


def _table_of(definition: StoredDefinition, question: str) -> str:
    try:
        parent = operations.parent_of(definition, question)
        return parent if operations.find(definition, parent).get("type") == "table" else ""
    except EditError:
        return ""


def _title(entry: StoredCheck) -> str:
    language = current_language()
    if entry.get("check") in CATALOGUE and not entry.get("message"):
        return in_language(CATALOGUE[entry["check"]].title, language)
    return in_language(entry.get("message") or {}, language)


def _concerned(definition: StoredDefinition, known: set[str], entry: StoredCheck) -> str:
    """The questions it stands at or is told; those of one told very many are cut short."""
    told = _shown([_shown(value) for value in (entry.get("questions") or [], *(entry.get("with") or {}).values())])
    found = list(dict.fromkeys(name for name in told.split() if name in known))
    shown = [in_words(definition, name, current_language()) for name in found[:MOST_QUESTIONS_SHOWN]]
    return _(", ").join(shown) + ("…" if len(found) > MOST_QUESTIONS_SHOWN else "")


def _severity(entry: StoredCheck) -> Words:
    return SEVERITY_WORDS.get(entry.get("severity") or "", _usual_severity(entry) if "check" in entry else "—")


def _usual_severity(entry: StoredCheck) -> str:
    """What the catalogue says: some checks are grave in one part and light in another."""
    named = CATALOGUE.get(entry["check"])
    return _("; ").join(str(SEVERITY_WORDS[one]) for one in severities(named)) if named else "—"


class CheckForm(forms.Form):
    """The words of a check. Of a catalogued one they go before the catalogue's, and `with-…` are what it is told."""

    def __init__(
        self, data: QueryDict | None = None, *, entry: StoredCheck, definition: Mapping[str, Any] = MappingProxyType({})
    ) -> None:
        self.entry, self.catalogued = entry, CATALOGUE.get(str(entry.get("check")))
        super().__init__(data, initial=self._initial())
        usual = (
            [("", _("as in the catalogue: %(severity)s") % {"severity": _usual_severity(entry)})]
            if self._is_named
            else []
        )
        self.fields["id"] = line(gettext_lazy("Name of the check"), 60)
        self.fields["severity"] = forms.ChoiceField(
            label=gettext_lazy("Severity"), required=not self._is_named, choices=[*usual, *SEVERITY_WORDS.items()]
        )
        self.fields |= self._parameters() if self._is_named else self._own_fields()
        self.fields |= Texts.fields("message", gettext_lazy("Message"), definition, rows=3)

    @property
    def _is_named(self) -> bool:
        return "check" in self.entry

    def _own_fields(self) -> dict[str, forms.Field]:
        return {
            "questions": forms.CharField(
                label=gettext_lazy("Questions; it stands at the first"), max_length=2000, help_text=NAMES_HELP
            ),
            "values": LinesField(
                label=optional(gettext_lazy("Values for the message")),
                required=False,
                max_length=10_000,
                rows=2,
                attrs={"class": "expression"},
                help_text=gettext_lazy(
                    "One per line: name = expression | unit | decimals | like which question. In the message {name}."
                ),
            ),
        }

    def clean_values(self) -> str:
        text = must_be_pairs(str(self.cleaned_data["values"]))
        wrong = next((line for line in text.splitlines() if not DECIMALS.fullmatch(_decimals_of(line))), None)
        if wrong is not None and wrong not in _values_as_lines(self.entry.get("values") or {}).splitlines():
            message = _("“%(line)s”: the decimals should be a whole number.")
            raise forms.ValidationError(message, params={"line": wrong.strip()})
        return text

    def _parameters(self) -> dict[str, forms.Field]:
        parameters = self.catalogued.parameters if self.catalogued else ()
        return {
            f"with-{one.name}": forms.CharField(
                label=f"{in_language(MEANINGS.get(one.name, {}), current_language())} ({one.name})",
                required=one.is_required,
                max_length=LONGEST_EXPRESSION,
                widget=forms.TextInput({"list": "questions"} if one.kind in SINGLE else {}),
                help_text=_("Left blank: %(usual)s") % {"usual": _shown(one.default)} if one.default else "",
            )
            for one in parameters
        }

    def _initial(self) -> dict[str, str]:
        entry = self.entry
        told = entry.get("with") or {}
        plain = {"id": entry.get("id") or "", "severity": entry.get("severity") or ""}
        listed = {
            "questions": _shown(entry.get("questions") or []),
            "values": _values_as_lines(entry.get("values") or {}),
        }
        parameters = {f"with-{key}": _shown(value) for key, value in told.items()}
        return plain | listed | Texts.initial("message", entry.get("message")) | parameters

    def told(self, definition: StoredDefinition) -> dict[str, object]:
        """What to set of the entry, its conditions apart, and with None what to unset; what the page does not show is kept."""
        data, old = self.cleaned_data, self.entry
        told: dict[str, object] = {
            "severity": data["severity"] or None,
            "message": Texts.value("message", data, old.get("message")),
        }
        if self._is_named:
            sent = {key.removeprefix("with-"): value for key, value in data.items() if key.startswith("with-")}
            before = old.get("with") or {}
            given = {key: _unless_touched(before.get(key), value) for key, value in sent.items() if value}
            told |= {"id": data["id"] or None, "with": given if self.catalogued else before}
        else:
            names = data["questions"].split()
            told |= {
                "id": data["id"] or old.get("id"),
                "questions": names,
                "values": _values_of(data["values"], old.get("values") or {}) or None,
            }
            told |= {"table": _table_of(definition, names[0]) or None if names else None}
        return told


def _shown(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _unless_touched(stored: object, sent: str) -> object:
    """A list is shown as one text; it stays a list as long as nobody touches it."""
    return stored if stored is not None and _shown(stored) == sent else sent


def _values_as_lines(values: Mapping[str, StoredShown]) -> str:
    return "\n".join(_value_as_line(name, one) for name, one in values.items() if isinstance(one, dict))


def _decimals_of(line: str) -> str:
    return [*line.split("|"), "", ""][2].strip()


def _value_as_line(name: str, value: StoredShown) -> str:
    told = ("" if value.get(key) is None else str(value[key]) for key in ("calculate", "unit", "decimals", "like"))
    return " ".join(f"{name} = {' | '.join(told).rstrip(' |')}".split())


def _values_of(text: str, before: dict[str, StoredShown]) -> dict[str, StoredShown]:
    """A line that nobody touched says what it said before, also where its expression holds a bar or a line break."""
    untouched = {_value_as_line(name, one): one for name, one in before.items() if isinstance(one, dict)}
    values: dict[str, StoredShown] = {}
    for written in text.splitlines():
        name, equals, rest = written.partition("=")
        if (line := " ".join(written.split())) in untouched:
            values[name.strip()] = untouched[line]
        elif equals and name.strip():
            calculate, unit, decimals, like = ([part.strip() for part in rest.split("|", 3)] + [""] * 3)[:4]
            parts: Any = {"calculate": calculate, "unit": unit, "like": like}
            parts |= {"decimals": int(decimals)} if decimals and DECIMALS.fullmatch(decimals) else {}
            values[name.strip()] = {key: part for key, part in parts.items() if part != ""}  # type: ignore[assignment]
    return values


@require_http_methods(["GET", "HEAD", "POST"])
@of_proposal
def check(request: HttpRequest, proposal: Proposal, index: int) -> HttpResponse:
    definition = proposal.definition
    if request.method == "POST":
        found = _index_now(request.POST, proposal, index)
        if found is None:
            return gone(request, proposal)
        index = found
    try:
        entry = operations.check_at(definition, index)
    except EditError as error:
        raise Http404 from error
    form = CheckForm(request.POST or None, entry=entry, definition=definition)
    conditions = _conditions(request, definition, entry)
    context: dict[str, Any] = {"form": form, "entry": entry, "index": index, "conditions": conditions, "tab": "checks"}
    context |= {
        "title": _title(entry),
        "id": check_id(entry),
        "seen": mark(entry),
        "questions": known_questions(definition),
    }
    context |= {"own_fields": " ".join(name for name in form.fields if name.startswith("with-"))}
    if request.method != "POST":
        return draw(request, "bureau/builder/checks/check.html", proposal, **context)
    is_removing = request.POST.get("then") == "remove"
    if not is_removing and not (form.is_valid() and not any(one.error for one in conditions)):
        return draw(request, "bureau/builder/checks/check.html", proposal, **context)
    if is_stale(request, proposal, entry):
        return draw(
            request,
            "bureau/builder/checks/check.html",
            proposal,
            status=409,
            theirs=differing(form, conditions, entry),
            **context,
        )
    if is_removing:
        keep(request, proposal, operations.remove_check(definition, index))
        messages.success(request, _("“%(name)s” was removed.") % {"name": check_id(entry)})
        return redirect("bureau:proposal_checks", proposal.pk)
    told = form.told(definition) | {one.key: one.told for one in conditions}
    keep(request, proposal, operations.set_check(definition, index, operations.altered(entry, told)))
    messages.success(request, _("Saved."))
    return redirect("bureau:proposal_check", proposal.pk, index)


def _index_now(data: QueryDict, proposal: Proposal, index: int) -> int | None:
    """Where the check of the page stands now: a colleague may have removed one above it, or this one itself."""
    entries = proposal.definition.get("checks", [])
    if data.get("edition") == str(proposal.edition):
        return index if index < len(entries) else None
    same = [number for number, entry in enumerate(entries) if mark(entry) == data.get("seen")]
    called = [number for number, entry in enumerate(entries) if check_id(entry) == data.get("was")]
    return min(same or called, key=lambda number: abs(number - index), default=None)


def _conditions(request: HttpRequest, definition: StoredDefinition, entry: StoredCheck) -> list[Condition]:
    drawn = [stored_condition("relevant", gettext_lazy("When it is checked"), entry.get("relevant"), definition)]
    if "check" not in entry:
        rule = gettext_lazy("What must hold")
        drawn.append(stored_condition("rule", rule, entry.get("rule"), definition, may_be_none=False))
    return drawn if request.method != "POST" else [sent_condition(one, request.POST, definition) for one in drawn]
