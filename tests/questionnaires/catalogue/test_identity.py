import pytest

from tests.questionnaires.catalogue.examples import message, says, trial

NAMES = {"organisation.name": "某公司", "facility.name": "一号"}


@pytest.mark.parametrize(
    ("facts", "name", "found"),
    [(NAMES, "某公司", []), (NAMES, "某某公司", ["info:name"]), ({}, "某某公司", []), (NAMES, "", [])],
)
def test_e01_the_registered_name(facts, name, found):
    assert says("E01", {"name": "name"}, facts=facts, name=name) == found


def test_e01_of_the_data_center():
    told = {"name": "name", "registered": "facility.name"}

    assert says("E01", told, facts=NAMES, name="一号") == []
    assert says("E01", told, facts=NAMES, name="二号") == ["info:name"]


@pytest.mark.parametrize(
    ("code", "found"),
    [("91110000600037341L", []), ("91110000600037341M", ["hard:code"]), ("9111", ["hard:code"]), ("", [])],
)
def test_e02_the_check_character(code, found):
    assert says("E02", {"code": "code"}, code=code) == found


@pytest.mark.parametrize(
    ("district", "found"), [("110105", []), ("120101", []), ("130102", ["hard:district"]), ("", [])]
)
def test_e03_the_city_and_its_districts(district, found):
    assert says("E03", {"district": "district", "prefixes": "1101 1201"}, district=district) == found


@pytest.mark.parametrize(
    ("phone", "email", "found"),
    [
        ("13800000000", "a@b.cn", []),
        ("138 0000 0001", "", []),
        ("138-0000-0001", "", []),
        ("138‑0000–0001", "", []),
        ("+8613800000001", "", []),
        ("+86 138 0000 0001", "", []),
        ("0086-138-0000-0001", "", []),
        ("(+86) 138 0000 0001", "", []),
        ("＋８６ １３８０００００００１", "", []),
        ("138.0000.0001", "", []),
        ("138·0000·0001", "", []),
        ("138\u22120000\u22120001", "", []),
        ("1 3 8 0 0 0 0 0 0 0 1", "", []),
        ("+ 86 138 0000 0001", "", []),
        ("+86 (138) 0000-0001", "", []),
        ("12800000001", "", ["hard:phone"]),
        ("13800000001转8001", "", ["hard:phone"]),
        ("+852 9123 4567", "", ["hard:phone"]),
        ("+1 415 555 0100", "", ["hard:phone"]),
        ("010-6234 5678", "", ["hard:phone"]),
        ("+86 10 6234 5678", "", ["hard:phone"]),
        ("1380000000", "a@b.cn", ["hard:phone"]),
        ("138 0000 000", "", ["hard:phone"]),
        ("138--0000--0001", "", ["hard:phone"]),
        ("+87 138 0000 0001", "", ["hard:phone"]),
        ("010-12345678", "", ["hard:phone"]),
        ("138000000000", "", ["hard:phone"]),
        ("", "a@b", ["hard:email"]),
        ("", "", []),
    ],
)
def test_e04_mobile_and_email(phone, email, found):
    assert says("E04", {"phone": "phone", "email": "email"}, phone=phone, email=email) == found


def test_e04_telephones_of_other_countries():
    told = {"phone": "phone", "pattern": r"\+?[0-9 -]{7,20}"}

    assert says("E04", told, phone="+1 512-555-0100") == []
    assert message("E04", told, phone="none") == "电话号码“none”格式有误，请核对"
    assert says("E04", {"email": "email"}, email="x") == ["hard:email"]


@pytest.mark.parametrize(
    ("count", "table", "found"),
    [
        ("2", [{"key": "a"}, {"key": "b"}], []),
        ("3", [{"key": "a"}, {"key": "b"}], ["hard:sites_count"]),
        ("1", [], ["hard:sites_count"]),
        ("", [{"key": "a"}], []),
    ],
)
def test_e05_as_many_rows_as_counted(count, table, found):
    assert says("E05", {"count": "sites_count", "rows": "table"}, sites_count=count, table=table) == found


def test_e06_among_the_organisations_data_centers():
    told = {"name": "name", "address": "address"}

    assert says("E06", told, facts={"siblings.names": ["二号"]}, name="一号") == []
    assert says("E06", told, facts={"siblings.names": ["一号"]}, name="一号") == ["hard:name"]
    assert says("E06", told, facts={"facility.address_taken": True}, address="某路") == ["soft:address"]
    assert says("E06", told, facts={"facility.address_taken": False}, address="某路") == []
    assert says("E06", told, name="一号", address="某路") == []


def test_e06_among_the_rows_of_a_table():
    told = {"name": "key", "rows": "table"}

    assert says("E06", told, table=[{"key": "一号"}, {"key": "二号"}, {"place": "x"}, {"place": "y"}]) == []
    assert "“一号”重复" in message("E06", told, table=[{"key": "一号"}, {"key": "二号"}, {"key": "一号"}])


BOX = {"district.south": "39", "district.north": "40", "district.west": "116", "district.east": "117"}


@pytest.mark.parametrize(
    ("latitude", "longitude", "facts", "found"),
    [
        ("39", "116", BOX, []),
        ("40", "117", BOX, []),
        ("38.999999", "116", BOX, ["soft:latitude"]),
        ("40.000001", "116", BOX, ["soft:latitude"]),
        ("39", "115.999999", BOX, ["soft:latitude"]),
        ("39", "117.000001", BOX, ["soft:latitude"]),
        ("116", "39", {}, []),
        ("", "116", BOX, []),
    ],
)
def test_e07_the_box_of_the_district(latitude, longitude, facts, found):
    told = {"latitude": "latitude", "longitude": "longitude"}

    assert says("E07", told, facts=facts, latitude=latitude, longitude=longitude) == found


def test_e07_a_box_of_ones_own():
    told = {
        "latitude": "latitude",
        "longitude": "longitude",
        "south": "25",
        "north": "37",
        "west": "-107",
        "east": "-93",
    }

    assert says("E07", told, latitude="30", longitude="-97") == []
    assert says("E07", told, latitude="30", longitude="97") == ["soft:latitude"]


@pytest.mark.parametrize(("declared", "found"), [("yes", []), ("no", ["hard:declared"]), ("", [])])
def test_e37_a_declaration_by_yes_or_no(declared, found):
    assert says("E37", {"declaration": "declared"}, declared=declared) == found


def test_e37_a_declaration_by_a_tick():
    assert says("E37", {"declaration": "ticked"}, ticked="yes") == []
    assert trial("E37", {"declaration": "ticked"}, ticked="no").values["ticked"] is None


@pytest.mark.parametrize(
    ("ip", "found"),
    [("203.0.113.7", []), ("203.0.113.7 2001:db8::7", []), ("203.0.113.256", ["hard:ip"]), ("", [])],
)
def test_e41_addresses_of_machines(ip, found):
    assert says("E41", {"ip": "ip"}, ip=ip) == found
