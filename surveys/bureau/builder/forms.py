"""The forms of the builder: a question, a section, the questionnaire as a whole. Each gives attributes to set or unset."""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.bureau.builder.labels import AGGREGATE_WORDS, Words, attributes_of, type_choices
from surveys.lib import units
from surveys.lib.forms import LinesField, optional
from surveys.lib.language import current_language
from surveys.lib.text import LANGUAGES, Text, chosen_languages, in_language
from surveys.questionnaires.editing.references import with_columns
from surveys.questionnaires.expressions import FACT_MEANINGS, LONGEST_EXPRESSION, LONGEST_NAME
from surveys.questionnaires.expressions.naming import NAME
from surveys.questionnaires.form import AGGREGATES, TYPES, StoredDefinition, StoredItem

LONGEST_TEXT = 5000
LANGUAGE_WORDS: dict[str, Words] = {"zh": gettext_lazy("in Chinese"), "en": gettext_lazy("in English")}


class Texts:
    """A field for each language a questionnaire is written in: `label` is label_zh and label_en. Other languages are kept."""

    @staticmethod
    def fields(
        key: str, title: Words, written: Mapping[str, Any], *, rows: int = 1, most: int = LONGEST_TEXT
    ) -> dict[str, forms.Field]:
        """written: the definition, or whatever says `languages` for it."""
        field = partial(LinesField, rows=rows) if rows > 1 else forms.CharField
        return {
            f"{key}_{language}": field(
                label=_("%(what)s, %(in_language)s") % {"what": title, "in_language": LANGUAGE_WORDS[language]},
                required=False,
                max_length=most,
            )
            for language in chosen_languages(written.get("languages"))
        }

    @staticmethod
    def initial(key: str, text: Text | None) -> dict[str, str]:
        return {f"{key}_{language}": (text or {}).get(language, "") for language in LANGUAGES}

    @staticmethod
    def value(key: str, data: dict[str, Any], old: Text | None) -> Text | None:
        """None when nothing is said in any language."""
        told = {language: data[name] for language in LANGUAGES if (name := f"{key}_{language}") in data}
        kept = {language: words for language, words in (old or {}).items() if language not in told}
        return {language: words for language, words in (told | kept).items() if words.strip()} or None


def line(label: Words, most: int = 200, **options: Any) -> forms.CharField:
    return forms.CharField(label=optional(label), required=False, max_length=most, **options)


def rule(label: Words, **options: Any) -> LinesField:
    attrs = {"class": "expression", "spellcheck": "false"}
    return LinesField(
        label=optional(label), required=False, max_length=LONGEST_EXPRESSION, rows=2, attrs=attrs, **options
    )


def tick(label: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


def whole(label: Words, least: int = 0, most: int = 1000) -> forms.IntegerField:
    return forms.IntegerField(label=optional(label), required=False, min_value=least, max_value=most)


def name_field() -> forms.RegexField:
    return forms.RegexField(
        rf"\A{NAME.pattern}\Z",
        label=gettext_lazy("Name"),
        max_length=LONGEST_NAME,
        help_text=gettext_lazy(
            "Rules know it by this name, and so do later versions. A new name is put in everywhere."
        ),
        error_messages={
            "invalid": gettext_lazy("Names are letters A–Z, digits, _ and -, and begin with a letter or _.")
        },
    )


TEXT_KEYS = ("label", "hint", "guidance", "required_message", "constraint_message")
FLAGS = ("may_be_unavailable", "read_only", "extended")
WHOLE = ("decimals", "max_length")
STRINGS = (
    "number", "unit", "choices", "methods", "choice_filter", "calculation", "initial", "default", "prefill",
    "appearance", "aggregate", "accept",
)  # fmt: skip
FIGURES = frozenset(name for name, one in TYPES.items() if one.is_number or name == "calculated")
CONDITIONS = ("relevant", "required", "constraint")
ALL_KEYS = ("type", *TEXT_KEYS, "units", "proves", "rows", *WHOLE, *FLAGS, *STRINGS, *CONDITIONS)


class QuestionForm(forms.Form):
    """What a question of its type can say of itself. Conditions stand beside the form, see building_conditions.py."""

    def __init__(
        self, data: QueryDict | None = None, *, item: StoredItem, definition: StoredDefinition, in_table: bool
    ) -> None:
        super().__init__(data, initial=_initial(item))
        self.item = item
        kind = data.get("type") if data else item.get("type")
        self.keys = attributes_of(str(kind or "text"))
        for name, field in _question_fields(item, definition, in_table).items():
            key = name.removesuffix("_zh").removesuffix("_en")
            if name in ("name", "type") or key in self.keys or ("rows" in self.keys and name.startswith("rows_")):
                self.fields[name] = field

    def attributes(self) -> dict[str, Any]:
        """What to set; None for what is to go, also for what another type left behind."""
        told = {key: self._told(key) for key in ALL_KEYS}
        untouched = self.keys.intersection(CONDITIONS)
        return {key: value for key, value in told.items() if key not in untouched}

    def _told(self, key: str) -> Any:
        data = self.cleaned_data
        old: Any = self.item.get(key)
        if key == "type":
            return data["type"]
        if key not in self.keys:
            return None
        if key in TEXT_KEYS:
            return Texts.value(key, data, old)
        if key == "number":
            return _number(data["number"], self.item)
        if key == "unit":
            return _symbol(data["unit"]) or None
        if key == "units":
            return [_symbol(typed) for typed in re.split("[,，、;；]", data["units"]) if typed.strip()] or None
        if key == "proves":
            return data["proves"] or None
        if key == "rows":
            return self._rows(old if isinstance(old, dict) else {})
        if key in WHOLE:
            return data[key]
        if key in FLAGS:
            # A condition is written in an XLSForm only, and kept here.
            return (old if isinstance(old, str) else True) if data[key] else None
        return data.get(key, "") or None

    def _rows(self, old: Mapping[str, object]) -> Any:
        data = self.cleaned_data
        told = {"min": data["rows_min"], "max": data["rows_max"], "count": data["rows_count"] or None}
        rows: Any = {key: value for key, value in (dict(old) | told).items() if value is not None}
        return rows or None


def _initial(item: StoredItem) -> dict[str, object]:
    stored: Mapping[str, Any] = item
    texts = {name: words for key in TEXT_KEYS for name, words in Texts.initial(key, stored.get(key)).items()}
    plain = {key: item.get(key) for key in (*WHOLE, *FLAGS)}
    strings = {key: str(item.get(key) or "") for key in STRINGS}
    rows = item.get("rows") or {}
    listed: dict[str, object] = {
        "units": ", ".join(map(str, item.get("units") or [])),
        "proves": item.get("proves") or [],
    }
    listed |= {"name": item["name"], "type": item.get("type")}
    return texts | plain | strings | listed | {f"rows_{key}": rows.get(key) for key in ("min", "max", "count")}


def _question_fields(item: StoredItem, definition: StoredDefinition, in_table: bool) -> dict[str, forms.Field]:
    lists = [("", "—"), *((name, name) for name in definition.get("choices", {}))]
    return {
        "type": forms.ChoiceField(label=gettext_lazy("Kind of question"), choices=type_choices(in_table=in_table)),
        "name": name_field(),
        "number": line(gettext_lazy("Number on the form"), 40),
        **Texts.fields("label", gettext_lazy("Question"), definition, rows=2),
        **Texts.fields("hint", gettext_lazy("Hint"), definition, rows=2),
        **Texts.fields("guidance", gettext_lazy("Guidance to fold out"), definition, rows=2),
        "choices": select(gettext_lazy("List of choices"), lists, item.get("choices")),
        "choice_filter": rule(gettext_lazy("Which of the choices are offered")),
        "accept": select(
            gettext_lazy("Kind of file"),
            [
                ("", _("documents and pictures")),
                ("image", _("pictures only")),
                ("audio", _("sound recordings only")),
                ("video", _("films only")),
            ],
        ),
        "proves": ticks(gettext_lazy("Figures it proves"), _figures(definition), item.get("proves")),
        "unit": line(gettext_lazy("Unit"), 20, widget=forms.TextInput({"list": "units"})),
        "units": line(gettext_lazy("All units that may be used, separated by commas")),
        "decimals": whole(gettext_lazy("Decimals"), most=20),
        "max_length": whole(gettext_lazy("Most characters"), 1, 100_000),
        "methods": select(gettext_lazy("Asked beside it: how the figure was obtained"), lists, item.get("methods")),
        "may_be_unavailable": tick(gettext_lazy("May be answered with “not available” and a reason")),
        "rows_min": whole(gettext_lazy("Rows at least")),
        "rows_max": whole(gettext_lazy("Rows at most"), 1),
        "rows_count": rule(gettext_lazy("Number of rows, computed")),
        "calculation": rule(gettext_lazy("Calculation")),
        **Texts.fields("required_message", gettext_lazy("What to say when it is missing"), definition),
        **Texts.fields("constraint_message", gettext_lazy("What to say when the answer is not allowed"), definition),
        "default": line(gettext_lazy("Filled in beforehand with")),
        "initial": rule(gettext_lazy("Computed when the form is first opened")),
        "prefill": select(gettext_lazy("Taken from the register"), _facts(), item.get("prefill")),
        "read_only": tick(gettext_lazy("Cannot be changed by who answers")),
        "aggregate": select(
            gettext_lazy("How it is added up"), [(a, AGGREGATE_WORDS.get(a, a)) for a in ("", *AGGREGATES)]
        ),
        "appearance": line(gettext_lazy("Appearance, a word of XLSForm")),
        "extended": tick(gettext_lazy("Asked in the full form only")),
    }


def select(label: Words, choices: Sequence[tuple[str, Words]], present: object = "") -> forms.ChoiceField:
    """What stands there stays a choice, even one that exists no more: the problems name it."""
    known = {value for value, _words in choices}
    odd = [(present, present)] if isinstance(present, str) and present and present not in known else []
    return forms.ChoiceField(label=optional(label), required=False, choices=[*choices, *odd])


def ticks(label: Words, choices: Sequence[tuple[str, Words]], present: object = ()) -> forms.MultipleChoiceField:
    """Any number of them; what stands there stays a choice, as with select()."""
    known = {value for value, _words in choices}
    odd = [(name, name) for name in present if name not in known] if isinstance(present, list) else []
    return forms.MultipleChoiceField(
        label=optional(label), required=False, choices=[*choices, *odd], widget=forms.CheckboxSelectMultiple
    )


def _figures(definition: StoredDefinition) -> list[tuple[str, str]]:
    """What a file of a reporting unit can prove, by number and label."""
    sections = (one for one in definition.get("sections") or [] if one.get("scope") != "organisation")
    asked = (one for section in sections for one in with_columns(section) if one.get("type") in FIGURES)
    spoken = current_language()
    return [
        (one["name"], f"{one.get('number', '')} {in_language(one.get('label') or {}, spoken)}".strip()) for one in asked
    ]


def _facts() -> list[tuple[str, str]]:
    told = ((name, in_language(dict(words), current_language())) for name, words in FACT_MEANINGS.items())
    return [("", "—"), *((name, f"{meaning} ({name})") for name, meaning in told)]


def _symbol(typed: str) -> str:
    """Of the unit somebody typed in any of its spellings; what is none stays, for load() to blame."""
    found = units.find(typed)
    return found.symbol if found else typed.strip()


def unit_symbols() -> list[tuple[str, str]]:
    """For the list the browser offers while a unit is typed."""
    return [(symbol, units.unit(symbol).label("en")) for symbol in units.symbols()]


def _number(sent: str, item: StoredItem) -> str | None:
    """A question that never had one does not get a blank one."""
    return sent if sent or "number" in item else None


class SectionForm(forms.Form):
    def __init__(self, data: QueryDict | None = None, *, item: StoredItem, definition: StoredDefinition) -> None:
        texts = Texts.initial("label", item.get("label")) | Texts.initial("hint", item.get("hint"))
        head = {"name": item["name"], "number": item.get("number") or "", "scope": item.get("scope")}
        super().__init__(data, initial=texts | head)
        self.item = item
        self.fields |= {
            "name": name_field(),
            "number": line(gettext_lazy("Number on the form"), 40),
            **Texts.fields("label", gettext_lazy("Heading"), definition),
            **Texts.fields("hint", gettext_lazy("Explanation below the heading"), definition, rows=3),
            "scope": forms.ChoiceField(label=gettext_lazy("Asked"), choices=SCOPES),
        }

    def attributes(self) -> dict[str, Any]:
        data = self.cleaned_data
        stored: Mapping[str, Any] = self.item
        texts = {key: Texts.value(key, data, stored.get(key)) for key in ("label", "hint")}
        return {"number": _number(data["number"], self.item), "scope": data["scope"], **texts}


SCOPES = [
    ("unit", gettext_lazy("of each reporting unit")),
    ("organisation", gettext_lazy("of the organisation, once for all its reporting units")),
]


def parted(line: str) -> tuple[str, str]:
    name, _equals, told = line.partition("=")
    return name.strip(), told.strip()


def must_be_pairs(text: str) -> str:
    """One on each line, no name twice."""
    known: set[str] = set()
    for line in filter(str.strip, text.splitlines()):
        name, told = parted(line)
        if not (name and told):
            raise forms.ValidationError(_("“%(line)s” should be written like name = …"), params={"line": line.strip()})
        if name in known:
            raise forms.ValidationError(_("“%(name)s” stands on two lines."), params={"name": name})
        known.add(name)
    return text


NAMES_HELP = gettext_lazy("Names, separated by spaces.")
