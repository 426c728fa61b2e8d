import uuid
from decimal import Decimal

import pytest
from django.utils import translation

from surveys.questionnaires.library import template
from surveys.questionnaires.loading import load
from surveys.reports.main_figures import main_figures, told
from surveys.reports.microdata import Answered
from surveys.reports.own_questions import Own
from tests.factories import ISSUED
from tests.questionnaires.examples import question, stored, words

ELECTRICITY, MINING, SHARE = ("Total electricity", "kWh"), ("Mining electricity", "kWh"), ("Share", "%")


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def said(**facts):
    return Answered(uuid.uuid4(), 1, "", ISSUED, is_nil=False, is_partial=False, **facts)


@pytest.mark.parametrize(
    ("name", "headings"),
    [
        ("mining_2021", [ELECTRICITY, MINING, SHARE]),
        ("annual_return", [ELECTRICITY, MINING, SHARE]),
        ("us_eia_862", [ELECTRICITY, MINING, SHARE]),
        ("ledger_1283", [MINING]),
        ("eu_2024_1364_v2", [ELECTRICITY]),
    ],
)
def test_electricity_is_shown_as_far_as_a_form_asks_for_it(name, headings):
    assert [(one.label, one.unit) for one in main_figures(load(template(name)))] == headings


def test_a_form_without_electricity_shows_the_first_numbers_of_its_own():
    form = load(
        stored(
            question("site"),
            question("water", "decimal", unit="m³", label=words("Water taken in")),
            question("share", "percent"),
            question("staff", "integer", label=words("Staff")),
            question("visitors", "integer"),
        )
    )
    figures = main_figures(form)

    assert [(one.label, one.unit) for one in figures] == [("Water taken in", "m³"), ("Staff", "")]
    answered = said(own=Own({"water": Decimal("12.5")}))
    assert [one.value for one in told(figures, answered)] == [Decimal("12.5"), None]


def test_a_form_without_numbers_has_none():
    assert main_figures(load(stored(question("site")))) == []


def test_a_share_is_told_to_two_places_and_who_declares_no_mining_spends_none():
    figures = main_figures(load(template("mining_2021")))

    answered = said(total_kwh=Decimal(9), mining_kwh=Decimal(3), involved=True)
    assert [(one.heading.places, round(one.value, 2)) for one in told(figures, answered)] == [
        (None, 9), (None, 3), (2, Decimal("33.33")),
    ]  # fmt: skip
    assert [one.value for one in told(figures, said(involved=False))] == [None, 0, None]
    assert [one.value for one in told(figures, None)] == [None, None, None]
