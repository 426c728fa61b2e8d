"""A period from month to month, as people write periods."""

import pytest

from surveys.questionnaires.form.answers import read, show
from surveys.questionnaires.loading.loader import load
from surveys.questionnaires.trial.expressions import try_rule
from tests.questionnaires.examples import question, stored

PERIOD = load(stored(question("period", "month_range"))).question("period")


@pytest.mark.parametrize(
    "typed",
    [
        "2020-04/2021-03",
        "2020-04 – 2021-03",
        "2020-4-2021-3",
        "2020/4/2021/3",
        "2020.04～2021.03",
        "2020年4月至2021年3月",
        "２０２０年４月——２０２１年３月",
        "202004-202103",
        "2020-04 to 2021-03",
        "2020年4月 到 2021年3月",
    ],
)
def test_it_is_read_as_people_write_it(typed):
    assert read(PERIOD, {"typed": typed}).value == "2020-04/2021-03"


@pytest.mark.parametrize(
    ("typed", "period"), [("2020年4月至12月", "2020-04/2020-12"), ("2020-04/2020-04", "2020-04/2020-04")]
)
def test_a_period_of_one_year_and_of_one_month(typed, period):
    assert read(PERIOD, {"typed": typed}).value == period


@pytest.mark.parametrize(
    "typed", ["2020-04", "2020-04 至", "2020-13/2021-03", "2020-00/2021-03", "去年", "2020/2021", "2020-4-12"]
)
def test_what_is_no_period_is_told(typed):
    reading = read(PERIOD, {"typed": typed})

    assert (reading.value, reading.problem.message["en"]) == (
        None,
        f"“{typed}” is not a period of months. Write it like 2020-04 to 2021-03",
    )


def test_a_period_that_ends_before_it_begins_is_told():
    reading = read(PERIOD, {"typed": "2021-03/2020-04"})

    assert reading.problem.message["zh"] == "“2021-03/2020-04”的终止年月早于起始年月，请核对"


def test_it_is_shown_in_words():
    assert [show(PERIOD, "2020-04/2021-03", language) for language in ("zh", "en")] == [
        "2020-04 至 2021-03",
        "2020-04 – 2021-03",
    ]


def test_rules_can_take_it_apart():
    rule = "substring-before(${period}, '/') = '2020-04'"

    told = try_rule(rule, {"period": "2020年4月至2021年3月"}, {"period": "month_range"})

    assert told == {"result": "true", "type": "boolean"}
