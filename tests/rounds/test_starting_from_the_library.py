"""Every questionnaire that comes with the product can be started, in its own zone, for its own period."""

from dataclasses import fields
from datetime import UTC, date, datetime

import pytest

from surveys.questionnaires.library import names, template
from surveys.rounds import actions
from surveys.rounds.blueprints import BLUEPRINTS, last_month, last_twelve_months, last_year, middle_of_may

MAY_2025 = datetime(2025, 5, 2, 8, 0, tzinfo=UTC)


def test_every_questionnaire_of_the_library_can_be_started():
    assert sorted(BLUEPRINTS) == names()


@pytest.mark.parametrize("blueprint", BLUEPRINTS.values(), ids=lambda blueprint: blueprint.code)
def test_every_word_of_a_blueprint_is_there(blueprint):
    assert [one.name for one in fields(blueprint) if not getattr(blueprint, one.name)] in ([], ["nil_zh", "nil_en"])


def test_no_two_share_a_code():
    assert len({blueprint.code for blueprint in BLUEPRINTS.values()}) == len(BLUEPRINTS)


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (last_twelve_months, (date(2024, 1, 1), date(2024, 12, 31))),
        (last_month, (date(2024, 12, 1), date(2024, 12, 31))),
        (last_year, (date(2024, 1, 1), date(2024, 12, 31))),
    ],
)
def test_usual_periods_in_january(period, expected):
    assert period(date(2025, 1, 1)) == expected


@pytest.mark.parametrize(
    ("at", "year"),
    [(datetime(2025, 5, 15, 21, 58, tzinfo=UTC), 2025), (datetime(2025, 5, 15, 21, 59, tzinfo=UTC), 2026)],
)
def test_the_european_return_is_due_on_15_may(at, year):
    assert middle_of_may(at, "Europe/Brussels") == datetime(year, 5, 15, 21, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "zone", "period"),
    [
        ("eu_2024_1364_v1", "Europe/Brussels", (date(2024, 1, 1), date(2024, 12, 31))),
        ("us_eia_862", "America/New_York", (date(2025, 4, 1), date(2025, 4, 30))),
        ("texas_25_114", "America/Chicago", (date(2024, 1, 1), date(2024, 12, 31))),
    ],
)
def test_a_round_begins_in_the_zone_and_period_of_its_form(world, name, zone, period):
    survey = actions.start_survey(by=world.officer, authority=world.city, template_name=name, at=MAY_2025)
    draft = actions.create_round(by=world.officer, survey=survey, at=MAY_2025)

    assert draft.time_zone == zone == template(name)["zone"]
    assert (draft.period_start, draft.period_end) == period
