import pytest

from tests.questionnaires.catalogue.examples import message, says

YEAR = {"days": "365"}


@pytest.mark.parametrize(
    ("in_use", "racks", "found"),
    [("10", "10", []), ("11", "10", ["hard:in_use"]), ("", "10", []), ("11", "", []), ("0", "0", [])],
)
def test_e09_racks_in_use(in_use, racks, found):
    assert says("E09", {"in_use": "in_use", "racks": "racks"}, in_use=in_use, racks=racks) == found


@pytest.mark.parametrize(
    ("in_use", "racks", "found"),
    [("20", "100", []), ("19", "100", ["soft:in_use"]), ("101", "100", []), ("", "100", []), ("0", "0", [])],
)
def test_e10_use_of_the_racks(in_use, racks, found):
    assert says("E10", {"in_use": "in_use", "racks": "racks"}, in_use=in_use, racks=racks) == found


def test_e10_another_limit():
    told = {"in_use": "in_use", "racks": "racks", "least": "0.5"}

    assert says("E10", told, in_use="50", racks="100") == []
    assert message("E10", told, in_use="49", racks="100").startswith("上架率为 49.00%")


@pytest.mark.parametrize(
    ("it_kw", "grid", "found"),
    [("900", "1000", []), ("900.1", "1000", ["soft:it_kw"]), ("", "1000", []), ("900", "", [])],
)
def test_e11_the_connection_at_a_power_factor_of_nine_tenths(it_kw, grid, found):
    assert says("E11", {"it_kw": "it_kw", "connection": "grid"}, it_kw=it_kw, grid=grid) == found


def test_e11_the_registered_connection():
    facts = {"facility.grid_kva": "1000"}

    assert says("E11", {"it_kw": "it_kw"}, facts=facts, it_kw="900") == []
    assert says("E11", {"it_kw": "it_kw", "power_factor": "1"}, facts=facts, it_kw="1000") == []
    assert "（900 kW）" in message("E11", {"it_kw": "it_kw"}, facts=facts, it_kw="901")


@pytest.mark.parametrize(
    ("it_kw", "found"),
    [("100", []), ("99.9", ["soft:it_kw"]), ("300", []), ("300.1", ["soft:it_kw"]), ("", [])],
)
def test_e12_power_of_the_racks(it_kw, found):
    told = {"it_kw": "it_kw", "racks": "racks", "rack_kw": "rack_kw"}

    assert says("E12", told, it_kw=it_kw, racks="100", rack_kw="2") == found
    assert says("E12", told, it_kw=it_kw, racks="100") == []


@pytest.mark.parametrize(
    ("total", "operating", "found"),
    [("0", True, ["hard:total"]), ("0.001", True, []), ("0", False, []), ("0", None, []), ("", True, [])],
)
def test_e17_electricity_of_what_operates(total, operating, found):
    facts = {"facility.operating": operating}

    assert says("E17", {"total": "total"}, facts=facts, total=total) == found


def test_e17_by_a_rule_of_ones_own():
    told = {"total": "total", "operating": "${status} = 'operating'"}

    assert says("E17", told, total="0", status="operating") == ["hard:total"]
    assert says("E17", told, total="0", status="closed") == []


E18 = {"total": "total", "connection": "grid", "days": "days"}


def test_t09_2_mw_deliver_17520000_kwh_in_365_days():
    assert says("E18", E18, total="17520000", grid="2000", **YEAR) == []
    assert says("E18", E18, total="17520000.001", grid="2000", **YEAR) == ["hard:total"]


def test_t09_18000000_kwh_are_10274_percent_of_the_bound():
    words = message("E18", E18, total="18000000", grid="2000", **YEAR)

    assert words == (
        "总用电量（18,000,000 kWh）是电网接入容量 2,000 kVA 在 365 天内全部用满的上限（17,520,000 kWh）的 102.74%，"
        "请检查单位、数值和统计期"
    )


def test_t09_a_leap_year_has_8784_hours():
    assert says("E18", E18, total="17568000", grid="2000", days="366") == []
    assert says("E18", E18, total="17568000.001", grid="2000", days="366") == ["hard:total"]


@pytest.mark.parametrize(
    "answers",
    [{"grid": "2000", "days": "365"}, {"total": "99999999", "days": "365"}, {"total": "99999999", "grid": "2000"}],
)
def test_e18_needs_all_three(answers):
    assert says("E18", E18, **answers) == []


def test_e18_with_the_registered_connection_and_a_fixed_number_of_days():
    told = {"total": "total", "days": "30"}
    facts = {"facility.grid_kva": "100"}

    assert "电网接入容量 100 kVA 在 30 天内" in message("E18", told, facts=facts, total="72001")
    assert "100 kVA can deliver in 30 days (" in message("E18", told, language="en", facts=facts, total="72001")


@pytest.mark.parametrize(
    ("total", "found"),
    [
        ("7884", []),
        ("7883.9", ["soft:total"]),
        ("74898", []),
        ("74898.1", ["soft:total"]),
        ("0", []),
        ("87600.1", []),
        ("", []),
    ],
)
def test_e19_load_factor_of_10_kva(total, found):
    """Of 10 kVA · 0.9 · 8,760 h = 78,840 kWh a tenth is 7,884 and 95% are 74,898; above 87,600 E18 speaks."""
    told = {"total": "total", "connection": "grid", "days": "days"}

    assert says("E19", told, total=total, grid="10", **YEAR) == found


def test_e19_says_what_is_usual():
    told = {"total": "total", "connection": "grid", "days": "days", "least": "0.4"}
    words = message("E19", told, total="7884", grid="10", **YEAR)

    assert "负荷率为 10.00%，超出 40%～95% 的常见范围" in words


E32 = {"mining": "mining", "racks": "count", "rows": "table", "rack_kw": "rack_kw", "days": "days"}
CLIENTS = [{"count": "6"}, {"count": "4"}]


@pytest.mark.parametrize(
    ("mining", "table", "found"),
    [
        ("91980", CLIENTS, []),
        ("91980.1", CLIENTS, ["soft:mining"]),
        ("91980.1", [{"key": "x"}], []),
        ("", CLIENTS, []),
    ],
)
def test_e32_ten_racks_of_1_kw_at_full_load_and_five_percent(mining, table, found):
    assert says("E32", E32, mining=mining, table=table, rack_kw="1", **YEAR) == found


def test_e32_a_single_number_of_racks():
    told = {"mining": "mining", "racks": "racks", "rack_kw": "1", "days": "365", "tolerance": "0"}

    assert says("E32", told, mining="87600", racks="10") == []
    assert says("E32", told, mining="87600.1", racks="10") == ["soft:mining"]
