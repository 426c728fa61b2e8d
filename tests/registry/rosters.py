"""Rosters for tests: rows as an officer would type them, and as they come out of a file."""

from surveys.registry import roster
from surveys.registry.queries import known_for
from surveys.registry.roster import Cell, Row, Upload
from surveys.registry.roster_fields import FIELDS, Kind
from surveys.workbooks.reading import column_letters
from tests import factories

NUMBER = factories.make_uscc(9000001)
OTHER = factories.make_uscc(9000002)
BEIJING = ["110000/"]
SHEETS = {Kind.ORGANISATION: "单位", Kind.FACILITY: "数据中心", Kind.CONTACT: "联系人"}


def upload(organisations=(), facilities=(), contacts=()):
    sheets = {Kind.ORGANISATION: organisations, Kind.FACILITY: facilities, Kind.CONTACT: contacts}
    return Upload([row(kind, n, cells) for kind, rows in sheets.items() for n, cells in enumerate(rows, start=2)])


def row(kind, number, cells):
    letters = {field.name: column_letters(index) for index, field in enumerate(FIELDS[kind])}
    places = {name: f"{SHEETS[kind]}!{letters[name]}{number}" for name in cells}
    return Row(kind, f"{SHEETS[kind]}!A{number}", {name: Cell(str(cells[name]), places[name]) for name in cells})


def organisation(number, **cells):
    return {"number": number, "name": "甲云数据", "region": "朝阳区"} | cells


def facility(number, code="DC01", **cells):
    return {"organisation": number, "code": code, "name": "一号楼", "region": "朝阳区"} | cells


def contact(number, email="a@example.org", **cells):
    return {"organisation": number, "email": email, "name": "张三"} | cells


def whole():
    facts = {"grid_kva": "20,000 kVA", "it_kw": "1.2MW", "racks": "2000", "started_on": "2018年6月1日", "kind": "托管"}
    return upload([organisation(NUMBER)], [facility(NUMBER, **facts)], [contact(NUMBER)])


def plan(file, within=BEIJING):
    return roster.plan(file, known_for(file), within)


def wrong(file, within=BEIJING):
    return [(flaw.location, flaw.message["en"]) for flaw in plan(file, within).problems]
