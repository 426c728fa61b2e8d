import pytest

from tests.questionnaires.catalogue.examples import message, says


@pytest.mark.parametrize(
    ("kinds", "mining", "found"),
    [
        ("01 09", "yes", []),
        ("09", "former", []),
        ("01", "no", []),
        ("01", "unsure", []),
        ("01", "yes", ["hard:kinds"]),
        ("09", "no", ["hard:kinds"]),
        ("09", "unsure", ["hard:kinds"]),
        ("", "yes", []),
        ("09", "", []),
    ],
)
def test_e14_kinds_of_business(kinds, mining, found):
    assert says("E14", {"business": "kinds", "mining": "has_mining"}, kinds=kinds, has_mining=mining) == found


def test_e14_kinds_in_a_table():
    told = {"business": "kind", "mining": "has_mining", "rows": "table"}

    assert says("E14", told, table=[{"kind": "01"}, {"kind": "09"}], has_mining="yes") == []
    assert says("E14", told, table=[{"kind": "01"}], has_mining="yes") == ["hard:table"]


def test_e14_other_names():
    told = {"business": "kinds", "mining": "has_mining", "mining_code": "99", "answers": "yes unsure"}

    assert says("E14", told, kinds="99", has_mining="unsure") == []
    assert "选“99 虚拟货币挖矿”" in message("E14", told, kinds="99", has_mining="former")


@pytest.mark.parametrize(
    ("mining", "table", "found"),
    [
        ("unsure", [{"key": "某公司"}], []),
        ("unsure", [{"place": "x"}], ["hard:table"]),
        ("unsure", [], ["hard:table"]),
        ("yes", [], []),
        ("", [], []),
    ],
)
def test_e24_clients_of_who_cannot_tell(mining, table, found):
    told = {"mining": "has_mining", "clients": "key", "rows": "table"}

    assert says("E24", told, has_mining=mining, table=table) == found


E27 = {"model": "model", "hashrate": "unit_hashrate", "power": "unit_power"}


@pytest.mark.parametrize(
    ("hashrate", "power", "found"),
    [
        ("109.25", "2762.5", []),
        ("80.75", "3737.5", []),
        ("109.26", "3250", ["soft:model:r1"]),
        ("80.74", "3250", ["soft:model:r1"]),
        ("95", "3737.6", ["soft:model:r1"]),
        ("95", "3.25 kW", []),
        ("", "3250", []),
        ("95", "", []),
    ],
)
def test_e27_fifteen_percent_around_the_nameplate(hashrate, power, found):
    row = {"model": "s19", "unit_hashrate": hashrate, "unit_power": power}

    assert says("E27", E27, beside={"table": "table"}, table=[row]) == found


def test_e27_a_model_without_nameplate_is_not_judged():
    row = {"model": "other", "unit_hashrate": "1", "unit_power": "1"}

    assert says("E27", E27, beside={"table": "table"}, table=[row, {"unit_hashrate": "1", "unit_power": "1"}]) == []


E28 = {"hashrate": "hashrate", "listed": "sum(${unit_hashrate})"}


@pytest.mark.parametrize(
    ("stated", "listed", "found"),
    [
        ("1.05", "1000", []),
        ("1.051", "1000", ["soft:hashrate"]),
        ("0.95", "1000", []),
        ("0.949", "1000", ["soft:hashrate"]),
        ("", "1000", []),
        ("1", "", []),
    ],
)
def test_e28_hash_rate_of_the_list(stated, listed, found):
    assert says("E28", E28, hashrate=stated, table=[{"key": "x", "unit_hashrate": listed}]) == found


def test_e28_shows_the_list_in_the_unit_of_the_answer():
    words = message("E28", E28, hashrate="2", table=[{"unit_hashrate": "1000"}])

    assert "总算力（2 PH/s）与矿机清单合计（1 PH/s）相差超过 5%" in words


@pytest.mark.parametrize(
    ("mining", "total", "found"),
    [
        ("0", "100", []),
        ("100", "100", []),
        ("100.001", "100", ["hard:mining"]),
        ("-0.001", "100", ["hard:mining"]),
        ("-1", "", ["hard:mining"]),
        ("", "100", []),
        ("100", "", []),
        ("0", "0", []),
    ],
)
def test_e29_part_of_the_total(mining, total, found):
    assert says("E29", {"part": "mining", "whole": "total"}, mining=mining, total=total) == found


def test_e29_says_nothing_of_what_is_not_available():
    told = {"part": "mining", "whole": "total"}

    assert says("E29", told, mining="100", total={"typed": "", "unavailable": "换表"}) == []


E30 = {"mining": "mining", "it": "it", "total": "total", "method": "method"}


@pytest.mark.parametrize(
    ("mining", "method", "found"),
    [
        ("100", "pdu", []),
        ("100.1", "pdu", ["hard:mining"]),
        ("100", "meter", []),
        ("100.1", "meter", ["soft:mining"]),
        ("200.1", "meter", []),
        ("100.1", "", []),
        ("", "pdu", []),
    ],
)
def test_e30_mining_and_it(mining, method, found):
    assert says("E30", E30, mining=mining, method=method, it="100", total="200") == found
    assert says("E30", E30, mining=mining, method=method, total="200") == []


E31 = {"mining": "mining", "nameplate": "base"}


@pytest.mark.parametrize(
    ("mining", "found"),
    [("665", []), ("664.9", ["soft:mining"]), ("1045", []), ("1045.1", ["soft:mining"]), ("", [])],
)
def test_e31_seventy_to_a_hundred_and_ten_percent_of_950_kwh(mining, found):
    assert says("E31", E31, mining=mining, base="1000") == found
    assert says("E31", E31, mining=mining) == []


def test_e31_says_nothing_of_machines_that_ran_less_than_no_time():
    assert says("E31", E31, mining="1", base="-1000") == []


def test_e31_with_the_nameplates_computed():
    told = {"mining": "mining", "nameplate": "sum(${unit_power}) * ${days} * 24", "rows": "table", "uptime": "1"}

    assert says("E31", told, mining="24", days="1", table=[{"unit_power": "1 kW"}]) == []
    assert "推算的 24 kWh 偏差 100.00%" in message("E31", told, mining="48", days="1", table=[{"unit_power": "1 kW"}])


@pytest.mark.parametrize(
    ("mining", "answer", "found"),
    [
        ("0.001", "yes", []),
        ("0", "yes", ["hard:mining"]),
        ("", "yes", []),
        ("", "no", []),
        ("0", "no", ["hard:mining"]),
        ("5", "no", ["hard:mining"]),
        ("0", "former", []),
        ("0", "", []),
    ],
)
def test_e33_mining_and_its_electricity(mining, answer, found):
    assert says("E33", {"mining": "mining", "answer": "has_mining"}, mining=mining, has_mining=answer) == found


E34 = {"stated": "stated", "computed": "share"}


@pytest.mark.parametrize(
    ("stated", "share", "found"),
    [
        ("20.5", "20", []),
        ("19.5", "20", []),
        ("20.51", "20", ["soft:stated"]),
        ("100", "99.5", []),
        ("0", "0", []),
        ("100.01", "100", ["hard:stated"]),
        ("-0.01", "0", ["hard:stated"]),
        ("", "20", []),
        ("50", "", []),
        ("50", "100", ["soft:stated"]),
        ("50", "100.01", []),
    ],
)
def test_e34_the_stated_share(stated, share, found):
    assert says("E34", E34, stated=stated, share=share) == found


def test_e34_a_share_computed_on_the_spot():
    told = E34 | {"computed": "${mining} div ${total} * 100"}

    assert "与计算值（50%）相差超过 0.5 个百分点" in message("E34", told, stated="60", mining="1", total="2")
