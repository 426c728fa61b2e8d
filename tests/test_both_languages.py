"""Whatever a person reads is there in Chinese and in English, and both say the same things.

The texts of code and templates that gettext collects are looked at in test_translations, the notices in
notices/test_every_kind, the manual in test_help. Here: the texts that stand side by side in the code, the words of
choices and units, and what was written into a page without asking for a translation.
"""

import ast
import re
from html.parser import HTMLParser

import pytest
from django.db.models import TextChoices
from django.utils import translation

from surveys.lib import units
from surveys.lib.leases import Leased
from surveys.questionnaires.catalogue import CATALOGUE
from surveys.questionnaires.catalogue.reference import sample
from surveys.questionnaires.form.messages import placeholders
from surveys.registry.roster_fields import Language
from tests.servers import root

SURVEYS = root() / "surveys"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def inherited(of):
    return {deeper for heir in of.__subclasses__() for deeper in (heir, *inherited(heir))}


# --- side by side in the code --------------------------------------------------------------------------------------

PLACE = re.compile(r"(?<!\$)\{\s*([A-Za-z_][\w-]*)\s*\}")


def texts():
    """Every {"zh": …, "en": …} that is written out, as file, line and the texts by language."""
    for path in sorted(SURVEYS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Dict):
                told = {key.value: text for key, text in zip(node.keys, node.values, strict=True) if is_text(key, text)}
                if told.keys() & {"zh", "en"}:
                    yield f"{path.relative_to(root())}:{node.lineno}", told


def is_text(key, value):
    return isinstance(key, ast.Constant) and isinstance(value, ast.Constant | ast.JoinedStr)


def places(text):
    """What is put into a text."""
    parts = text.values if isinstance(text, ast.JoinedStr) else [text]
    computed = {
        re.sub(r"\['(zh|en)'\]", "", ast.unparse(part.value)) for part in parts if isinstance(part, ast.FormattedValue)
    }
    return computed | {
        name for part in parts if isinstance(part, ast.Constant) for name in PLACE.findall(str(part.value))
    }


def test_a_text_in_one_language_is_there_in_the_other():
    assert [where for where, told in texts() if told.keys() < {"zh", "en"}] == []


def test_both_texts_are_filled_in_with_the_same():
    both = [(where, places(told["zh"]) ^ places(told["en"])) for where, told in texts() if {"zh", "en"} <= told.keys()]

    assert [f"{where}: {sorted(differing)} in one language only" for where, differing in both if differing] == []


@pytest.mark.parametrize("check", CATALOGUE.values(), ids=list(CATALOGUE))
def test_both_messages_of_a_check_show_the_same(check):
    for entry in check.entries({one.name: sample(one) for one in check.parameters}):
        zh, en = (placeholders({language: entry["message"][language]}) for language in ("zh", "en"))
        assert zh == en, (
            f"the messages of {check.id} in surveys/questionnaires/catalogue/ show {sorted(zh ^ en)} once only"
        )


# --- choices and units ---------------------------------------------------------------------------------------------

NEVER_SHOWN = {Leased.State}
NAMED_IN_THEMSELVES = {Language}
CHOICES = sorted(
    (
        one
        for one in inherited(TextChoices) - NEVER_SHOWN - NAMED_IN_THEMSELVES
        if one.__module__.startswith("surveys.")
    ),
    key=lambda one: (one.__module__, one.__qualname__),
)


@pytest.mark.parametrize("choices", CHOICES, ids=lambda one: f"{one.__module__}.{one.__qualname__}")
def test_every_choice_has_words_in_both_languages(choices):
    with translation.override("zh-hans"):
        not_chinese = [choice.value for choice in choices if not CHINESE.search(str(choice.label))]
    with translation.override("en"):
        not_english = [choice.value for choice in choices if CHINESE.search(str(choice.label))]

    assert (not_chinese, not_english) == ([], []), (
        f"{choices.__module__}.{choices.__qualname__}: wrap the words of these in _() and add their Chinese "
        f"(python -m tests.translations add)"
    )


def test_every_unit_has_a_name_that_english_readers_can_read():
    chinese = [symbol for symbol in units.symbols() if CHINESE.search(units.unit(symbol).label("en"))]

    assert chinese == [], "surveys/lib/units.py: give these an English name"


def test_no_spelling_stands_for_two_units_but_bits_and_bytes():
    spelt = [(spelling, unit.symbol) for unit in map(units.unit, units.symbols()) for spelling in unit.every_spelling]
    lost = {(spelling, symbol) for spelling, symbol in spelt if units.find(spelling).symbol != symbol}

    assert {symbol for _spelling, symbol in lost} <= {"GB/s", "MB/s", "TB/s"}, lost


# --- pages ---------------------------------------------------------------------------------------------------------

TAGS = re.compile(
    r"\{% comment.*?endcomment %\}|\{% block main_class %\}.*?endblock %\}"
    r"|\{% blocktranslate\b.*?endblocktranslate %\}|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}",
    re.S,
)
ALIKE = {"SHA", "kVA", "kW"}


class Read(HTMLParser):
    """What stands between the tags, and the attributes that are read out or shown."""

    def __init__(self):
        super().__init__()
        self.words = []
        self.within = ""

    def handle_starttag(self, tag, attrs):
        self.within = tag
        for name, value in attrs:
            if name in ("title", "alt", "aria-label") and value:
                self.handle_data(value)

    def handle_endtag(self, tag):
        self.within = ""

    def handle_data(self, data):
        if self.within not in ("script", "style"):
            self.words += re.findall(r"[A-Za-z]{2,}|[\u4e00-\u9fff]+", data)


def untranslated(path):
    page = Read()
    source = TAGS.sub("", path.read_text(encoding="utf-8"))
    page.feed(source if "<" in source else f"<i {source}>")  # the attributes of an element are a file as well
    return [word for word in page.words if word not in ALIKE]


def test_no_page_says_anything_without_asking_for_its_translation():
    pages = {str(path.relative_to(root())): untranslated(path) for path in (SURVEYS / "templates").rglob("*.html")}

    assert {path: words for path, words in pages.items() if words} == {}
