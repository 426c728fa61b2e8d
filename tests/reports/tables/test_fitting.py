"""Amounts of electricity in tables as people read them, and what machines get of the same columns."""

from decimal import Decimal

import pytest
from django.utils import translation

from surveys.reports.tables.energy import r03, r04, r05
from surveys.reports.tables.fitting import for_people
from surveys.reports.tables.table import Table, amount_of_electricity, text
from tests.reports.examples import HAIDIAN, answered, microdata, row, worked_example

AMOUNTS = ("total_wan", "mining_wan")


def amounts(*ten_thousands, total=None):
    columns = (text("region", "Region"), amount_of_electricity("wan", "Electricity"))
    rows = tuple(("", None if one is None else Decimal(one)) for one in ten_thousands)
    return Table("R00", "", columns, rows, None if total is None else ("", Decimal(total)))


def shown(table):
    fitted = for_people(table)
    return fitted.columns[1].unit, fitted.column("wan")


@pytest.mark.parametrize(
    ("language", "ten_thousands", "unit", "figures"),
    [
        ("en", ["552066.3245"], "TWh", ["5.520663245"]),
        ("en", ["100000"], "TWh", ["1"]),
        ("en", ["99999.9999"], "GWh", ["999.999999"]),
        ("en", ["100"], "GWh", ["1"]),
        ("en", ["99.9999"], "MWh", ["999.999"]),
        ("en", ["0.05"], "MWh", ["0.5"]),
        ("zh-hans", ["552066.3245"], "亿千瓦时", ["55.20663245"]),
        ("zh-hans", ["10000"], "亿千瓦时", ["1"]),
        ("zh-hans", ["9999.9999"], "万千瓦时", ["9999.9999"]),
        ("zh-hans", ["0.05"], "万千瓦时", ["0.05"]),
        # The smallest can still be read, or all are told in the next smaller unit.
        ("en", ["100000", "10000"], "TWh", ["1", "0.1"]),
        ("en", ["100000", "9999"], "GWh", ["1000", "99.99"]),
        ("en", ["100000", "0.0001"], "GWh", ["1000", "0.000001"]),
        ("zh-hans", ["20000", "999"], "万千瓦时", ["20000", "999"]),
        ("en", ["100000", "-5"], "GWh", ["1000", "-0.05"]),
        # Neither a blank nor a nought says anything of the size.
        ("en", [None, "100000", "0"], "TWh", [None, "1", "0"]),
        ("en", [None, "0"], "MWh", [None, "0"]),
        ("en", [], "MWh", []),
        ("zh-hans", [None], "万千瓦时", [None]),
    ],
)
def test_amounts_are_in_one_unit_that_fits(language, ten_thousands, unit, figures):
    with translation.override(language):
        assert shown(amounts(*ten_thousands)) == (unit, [None if one is None else Decimal(one) for one in figures])


def test_the_total_follows_its_rows():
    with translation.override("en"):
        table = for_people(amounts("60000", "70000", total="130000"))

    assert (table.columns[1].unit, table.total_of("wan")) == ("GWh", 1300)


@pytest.mark.parametrize(("language", "unit"), [("en", "GWh"), ("zh-hans", "万千瓦时")])
def test_the_columns_of_one_chart_share_a_unit(language, unit):
    with translation.override(language):
        table = for_people(r03(worked_example()))

    assert {column.unit for column in table.columns if column.code in AMOUNTS} == {unit}


def test_kilowatt_hours_stand_beside_unchanged():
    made = r03(worked_example())

    assert for_people(made).column("total_kwh") == made.column("total_kwh")


@pytest.mark.parametrize("make", [r03, r05])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_for_machines_a_column_stays_what_its_code_says(make, language):
    with translation.override(language):
        made = make(worked_example())
        in_words = {column["code"]: column["unit"] for column in made.to_json()["columns"]}

    codes = [code for code in (*AMOUNTS, "wan") if code in in_words]
    assert codes and {in_words[code] for code in codes} == {"10,000 kWh" if language == "en" else "万千瓦时"}
    kwh = {"total_wan": "total_kwh", "mining_wan": "mining_kwh", "wan": "kwh"}
    assert [made.column(code) for code in codes] == [[one / 10_000 for one in made.column(kwh[code])] for code in codes]


def test_what_is_shown_is_the_same_figure():
    with translation.override("en"):
        made = r03(microdata(row(answered("1234.5678", "0.0001")), row(None, region=HAIDIAN)))
        fitted = for_people(made)

    assert [one and one * 1000 for one in fitted.column("total_wan")] == made.column("total_kwh")


def test_a_table_without_amounts_is_left_as_it_is():
    made = r04(worked_example())

    assert for_people(made) is made
