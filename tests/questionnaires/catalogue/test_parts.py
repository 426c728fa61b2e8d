import pytest

from tests.questionnaires.catalogue.examples import message, says


def column(name, *cells):
    return [{name: cell} for cell in cells]


@pytest.mark.parametrize(
    ("shares", "found"),
    [
        (("60", "40.1"), []),
        (("60", "40.11"), ["hard:table"]),
        (("60", "39.9"), []),
        (("60", "39.89"), ["hard:table"]),
        (("100", ""), []),
        (("", ""), []),
    ],
)
def test_e13_shares_add_up_to_a_hundred(shares, found):
    table = [{"key": "x", "percent": share} for share in shares]

    assert says("E13", {"shares": "percent", "rows": "table"}, table=table) == found


E20 = {"it": "it", "total": "total", "days": "days", "it_kw": "it_kw"}


@pytest.mark.parametrize(
    ("it", "total", "found"),
    [
        ("240", "240", []),
        ("240.1", "240", ["hard:it"]),
        ("240.1", "300", ["soft:it"]),
        ("", "240", []),
        ("241", "", []),
    ],
)
def test_e20_it_within_the_total_and_10_kw_for_a_day(it, total, found):
    assert says("E20", E20, it=it, total=total, it_kw="10", days="1") == found


def test_e20_the_registered_power():
    told = {"it": "it", "total": "total", "days": "1"}

    assert says("E20", told, facts={"facility.it_kw": "10"}, it="240.1", total="300") == ["soft:it"]
    assert says("E20", told, it="240.1", total="300") == []


E22 = {"parts": ["cooling", "light"], "whole": "total"}


@pytest.mark.parametrize(
    ("cooling", "light", "found"),
    [
        ("60", "40.5", []),
        ("60", "40.6", ["hard:cooling"]),
        ("100", "", []),
        ("100.1", "", ["hard:cooling"]),
        ("", "100.1", ["hard:cooling"]),
        ("", "", []),
    ],
)
def test_e22_parts_of_the_whole(cooling, light, found):
    assert says("E22", E22, cooling=cooling, light=light, total="100") == found
    assert says("E22", E22, cooling=cooling, light=light) == []


def test_e22_without_tolerance():
    assert says("E22", E22 | {"tolerance": "0"}, cooling="60", light="40.1", total="100") == ["hard:cooling"]


@pytest.mark.parametrize(
    ("method", "note", "found"),
    [("estimate", "", ["hard:note"]), ("estimate", "按机柜分摊", []), ("meter", "", []), ("", "", [])],
)
def test_e23_estimates_are_explained(method, note, found):
    told = {"estimated": "${method} = 'estimate'", "note": "note"}

    assert says("E23", told, method=method, note=note) == found


@pytest.mark.parametrize(
    ("counts", "racks", "found"),
    [
        (("60", "40"), "100", []),
        (("60", "41"), "100", ["hard:table"]),
        (("60", "41"), "", []),
        (("", ""), "0", []),
    ],
)
def test_e26_racks_of_the_clients(counts, racks, found):
    told = {"client_racks": "count", "rows": "table", "racks": "racks"}
    table = [{"key": "x", "count": count} for count in counts]

    assert says("E26", told, table=table, racks=racks) == found


E44 = {"parts": ["cooling", "${certificates} * 1000"], "total": "total"}


@pytest.mark.parametrize(
    ("power", "certificates", "total", "found"),
    [
        ("1000", "1", "2000", []),
        ("1000.1", "1", "2000", ["hard:cooling"]),
        ("", "3", "2000", ["hard:cooling"]),
        ("3000", "", "2000", ["hard:cooling"]),
        ("", "", "2000", []),
        ("1000", "1", "", []),
    ],
)
def test_e44_renewables_with_certificates_of_1_mwh(power, certificates, total, found):
    assert says("E44", E44, cooling=power, certificates=certificates, total=total) == found


@pytest.mark.parametrize(
    ("heat", "total", "found"),
    [("3.6", "1000", []), ("3.6001", "1000", ["hard:heat"]), ("", "1000", []), ("4", "", [])],
)
def test_e46_heat_in_gj(heat, total, found):
    told = {"reuse": "heat", "total": "total", "factor": "1000 div 3.6"}

    assert says("E46", told, heat=heat, total=total) == found


def test_e46_heat_in_kwh():
    told = {"reuse": "other", "total": "total"}

    assert says("E46", told, other="1000", total="1000") == []
    assert says("E46", told, other="1001", total="1000") == ["hard:other"]


E47 = {"months": "kwh", "rows": "table", "total": "total"}


@pytest.mark.parametrize(
    ("months", "total", "found"),
    [
        (["100"] * 12, "1200", []),
        (["100"] * 12, "1206.0301", []),
        (["100"] * 12, "1206.0302", ["hard:table"]),
        (["100"] * 12, "1194.02", ["hard:table"]),
        ([""] * 12, "1200", []),
        (["100"] * 12, "", []),
        (["30", "200", *["97"] * 10], "1200", []),
        (["29", "201", *["97"] * 10], "1200", ["soft:kwh:r1", "soft:kwh:r2"]),
        (["", "200", *["100"] * 10], "1200", []),
        (["100"] * 12, "0", ["hard:table"]),
        (["0"] * 12, "0", []),
    ],
)
def test_e47_twelve_months(months, total, found):
    table = [{"key": "x", "kwh": month} for month in months]

    assert says("E47", E47, table=table, total=total) == found


def test_e47_says_what_is_allowed():
    assert "相差超过 0.5%" in message("E47", E47, table=column("kwh", *["100"] * 12), total="1300")


@pytest.mark.parametrize(
    ("rooms", "floor", "found"), [("10", "10", []), ("10.1", "10", ["hard:rooms"]), ("", "10", []), ("10", "", [])]
)
def test_e48_rooms_within_the_building(rooms, floor, found):
    assert says("E48", {"rooms": "rooms", "floor": "floor"}, rooms=rooms, floor=floor) == found


E49 = {"renewables": "other", "parts": ["cooling", "light"], "total": "total"}


@pytest.mark.parametrize(
    ("renewables", "parts", "total", "found"),
    [
        ("1000", ("600", "401"), "1000", []),
        ("1000", ("600", "401.1"), "1000", ["hard:other"]),
        ("1000", ("600", "398.9"), "1000", ["hard:other"]),
        ("1000", ("600", "400"), "999.9", ["hard:other"]),
        ("0", ("0", "0"), "1000", []),
        ("1000", ("", ""), "1000", []),
        ("", ("600", "400"), "500", []),
        ("1000", ("600", "400"), "", []),
    ],
)
def test_e49_renewables_balance(renewables, parts, total, found):
    answers = {"other": renewables, "cooling": parts[0], "light": parts[1], "total": total}

    assert says("E49", E49, **answers) == found


@pytest.mark.parametrize(
    ("supplied", "total", "found"),
    [
        (("500", "510"), "1000", []),
        (("500", "510.1"), "1000", ["soft:table"]),
        (("500", "490"), "1000", []),
        (("500", "489.9"), "1000", ["soft:table"]),
        (("500", "400"), "", []),
        (("500", "400"), "0", ["soft:table"]),
        (("0", ""), "0", []),
        (("", ""), "1000", []),
    ],
)
def test_e50_suppliers(supplied, total, found):
    told = {"supplied": "kwh", "rows": "table", "total": "total"}
    table = [{"key": "x", "kwh": kwh} for kwh in supplied]

    assert says("E50", told, table=table, total=total) == found
