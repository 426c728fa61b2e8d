"""Every flaw is told by its cell, with what to do."""

import pytest

from tests.workbooks.xlsform.forms import FUELS, TYPE_NAME_LABEL, book, places, questions, read, survey, told

WITH_RULES = ("type", "name", "label", "relevant", "constraint", "calculation", "required", "choice_filter")


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("用 电量", "q2"),
        ("2nd", "q_2nd"),
        ("total kWh", "total_kWh"),
        ("é 1", "e_1"),
        ("a " * 30 + "a", "a_" * 29),
    ],
)
def test_a_name_that_cannot_be_is_refused_with_one_that_can(name, better):
    (flaw,) = told(survey(("text", name, "A")))

    assert flaw.startswith(f"survey!B2: The name “{name}” may only have letters")
    assert flaw.endswith(f"Write {better} for example")


@pytest.mark.parametrize(
    ("name", "here"),
    [
        ("A4.3_kwh", "A4_3_kwh"),
        ("a_b.", "a_b__4e23221d"),
        ("用电量", "q_cd4db0de"),
        ("é-1", "e-1_e2e1a2ce"),
        ("a" * 61, f"{'a' * 51}_aa1abe92"),
    ],
)
def test_a_name_that_others_take_becomes_one_that_we_take(name, here):
    content = survey(
        ("integer", name, "A", None),
        ("integer", "a_b_", f"${{{name}}}", f"${{{name}}} > 1"),
        ("file", "bill", "B", None, f"a_b_ {name}"),
        headings=("type", "name", "label", "relevant", "proves"),
    )

    assert told(content) == []
    assert f"survey!B2: The name “{name}” is written {here} here, wherever it is mentioned" in told(content, "warning")
    assert questions(content)["a_b_"]["relevant"] == f"${{{here}}} > 1"
    assert list(questions(content)["a_b_"]["label"].values()) == [f"${{{here}}}"]
    assert questions(content)["bill"]["proves"] == ["a_b_", here]


def test_a_choice_without_words_is_told_once_though_its_list_is_copied():
    content = survey(
        ("select_one fuels or_other", "a", "A"),
        choices=[("list_name", "name", "label"), ("fuels", "coal", "")],
    )

    assert "choices!C2: The label of the choice is missing; its name “coal” will be shown" in told(content, "warning")
    assert len([line for line in told(content, "warning") if line.startswith("choices!")]) == 1


def test_a_table_without_a_label_is_headed_by_the_forms_title():
    content = survey(("begin_repeat", "rooms", ""), ("text", "room", "Room"), ("end_repeat",))

    assert told(content) == []
    assert "survey!B2: The group has no label; the form's title takes its place" in told(content, "warning")
    assert questions(content)["rooms"]["label"] == {"zh": "form", "en": "form"}


def test_a_default_that_asks_for_what_is_not_there_is_no_text():
    content = survey(("text", "a", "A", "${last saved#a}"), headings=("type", "name", "label", "default"))

    assert told(content) == ["survey!D2: Write a reference to a question as ${name}"]


def test_words_that_show_an_answer_nobody_gives_are_told_by_cell():
    headings = (*TYPE_NAME_LABEL, "hint", "required_message", "constraint_message")
    rows = [
        ("begin group", "g", "About ${nobody}"),
        ("text", "a.b", "A ${c}", "Of ${nobody}", "Give ${nobody}", "Not ${nobody}"),
        ("select_one fuels", "c", "C", None, "Give ${ a.b }", "Not ${a.b}"),
        ("end group", None, None),
    ]
    fuels = [("list_name", "name", "label"), ("fuels", "coal", "Coal ${c}"), ("fuels", "gas", "Gas ${nobody}")]

    flaws = told(survey(*rows, headings=headings, choices=fuels))

    cells = ["survey!C2", "survey!D3", "survey!E3", "survey!F3", "choices!C3"]
    assert flaws == [f"{cell}: There is no question named “nobody”" for cell in cells]


def test_a_calculation_of_nothing_is_refused():
    content = survey(("calculate", "a", "", ""), headings=("type", "name", "label", "calculation"))

    assert told(content) == ["survey!D2: The calculation is missing (column calculation)"]


def test_a_name_used_twice_names_the_other_cell():
    content = survey(("text", "a", "A ${a}"), ("begin_group", "g", "G"), ("text", "a", "B"), ("end_group",))

    assert told(content) == ["survey!B4: The name “a” is used in survey!B2 already; every name can be used once"]


@pytest.mark.parametrize(
    ("row", "flaw"),
    [
        (("text", "", "A"), "survey!B2: The name is missing (column name)"),
        (("text", "a", ""), "survey!C2: The label is missing"),
        (("", "a", "A"), "survey!A2: The type is missing"),
        (("numbr", "a", "A"), "survey!A2: There is no type “numbr”."),
        (("intger", "a", "A"), "survey!A2: There is no type “intger”. Did you mean integer?"),
        (("select_one", "a", "A"), "survey!A2: The name of the list is missing, as in select_one fuels"),
        (("select_one nothing", "a", "A"), "survey!A2: There is no list of choices “nothing”"),
        (("end_group", "", ""), "survey!A2: There is no begin_group that this could end"),
    ],
)
def test_what_is_missing_or_unknown_is_told(row, flaw):
    assert flaw in told(survey(row, ("text", "z", "Z")))


def test_a_group_that_is_never_closed_names_both_cells():
    content = survey(("begin_group", "g", "G"), ("text", "a", "A"))

    assert told(content) == ["survey!A2: This begin_group has no end_group up to the last row (survey!A3)"]


def test_an_end_of_the_wrong_kind_names_both_cells():
    content = survey(("begin_group", "g", "G"), ("text", "a", "A"), ("end_repeat",))

    assert told(content) == ["survey!A4: This should be end_group: the begin_group in survey!A2 is still open"]


def test_a_table_in_a_table_is_refused():
    content = survey(
        ("begin_repeat", "t", "T"),
        ("text", "a", "A"),
        ("begin_repeat", "u", "U"),
        ("text", "b", "B"),
        ("end_repeat",),
        ("end_repeat",),
    )

    assert told(content) == [
        "survey!A4: A table (the begin_repeat in survey!A2) cannot hold another table. Move it out"
    ]


@pytest.mark.parametrize(
    ("row", "flaw"),
    [
        (("text", "q", "Q", "${nobody} = 1"), "survey!D2: There is no question named “nobody”"),
        (("text", "q", "Q", "1 +"), "survey!D2: The expression is unfinished"),
        (("text", "q", "Q", "'on'"), "survey!D2: This should be a condition"),
        (("integer", "q", "Q", "", ". > ${nobody}"), "survey!E2: There is no question named “nobody”"),
        (("calculate", "q", "Q", "", "", "nofunction(1)"), "survey!F2: There is no function nofunction()"),
        (("calculate", "q", "Q"), "survey!F2: The calculation is missing (column calculation)"),
        (("text", "q", "Q", "", "", "", "${nobody} = 1"), "survey!G2: There is no question named “nobody”"),
        (("text", "q", "Hello ${nobody}"), "survey!C2: There is no question named “nobody”"),
    ],
)
def test_a_rule_is_blamed_in_its_own_cell(row, flaw):
    assert told(survey(row, headings=WITH_RULES)) == [flaw]


def test_what_or_other_adds_cannot_be_filtered():
    fuels = [("list_name", "name", "label", "at"), ("fuels", "coal", "Coal", "x")]
    rows = [("text", "site", "Site"), ("select_one fuels or_other", "fuel", "Fuel", "at = ${site}")]

    assert told(survey(*rows, headings=(*TYPE_NAME_LABEL, "choice_filter"), choices=fuels)) == [
        "survey!D3: The choice that or_other adds has no attributes to be filtered by. "
        "Write it into the list and leave or_other out"
    ]


def test_a_filter_is_blamed_in_its_own_cell():
    content = survey(
        ("select_one fuels", "q", "Q", "", "", "", "", "colour = ${nobody}"), headings=WITH_RULES, choices=FUELS
    )

    assert set(places(content)) == {"survey!H2"}


def test_a_condition_of_a_group_is_blamed_at_the_group():
    content = survey(
        ("begin_group", "outer", "Outer", "true()"),
        ("begin_group", "inner", "", "${nobody} = 1"),
        ("text", "a", "A", "${nothing} = 1"),
        ("text", "b", "B", "true()"),
        ("end_group",),
        ("end_group",),
        headings=WITH_RULES,
    )

    assert told(content) == [
        "survey!D3: There is no question named “nobody”",
        "survey!D4: There is no question named “nothing”",
    ]


def test_a_malformed_condition_of_a_group_is_told_once():
    content = survey(
        ("begin_group", "outer", "Outer"),
        ("begin_group", "inner", "", "1 +"),
        ("text", "a", "A"),
        ("text", "b", "B"),
        ("end_group",),
        ("end_group",),
        headings=WITH_RULES,
    )

    assert told(content) == ["survey!D3: The expression is unfinished"]


def test_what_depends_on_itself_is_told():
    content = survey(
        ("calculate", "a", "A", "", "", "${b}"), ("calculate", "b", "B", "", "", "${a}"), headings=WITH_RULES
    )

    (flaw,) = told(content)
    assert "These depend on each other" in flaw


@pytest.mark.parametrize(
    ("rows", "flaw"),
    [
        ([("fuels", "", "Coal")], "choices!B2: The name of the choice is missing"),
        ([("my fuels", "coal", "Coal")], "choices!A2: The name of a list must not contain spaces"),
        (
            [("fuels", "coal", "Coal"), ("fuels", "coal", "Coke")],
            "choices!B3: The choice “coal” stands in choices!B2 already. Names within a list must differ",
        ),
    ],
)
def test_flaws_of_choices_are_told_by_cell(rows, flaw):
    content = survey(("select_multiple fuels", "q", "Q"), choices=[("list_name", "name", "label"), *rows])

    assert flaw in told(content)


def test_a_choice_without_a_label_is_shown_by_its_name():
    content = survey(("select_one fuels", "q", "Q"), choices=[("list_name", "name", "label"), ("fuels", "coal", "")])

    assert told(content) == []
    assert "choices!C2: The label of the choice is missing; its name “coal” will be shown" in told(content, "warning")
    assert read(content).definition["choices"]["fuels"] == [{"name": "coal", "label": {"zh": "coal", "en": "coal"}}]


def test_choices_that_stand_twice_may_be_allowed():
    content = survey(
        ("select_one fuels", "q", "Q"),
        choices=[*FUELS, ("fuels", "gas", "Natural gas")],
        settings=[("allow_choice_duplicates",), ("yes",)],
    )

    assert places(content) == []
    assert "choices!B4: The choice stands in choices!B3 already; only the first one is kept" in told(content, "warning")
    assert [choice["label"] for choice in read(content).definition["choices"]["fuels"]] == [
        {"en": "Coal"},
        {"en": "Gas"},
    ]


@pytest.mark.parametrize(
    ("column", "value", "flaw"),
    [
        ("unit", "house", "This should be one of: facility, organisation"),
        ("zone", "Mars/Base", "There is no time zone “Mars/Base”"),
        ("core", "nobody", "There is no question named “nobody”"),
        ("roles", "total", "Write pairs separated by semicolons, as in a=b; c=d"),
        ("roles", "total=nobody", "There is no question named “nobody”"),
        ("nil", "nobody=no", "There is no question named “nobody”"),
        ("nil", "a=1; b=2", "Write one question and its answer, as in has_mining=no"),
        ("other_periods", "never", "This should be one of: mark, annualise, apart"),
        (
            "other_periods",
            "apart",
            "To treat returns about other periods, name the questions that ask for the period: "
            "the roles period_from and period_to",
        ),
        ("extended", "perhaps", "Write yes or no"),
    ],
)
def test_flaws_of_settings_are_told_by_cell(column, value, flaw):
    content = survey(("text", "a", "A"), settings=[(column,), (value,)])

    assert told(content) == [f"settings!A2: {flaw}"]


def test_a_second_row_of_settings_is_told():
    content = survey(("text", "a", "A"), settings=[("form_id",), ("one",), ("two",)])

    assert "settings!A3: Only the first row of settings is read; this is ignored" in told(content, "warning")


def test_a_row_of_remarks_is_ignored_with_a_word():
    content = survey(("text", "a", "A"), (None, None, None, "see above"), headings=("type", "name", "label", "hint"))

    assert "survey!A3: The row has neither type nor name and is ignored" in told(content, "warning")


@pytest.mark.parametrize(
    ("outer", "label", "idle"), [(0, "G", "FHIJ"), (1, "G", "FIJL"), (1, None, "FHIJKL"), (0, None, "FHIJ")]
)
def test_what_a_group_cannot_be_is_told_by_cell(outer, label, idle):
    columns = ("relevant", "appearance", "readonly", "required", "guidance_hint", "default", "repeat_count", "hint")
    group = ("begin group", "g", label, "1 = 1", "field-list", "yes", "no", "More", "5", "3", "About g", "unit")
    rows = [("begin group", "outer", "Outer")] * outer + [group, ("text", "a", "A")] + [("end group",)] * (outer + 1)

    warnings = told(survey(*rows, headings=(*TYPE_NAME_LABEL, *columns, "scope")), "warning")

    assert [one for one in warnings if "for a group" in one] == [
        f"survey!{letter}{outer + 2}: This has no meaning for a group and is ignored" for letter in idle
    ]


def test_disabled_rows_are_left_out_with_a_word():
    content = survey(
        ("text", "a", "A", ""), ("nonsense", "b", "B", "yes"), headings=("type", "name", "label", "disabled")
    )

    assert list(questions(content)) == ["a"]
    assert "survey!D3: Rows whose disabled is yes are left out" in told(content, "warning")


def test_a_note_in_a_table_stands_above_it():
    content = survey(
        ("begin_repeat", "t", "T"),
        ("note", "n", "Fill in all"),
        ("note", "m", "About ${a}"),
        ("begin_group", "g", "Details"),
        ("text", "a", "A"),
        ("end_group",),
        ("end_repeat",),
    )

    assert list(questions(content)) == ["n", "g", "t", "a"]
    assert places(content) == []


def test_a_survey_without_questions_is_refused():
    assert told(book(survey=[("type", "name", "label")])) == ["survey!A1: There are no questions"]
    assert told(book(survey=[])) == ["survey!A1: There are no questions"]


def test_flaws_come_in_the_order_of_the_sheets():
    content = survey(
        ("select_one fuels", "q 1", ""), ("text", "b", ""), choices=[("list_name", "name", "label"), ("fuels", "", "x")]
    )

    assert places(content) == ["survey!A2", "survey!B2", "survey!C2", "survey!C3", "choices!B2"]


def test_more_cells_or_rules_than_anybody_can_wait_for_are_refused():
    rule = " and ".join(["${q0} > 1"] * 300)
    rules = survey(
        *[("integer", f"q{n}", "Q", rule) for n in range(120)], headings=("type", "name", "label", "relevant")
    )
    cells = survey(("text", "a", "A"), choices=[["list_name", *map(str, range(250))], *[["x"] * 250] * 801])

    assert told(rules) == ["survey!A1: All expressions together are longer than 300000 characters. Split the form"]
    assert told(cells) == [": More than 200000 cells are filled. Split the form"]


def test_lists_shown_by_too_many_questions_are_refused():
    choices = [("list_name", "name", "label"), *[("l", f"n{n}", "N") for n in range(4000)]]
    content = survey(*[("select_one l", f"q{n}", "Q") for n in range(80)], choices=choices)

    assert told(content) == ["survey!A1: The questions offer more than 300000 choices together. Shorten the lists"]
