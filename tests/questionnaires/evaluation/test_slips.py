"""A figure in the wrong unit is one matter, however many checks find it, and what was likely meant can be told."""

from decimal import Decimal

import pytest

from surveys.questionnaires.evaluation import meant, with_entry
from tests.questionnaires.examples import answer, answer_as_miner, check, definition, evaluated, question, rows, words

FACTS = {"facility.it_kw": "1200"}
LIMITED = [
    check("C1", ["kwh"], "${kwh} <= 1000", "soft", words("too much")),
    check("C2", ["kwh"], "${kwh} <= 2000", message=words("far too much")),
    check("C3", ["kwh"], "${kwh} >= 100", "soft", words("too little")),
]


def limited(typed, unit="MWh", units=("kWh", "MWh"), reasons=None, **more):
    form = definition(question("kwh", "decimal", units=list(units), **more), checks=LIMITED)
    return evaluated(form, kwh={"typed": typed, "unit": unit}, reasons=reasons)


def told(evaluation):
    return [finding.key for finding in evaluation.grouped]


@pytest.mark.parametrize(
    ("typed", "keys", "likely"),
    [
        ("9005000", ["E18:total_kwh", "E52:total_kwh"], ("kWh", Decimal(9_005_000))),
        ("900.5", [], None),
        ("1100", ["E52:total_kwh"], None),
    ],
)
def test_a_total_in_kwh_typed_as_ten_thousands_is_one_message(typed, keys, likely):
    evaluation = answer(facts=FACTS, total_kwh={"typed": typed, "unit": "万千瓦时"})

    assert [finding.key for finding in evaluation.findings] == keys
    assert told(evaluation) == keys[:1]
    assert [(slip.unit, slip.value) for slip in evaluation.slips] == ([likely] if likely else [])


def test_a_doubt_that_any_unit_leaves_stays_beside_the_error_that_goes():
    evaluation = answer(facts=FACTS, total_kwh={"typed": "9000000", "unit": "万千瓦时"})  # a round figure in kWh, too

    assert told(evaluation) == ["E18:total_kwh", "E52:total_kwh"]
    (slip,) = evaluation.slips
    assert (slip.unit, slip.value, slip.keys) == ("kWh", Decimal(9_000_000), ("E18:total_kwh",))


@pytest.mark.parametrize("severity", ["hard", "soft"])
def test_an_error_that_stays_or_a_doubt_that_goes_alone_is_no_matter_of_units(severity):
    checks = [
        check("C1", ["kwh"], "${kwh} <= 1000", "hard" if severity == "hard" else "soft", words("too much")),
        check("C2", ["kwh"], "${kwh} = 7", severity, words("not seven")),
    ]
    form = definition(question("kwh", "decimal", units=["kWh", "MWh"]), checks=checks)

    assert evaluated(form, kwh={"typed": "900000", "unit": "MWh"}).slips == ()


def test_a_total_is_told_from_its_unit_also_where_the_part_is_in_the_wrong_one():
    evaluation = answer_as_miner(
        facts=FACTS,
        total_kwh={"typed": "9005000", "unit": "万千瓦时"},
        mining_kwh={"typed": "2705000", "unit": "万千瓦时"},
    )

    (slip,) = [slip for slip in evaluation.slips if slip.question == "total_kwh"]
    assert (slip.unit, slip.value) == ("kWh", Decimal(9_005_000))


def test_of_two_figures_the_one_that_explains_more_is_in_the_wrong_unit():
    evaluation = answer_as_miner(facts=FACTS, mining_kwh={"typed": "2705000", "unit": "万千瓦时"})

    (slip,) = evaluation.slips
    assert (slip.question, slip.unit, slip.keys) == ("mining_kwh", "kWh", ("E29:mining_kwh", "E31:mining_kwh"))
    assert told(evaluation) == ["E29:mining_kwh"]


@pytest.mark.parametrize(
    ("typed", "unit", "likely"),
    [("500000", "MWh", None), ("500", "MWh", "kWh"), ("0.5", "kWh", "MWh"), ("1.5", "MWh", None), ("500", "kWh", None)],
)
def test_what_is_over_a_limit_by_little_is_in_the_right_unit(typed, unit, likely):
    assert [slip.unit for slip in limited(typed, unit).slips] == ([likely] if likely else [])


def test_the_gravest_speaks_for_all_until_somebody_says_that_it_is_right():
    assert told(limited("500")) == ["C2:kwh"]
    assert told(limited("500", reasons={"C1:kwh": "We built a second hall"})) == ["C1:kwh", "C2:kwh"]
    assert limited("500", reasons={"C1:kwh": " "}).slip_of(limited("500").findings[0]).unit == "kWh"


def test_a_question_of_one_unit_is_told_the_figure_in_it():
    """Who is asked for kWh and writes MWh cannot choose another unit."""
    evaluation = limited("0.5", "kWh", units=("kWh",))

    (slip,) = evaluation.slips
    assert (slip.unit, slip.value) == ("MWh", Decimal(500))
    asked = evaluation.definition.question("kwh")
    assert meant(asked, {"typed": "0.5", "unit": "kWh"}, "MWh") == {"typed": "500", "unit": "kWh"}


def test_a_cell_is_meant_in_its_own_row():
    limit = check("C1", ["kwh"], "${kwh} <= 1000", "soft", words("too much"), table="sites")
    form = definition(
        question("sites", "table", questions=[question("kwh", "decimal", units=["kWh", "MWh"])]), checks=[limit]
    )
    sites = rows({"kwh": {"typed": "5", "unit": "kWh"}}, {"kwh": {"typed": "500", "unit": "MWh", "method": "x"}})

    evaluation = evaluated(
        form, sites=rows({"kwh": {"typed": "5", "unit": "kWh"}}, {"kwh": {"typed": "500", "unit": "MWh"}})
    )

    assert [(slip.row, slip.unit) for slip in evaluation.slips] == [("r2", "kWh")]
    likely = meant(form.question("kwh"), sites[1]["cells"]["kwh"], "kWh")
    assert likely is None, "an unknown method leaves nothing to convert"
    likely = meant(form.question("kwh"), {"typed": "500", "unit": "MWh"}, "kWh")
    changed = with_entry({"sites": sites}, form.question("kwh"), "r2", likely)["sites"]
    assert [row["cells"]["kwh"] for row in changed] == [
        {"typed": "5", "unit": "kWh"},
        {"typed": "500", "unit": "kWh", "method": "x"},
    ]


@pytest.mark.parametrize(
    ("entry", "symbol"),
    [
        (None, "kWh"),
        ({"typed": "x"}, "kWh"),
        ({"typed": "1"}, "kVA"),
        ({"typed": "1"}, "nonsense"),
        ({"typed": "1"}, ""),
    ],
)
def test_what_is_no_figure_or_no_such_unit_is_meant_as_nothing(entry, symbol):
    form = definition(question("kwh", "decimal", units=["kWh", "MWh"]), question("n", "integer"))

    assert meant(form.question("kwh"), entry, symbol) is None
    assert meant(form.question("n"), {"typed": "1"}, "kWh") is None


def test_a_finding_over_whole_tables_and_what_is_missing_are_no_matter_of_units():
    table = question("sites", "table", questions=[question("kwh", "decimal", units=["kWh", "MWh"])])
    over_all = check("C1", ["sites", "kwh"], "sum(${kwh}) <= 1000", "soft", words("too much"))
    form = definition(table, question("name", required=True), checks=[over_all])

    evaluation = evaluated(form, sites=rows({"kwh": {"typed": "500", "unit": "MWh"}}))

    assert (evaluation.slips, told(evaluation)) == ((), ["C1:sites", "required:name"])


def test_of_two_units_that_come_to_the_same_neither_is_likelier():
    limit = check("C1", ["wue"], "${wue} <= 2", "soft", words("too much"))
    form = definition(question("wue", "decimal", units=["L/kWh", "m³/MWh"]), checks=[limit])

    assert evaluated(form, wue={"typed": "500", "unit": "L/kWh"}).slips == ()


def test_what_either_of_two_figures_explains_is_told_of_one():
    apart = check("C1", ["part", "whole"], "${part} <= ${whole}", "soft", words("more than the whole"))
    asked = [question(name, "decimal", units=["kWh", "MWh"]) for name in ("part", "whole")]
    form = definition(*asked, checks=[apart])

    (slip,) = evaluated(form, part={"typed": "500", "unit": "MWh"}, whole={"typed": "1000", "unit": "kWh"}).slips

    assert (slip.question, slip.unit) == ("part", "kWh")
