"""Rosters for tests: rows as an officer would type them, and as they come out of a file."""

from surveys.registry.roster import Cell, Row, Upload
from surveys.registry.roster_fields import FIELDS, Kind
from surveys.workbooks.reading import column_letters

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
