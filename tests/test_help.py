"""The manual keeps up with the product: what exists is in it, and what is in it exists."""

import hashlib
import importlib.util
import json
import re
import shlex
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from surveys.help import pages, rendering
from surveys.lib.canonical_json import canonical_sha256
from surveys.registry.models import Authority
from tests.translations import catalogue, chinese_of, entries, messages

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
WRITTEN = [name for name in pages.names() if name != pages.CHANGES]
EVERY_PAGE = [(name, language) for name in pages.names() for language in pages.LANGUAGES]
START = """\
python3 -m venv .venv && .venv/bin/pip install -r config/requirements.txt && .venv/bin/python manage.py demo
"""
TEST = """\
.venv/bin/pip install -r config/requirements-dev.txt && .venv/bin/pytest
"""
WORDS = {
    "Authority": "主管部门",
    "Region": "行政区",
    "Organisation": "单位",
    "Facility": "数据中心",
    "Contact": "联系人",
    "Questionnaire": "调查表",
    "Version": "版本",
    "Proposal": "草案",
    "Survey": "调查",
    "Round": "批次",
    "Assignment": "任务",
    "Response": "回报",
    "Draft": "草稿",
    "Revision": "报送版本",
    "Finding": "疑点",
    "Query": "质询",
    "Decision": "审核结论",
    "Extension": "延期",
    "Nil return": "零报告",
    "Notice": "通知",
    "Delivery": "送达",
    "Factor": "系数",
    "Snapshot": "快照",
    "Release": "发布",
}
BUTTONS_AND_PAGES = {
    "bureau": (
        "Overview",
        "Start a survey round",
        "Continue",
        "Save and check",
        "Issue to %(shown)s data centers",
        "Register",
        "Import a roster",
        "Check the roster",
        "Take over the valid rows, leave out the wrong ones",
        "Take over nothing",
        "Progress",
        "Not answered",
        "Letters",
        "Send again",
        "Extend the deadline…",
        "Take out of the round…",
        "Take back…",
        "Review",
        "Accept",
        "Send back",
        "Remark",
        "History",
        "Close the round…",
        "Report",
        "With those awaiting review",
        "Make the workbook",
    ),
    "builder": (
        "Write a questionnaire",
        "Take from the library",
        "Try these answers",
        "Publish version %(number)s",
        "Start a round with it",
        "Try this rule",
        "Ask for a second look",
        "Write the next version",
        "Retire…",
    ),
    "operator": (
        "Nil return for all %(count)s remaining data centers",
        "This data center is not concerned: nil return",
        "Submit the nil return to %(authority)s",
        "My assignments",
        "Upload",
        "Remove",
        "Save and continue",
        "Save and return to the list",
        "Colleagues",
        "Keep mine",
        "Keep theirs",
        "Texts that were set aside",
        "Check the answers and submit",
        "Submit to %(authority)s",
        "Download the answers (JSON)",
        "There is no such page",
        "Please send the form again",
    ),
}
"""What the guides quote from the screens, as it stands in templates."""


def first_cells(name, language):
    return re.findall(r"^\| ([^|]+?) \|", pages.source(name, language), re.M)


def code_blocks(markdown):
    return re.findall(r"^```\n(.*?)^```$", markdown, re.M | re.S)


# --- what exists is in the manual ----------------------------------------------------------------------------------


def read_settings():
    source = (ROOT / "config" / "settings.py").read_text(encoding="utf-8")
    return set(re.findall(r"\benv\.\w+\(\s*\"(\w+)\"", source))


@pytest.mark.parametrize("language", pages.LANGUAGES)
def test_the_settings_page_names_exactly_the_settings_that_are_read(language):
    named = [cell.strip("`") for cell in first_cells("settings", language) if cell.startswith("`")]

    assert sorted(named) == sorted(read_settings())


@pytest.mark.parametrize("language", pages.LANGUAGES)
def test_every_command_of_ours_is_in_the_manual(language):
    ours = {name for name, app in get_commands().items() if app == "surveys"}
    named = {cell.strip("`") for cell in first_cells("operations", language)}

    assert ours - named == set()


@pytest.mark.parametrize("language", pages.LANGUAGES)
def test_every_command_the_manual_names_exists(language):
    text = "\n".join(pages.source(name, language) for name in pages.names())
    named = set(re.findall(r"manage\.py (\w+)", text)) | {
        cell.strip("`") for cell in first_cells("operations", language) if cell.startswith("`")
    }

    assert named - set(get_commands()) == set()


@pytest.mark.parametrize("language", pages.LANGUAGES)
def test_every_word_of_the_design_is_in_the_glossary(language):
    words = WORDS.values() if language == "zh" else WORDS

    assert set(words) - set(first_cells("glossary", language)) == set()


def test_the_two_glossaries_name_the_same_pairs():
    pairs = {
        language: re.findall(r"^\| ([^|]+) \| ([^|]+) \|", pages.source("glossary", language), re.M)
        for language in pages.LANGUAGES
    }

    assert [pair for pair in pairs["en"] if pair[0] in WORDS] == [
        (english, chinese) for chinese, english in pairs["zh"] if english in WORDS
    ]
    assert {english: chinese for english, chinese in pairs["en"] if english in WORDS} == WORDS


def quoted(words):
    """As a guide quotes it, with dots in place of what changes."""
    return re.sub(r"%\(\w+\)s", "…", words)


def chinese_by_english():
    """Singulars and plurals of every text that stands in code or templates."""
    known = catalogue()
    return {
        form: chinese_of(known.get(use.id, use.context))
        for use in entries(messages())
        for form in (use.id if use.pluralizable else (use.id,))
    }


def test_the_guides_quote_the_screens_word_by_word():
    chinese = chinese_by_english()
    wanted = [(guide, words) for guide, buttons in BUTTONS_AND_PAGES.items() for words in buttons]

    assert [words for _guide, words in wanted if words not in chinese] == []
    assert [words for guide, words in wanted if quoted(words) not in pages.source(guide, "en")] == []
    assert [words for guide, words in wanted if quoted(chinese[words]) not in pages.source(guide, "zh")] == []


# --- the two languages are one manual ------------------------------------------------------------------------------


def test_every_page_is_there_in_both_languages():
    found = {language: {path.stem for path in (pages.FOLDER / language).glob("*.md")} for language in pages.LANGUAGES}

    assert found["zh"] == found["en"] == set(WRITTEN)


def test_every_page_has_its_place_in_the_list():
    assert pages.names() == list(pages.ORDER)


@pytest.mark.parametrize("name", pages.names())
def test_both_languages_have_the_same_headings(name):
    levels = [[heading.level for heading in pages.page(name, language).headings] for language in pages.LANGUAGES]

    assert levels[0] == levels[1]
    assert levels[0].count(1) == 1


@pytest.mark.parametrize("name", WRITTEN)
def test_both_languages_have_the_same_tables_and_code(name):
    shapes = [
        [token.type for token in pages.parsed(name, language) if token.type in ("tr_open", "fence", "list_item_open")]
        for language in pages.LANGUAGES
    ]

    assert shapes[0] == shapes[1]


@pytest.mark.parametrize(("name", "language"), EVERY_PAGE)
def test_every_link_leads_to_a_page_and_a_heading_that_exist(name, language):
    for href in rendering.links(pages.parsed(name, language)):
        target, anchor = rendering.page_and_anchor(href)
        ids = {f"#{heading.id}" for heading in pages.page(target, language).headings}
        assert target in pages.names()
        assert anchor == "" or anchor in ids


# --- the changelog and the README ----------------------------------------------------------------------------------


def test_the_version_is_that_of_the_changelogs_first_heading_with_a_number():
    headings = re.findall(r"^## (.+)$", pages.CHANGELOG.read_text(encoding="utf-8"), re.M)
    released = [heading.split(" – ") for heading in headings if heading != "Unreleased"]
    numbers = [tuple(map(int, number.split("."))) for number, _day in released]
    days = [date.fromisoformat(day) for _number, day in released]

    assert headings.index("Unreleased") == 0 if "Unreleased" in headings else True
    assert released[0][0] == pages.version()
    assert numbers == sorted(set(numbers), reverse=True)
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize(("language", "other"), [("zh", "English"), ("en", "中文")])
def test_the_changelog_is_shown_in_one_language_only(language, other):
    source = pages.source(pages.CHANGES, language)

    assert f"## {pages.version()}" in source
    assert other not in source
    assert "\n- " in source


def test_the_readme_begins_with_the_two_lines_of_the_set_up():
    assert code_blocks(README)[:2] == [START, TEST]


def test_the_commands_of_the_readme_exist():
    assert set(re.findall(r"manage\.py (\w+)", README)) - set(get_commands()) == set()
    modules = set(re.findall(r"python -m (tests\.\w+)", README))
    assert [module for module in modules if importlib.util.find_spec(module) is None] == []


def test_the_files_the_readme_links_to_exist():
    targets = re.findall(r"\]\(([^)#]+)\)", README)

    assert [target for target in targets if not (ROOT / target).exists()] == []


@pytest.mark.parametrize("language", pages.LANGUAGES)
def test_the_manual_repeats_the_two_lines_of_the_readme(language):
    assert code_blocks(pages.source("start", language))[0] == START
    assert code_blocks(pages.source("developing", language))[0] == TEST


# --- the program with which an operator checks the receipt -----------------------------------------------------------


JSON_OF_A_REVISION = st.recursive(
    st.none() | st.booleans() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
)


def canonical_of_the_manual(language):
    source = code_blocks(pages.source("operator", language))[0]
    names = {}
    exec(compile(source.partition("document =")[0], "check.py", "exec"), names)
    return names["canonical"]


@given(answers=JSON_OF_A_REVISION)
def test_the_manuals_program_computes_the_hash_of_the_receipt(answers):
    document = {"v": 1, "answers": answers}
    canonical = canonical_of_the_manual("en")

    assert hashlib.sha256(canonical(document).encode()).hexdigest() == canonical_sha256(document)


@pytest.mark.parametrize("language", pages.LANGUAGES)
def test_the_manuals_program_runs_as_it_stands(language, tmp_path):
    document = {"v": 1, "answers": {"用电": {"value": "12005000", "typed": "１，２００．５"}, "a": []}}
    (tmp_path / "check.py").write_text(code_blocks(pages.source("operator", language))[0], encoding="utf-8")
    (tmp_path / "answers.json").write_text(json.dumps(document), encoding="utf-8")

    told = subprocess.run([sys.executable, "check.py", "answers.json"], cwd=tmp_path, capture_output=True, text=True)

    assert told.stdout.strip() == canonical_sha256(document)


# --- the lines that make the first authority ------------------------------------------------------------------------


@pytest.mark.parametrize("language", pages.LANGUAGES)
def test_the_manuals_lines_make_an_authority_and_invite_its_administrator(language, client, db, capsys):
    for block in code_blocks(pages.source("start", language)):
        if "manage.py authority" in block:
            call_command(*shlex.split(block.split("manage.py ")[1]))
    links = capsys.readouterr().out.split()

    assert [client.get(link).status_code for link in links] == [200, 200]
    assert [authority.region.code for authority in Authority.objects.order_by("path")] == ["110000", "110105"]


# --- the pages on the site -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "language"), EVERY_PAGE)
def test_a_page_is_open_to_everybody_in_the_chosen_language(name, language, client, db):
    client.cookies["language"] = "zh-hans" if language == "zh" else "en"
    response = client.get(reverse("help:page", args=[name]))

    assert response.status_code == 200
    assert response.context["page"] == pages.page(name, language)
    assert response.content.decode().count("<h1") == 1


def test_the_contents_name_every_page_and_the_version(client, db):
    text = client.get(reverse("help:home")).content.decode()

    assert [name for name in pages.names() if f'href="/help/{name}/"' not in text] == []
    assert pages.version() in text


def test_an_unknown_page_does_not_exist(client, db):
    assert client.get("/help/passwords/").status_code == 404
    assert client.get("/help/../settings/").status_code == 404


def test_switching_the_language_keeps_the_page(client, db):
    page = client.get("/help/settings/")
    assert '<input type="hidden" name="next" value="/help/settings/">' in page.content.decode()

    switched = client.post("/language/", {"to": "en", "next": "/help/settings/"}, follow=True)

    assert switched.redirect_chain == [("/help/settings/", 302)]
    assert switched.context["page"].title == "Settings"
