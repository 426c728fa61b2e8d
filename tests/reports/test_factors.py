from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from surveys.lib.numbers import round_half_up
from surveys.reports.factors import CHINA, STANDARD_COAL, calibers, factor, factors, offered


def test_t01_the_papers_ratio():
    assert round_half_up(Decimal("130.50") / Decimal("296.59"), 4) == factor("PAPER-2021").value


@pytest.mark.parametrize(("id", "megatonnes"), [("PAPER-2021", "130.50"), ("CN-ETS-2021", "172.32")])
def test_t01_emissions_of_the_papers_electricity(id, megatonnes):
    tonnes = factor(id).tonnes(Decimal("296.59") * 10**9)

    assert round_half_up(tonnes / 10**6, 2) == Decimal(megatonnes)


@pytest.mark.parametrize(
    ("id", "tonnes"),
    [
        ("PAPER-2021", "5280.00"),
        ("CN-AVG-2021", "6681.60"),
        ("CN-AVG-2022", "6439.20"),
        ("CN-AVG-2023", "6367.20"),
        ("CN-ETS-2021", "6972.00"),
        ("CN-ETS-2022", "6843.60"),
        ("BEIJING-2021", "6825.60"),
        ("BEIJING-2022", "6696.00"),
        ("NORTH-2021", "8544.00"),
        ("NORTH-2022", "8131.20"),
    ],
)
def test_t02_emissions_of_twelve_million_kwh(id, tonnes):
    assert factor(id).tonnes(Decimal(12_000_000)) == Decimal(tonnes)


@pytest.mark.parametrize(("ten_thousands", "tce"), [(500, "614.500"), (1543, "1896.347")])
def test_t03_standard_coal(ten_thousands, tce):
    assert factor(STANDARD_COAL).tonnes(Decimal(ten_thousands) * 10_000) == Decimal(tce)


def test_t03_a_thousand_tonnes_of_standard_coal_in_electricity():
    ten_thousands = Decimal(1000) / factor(STANDARD_COAL).tonnes_per_ten_thousand_kwh

    assert round_half_up(ten_thousands, 4) == Decimal("813.6697")


def test_every_factor_says_where_it_comes_from():
    found = factors().values()

    assert [f.id for f in found if not (f.document and f.unit and f.value > 0)] == []
    assert [f.id for f in offered() if not f.published] == ["TCE-GAS-SHANGHAI"]
    assert {f.caliber for f in found} == set(calibers())
    assert {f.status for f in found} == {"verified", "derived", "unverified"}


def test_what_no_expert_has_confirmed_is_on_record_and_not_offered():
    assert [f.id for f in factors().values() if f not in offered()] == [
        "TCE-EQUAL-CN-2020",
        "TCE-EQUAL-CN-2021",
        "TCE-DIESEL",
        "TCE-GAS-LOW",
        "TCE-GAS-HIGH",
        "TCE-HEAT",
    ]


# Two years of one factor are easily swapped; each is pinned by what 1,200 × 10,000 kWh come to, in tonnes.
BY_YEAR = {
    "CN-AVG": ("6681.60", "6439.20", "6367.20"),
    "CN-RESID": ("7130.40", "7027.20", "7315.20"),
    "CN-FOSSIL": ("10111.20", "9990.00", "9927.60"),
    "CN-ETS": ("6972.00", "6843.60"),
    "NORTH": ("8544.00", "8131.20"),
    "NORTHEAST": ("7214.40", "6676.80"),
    "EAST": ("7190.40", "6740.40"),
    "CENTRAL": ("6424.80", "6474.00"),
    "NORTHWEST": ("7141.20", "7028.40"),
    "SOUTH": ("5191.20", "4642.80"),
    "SOUTHWEST": ("2535.60", "2721.60"),
    "BEIJING": ("6825.60", "6696.00"),
    "TIANJIN": ("8826.00", "8449.20"),
    "HEBEI": ("9481.20", "8702.40"),
    "SHANXI": ("8666.40", "8515.20"),
    "INNER-MONGOLIA": ("8430.00", "8218.80"),
    "SICHUAN": ("1506.00", "1684.80", "1876.80"),
    "XINJIANG": ("7892.40", "7477.20"),
    "YUNNAN": ("1482.00", "1287.60"),
    "SHANGHAI": ("7000.80", "7018.80"),
    "GUANGDONG": ("5658.00", "5283.60", "5302.80"),
}


@pytest.mark.parametrize("place", BY_YEAR)
def test_t02_no_year_is_taken_for_another(place):
    found = [factor(f"{place}-{year}") for year in range(2021, 2021 + len(BY_YEAR[place]))]

    assert [f.tonnes(Decimal(12_000_000)) for f in found] == [Decimal(tonnes) for tonnes in BY_YEAR[place]]
    assert [f.data_year for f in found] == [str(2021 + place) for place in range(len(found))]


def test_a_factor_of_a_year_is_for_electricity_of_that_year():
    found = factor("CN-AVG-2021")

    assert [found.is_valid_on(day) for day in (date(2020, 12, 31), date(2021, 12, 31), date(2022, 1, 1))] == [
        False,
        True,
        False,
    ]
    assert factor(STANDARD_COAL).is_valid_on(date(2021, 3, 31))


def test_the_factor_in_use_before_march_2022_is_for_no_later_day():
    found = factor("CN-ETS-2015BASE")

    assert [found.is_valid_on(day) for day in (date(2022, 2, 28), date(2022, 3, 1))] == [True, False]


def test_t03_an_equal_value_is_a_parameter():
    assert factor("TCE-EQUAL-SHANGHAI-2026").tonnes(Decimal(15_430_000)) == Decimal("4332.4354")
    assert replace(factor("TCE-EQUAL-CN-2020"), value=Decimal("0.3000")).tonnes(Decimal(15_430_000)) == Decimal(
        "4629.000"
    )


def test_every_factor_names_the_regions_it_is_for():
    assert [f.id for f in factors().values() if not f.regions] == []
    assert {f.id for f in factors().values() if f.geographies["en"] == "China"} == {
        f.id for f in factors().values() if f.regions == (CHINA,)
    }


@pytest.mark.parametrize(
    ("id", "region", "covers"),
    [
        ("BEIJING-2021", "110105", True),
        ("BEIJING-2021", "120000", False),
        ("NORTH-2021", "130100", True),
        ("NORTH-2021", "310000", False),
        ("CN-AVG-2021", "540000", True),
        ("BEIJING-2021", "100000", False),
        ("CN-AVG-2021", "", False),
    ],
)
def test_a_factor_is_for_the_regions_of_its_document(id, region, covers):
    assert factor(id).covers(region) is covers


@pytest.mark.parametrize(("language", "geography"), [("zh-hans", "北京"), ("en", "Beijing")])
def test_a_factor_speaks_the_language_of_the_reader(language, geography):
    with translation.override(language):
        assert factor("BEIJING-2021").geography == geography
