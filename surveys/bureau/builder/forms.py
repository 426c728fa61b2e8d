"""The forms of the builder: a question, a section, the questionnaire as a whole. Each gives attributes to set or unset."""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.bureau.builder.labels import AGGREGATE_WORDS, Words, attributes_of, type_choices
from surveys.lib import units
from surveys.lib.forms import LinesField, optional
from surveys.lib.language import current_language
from surveys.lib.text import LANGUAGES, Text, in_language
from surveys.questionnaires.actions import LONGEST_CODE, LONGEST_TITLE
from surveys.questionnaires.expressions import FACT_MEANINGS, LONGEST_EXPRESSION, LONGEST_NAME
from surveys.questionnaires.expressions.naming import NAME
from surveys.questionnaires.form import AGGREGATES, OTHER_PERIODS, ROLES, StoredDefinition, StoredItem, StoredNil

LONGEST_TEXT = 5000
LANGUAGE_WORDS: dict[str, Words] = {"zh": gettext_lazy("in Chinese"), "en": gettext_lazy("in English")}


class Texts:
    """Pairs of fields, one for each language: `label` is label_zh and label_en. Other languages are kept."""

    @staticmethod
    def fields(key: str, title: Words, *, rows: int = 1, most: int = LONGEST_TEXT) -> dict[str, forms.Field]:
        field = partial(LinesField, rows=rows) if rows > 1 else forms.CharField
        return {
            f"{key}_{language}": field(
                label=_("%(what)s, %(in_language)s") % {"what": title, "in_language": LANGUAGE_WORDS[language]},
                required=False,
                max_length=most,
            )
            for language in LANGUAGES
        }

    @staticmethod
    def initial(key: str, text: Text | None) -> dict[str, str]:
        return {f"{key}_{language}": (text or {}).get(language, "") for language in LANGUAGES}

    @staticmethod
    def value(key: str, data: dict[str, Any], old: Text | None) -> Text | None:
        """None when nothing is said in any language."""
        told = {language: data.get(f"{key}_{language}", "") for language in LANGUAGES}
        kept = {language: words for language, words in (old or {}).items() if language not in LANGUAGES}
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
CONDITIONS = ("relevant", "required", "constraint")
ALL_KEYS = ("type", *TEXT_KEYS, "units", "rows", *WHOLE, *FLAGS, *STRINGS, *CONDITIONS)


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
    listed = {"units": ", ".join(map(str, item.get("units") or [])), "name": item["name"], "type": item.get("type")}
    return texts | plain | strings | listed | {f"rows_{key}": rows.get(key) for key in ("min", "max", "count")}


def _question_fields(item: StoredItem, definition: StoredDefinition, in_table: bool) -> dict[str, forms.Field]:
    lists = [("", "—"), *((name, name) for name in definition.get("choices", {}))]
    return {
        "type": forms.ChoiceField(label=gettext_lazy("Kind of question"), choices=type_choices(in_table=in_table)),
        "name": name_field(),
        "number": line(gettext_lazy("Number on the form"), 40),
        **Texts.fields("label", gettext_lazy("Question"), rows=2),
        **Texts.fields("hint", gettext_lazy("Hint"), rows=2),
        **Texts.fields("guidance", gettext_lazy("Guidance to fold out"), rows=2),
        "choices": _select(gettext_lazy("List of choices"), lists, item.get("choices")),
        "choice_filter": rule(gettext_lazy("Which of the choices are offered")),
        "accept": _select(
            gettext_lazy("Kind of file"), [("", _("any that is allowed")), ("image", _("pictures only"))]
        ),
        "unit": line(gettext_lazy("Unit"), 20, widget=forms.TextInput({"list": "units"})),
        "units": line(gettext_lazy("All units that may be used, separated by commas")),
        "decimals": whole(gettext_lazy("Decimals"), most=20),
        "max_length": whole(gettext_lazy("Most characters"), 1, 100_000),
        "methods": _select(gettext_lazy("Asked beside it: how the figure was obtained"), lists, item.get("methods")),
        "may_be_unavailable": tick(gettext_lazy("May be answered with “not available” and a reason")),
        "rows_min": whole(gettext_lazy("Rows at least")),
        "rows_max": whole(gettext_lazy("Rows at most"), 1),
        "rows_count": rule(gettext_lazy("Number of rows, computed")),
        "calculation": rule(gettext_lazy("Calculation")),
        **Texts.fields("required_message", gettext_lazy("What to say when it is missing")),
        **Texts.fields("constraint_message", gettext_lazy("What to say when the answer is not allowed")),
        "default": line(gettext_lazy("Filled in beforehand with")),
        "initial": rule(gettext_lazy("Computed when the form is first opened")),
        "prefill": _select(gettext_lazy("Taken from the register"), _facts(), item.get("prefill")),
        "read_only": tick(gettext_lazy("Cannot be changed by who answers")),
        "aggregate": _select(
            gettext_lazy("How it is added up"), [(a, AGGREGATE_WORDS.get(a, a)) for a in ("", *AGGREGATES)]
        ),
        "appearance": line(gettext_lazy("Appearance, a word of XLSForm")),
        "extended": tick(gettext_lazy("Asked in the full form only")),
    }


def _select(label: Words, choices: Sequence[tuple[str, Words]], present: object = "") -> forms.ChoiceField:
    """What stands there stays a choice, even one that exists no more: the problems name it."""
    known = {value for value, _words in choices}
    odd = [(present, present)] if isinstance(present, str) and present and present not in known else []
    return forms.ChoiceField(label=optional(label), required=False, choices=[*choices, *odd])


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
    def __init__(self, data: QueryDict | None = None, *, item: StoredItem) -> None:
        texts = Texts.initial("label", item.get("label")) | Texts.initial("hint", item.get("hint"))
        head = {"name": item["name"], "number": item.get("number") or "", "scope": item.get("scope")}
        super().__init__(data, initial=texts | head)
        self.item = item
        self.fields |= {
            "name": name_field(),
            "number": line(gettext_lazy("Number on the form"), 40),
            **Texts.fields("label", gettext_lazy("Heading")),
            **Texts.fields("hint", gettext_lazy("Explanation below the heading"), rows=3),
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


class HeadForm(forms.Form):
    """The questionnaire as a whole. The code of one that was published stays."""

    def __init__(self, data: QueryDict | None = None, *, definition: StoredDefinition, is_published: bool) -> None:
        super().__init__(data, initial=_head_initial(definition))
        self.definition = definition
        nil = [("", _("no nil return")), *_named_questions(definition)]
        zones = [("", _("that of the round")), *((zone, zone) for zone in sorted(available_timezones()) if "/" in zone)]
        self.fields |= {
            "code": forms.CharField(label=gettext_lazy("Code"), max_length=LONGEST_CODE, disabled=is_published),
            **Texts.fields("title", gettext_lazy("Title"), most=LONGEST_TITLE),
            **Texts.fields("introduction", gettext_lazy("Introduction"), rows=4),
            "unit": forms.ChoiceField(label=gettext_lazy("Who answers it"), choices=UNITS),
            "zone": _select(gettext_lazy("Time zone of its dates"), zones, definition.get("zone")),
            "extended": tick(gettext_lazy("Ask the questions of the full form too")),
            "nil_question": _select(
                gettext_lazy("Nil return: the question it answers"), nil, (definition.get("nil") or {}).get("question")
            ),
            "nil_value": line(gettext_lazy("Nil return: the answer"), 100),
            "nil_requires": line(gettext_lazy("Nil return: what else must be answered"), 2000, help_text=NAMES_HELP),
            "other_periods": forms.ChoiceField(
                label=gettext_lazy("Returns about another period than the round's"),
                choices=_ways_with_other_periods(),
            ),
            "core": line(
                gettext_lazy("Core questions: without them a return is only partial"), 5000, help_text=NAMES_HELP
            ),
            "roles": LinesField(
                label=optional(gettext_lazy("What reports know questions by")),
                required=False,
                max_length=5000,
                rows=4,
                attrs={"class": "expression"},
                help_text=_roles_help(),
            ),
        }

    def attributes(self) -> dict[str, Any]:
        data = self.cleaned_data
        stored: Mapping[str, Any] = self.definition
        texts = {key: Texts.value(key, data, stored.get(key)) for key in ("title", "introduction")}
        return texts | {
            "code": data["code"],
            "unit": data["unit"],
            "zone": data["zone"] or None,
            "extended": None if data["extended"] else False,
            "nil": self._nil(),
            "other_periods": self._other_periods(),
            "core": data["core"].split() or None,
            "roles": dict(parted(entry) for entry in data["roles"].splitlines() if entry.strip()) or None,
        }

    def _other_periods(self) -> str | None:
        """What is usual is stored only where it was."""
        chosen = str(self.cleaned_data["other_periods"])
        return None if chosen == USUAL and "other_periods" not in self.definition else chosen

    def clean(self) -> dict[str, Any]:
        """What else a nil return must answer is not dropped because nobody said which question makes it one."""
        data = super().clean() or {}
        typed = [name for name in ("nil_value", "nil_requires") if data.get(name) and name in self.changed_data]
        if typed and not data.get("nil_question"):
            self.add_error("nil_question", _("Choose the question by which a nil return is made."))
        return data

    def clean_roles(self) -> str:
        return must_be_pairs(str(self.cleaned_data["roles"]))

    def _nil(self) -> StoredNil | None:
        data = self.cleaned_data
        if not data["nil_question"]:
            return None
        told: StoredNil = {"question": data["nil_question"], "value": data["nil_value"]}
        required = data["nil_requires"].split()
        stood = "requires" in (self.definition.get("nil") or {})
        return {**told, "requires": required} if required or stood else told


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


USUAL = OTHER_PERIODS[0]


def _roles_help() -> str:
    """Which roles there are: one that was made up is looked for by no report."""
    language = current_language()
    known = _("; ").join(f"{role}: {in_language(one.meaning, language)}" for role, one in ROLES.items())
    return _("One per line, such as total_kwh = kwh_of_the_year. There are: %(roles)s.") % {"roles": known}


NAMES_HELP = gettext_lazy("Names, separated by spaces.")
UNITS = [("facility", gettext_lazy("each data center")), ("organisation", gettext_lazy("each organisation"))]


def _named_questions(definition: StoredDefinition) -> list[tuple[str, str]]:
    return [(one["name"], one["name"]) for section in definition["sections"] for one in section.get("questions", [])]


def _ways_with_other_periods() -> list[tuple[str, str]]:
    return [
        (USUAL, _("are named and added as they are")),
        ("annualise", _("are named, added as they are, and shown scaled to its length")),
        ("apart", _("are named and in no sum")),
    ]


def _head_initial(definition: StoredDefinition) -> dict[str, object]:
    nil = definition.get("nil") or {}
    texts = Texts.initial("title", definition.get("title")) | Texts.initial(
        "introduction", definition.get("introduction")
    )
    return texts | {
        "code": definition.get("code"),
        "unit": definition.get("unit"),
        "zone": definition.get("zone") or "",
        "extended": definition.get("extended") is not False,
        "nil_question": nil.get("question", ""),
        "nil_value": nil.get("value", ""),
        "nil_requires": " ".join(map(str, nil.get("requires") or [])),
        "other_periods": definition.get("other_periods") or USUAL,
        "core": " ".join(map(str, definition.get("core") or [])),
        "roles": "\n".join(f"{role} = {name}" for role, name in (definition.get("roles") or {}).items()),
    }
