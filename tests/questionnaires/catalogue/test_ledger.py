import pytest

from tests.questionnaires.catalogue.examples import message, says

IN_ROWS = {"table": "table"}
LAST_WAVE = {
    "previous.key": ["一号", "二号", "三号"],
    "previous.cumulative": ["100", None, "7"],
    "previous.kwh": ["10", "20", "0"],
    "previous.state": ["checking", "closed", None],
}


@pytest.mark.parametrize(
    ("table", "found"),
    [
        ([{"key": "1", "place": "甲路"}, {"key": "1", "place": "乙路"}, {"key": "2", "place": "甲路"}], []),
        ([{"key": "1", "place": "甲路"}, {"key": "2"}, {"key": "1", "place": "甲路"}], ["hard:table"]),
        ([{"key": "1"}, {"key": "1"}], ["hard:table"]),
        ([{"count": "1"}, {"count": "2"}], []),
        ([], []),
    ],
)
def test_e38_projects_stand_there_once(table, found):
    assert says("E38", {"keys": ["key", "place"], "rows": "table"}, table=table) == found


def test_e38_says_which():
    table = [{"key": "1", "place": "甲路"}, {"key": "1", "place": "甲路"}]

    assert "（1 甲路）" in message("E38", {"keys": "key place", "rows": "table"}, table=table)
    assert "（1）" in message("E38", {"keys": "place key", "rows": "table"}, table=[{"key": "1"}] * 2)


@pytest.mark.parametrize(
    ("total", "week", "found"),
    [
        ("100", "0", []),
        ("99.9", "0", ["hard:total"]),
        ("100", "-0.1", ["hard:mining"]),
        ("", "", []),
    ],
)
def test_e39_running_total_of_the_unit(total, week, found):
    told = {"total": "total", "week": "mining"}

    assert says("E39", told, facts={"previous.total": "100"}, total=total, mining=week) == found


def test_e39_the_first_wave_has_nothing_to_compare_with():
    assert says("E39", {"total": "total"}, total="1") == []
    assert says("E39", {"total": "total", "previous": "base"}, total="1", base="2") == ["hard:total"]


def test_e39_row_by_row():
    told = {"total": "cumulative", "key": "key"}
    table = [
        {"key": "三号", "cumulative": "6"},
        {"key": "一号", "cumulative": "100"},
        {"key": "二号", "cumulative": "0"},
        {"key": "四号", "cumulative": "0"},
        {"cumulative": "0"},
    ]

    assert says("E39", told, beside=IN_ROWS, facts=LAST_WAVE, table=table) == ["hard:cumulative:r1"]


CHART = "checking>confirmed checking>closed confirmed>closed closed>removed"


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        ("checking", "confirmed", []),
        ("checking", "checking", []),
        ("closed", "removed", []),
        ("closed", "checking", ["hard:status"]),
        ("checking", "removed", ["hard:status"]),
        ("checking", "", []),
        (None, "removed", []),
    ],
)
def test_e42_the_status_follows_the_chart(before, now, found):
    facts = {"previous.status": before}

    assert says("E42", {"status": "status", "allowed": CHART}, facts=facts, status=now) == found


def test_e42_row_by_row_with_what_is_still_used_after_the_closing():
    told = {"status": "state", "allowed": CHART.split(), "key": "key", "kwh": "kwh", "base": "100"}
    table = [
        {"key": "一号", "state": "removed", "kwh": "50"},
        {"key": "二号", "state": "closed", "kwh": "1"},
        {"key": "三号", "state": "removed", "kwh": "50"},
        {"key": "二号", "state": "removed", "kwh": "1.01"},
    ]
    found = says("E42", told, beside=IN_ROWS, facts=LAST_WAVE, table=table)

    assert found == ["soft:kwh:r4", "hard:state:r1"]


def test_e42_names_both_states():
    facts = {"previous.status": "closed"}
    words = message("E42", {"status": "status", "allowed": CHART}, facts=facts, status="checking")

    assert words == "状态不能由“closed”变为“checking”，请核对"
