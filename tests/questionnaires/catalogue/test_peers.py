import pytest

from tests.questionnaires.catalogue.examples import message, says

PREVIOUS = {"previous.total": "1000"}


@pytest.mark.parametrize(
    ("total", "found"),
    [("500", []), ("499.9", ["soft:total"]), ("1500", []), ("1500.1", ["soft:total"]), ("", [])],
)
def test_e40_half_more_or_less_than_the_last_wave(total, found):
    assert says("E40", {"figure": "total"}, facts=PREVIOUS, total=total) == found


def test_e40_nothing_to_compare_with():
    assert says("E40", {"figure": "total"}, total="1") == []
    assert says("E40", {"figure": "total"}, facts={"previous.total": "0"}, total="1") == []


@pytest.mark.parametrize(
    ("total", "found"), [("900", []), ("899.9", ["soft:total"]), ("2000", []), ("2000.1", ["soft:total"])]
)
def test_e40_the_bounds_of_the_peers_go_first(total, found):
    facts = PREVIOUS | {"peers.ratio_low.total": "0.9", "peers.ratio_high.total": "2"}

    assert says("E40", {"figure": "total"}, facts=facts, total=total) == found


def test_e40_row_by_row():
    facts = {"previous.key": ["一号", "二号"], "previous.kwh": ["10", "20"]}
    table = [{"key": "二号", "kwh": "10"}, {"key": "一号", "kwh": "20"}]

    assert says("E40", {"figure": "kwh", "key": "key"}, beside={"table": "table"}, facts=facts, table=table) == [
        "soft:kwh:r2"
    ]


def test_e40_says_by_how_much():
    words = message("E40", {"figure": "total"}, facts=PREVIOUS, total="2 MWh")

    assert words == "填报值（2 MWh）较上期（1 MWh）变动 100.00%，环比变动过大，请核对；属实的请说明"


E51 = {"total": "total", "days": "days", "it_kw": "it_kw"}
LOAD = {"peers.load": "0.5"}


@pytest.mark.parametrize(
    ("total", "found"),
    [
        # 1 kW through a day at a load of 0.5 is 12 kWh.
        ("12", []),
        ("83.9", []),
        ("84", ["soft:total"]),
        ("156", ["soft:total"]),
        ("156.1", []),
        ("12000", ["soft:total"]),
        ("120000", ["soft:total"]),
        ("1.2", ["soft:total"]),
        ("0.012", ["soft:total"]),
        ("0.0012", ["soft:total"]),
        ("1200000", []),
        ("", []),
        ("0", []),
    ],
)
def test_e51_about_a_factor_away_from_the_peers(total, found):
    assert says("E51", E51, facts=LOAD, total=total, it_kw="1", days="1") == found


@pytest.mark.parametrize(
    ("total", "times", "likely"),
    [
        ("130", "10", "13 kWh"),
        ("13000", "1,000", "13 kWh"),
        ("130000", "10,000", "13 kWh"),
        ("1.3", "10", "13 kWh"),
        ("0.0013", "10,000", "13 kWh"),
        ("0.013 MWh", "", ""),
        ("13 MWh", "1,000", "0.013 MWh"),
    ],
)
def test_e51_proposes_what_was_probably_meant(total, times, likely):
    answers = {"facts": LOAD, "total": total, "it_kw": "1", "days": "1"}
    if not times:
        assert says("E51", E51, **answers) == []
        return
    words = message("E51", E51, language="en", **answers)

    assert f"by a factor of about {times}, as if" in words
    assert f"Should it be {likely}?" in words


@pytest.mark.parametrize(
    "known", [{"it_kw": "1", "days": "1"}, {"facts": LOAD, "days": "1"}, {"facts": LOAD, "it_kw": "1"}]
)
def test_e51_needs_peers_power_and_days(known):
    assert says("E51", E51, total="120", **known) == []


def test_e51_other_factors():
    told = E51 | {"factors": "1000", "within": "0.1"}

    assert says("E51", told, facts=LOAD, total="120", it_kw="1", days="1") == []
    assert says("E51", told, facts=LOAD, total="13201", it_kw="1", days="1") == []
    assert says("E51", told, facts=LOAD, total="13200", it_kw="1", days="1") == ["soft:total"]


@pytest.mark.parametrize(
    ("total", "siblings", "found"),
    [
        ("1000000", ["5"], ["soft:total"]),
        ("3 MWh", ["5"], []),
        ("1000001", ["1000001"], []),
        ("1000001", ["1000001", "1000001"], ["soft:total"]),
        ("1000001", [], []),
        ("1000000", [], ["soft:total"]),
        ("0", ["0", "0"], []),
        ("", ["5"], []),
    ],
)
def test_e52_round_or_repeated(total, siblings, found):
    assert says("E52", {"total": "total"}, facts={"siblings.total_kwh": siblings}, total=total) == found


def test_e52_says_how_round():
    told = {"total": "total", "round_to": "1000"}

    assert "（2 MWh）是 1 MWh 的整数倍" in message("E52", told, facts={"siblings.total_kwh": ["5"]}, total="2 MWh")


@pytest.mark.parametrize(
    ("total", "found"),
    [("1300", []), ("1300.1", ["soft:total"]), ("700", []), ("699.9", ["soft:total"]), ("", [])],
)
def test_e53_thirty_percent_of_last_year(total, found):
    assert says("E53", {"total": "total"}, facts=PREVIOUS, total=total) == found


def test_e53_without_last_year_or_with_a_figure_of_the_form():
    assert says("E53", {"total": "total"}, total="1300.1") == []
    assert says("E53", {"total": "total", "previous": "base"}, total="1300.1", base="1000") == ["soft:total"]
    assert "变动 -40.00%" in message("E53", {"total": "total"}, facts=PREVIOUS, total="600")
