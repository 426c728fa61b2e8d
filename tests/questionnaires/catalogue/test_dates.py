import pytest

from tests.questionnaires.catalogue.examples import message, says

# In the tests today is 2021-04-28.
LIMIT = {"round.exit_limit": "2021-05-31", "round.period_end": "2021-03-31"}


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ("2021-03", "2021-03-31", []),
        ("2021-04", "2021-03-31", ["hard:start_month"]),
        ("", "2021-03-31", []),
        ("2021-04", "", []),
    ],
)
def test_e08_started_by_the_end_of_the_period(start, end, found):
    assert says("E08", {"start": "start_month", "until": "end"}, start_month=start, end=end) == found


def test_e08_the_rounds_period_without_one_of_the_form():
    assert says("E08", {"start": "start_month"}, facts=LIMIT, start_month="2021-03") == []
    assert "晚于统计期止（2021-03-31）" in message("E08", {"start": "start_month"}, facts=LIMIT, start_month="2021-04")
    assert says("E08", {"start": "start_month"}, start_month="2021-04") == []


@pytest.mark.parametrize(("planned", "found"), [("2021-04-28", []), ("2021-04-27", ["hard:planned"]), ("", [])])
def test_e08_what_is_planned_is_not_past(planned, found):
    assert says("E08", {"planned": "planned"}, planned=planned) == found


def test_e08_a_planned_month_may_be_this_one():
    assert says("E08", {"planned": "start_month"}, start_month="2021-04") == []
    assert says("E08", {"planned": "start_month"}, start_month="2021-03") == ["hard:start_month"]


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ("2021-04-28", "2021-04-28", []),
        ("2020-04-28", "2021-04-28", []),
        ("2020-04-27", "2021-04-28", ["hard:end"]),
        ("2021-04-28", "2021-04-27", ["hard:end"]),
        ("2021-04-28", "2021-04-29", ["hard:end"]),
        ("", "2021-04-28", []),
        ("2020-04-28", "", []),
    ],
)
def test_e15_a_possible_period(start, end, found):
    assert says("E15", {"start": "start", "end": "end"}, start=start, end=end) == found


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ("2020-04-06", "2021-03-31", []),
        ("2020-04-07", "2021-03-31", ["soft:end"]),
        ("2021-03-31", "2020-04-01", []),
        ("", "2021-03-31", []),
    ],
)
def test_e16_a_full_year(start, end, found):
    assert says("E16", {"start": "start", "end": "end"}, start=start, end=end) == found


def test_e16_says_how_many_days_there_are():
    told = {"start": "start", "end": "end", "least": "30"}

    assert "只有 29 天" in message("E16", told, start="2021-03-01", end="2021-03-29")


PERIOD = {"mining_from": "mining_from", "mining_to": "mining_to", "period_from": "start", "period_to": "end"}


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        ("2021-03-31", "", []),
        ("2021-04-01", "", ["hard:mining_from"]),
        ("2019-01-01", "2020-04-01", []),
        ("2019-01-01", "2020-03-31", ["hard:mining_from"]),
        ("2020-06-02", "2020-06-01", ["hard:mining_from"]),
        ("", "2020-06-01", []),
    ],
)
def test_e25_mining_in_the_period(since, until, found):
    answers = {"mining_from": since, "mining_to": until, "start": "2020-04-01", "end": "2021-03-31"}

    assert says("E25", PERIOD, **answers) == found


def test_e25_cannot_be_decided_without_a_period():
    assert says("E25", PERIOD, mining_from="2021-04-01") == []


EXIT = {"exit": "exit", "status": "status", "start": "mining_from"}


@pytest.mark.parametrize(
    ("exit", "status", "since", "found"),
    [
        ("2020-01-01", "operating", "2020-01-01", []),
        ("2019-12-31", "operating", "2020-01-01", ["hard:exit"]),
        ("2021-04-28", "removed", "", []),
        ("2021-04-29", "removed", "", ["hard:exit"]),
        ("2021-05-31", "operating", "", []),
        ("2021-06-01", "operating", "", ["soft:exit"]),
        ("", "removed", "2020-01-01", []),
        ("", "operating", "2020-01-01", []),
    ],
)
def test_e35_the_exit(exit, status, since, found):
    assert says("E35", EXIT, facts=LIMIT, exit=exit, status=status, mining_from=since) == found


def test_e35_without_status_start_or_limit():
    assert says("E35", {"exit": "exit"}, facts=LIMIT, exit="2021-06-01") == ["soft:exit"]
    assert says("E35", {"exit": "exit"}, exit="2021-06-01") == []
    assert says("E35", {"exit": "exit", "limit": "planned"}, exit="2021-06-01", planned="2021-05-31") == ["soft:exit"]


def test_e35_more_than_one_status_may_mean_gone():
    told = EXIT | {"removed": "closed removed"}

    assert says("E35", told, facts=LIMIT, exit="2021-04-29", status="closed") == ["hard:exit"]
    assert says("E35", told, facts=LIMIT, exit="2021-06-01", status="") == ["soft:exit"]
