"""Returns about another period than their round's: found, named, and treated as their questionnaire wants."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from surveys.questionnaires.library import template
from surveys.questionnaires.loading.loader import load, load_published
from surveys.reports.microdata import Group
from surveys.reports.periods import Period, other_period, period
from surveys.reports.queries import microdata
from surveys.reports.reading import Reader
from surveys.reports.snapshots import look
from surveys.reports.tables.energy import r03, r04, r05
from surveys.reports.tables.method import cover, r18
from surveys.responses import actions
from tests.reports import examples
from tests.reports.examples import CHAOYANG, HAIDIAN, answered, row
from tests.reports.stories import EVENING, HALF_MINING, accept, answer, make_story, response
from tests.responses import stories
from tests.responses.amendment.versions import amend_by
from tests.responses.stories import BEFORE

YEAR = Period(date(2020, 4, 1), date(2021, 3, 31))
MARCH = Period(date(2021, 3, 1), date(2021, 3, 31))


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("first", "last", "fits"),
    [
        (date(2020, 4, 1), date(2021, 3, 31), True),
        (date(2020, 4, 6), date(2021, 3, 31), True),  # 360 days
        (date(2020, 4, 7), date(2021, 3, 31), False),
        (date(2020, 3, 31), date(2021, 3, 31), True),  # 366 days
        (date(2020, 3, 30), date(2021, 3, 31), False),
        (date(2020, 1, 1), date(2020, 12, 31), True),  # a year, three quarters of it in the round's
        (date(2019, 1, 1), date(2019, 12, 31), False),
        (date(2019, 9, 30), date(2020, 9, 29), False),  # 182 of 366 days
        (date(2019, 10, 1), date(2020, 9, 30), True),  # 183 of 366 days
        (date(2021, 3, 1), date(2021, 3, 31), False),
    ],
)
def test_a_return_of_a_year_fits_a_round_of_a_year(first, last, fits):
    assert Period(first, last).is_about(YEAR) is fits


@pytest.mark.parametrize(
    ("first", "last", "fits"),
    [
        (date(2021, 3, 1), date(2021, 3, 31), True),
        (date(2021, 3, 1), date(2021, 3, 30), False),
        (date(2021, 2, 25), date(2021, 3, 27), True),
        (date(2020, 4, 1), date(2021, 3, 31), False),
    ],
)
def test_any_other_period_is_of_as_many_days_as_the_rounds(first, last, fits):
    assert Period(first, last).is_about(MARCH) is fits


@pytest.mark.parametrize(
    ("first", "last"), [(None, date(2021, 3, 31)), (date(2021, 3, 1), None), (date(2021, 3, 2), date(2021, 3, 1))]
)
def test_a_period_that_is_not_stated_whole_is_none(first, last):
    assert period(first, last) is None
    assert other_period(period(first, last), YEAR, "mark") is None


def test_a_round_without_a_period_has_no_other_ones():
    assert other_period(MARCH, None, "annualise") is None


def test_t20_two_hundred_days_at_the_length_of_a_year():
    days = Period(date(2020, 4, 1), date(2020, 4, 1) + timedelta(days=199))

    assert other_period(days, YEAR, "annualise").scaled(Decimal(2_500_000)) == Decimal(4_562_500)


def test_what_does_not_divide_is_rounded_to_four_decimals():
    assert MARCH.scaled_to(YEAR, Decimal(1)) == Decimal("11.7742")


# --- tables ------------------------------------------------------------------------------------------------------


def made(treatment):
    """A full year with 36,500 MWh, a tenth of it mining, and March alone with 3,100 MWh, half of it mining."""
    of_march = other_period(MARCH, YEAR, treatment)
    return examples.microdata(
        row(answered(36_500, 3650, hosted=[("01", 100)]), name="全年"),
        row(answered(3100, 1550, hosted=[("01", 100)], other_period=of_march), name="三月", region=HAIDIAN),
    )


def total(table, *codes):
    return [table.total_of(code) for code in codes]


def has(table, code):
    return code in [column.code for column in table.columns]


SUMS = ("total_kwh", "mining_kwh", "share_percent", "share_returns")


def test_it_is_marked_and_added_as_reported():
    table = r03(made("mark"))

    assert total(table, *SUMS) == [39_600_000, 5_200_000, Decimal("13.1313"), 2]
    assert table.column("other_period") == [0, 1]
    assert not has(table, "total_kwh_annualised")
    assert table.notes[-1] == (
        "About another period than the round's: 三月 (2021-03-01 – 2021-03-31, 31 days). "
        "Added as reported: total 3.1 GWh, mining 1.55 GWh."
    )


def test_it_stands_annualised_beside_the_reported_figure():
    table = r03(made("annualise"))

    assert total(table, *SUMS) == [39_600_000, 5_200_000, Decimal("13.1313"), 2]
    assert table.column("total_kwh_annualised") == [36_500_000, 36_500_000]
    assert total(table, "total_kwh_annualised", "mining_kwh_annualised") == [73_000_000, 21_900_000]
    assert table.notes[-1].endswith(
        "Added as reported: total 3.1 GWh, mining 1.55 GWh; "
        "scaled to the round's period, in columns of their own: total 36.5 GWh, mining 18.25 GWh."
    )


def test_it_is_kept_apart():
    table = r03(made("apart"))

    assert total(table, *SUMS) == [36_500_000, 3_650_000, Decimal(10), 1]
    assert table.column("mining_kwh") == [3_650_000, None]
    assert table.column("facilities") == [1, 1]
    assert table.notes[-1].endswith("Kept apart, in no sum: total 3.1 GWh, mining 1.55 GWh.")


@pytest.mark.parametrize("treatment", ["mark", "annualise", "apart"])
def test_the_tables_agree_about_it(treatment):
    found = made(treatment)

    assert total(r04(found), "total_kwh", "mining_kwh") == total(r03(found), "total_kwh", "mining_kwh")
    assert total(r05(found), "kwh") == [sum(r05(found).column("kwh"))] == total(r03(found), "total_kwh")
    assert dict(zip(r04(found).column("facility"), r04(found).column("other_period"), strict=True)) == {
        "全年": None,
        "三月": "2021-03-01 – 2021-03-31",
    }
    assert "三月" in dict(zip(cover(found).column("code"), cover(found).column("value"), strict=True))["other_periods"]


def test_the_ledger_has_the_annualised_figures_too():
    table = r04(made("annualise"))

    assert table.column("mining_kwh_annualised") == [3_650_000, 18_250_000]
    assert total(table, "total_kwh_annualised", "mining_kwh_annualised") == [73_000_000, 21_900_000]


def test_where_all_are_about_the_rounds_period_nothing_is_said():
    found = examples.microdata(row(answered(10, 2)))

    assert [has(table(found), "other_period") for table in (r03, r04)] == [False, False]
    assert "another period" not in str([table(found).notes for table in (r03, r04, r05)])


def test_of_many_only_some_are_named():
    rows = [row(answered(1, 0, other_period=other_period(MARCH, YEAR, "mark")), name=f"F{n}") for n in range(8)]

    note = r03(examples.microdata(*rows)).notes[-1]

    assert note.count("31 days") == 5
    assert "; 3 more. Added as reported" in note


def test_one_that_is_not_eligible_is_not_spoken_of():
    away = row(answered(9, 1, other_period=other_period(MARCH, YEAR, "mark")), is_eligible=False)

    assert not has(r03(examples.microdata(away, row(answered(1, 0)))), "other_period")


def test_what_is_apart_adds_nothing_to_the_hash_rate():
    apart = answered(9, 1, hashrate=Decimal(7), other_period=other_period(MARCH, YEAR, "apart"))

    assert Group("", (row(apart), row(answered(9, 1, hashrate=Decimal(5)), region=CHAOYANG))).hashrate == 5


def test_what_is_only_designed_is_in_no_sum():
    planned = answered(9000, 900, is_expected=True, other_period=other_period(MARCH, YEAR, "annualise"))
    table = r03(examples.microdata(row(planned, name="拟建"), row(answered(10, 1), name="在运")))

    assert total(table, *SUMS) == [10_000, 1000, Decimal(10), 1]
    assert table.notes[-1] == "In the design phase, with designed or expected figures that are in no sum: 拟建."
    assert not has(table, "other_period")


@pytest.mark.parametrize(("says", "is_expected"), [("design", True), ("voluntary", False), ("obliged", False)])
def test_a_data_centre_in_the_design_phase_gives_what_is_expected(says, is_expected):
    said = {"obligation": {"value": says}, "total_kwh": {"value": "5"}}

    assert Reader(load(template("eu_2024_1364_v2"))).figures({"answers": said})["is_expected"] is is_expected


# --- from the questionnaire --------------------------------------------------------------------------------------

DATES = {"period_from": {"value": "2021-03-01"}, "period_to": {"value": "2021-03-31"}}


@pytest.mark.parametrize(
    ("name", "treatment"),
    [("mining_2021", "annualise"), ("annual_return", "annualise"), ("eu_2024_1364_v1", "mark")],
)
def test_the_questionnaire_says_what_becomes_of_it(name, treatment):
    found = Reader(load(template(name)), usual=YEAR).figures({"answers": DATES})["other_period"]

    assert (found.own, found.usual, found.treatment) == (MARCH, YEAR, treatment)


def answer_for(one, by, first, last, **changes):
    """With a reason for whatever the page asks one for."""
    stories.fill_in(one, by, period_from={"typed": first}, period_to={"typed": last}, **changes)
    with pytest.raises(actions.NotReadyToSubmit) as refusal:
        stories.submit(one, by)
    reasons = {finding.key: "新投产" for finding in refusal.value.findings}
    actions.save_draft(response=one, by=by, base=one.draft.version, changes={}, reasons=reasons, at=BEFORE)
    return stories.submit(type(one).objects.get(pk=one.pk), by)


def test_a_return_of_31_days_beside_full_years(world):
    round = make_story(world)
    accept(answer(response(round, "A1"), world.alice, **HALF_MINING), world)
    small = {"total_kwh": {"typed": "300.5", "unit": "万千瓦时"}}
    accept(answer_for(response(round, "A2"), world.alice, "2021-03-01", "2021-03-31", **small), world)

    found = microdata(look(round=round, by=world.officer, provisional=False, at=EVENING + timedelta(minutes=1)))

    assert (found.round.period_start, found.round.period_end) == (YEAR.first, YEAR.last)
    assert "甲云二号 (2021-03-01 – 2021-03-31, 31 days)" in r03(found).notes[-1]
    assert r03(found).total_of("total_kwh") == 33_010_000
    assert r03(found).total_of("total_kwh_annualised") == 30_005_000 + Decimal("35381451.6129")
    rules = dict(zip(r18(found).column("name"), r18(found).column("explanation"), strict=True))
    assert "× days of the round's period ÷ days of its own" in rules["Another period"]


def test_versions_of_one_round_may_treat_it_differently(world):
    round = make_story(world)
    answer(response(round, "A1"), world.alice, **HALF_MINING)
    later = BEFORE + timedelta(minutes=5)
    amend_by(world, round, lambda form: form.definition.update(other_periods="apart"), later)
    assert microdata(look(round=round, by=world.officer, provisional=True, at=EVENING)).treatments == ("annualise",)
    answer(response(round, "A2"), world.alice, at=later)

    found = microdata(look(round=round, by=world.officer, provisional=True, at=EVENING))

    assert found.treatments == ("apart", "annualise")
    assert r18(found).column("name").count("Another period") == 2


@pytest.mark.parametrize(
    ("type", "first", "last"),
    [
        ("month", {"value": "2021-03"}, {"value": "2021-03"}),
        ("datetime", {"value": "2021-03-01T00:00:00+08:00"}, {"value": "2021-03-31T23:00:00+08:00"}),
        ("date", {"value": "2021-03-01"}, {"value": "2021-03-31"}),
    ],
)
def test_a_period_may_be_asked_for_in_months_and_in_moments(type, first, last):
    form = template("mining_2021")
    for one in (question for section in form["sections"] for question in section["questions"]):
        if one["name"] in ("period_from", "period_to"):
            one["type"] = type

    said = {"period_from": first, "period_to": last}
    found = Reader(load_published(form), usual=YEAR).figures({"answers": said})["other_period"]

    assert found is not None and found.own == MARCH
