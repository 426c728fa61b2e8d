"""What each type and column of the survey sheet becomes."""

import pytest

from surveys.workbooks.xlsform.types import Act, likely_type, read_type
from tests.workbooks.xlsform.forms import FUELS, TYPE_NAME_LABEL, places, question, questions, read, survey, told

LABEL = {"en": "Question"}


@pytest.mark.parametrize(
    ("written", "type"),
    [
        ("text", "text"),
        ("String", "text"),
        ("int", "integer"),
        ("decimal", "decimal"),
        ("percent", "percent"),
        ("date", "date"),
        ("time", "time"),
        ("dateTime", "datetime"),
        ("date time", "datetime"),
        ("acknowledge", "acknowledge"),
        ("trigger", "acknowledge"),
        ("file", "file"),
        ("note", "note"),
        ("hidden", "hidden"),
        ("yes_no", "yes_no"),
        ("geopoint", "geopoint"),
        ("gps", "geopoint"),
        ("add location prompt", "geopoint"),
        ("month", "month"),
        ("long_text", "long_text"),
        ("add text prompt", "text"),
        ("q int", "integer"),
    ],
)
def test_a_type_is_known_in_all_its_spellings(written, type):
    assert question(written) == {"name": "q", "type": type, "label": LABEL}


@pytest.mark.parametrize(
    ("written", "type"),
    [
        ("select_one fuels", "choice"),
        ("select one from fuels", "choice"),
        ("SELECT1 fuels", "choice"),
        ("select_multiple fuels", "choices"),
        ("select all that apply from fuels", "choices"),
        ("add select one prompt using fuels", "choice"),
    ],
)
def test_a_select_names_its_list(written, type):
    assert question(written) == {"name": "q", "type": type, "label": LABEL, "choices": "fuels"}


@pytest.mark.parametrize(
    ("type", "appearance", "becomes", "left"),
    [
        ("text", "multiline", "long_text", None),
        ("text", "w3 multiline", "long_text", "w3"),
        ("text", "numbers", "text", "numbers"),
        ("date", "month-year", "month", None),
        ("date", "no-calendar", "date", "no-calendar"),
    ],
)
def test_an_appearance_can_make_another_type(type, appearance, becomes, left):
    made = question(type, appearance=appearance)

    assert (made["type"], made.get("appearance")) == (becomes, left)


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ("start=0 end=10 step=1", {"type": "integer", "constraint": ". >= 0 and . <= 10"}),
        ("", {"type": "integer", "constraint": ". >= 1 and . <= 10"}),
        ("start=0; end=100; step=5", {"type": "integer", "constraint": ". >= 0 and . <= 100 and (. - 0) mod 5 = 0"}),
        ("Start=0,END=20,Step=2", {"type": "integer", "constraint": ". >= 0 and . <= 20 and (. - 0) mod 2 = 0"}),
        ("start=0 end=9 tick_interval=3 tick_labelset=x", {"type": "integer", "constraint": ". >= 0 and . <= 9"}),
        (
            "start=0.5, end=1, step=0.25",
            {"type": "decimal", "decimals": 2, "constraint": ". >= 0.5 and . <= 1 and (. - 0.5) mod 0.25 = 0"},
        ),
    ],
)
def test_a_range_is_a_number_with_limits(parameters, expected):
    made = question("range", parameters=parameters)

    assert made["appearance"] == "range"
    assert {key: made.get(key) for key in expected} == expected


def test_a_range_keeps_its_own_constraint_and_words():
    made = question("range", parameters="start=0 end=10 step=1", constraint=". != 5", constraint_message="Not five")

    assert made["constraint"] == "(. >= 0 and . <= 10) and (. != 5)"
    assert made["constraint_message"] == {"en": "Not five"}


def test_what_a_range_makes_nothing_of_is_told():
    content = survey(("range", "q", "Q", "start=0 Tick_Interval=3"), headings=("type", "name", "label", "parameters"))

    assert "survey!D2: Only start, end and step are read; the other parameters are ignored" in told(content, "warning")


@pytest.mark.parametrize("parameters", ["step=0", "start=a", "0 to 10", "start=0 start=1", "strat=0 end=5"])
def test_a_range_that_cannot_be_is_refused(parameters):
    content = survey(("range", "q", "Q", parameters), headings=("type", "name", "label", "parameters"))

    assert places(content) == ["survey!D2"]


@pytest.mark.parametrize("type", ["image", "audio", "video"])
def test_a_picture_a_sound_and_a_film_are_files(type):
    assert question(type) == {"name": "q", "type": "file", "label": LABEL, "accept": type}


def test_what_is_calculated_is_shown_if_it_has_a_label():
    content = survey(
        ("calculate", "shown", "Shown", "1 + 1"),
        ("calculate", "unseen", "", "1 + 1"),
        headings=("type", "name", "label", "calculation"),
    )

    assert {name: one["type"] for name, one in questions(content).items()} == {
        "shown": "calculated",
        "unseen": "hidden",
    }


def test_any_question_with_a_calculation_becomes_a_calculated_one():
    content = survey(
        ("integer", "a", "A", "1 + 1", "yes"), headings=("type", "name", "label", "calculation", "required")
    )

    assert questions(content)["a"] == {
        "name": "a",
        "type": "calculated",
        "label": {"en": "A"},
        "calculation": "1 + 1",
        "decimals": 0,
    }
    assert places(content, "warning")[:2] == ["survey!C2", "survey!D2"]


@pytest.mark.parametrize(
    ("type", "worked_out"),
    [("today", {"calculation": "today()"}), ("start", {"initial": "now()"}), ("end", {"calculation": "now()"})],
)
def test_moments_are_noted_down_unseen(type, worked_out):
    made = questions(survey((type, "m", ""), ("text", "a", "A")))["m"]

    assert made == {"name": "m", "type": "hidden"} | worked_out


def test_what_a_device_knows_is_left_out():
    content = survey(("deviceid", "d", ""), ("text", "a", "A"))

    assert list(questions(content)) == ["a"]
    assert told(content, "warning")[0] == "survey!A2: deviceid is not collected here and left out"


def test_what_a_device_knows_is_blank_where_somebody_asks_for_it():
    content = survey(("username", "u", ""), ("note", "a", "Hello ${u}"))

    assert questions(content)["u"] == {"name": "u", "type": "hidden"}
    assert told(content) == []


@pytest.mark.parametrize(
    "type",
    [
        "geotrace",
        "geoshape",
        "rank fuels",
        "osm",
        "select_one_external fuels",
        "select_one_from_file fuels.csv",
        "select_multiple fuels.xml",
        "select_one ${members}",
    ],
)
def test_what_cannot_work_here_is_refused_by_its_cell(type):
    content = survey((type, "q", "Q"), choices=FUELS)

    assert places(content) == ["survey!A2"]
    assert type in told(content)[0]


@pytest.mark.parametrize("type", ["begin_score", "begin loop over fuels", "end_kobomatrix"])
def test_what_would_hold_no_answer_is_refused_too(type):
    assert places(survey((type, "q", ""), ("text", "a", "A"))) == ["survey!A2"]


def test_what_cannot_work_becomes_text_where_the_author_allows_it():
    content = survey(
        ("geotrace", "q", "Q"),
        ("audit", "audit", ""),
        ("begin_score", "c", ""),
        settings=[("unsupported_types",), ("text",)],
    )

    assert questions(content) == {"q": {"name": "q", "type": "text", "label": {"en": "Q"}}}
    assert places(content) == []
    assert places(content, "warning")[:3] == ["survey!A2", "survey!C2", "survey!A3"]


def test_the_caller_can_allow_it_as_well():
    form = read(survey(("geoshape", "q", "Q")), unsupported_as_text=True)

    assert not form.has_errors


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("yes", True),
        (True, True),
        ("true()", True),
        ("1", True),
        ("是", True),
        ("no", None),
        ("", None),
        (False, None),
        ("${a} > 1", "${a} > 1"),
    ],
)
def test_required_is_yes_no_or_a_condition(written, expected):
    assert question("text", required=written).get("required") == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("red", {"default": "red"}),
        ("2021-04-28", {"default": "2021-04-28"}),
        ("1 - 1", {"default": "1 - 1"}),
        ("Fill in (carefully)", {"default": "Fill in (carefully)"}),
        ("'today()'", {"default": "today()"}),
        ("today()", {"initial": "today()"}),
        ("${a} * 2", {"initial": "${a} * 2"}),
    ],
)
def test_a_default_is_words_or_worked_out(written, expected):
    made = question("text", default=written)

    assert {key: made[key] for key in ("default", "initial") if key in made} == expected


def test_an_other_choice_brings_its_text_along_and_leaves_other_questions_their_list():
    content = survey(
        ("select_one fuels or_other", "one", "One"),
        ("select_multiple fuels or specify other", "many", "Many"),
        ("select_one fuels", "plain", "Plain"),
        choices=FUELS,
    )

    made = questions(content)
    assert [one.get("choices") for one in made.values()] == ["fuels_or_other", None, "fuels_or_other", None, "fuels"]
    assert made["many_other"]["relevant"] == "selected(${many}, 'other')"
    assert [choice["name"] for choice in read(content).definition["choices"]["fuels_or_other"]] == [
        "coal",
        "gas",
        "other",
    ]


@pytest.mark.parametrize("column", ["relevant", "constraint"])
@pytest.mark.parametrize(
    ("written", "expected"),
    [(True, "true()"), (False, "false()"), ("yes", "true()"), ("No", "false()"), ("true()", "true()")],
)
def test_a_truth_alone_is_a_condition(column, written, expected):
    content = survey(("text", "q", "Q", written), headings=(*TYPE_NAME_LABEL, column))

    assert told(content) == []
    assert questions(content)["q"][column] == expected


def test_a_calculation_may_be_a_truth_alone():
    content = survey(("calculate", "q", None, True), headings=(*TYPE_NAME_LABEL, "calculation"))

    assert (told(content), questions(content)["q"]["calculation"]) == ([], "true()")


def test_bent_quotes_are_straightened():
    assert question("text", relevant="${q} = ‘a’")["relevant"] == "${q} = 'a'"


def test_a_hint_alone_takes_the_place_of_the_label():
    content = survey(("text", "q", "", "Only this"), headings=("type", "name", "label", "hint"))

    assert questions(content)["q"] == {"name": "q", "type": "text", "label": {"en": "Only this"}}


@pytest.mark.parametrize(("written", "likely"), [("intger", "integer"), ("select_on fuels", "select_one"), ("§§§", "")])
def test_a_misspelt_type_suggests_the_right_one(written, likely):
    assert (read_type(written), likely_type(written)) == (None, likely)


def test_groups_and_repeats_are_known_in_all_spellings():
    acts = [read_type(word).act for word in ("begin group", "BEGIN_GROUP", "begin lgroup", "end  group", "end_repeat")]

    assert acts == [Act.BEGIN_GROUP, Act.BEGIN_GROUP, Act.BEGIN_REPEAT, Act.END_GROUP, Act.END_REPEAT]


def test_what_only_heads_a_grid_of_choices_is_a_note():
    content = survey(
        ("select_one fuels", "head", "How clean?", "w2 label"),
        ("select_one fuels", "a", "Here", "w2 list-nolabel"),
        headings=("type", "name", "label", "appearance"),
        choices=FUELS,
    )

    assert {name: one["type"] for name, one in questions(content).items()} == {"head": "note", "a": "choice"}
    assert "survey!D2: The appearance label only heads a grid and takes no answer; this becomes a note" in told(
        content, "warning"
    )
