"""What the columns that only we have become."""

import pytest

from tests.workbooks.xlsform.forms import places, question, questions, survey, told

LABEL = {"en": "Question"}


def test_own_columns_become_keys():
    made = question(
        "decimal",
        number="B14",
        decimals=2,
        method="fuels",
        prefill="facility.grid_kva",
        aggregate="sum",
        may_be_unavailable="yes",
        extended=True,
        read_only="TRUE",
        guidance_hint="Look at the bill",
    )

    assert made == {
        "name": "q",
        "type": "decimal",
        "label": LABEL,
        "number": "B14",
        "decimals": 2,
        "methods": "fuels",
        "prefill": "facility.grid_kva",
        "aggregate": "sum",
        "may_be_unavailable": True,
        "extended": True,
        "read_only": True,
        "guidance": LABEL | {"en": "Look at the bill"},
    }


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("kWh", {"unit": "kWh"}),
        ("万千瓦时 kWh", {"units": ["万千瓦时", "kWh"]}),
        ("千瓦时，兆瓦时、GWh", {"units": ["kWh", "MWh", "GWh"]}),
        ("kg CO2 t CO2", {"units": ["kg CO2", "t CO2"]}),
    ],
)
def test_units_are_one_or_several(written, expected):
    made = question("decimal", unit=written)

    assert {key: made[key] for key in ("unit", "units") if key in made} == expected


@pytest.mark.parametrize("column", ["decimals", "max_length", "min_rows"])
def test_a_count_must_be_whole(column):
    content = survey(("text", "q", "Q", "many"), headings=("type", "name", "label", column))

    assert told(content)[0] == "survey!D2: Write a whole number"


def test_a_flag_must_be_yes_or_no():
    content = survey(("text", "q", "Q", "maybe"), headings=("type", "name", "label", "extended"))

    assert told(content) == ["survey!D2: Write yes or no"]


def test_a_table_knows_how_many_rows_it_has():
    content = survey(
        ("begin_repeat", "t", "T", "${n}", 1, 5),
        ("text", "c", "C"),
        ("end_repeat",),
        ("integer", "n", "N"),
        headings=("type", "name", "label", "repeat_count", "min_rows", "max_rows"),
    )

    assert questions(content)["t"]["rows"] == {"min": 1, "max": 5, "count": "${n}"}


@pytest.mark.parametrize("written", ["kwh it_kwh", "kwh, it_kwh", "${kwh} ${it_kwh}", "kwh；it_kwh"])
def test_a_file_says_which_figures_it_proves(written):
    content = survey(
        ("decimal", "kwh", "A", ""),
        ("decimal", "it_kwh", "B", ""),
        ("file", "bill", "C", written),
        headings=("type", "name", "label", "proves"),
    )

    assert questions(content)["bill"]["proves"] == ["kwh", "it_kwh"]


def test_only_a_file_proves_a_figure_that_is_there():
    content = survey(
        ("decimal", "kwh", "A", "kwh"),
        ("image", "bill", "B", "gone"),
        ("calculate", "bill2", "C", "kwh"),
        headings=("type", "name", "label", "proves"),
    )

    assert {"survey!D2", "survey!D3"} <= set(places(content))
