"""Sheets, columns and languages of an XLSForm, however they are written."""

import pytest

from surveys.questionnaires.loading.loader import load
from surveys.workbooks.xlsform.columns import read_heading
from surveys.workbooks.xlsform.languages import code_of, guessed, heading_of
from tests.workbooks import hostile
from tests.workbooks.xlsform.forms import FUELS, book, places, questions, read, survey, told


def test_a_form_of_three_sheets_becomes_a_definition():
    content = book(
        survey=[
            ("type", "name", "label::中文 (zh)", "label::English (en)"),
            ("begin_group", "site", "场地", "Site"),
            ("integer", "racks", "机架数", "Racks"),
            ("end_group",),
        ],
        settings=[
            ("form_title", "titles::zh", "form_id", "default_language"),
            ("Racks", "机架", "RACKS", "English (en)"),
        ],
    )

    form = read(content)

    assert form.problems == []
    assert form.definition == {
        "format": 1,
        "code": "RACKS",
        "unit": "facility",
        "title": {"zh": "机架", "en": "Racks"},
        "choices": {},
        "sections": [
            {
                "name": "site",
                "label": {"zh": "场地", "en": "Site"},
                "scope": "unit",
                "questions": [{"name": "racks", "type": "integer", "label": {"zh": "机架数", "en": "Racks"}}],
            }
        ],
    }


def test_sheets_columns_and_rows_may_stand_in_any_order_and_case():
    content = book(
        **{
            "Choices": FUELS,
            " SURVEY ": [
                (),
                ("Label :: English (en)", "NAME", "Type"),
                (),
                (" What burns? ", "fuel ", "  select_one   fuels"),
            ],
        }
    )

    assert questions(content)["fuel"] == {
        "name": "fuel",
        "type": "choice",
        "choices": "fuels",
        "label": {"en": "What burns?"},
    }


@pytest.mark.parametrize(
    ("written", "column", "language"),
    [
        ("label::中文 (zh)", "label", "中文 (zh)"),
        ("Label ： 中文（zh）", "label", "中文(zh)"),
        ("caption", "label", ""),
        ("constraint-msg", "constraint_message", ""),
        ("Constraint Message::fr", "constraint_message", "fr"),
        ("bind::jr:constraintMsg::fr", "constraint_message", "fr"),
        ("jr:requiredMsg", "required_message", ""),
        ("bind::relevant", "relevant", ""),
        ("relevance", "relevant", ""),
        ("read only", "read_only", ""),
        ("calculate", "calculation", ""),
        ("jr:count", "repeat_count", ""),
        ("Guidance Hint", "guidance_hint", ""),
    ],
)
def test_a_heading_is_understood_in_all_its_spellings(written, column, language):
    heading = read_heading("survey", written)

    assert (heading.column, heading.language, heading.is_known) == (column, language, True)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("中文 (zh)", "zh"),
        ("Chinese", "zh"),
        ("zh-Hans", "zh"),
        ("zh_CN", "zh"),
        ("English (en)", "en"),
        ("en-GB", "en"),
        ("Français (fr)", "fr"),
        ("繁體 (zh-Hant)", "zh-Hant"),
        ("Deutsch", "Deutsch"),
    ],
)
def test_a_language_is_known_by_name_or_code_and_else_kept(written, code):
    assert code_of(written) == code


@pytest.mark.parametrize("code", ["zh", "en", "fr", "zh-Hant", "Deutsch", "English ()", "en (old"])
def test_a_language_is_headed_so_that_it_is_known_again(code):
    assert code_of(heading_of(code)) == code


@pytest.mark.parametrize(
    ("texts", "language"), [(["用电量", "PUE", "名称"], "zh"), (["Name (北京)", "Total", "Racks"], "en"), (["1"], "en")]
)
def test_what_does_not_name_its_language_is_judged_by_its_letters(texts, language):
    assert guessed(texts) == language


def test_the_settings_say_which_language_unnamed_columns_are_in():
    content = survey(("text", "a", "Nom"), settings=[("default_language",), ("Français (fr)",)])

    assert questions(content)["a"]["label"] == {"fr": "Nom"}


def test_a_column_that_names_its_language_goes_before_one_that_does_not():
    content = survey(
        ("text", "a", "Plain", "Named"), ("text", "b", "Plain", ""), headings=("type", "name", "label", "label::en")
    )

    assert [question["label"] for question in questions(content).values()] == [{"en": "Named"}, {"en": "Plain"}]


def test_words_that_give_way_to_those_of_a_named_language_are_told():
    content = survey(
        ("text", "a", "Nom", "Name"),
        ("text", "b", "Same", "Same"),
        ("text", "c", None, "Only"),
        headings=("type", "name", "label", "label::English (en)"),
    )

    assert [one for one in told(content, "warning") if "taken for" in one] == [
        "survey!C2: This column is taken for English, and D2 holds other words in English; those here are ignored. "
        "If they are in another language, name it in the heading, as in label::français (fr)"
    ]


def test_the_version_others_count_is_told_to_count_for_nothing_here():
    settings = [("form_title", "form_id", "version"), ("T", "t", 2021060101)]

    assert "settings!C1: The column “version” has no meaning here and is ignored" in told(
        survey(("text", "a", "A"), settings=settings), "warning"
    )


def test_cells_typed_as_numbers_and_truths_are_read_as_typed():
    content = survey(
        ("integer", "a", 2021, True, 12, 3),
        headings=("type", "name", "label", "required", "default", "max_length"),
    )

    question = questions(content)["a"]
    assert (question["label"], question["required"], question["default"], question["max_length"]) == (
        {"en": "2021"},
        True,
        "12",
        3,
    )


def test_missing_translations_are_told_once_a_column():
    content = survey(
        ("text", "a", "甲", "A"),
        ("text", "b", "乙", ""),
        ("select_one fuels", "c", "丙", ""),
        headings=("type", "name", "label::zh", "label::en"),
        choices=FUELS,
    )

    assert told(content, "warning") == [
        "survey!D3: The words in English are missing, column label::English (en) (in 2 cells)",
        "choices!C2: The words in Chinese are missing, column label::中文 (zh) (in 2 cells)",
    ]


@pytest.mark.parametrize(
    ("heading", "warning"),
    [
        ("relavant", "The column “relavant” is not known and is ignored. Did you mean relevant?"),
        ("my remarks", "The column “my remarks” is not known and is ignored."),
        ("trigger", "The column “trigger” has no meaning here and is ignored"),
        ("media::image::fr", "The column “media::image::fr” has no meaning here and is ignored"),
    ],
)
def test_columns_that_do_nothing_are_told_once(heading, warning):
    content = survey(
        ("text", "a", "A", "甲", "x"),
        ("text", "b", "B", "乙", "y"),
        headings=("type", "name", "label::en", "label::zh", heading),
    )

    assert told(content, "warning") == [f"survey!E1: {warning}"]


def test_a_column_that_stands_twice_is_refused():
    content = survey(("text", "a", "A", "B"), headings=("type", "name", "label", "Label"))

    assert told(content) == ["survey!D1: The column “Label” stands in C1 already. Delete one of them"]


def test_filled_columns_without_a_heading_are_told():
    content = survey(("text", "a", "A", "加一句"), headings=("type", "name", "label", None))

    assert "survey!D1: This column has no heading; what stands in it is ignored" in told(content, "warning")


def test_a_formula_that_failed_is_told_at_its_cell():
    content = survey(("integer", "a", "A", "#NAME?"), headings=("type", "name", "label", "constraint"))

    assert told(content) == [
        "survey!D2: A formula in this cell failed with “#NAME?”. Correct it, or write what it should give"
    ]


def test_columns_of_the_choices_sheet_that_are_not_known_are_attributes():
    content = survey(
        ("select_one fuels", "a", "A"),
        choices=[("list_name", "name", "label", "kgce", "attribute::label"), ("fuels", "coal", "Coal", 0.7143, "C")],
    )

    assert read(content).definition["choices"]["fuels"][0]["attributes"] == {"kgce": "0.7143", "label": "C"}


def test_a_misspelt_sheet_is_named():
    content = book(survay=[("type", "name", "label"), ("text", "a", "A")], choices=[("list_name", "name", "label")])

    assert told(content) == [": There is no sheet named survey. An XLSForm has the sheets survey, choices and settings"]
    assert told(content, "warning") == [
        "survay!A1: The sheet “survay” is not known and is ignored. Did you mean survey?"
    ]


@pytest.mark.parametrize("flaw", hostile.HOSTILE)
def test_what_is_no_workbook_gives_one_flaw_in_both_languages(flaw):
    form = read(hostile.HOSTILE[flaw]())

    (problem,) = form.problems
    assert (form.definition, problem.location, problem.severity) == (None, "", "error")
    assert problem.message["zh"] != problem.message["en"]


def test_a_file_that_is_not_there_gives_a_flaw(tmp_path):
    assert read(tmp_path / "form.xlsx").problems[0].message["en"] == "The file form.xlsx cannot be opened"


def test_a_path_is_read_like_its_bytes(tmp_path):
    path = tmp_path / "Racks 2021.xlsx"
    path.write_bytes(survey(("text", "a", "甲")))

    assert read(path).definition == read(path.read_bytes()).definition


def test_where_settings_are_missing_the_file_gives_the_code():
    form = read(survey(("text", "a", "A")))

    assert (form.definition["code"], form.definition["title"]) == ("form", {"zh": "form", "en": "form"})


def test_rows_beyond_the_limit_are_refused_by_their_cell():
    content = survey(*[("text", f"q{n}", "Q") for n in range(1001)])

    assert places(content) == ["survey!A1002"]
    assert len(questions(content)) == 1000


def test_settings_become_the_head_of_the_definition():
    content = survey(
        ("select_one fuels", "fuel", "燃料"),
        ("decimal", "kwh", "用电量"),
        ("date", "first", "统计期起"),
        ("date", "last", "统计期止"),
        choices=FUELS,
        settings=[
            ("form_title", "titles::English (en)", "code", "unit", "zone", "introduction", "notes", "core", "nil",
             "nil_requires", "roles", "extended", "version", "other_periods"),
            ("用能", "Energy", "E-1", "organisation", "Asia/Shanghai", "请填报", "其一", "kwh, fuel", "fuel=gas", "kwh",
             "total_kwh=kwh; period_from=first; period_to=last", "no", "3", "apart"),
            (None, None, None, None, None, None, "其二"),
        ],
    )  # fmt: skip

    definition = read(content).definition
    load(definition)

    assert {key: value for key, value in definition.items() if key not in ("choices", "sections")} == {
        "format": 1,
        "code": "E-1",
        "unit": "organisation",
        "title": {"zh": "用能", "en": "Energy"},
        "zone": "Asia/Shanghai",
        "introduction": {"zh": "请填报"},
        "extended": False,
        "core": ["kwh", "fuel"],
        "nil": {"question": "fuel", "value": "gas", "requires": ["kwh"]},
        "other_periods": "apart",
        "roles": {"total_kwh": "kwh", "period_from": "first", "period_to": "last"},
        "notes": [{"zh": "其一"}, {"zh": "其二"}],
    }
