"""What a round starts from: for which period, until when, and that there is a sound questionnaire behind it."""

from datetime import UTC, date, datetime

import pytest

from surveys.questionnaires.library import template
from surveys.questionnaires.loading.loader import load
from surveys.rounds.blueprints import BLUEPRINTS, end_of_march, last_week, noon_of_monday

BEIJING = "Asia/Shanghai"


@pytest.mark.parametrize(
    ("today", "start", "end"),
    [
        (date(2021, 10, 11), date(2021, 10, 4), date(2021, 10, 10)),
        (date(2021, 10, 17), date(2021, 10, 4), date(2021, 10, 10)),
        (date(2022, 1, 1), date(2021, 12, 20), date(2021, 12, 26)),
    ],
)
def test_the_last_full_week_ended_on_a_sunday(today, start, end):
    assert last_week(today) == (start, end)


# In Beijing: Monday 11:59, Monday noon, Sunday evening, Monday shortly after midnight.
@pytest.mark.parametrize(
    ("at", "due"),
    [
        (datetime(2021, 10, 11, 3, 59, tzinfo=UTC), datetime(2021, 10, 11, 4, tzinfo=UTC)),
        (datetime(2021, 10, 11, 4, 0, tzinfo=UTC), datetime(2021, 10, 18, 4, tzinfo=UTC)),
        (datetime(2021, 10, 10, 12, 0, tzinfo=UTC), datetime(2021, 10, 11, 4, tzinfo=UTC)),
        (datetime(2021, 10, 10, 16, 30, tzinfo=UTC), datetime(2021, 10, 11, 4, tzinfo=UTC)),
    ],
)
def test_a_week_is_due_at_noon_on_monday(at, due):
    assert noon_of_monday(at, BEIJING) == due


@pytest.mark.parametrize(
    ("at", "year"), [(datetime(2022, 1, 5, tzinfo=UTC), 2022), (datetime(2022, 3, 31, 10, tzinfo=UTC), 2023)]
)
def test_a_year_is_due_at_the_end_of_march(at, year):
    assert end_of_march(at, BEIJING) == datetime(year, 3, 31, 10, tzinfo=UTC)


@pytest.mark.parametrize("name", BLUEPRINTS)
def test_each_blueprint_has_a_questionnaire_of_the_library(name):
    assert load(template(name)).questions
    assert BLUEPRINTS[name].template == name
