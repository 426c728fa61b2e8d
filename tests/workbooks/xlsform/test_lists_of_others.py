"""Lists, lookups and counts as other programs have them, and what becomes of them here."""

import pytest

from tests.workbooks.xlsform.forms import FUELS, TYPE_NAME_LABEL, places, read, survey, told
from tests.workbooks.xlsform.test_ways_of_others import taken

ASKED = [
    ("select_one states", "state", "State", ""),
    ("select_one_external counties", "county", "County", "state = ${state}"),
]
CHOICES = [("list_name", "name", "label"), ("states", "north", "North"), ("states", "deep south", "South")]
EXTERNAL = [
    ("list_name", "name", "label", "state"),
    ("states", "north", "North", ""),
    ("counties", "king", "King", "north"),
    ("counties", "king", "King", "deep south"),
    ("counties", "big ben", "Ben", "deep south"),
]


def asked_of_others(choices=CHOICES):
    headings = (*TYPE_NAME_LABEL, "choice_filter")
    return survey(*ASKED, headings=headings, choices=choices, external_choices=EXTERNAL)


def test_the_lists_of_the_sheet_for_external_choices_are_lists_like_others():
    made = taken(asked_of_others())
    lists = read(asked_of_others()).definition["choices"]

    assert (made["county"]["type"], made["county"]["choices"]) == ("choice", "counties")
    assert lists.keys() == {"states", "counties"}
    assert [choice["name"] for choice in lists["counties"]] == ["king", "big_ben"]
    assert lists["counties"][0]["attributes"] == {"state": ["north", "deep_south"]}


def test_a_list_on_both_sheets_is_two_lists():
    form = read(asked_of_others([*CHOICES, ("counties", "x", "Other X")]))

    assert not form.has_errors
    assert [choice["name"] for choice in form.definition["choices"]["counties"]] == ["x"]
    assert [choice["name"] for choice in form.definition["choices"]["counties_external"]] == ["king", "big_ben"]


def test_a_list_that_is_nowhere_stays_refused():
    content = survey(("select_one_external towns", "q", "Q"), choices=FUELS, external_choices=EXTERNAL)

    assert places(content) == ["survey!A2"]


def test_position_outside_of_a_table_is_one():
    content = survey(
        ("integer", "n", "N", "", ""), ("text", "q", "Q", "position(../..) = 1 or 'position(..)' = 'x'", ""),
        ("begin repeat", "t", "T", "", ""), ("calculate", "row", "", "", "position(..)"),
        ("text", "r", "R", "position(..) > 1", ""), ("end repeat",),
        ("calculate", "c", "", "", "position(..) + 1"),
        headings=(*TYPE_NAME_LABEL, "relevant", "calculation"),
    )  # fmt: skip
    made = taken(content)

    assert made["q"]["relevant"] == "1 = 1 or 'position(..)' = 'x'"
    assert (made["row"]["calculation"], made["r"]["relevant"]) == ("position(..)", "position(..) > 1")
    assert made["c"]["calculation"] == "1 + 1"
    assert [line for line in told(content, "warning") if "position" in line] == [
        "survey!D3: This stands in no table, where position(..) is 1",
        "survey!E8: This stands in no table, where position(..) is 1",
    ]


@pytest.mark.parametrize("default", ["today()", "${n} + 1"])
def test_what_is_put_there_at_first_is_no_calculation(default):
    content = survey(
        ("integer", "n", "N", ""), ("calculate", "c", "C", default), headings=(*TYPE_NAME_LABEL, "default")
    )

    assert taken(content)["c"] == {"name": "c", "type": "hidden", "label": {"en": "C"}, "initial": default}


def test_choices_below_zero_are_figures():
    choices = [
        ("list_name", "name", "label"),
        ("scale", -99, "Not known"),
        ("scale", 1, "Low"),
        ("scale", "2.5", "Mid"),
    ]
    content = survey(
        ("select_one scale", "a", "A", ""), ("select_one scale", "b", "B", ""),
        ("calculate", "c", "", "${a} + ${b} * 2"), ("calculate", "d", "", "if(${a} > 0, ${a}, number(''))"),
        headings=(*TYPE_NAME_LABEL, "calculation"), choices=choices,
    )  # fmt: skip

    assert taken(content)["c"]["calculation"] == "${a} + ${b} * 2"


@pytest.mark.parametrize("condition", ["name=${n} and a=1", "a<=${n}", "a!=${n}", "${n}", "1"])
def test_a_lookup_by_more_than_one_equality_is_refused_by_its_cell(condition):
    rule = f"instance('fuels')/root/item[{condition}]/label"
    content = survey(
        ("integer", "n", "N", ""), ("calculate", "q", "", rule), headings=(*TYPE_NAME_LABEL, "calculation"),
        choices=FUELS,
    )  # fmt: skip

    assert places(content) == ["survey!D3"]


@pytest.mark.parametrize(
    ("column", "rule", "here"),
    [
        (
            "calculation",
            "indexed-repeat(${age}, ${family}, position(../..), ${person}, position(..) - 1) + 1",
            "indexed-repeat(${age}, ${family}, position(..)) + 1",
        ),
        ("calculation", "indexed-repeat(${age}, ${person}, 2)", "indexed-repeat(${age}, ${family}, 2)"),
        ("calculation", "count(${person}) + sum(${age})", "count(${family}) + sum(${age})"),
        ("relevant", "${age} > indexed-repeat(${age}, ${family}, 1, ${person}, 2, ${other}, 3)",
         "${age} > indexed-repeat(${age}, ${family}, 1)"),
    ],
)  # fmt: skip
def test_whoever_asks_a_table_that_was_dissolved_asks_the_outer_one(column, rule, here):
    content = survey(
        ("begin repeat", "family", "F", ""), ("begin repeat", "person", "P", ""), ("integer", "age", "Age", ""),
        ("begin repeat", "other", "O", ""), ("text", "q", "Q", ""), ("end repeat",),
        ("end repeat",), ("text", "c", "C", rule), ("end repeat",),
        headings=(*TYPE_NAME_LABEL, column),
    )  # fmt: skip

    form = read(content, unsupported_as_text=True)

    *_, (_age, _q, asked) = [
        one["questions"] for one in form.definition["sections"][0]["questions"] if "questions" in one
    ]
    assert (asked[column], form.has_errors) == (here, False)
