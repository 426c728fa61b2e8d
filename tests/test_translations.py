import ast
import os
import re
import subprocess
import sys
from gettext import GNUTranslations

import pytest
from babel.messages.catalog import Catalog
from django.conf import settings as settings_of_the_tests
from django.core.exceptions import ImproperlyConfigured
from django.template import Context, Template
from django.utils.translation import gettext, npgettext, override, pgettext

from config.translations import compiled_texts
from tests.servers import root
from tests.translations import (
    FUNCTIONS,
    PO,
    add,
    as_json,
    catalogue,
    chinese_of,
    drop_unused,
    english_of,
    entries,
    files_of,
    messages,
    missing,
    note_references,
    save,
    unused,
)

PLACES = re.compile(r"%\((\w+)\)")
MAY = """\
{% load i18n %}{% translate "May" %}{% translate "May" context "month" %}\
{% blocktranslate context "month" count n=3 %}one May{% plural %}{{ n }} Mays{% endblocktranslate %}"""


def test_every_text_has_its_chinese():
    assert list(map(as_json, missing())) == []


def test_no_chinese_outlives_its_text():
    assert list(map(as_json, unused())) == []


def test_every_text_names_the_files_it_is_used_in():
    """`python -m tests.translations references` writes them anew."""
    used = {(english_of(use), use.context): files_of(use) for use in entries(messages())}
    noted = {(english_of(entry), entry.context): files_of(entry) for entry in entries(catalogue())}

    assert {text: (noted.get(text), files) for text, files in used.items() if noted.get(text) != files} == {}


def test_the_catalogue_is_as_its_tool_writes_it(tmp_path):
    """Sorted, so that two people who add texts rarely meet in one place."""
    save(catalogue(), tmp_path / "django.po")

    assert texts(tmp_path / "django.po") == texts(PO)


def texts(po):
    """Without the header, in which the tool's own release stands."""
    return po.read_text().partition("\n\n")[2]


def test_no_text_hides_in_an_f_string_where_it_would_not_be_collected():
    hidden = [
        f"{path.name}:{call.lineno}"
        for path in (root() / "surveys").rglob("*.py")
        for string in ast.walk(ast.parse(path.read_text()))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in FUNCTIONS
    ]

    assert hidden == []


def test_the_chinese_names_the_same_things_as_the_english():
    wrong = [
        entry.id
        for entry in entries(catalogue())
        if not in_every(_all(entry.id)) <= set(PLACES.findall(chinese_of(entry))) <= in_any(_all(entry.id))
    ]

    assert wrong == []


def in_every(texts):
    """What singular and plural both name; one of a pair such as %(one)s and %(many)s is enough for the Chinese."""
    return set.intersection(*(set(PLACES.findall(text)) for text in texts))


def in_any(texts):
    return set(PLACES.findall("".join(texts)))


def _all(id):
    return (id,) if isinstance(id, str) else id


# --- one English text with two meanings ------------------------------------------------------------------------------


@pytest.fixture
def program(tmp_path):
    """A program in which May is a word and a month."""
    folder = tmp_path / "surveys/templates"
    folder.mkdir(parents=True)
    (folder / "may.html").write_text(MAY)
    (folder.parent / "months.py").write_text('MAY = pgettext_lazy("month", "May")\nASK = _("May")\n')
    return tmp_path


PAIRS = {"May": {"": "可以", "month": "五月"}, "one May": {"month": "%(n)s个五月"}}


def test_texts_are_collected_with_their_contexts(program):
    found = {(english_of(use), use.context): files_of(use) for use in entries(messages(program))}

    both = ["surveys/months.py", "surveys/templates/may.html"]
    assert found == {
        ("May", None): both,
        ("May", "month"): both,
        ("one May", "month"): ["surveys/templates/may.html"],
    }


def test_a_text_that_wants_a_context_is_told_as_it_is_to_be_added(program):
    told = [as_json(use) for use in entries(messages(program))]

    assert told == ['{"May": {"month": ""}}', '"May"', '{"one May": {"month": ""}}']


def test_each_context_is_shown_in_its_own_chinese(program, settings):
    known, used = Catalog(locale="zh_Hans"), messages(program)
    add(known, used, PAIRS)
    note_references(known, used)
    po = program / "zh_Hans/LC_MESSAGES/django.po"
    po.parent.mkdir(parents=True)
    save(known, po)
    settings.LOCALE_PATHS = [compiled_texts(po, program / "compiled")]

    with override("zh-hans"):
        assert (gettext("May"), pgettext("month", "May")) == ("可以", "五月")
        assert npgettext("month", "one May", "%(n)s Mays", 3) % {"n": 3} == "3个五月"
        assert Template(MAY).render(Context()) == "可以五月3个五月"


def test_what_is_used_in_another_context_alone_is_dropped(program):
    known, used = Catalog(locale="zh_Hans"), messages(program)
    add(known, used, PAIRS | {"one May": "多余"})

    drop_unused(known, used)

    assert sorted((english_of(entry), entry.context or "") for entry in entries(known)) == [
        ("May", ""),
        ("May", "month"),
    ]


# --- what Django reads -----------------------------------------------------------------------------------------------


def compiled_file(folder):
    return folder / "zh_Hans/LC_MESSAGES/django.mo"


def test_what_django_reads_is_what_was_written():
    (folder,) = settings_of_the_tests.LOCALE_PATHS
    with compiled_file(folder).open("rb") as file:
        compiled = GNUTranslations(file)

    wrong = [entry.id for entry in entries(catalogue()) if read(compiled, entry) != chinese_of(entry)]
    assert wrong == []


def read(compiled, entry):
    if entry.pluralizable:
        return compiled.ngettext(*entry.id, 2)
    return compiled.pgettext(entry.context, entry.id) if entry.context else compiled.gettext(entry.id)


def test_nothing_compiled_lies_beside_the_program():
    assert list((root() / "surveys").rglob("*.mo")) == []


def test_texts_are_compiled_once_and_anew_when_they_change(tmp_path):
    po = tmp_path / "zh_Hans/LC_MESSAGES/django.po"
    po.parent.mkdir(parents=True)
    po.write_bytes(PO.read_bytes())
    first = compiled_texts(po, tmp_path / "data")
    written = compiled_file(first).stat()
    again = compiled_texts(po, tmp_path / "data")
    untouched = compiled_file(first).stat() == written

    po.write_text(PO.read_text() + '\nmsgid "May"\nmsgstr "五月"\n')
    second = compiled_texts(po, tmp_path / "data")

    assert (first == again, untouched, first == second) == (True, True, False)
    with compiled_file(first).open("rb") as before, compiled_file(second).open("rb") as after:
        assert (GNUTranslations(before).gettext("May"), GNUTranslations(after).gettext("May")) == ("May", "五月")


def test_many_processes_may_start_at_once(tmp_path):
    read = "open(f'{s.LOCALE_PATHS[0]}/zh_Hans/LC_MESSAGES/django.mo', 'rb').read()"
    code = f"from config import settings as s; print({read}[:4].hex())"
    environment = os.environ | {"DATA_DIR": str(tmp_path), "DEMO": "1"}
    starting = [
        subprocess.Popen([sys.executable, "-c", code], cwd=root(), env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]

    assert [process.communicate()[0].strip() for process in starting] == ["de120495"] * 4
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["django.mo"]


@pytest.mark.parametrize("texts", ["", '<<<<<<< HEAD\nmsgid "May"\nmsgstr "五月"\n', "\xff"])
def test_damaged_texts_stop_the_start_with_a_sentence(tmp_path, texts):
    po = tmp_path / "zh_Hans/LC_MESSAGES/django.po"
    po.parent.mkdir(parents=True)
    po.write_bytes(texts.encode("latin1", "replace"))

    with pytest.raises(ImproperlyConfigured, match=f"The Chinese texts cannot be read.*\n.*back into {po.parent}"):
        compiled_texts(po, tmp_path / "data")

    assert not (tmp_path / "data").exists()
