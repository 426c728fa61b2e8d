"""The form of a questionnaire as a whole: what it is called, who answers it, what reports know its questions by."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.bureau.builder.forms import NAMES_HELP, Texts, line, must_be_pairs, parted, select, tick
from surveys.lib.forms import LinesField, optional
from surveys.lib.language import current_language
from surveys.lib.text import LANGUAGES, chosen_languages, in_language
from surveys.questionnaires.actions import LONGEST_CODE, LONGEST_TITLE
from surveys.questionnaires.form import OTHER_PERIODS, ROLES, StoredDefinition, StoredNil

USUAL = OTHER_PERIODS[0]
LANGUAGE_CHOICES = [
    ("zh en", gettext_lazy("Chinese and English")),
    ("zh", gettext_lazy("Chinese only")),
    ("en", gettext_lazy("English only")),
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
            **Texts.fields("title", gettext_lazy("Title"), definition, most=LONGEST_TITLE),
            **Texts.fields("introduction", gettext_lazy("Introduction"), definition, rows=4),
            "languages": forms.ChoiceField(
                label=gettext_lazy("Languages it is written in"), choices=LANGUAGE_CHOICES, required=False
            ),
            "unit": forms.ChoiceField(label=gettext_lazy("Who answers it"), choices=UNITS),
            "zone": select(gettext_lazy("Time zone of its dates"), zones, definition.get("zone")),
            "extended": tick(gettext_lazy("Ask the questions of the full form too")),
            "nil_question": select(
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
            "languages": self._languages(),
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

    def _languages(self) -> list[str] | None:
        """What was left out was not asked: a page from before, or a program."""
        chosen = self.cleaned_data["languages"].split()
        return self.definition.get("languages") if not chosen else chosen if len(chosen) < len(LANGUAGES) else None

    def _nil(self) -> StoredNil | None:
        data = self.cleaned_data
        if not data["nil_question"]:
            return None
        told: StoredNil = {"question": data["nil_question"], "value": data["nil_value"]}
        required = data["nil_requires"].split()
        stood = "requires" in (self.definition.get("nil") or {})
        return {**told, "requires": required} if required or stood else told


def _roles_help() -> str:
    """Which roles there are: one that was made up is looked for by no report."""
    language = current_language()
    known = _("; ").join(f"{role}: {in_language(one.meaning, language)}" for role, one in ROLES.items())
    return _("One per line, such as total_kwh = kwh_of_the_year. There are: %(roles)s.") % {"roles": known}


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
        "languages": " ".join(chosen_languages(definition.get("languages"))),
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
