from decimal import Decimal

import pytest
from django.utils import translation

from surveys.lib.numbers import round_half_up
from surveys.reports.factors import SIDE_BY_SIDE, STANDARD_COAL, calibers, factor, factors, side_by_side


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

    assert [f.id for f in found if not (f.document and f.published and f.unit and f.value > 0)] == []
    assert {f.caliber for f in found} == set(calibers())
    assert {f.status for f in found} == {"V", "D"}


def test_emission_factors_stand_side_by_side_in_the_order_they_are_declared():
    assert [f.id for f in side_by_side()] == list(SIDE_BY_SIDE)


@pytest.mark.parametrize(("language", "geography"), [("zh-hans", "北京"), ("en", "Beijing")])
def test_a_factor_speaks_the_language_of_the_reader(language, geography):
    with translation.override(language):
        assert factor("BEIJING-2021").geography == geography
