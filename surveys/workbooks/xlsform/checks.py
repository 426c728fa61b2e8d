"""Checks: the `check` column of the survey sheet, and the sheet `checks` for those that concern several questions."""

import re

from surveys.questionnaires.form import CONSTRAINT, about_question
from surveys.workbooks.xlsform import cells, messages
from surveys.workbooks.xlsform.import_state import ImportState, Item, mentioned_in
from surveys.workbooks.xlsform.locations import every_question
from surveys.workbooks.xlsform.problems import Cell
from surveys.workbooks.xlsform.sheets import Grid, Line

_OF_CATALOGUE = re.compile(r"([A-Z][0-9]{2})(?:\s+(\S.*))?", re.S)


def checks_of_questions(grid: Grid, sections: list[Item], state: ImportState) -> list[Item]:
    """What stands in the column `check`, each at its row's question."""
    homes = _tables_by_question(sections)
    labels = {question["name"]: question.get("label", {}) for question in every_question(sections)}
    by_cell = {state.names[name]: name for name in homes}
    found: list[Item] = []
    for line in grid.lines:
        name = by_cell.get(line.cell("name"), "")
        if line.cell("check") and name in homes:
            found.append(_check_of(line, name, homes[name], labels[name], len(found), state))
    return found


def _check_of(line: Line, name: str, table: str, label: dict[str, str], number: int, state: ImportState) -> Item:
    cell = line.cell("check")
    entry: Item = _from_catalogue(cell, state)
    if not entry:
        rule = cells.expression(cell)
        others = sorted(mentioned_in(rule) & state.names.keys() - {name}, key=rule.index)
        entry = {"id": f"check_{name}", "questions": [name, *others], "rule": rule}
        entry |= {"severity": "hard", "message": about_question(CONSTRAINT, _plain(label, name))}
        entry |= {"table": table} if table else {}
    location = f"check {entry.get('id') or entry['check']}"
    state.put(entry, "severity", line, "check_severity", location)
    state.put_text(entry, "message", line, "check_message", location)
    state.locations.add(location, cell)
    state.locations.add(f"checks[{number}]", cell)
    state.locations.add(f"{location}.rule", cell)
    return entry


def _from_catalogue(cell: Cell, state: ImportState) -> Item:
    """`E09 in_use=racks_in_use racks=racks`; nothing where it is an expression."""
    match = _OF_CATALOGUE.fullmatch(cell.text)
    return {"check": match[1], "with": _arguments(match[2] or "", cell, state)} if match else {}


def _arguments(text: str, cell: Cell, state: ImportState) -> dict[str, str | list[str]]:
    told = cells.arguments(text)
    if told is None:
        state.problems.error(cell, messages.PARAMETERS_UNREADABLE)
    return told or {}


def _plain(label: dict[str, str], name: str) -> dict[str, str]:
    """A label that can stand in a message: braces in it would name other questions."""
    return {language: name if set(words) & set("{}") else words for language, words in label.items()}


def _tables_by_question(sections: list[Item]) -> dict[str, str]:
    """Question -> the table it is a column of, or ''."""
    top = [question for section in sections for question in section["questions"]]
    columns = {column["name"]: table["name"] for table in top for column in table.get("questions", ())}
    return {question["name"]: "" for question in top} | columns


def checks_of_sheet(grid: Grid, sections: list[Item], before: int, state: ImportState) -> list[Item]:
    """before: how many checks come before these."""
    homes = _tables_by_question(sections)
    found: list[Item] = []
    for line in grid.lines:
        is_new = any(line.cell(column) for column in ("id", "check", "rule", "questions"))
        if is_new:
            found.append(_written_out(line, homes, before + len(found), state))
        if line.cell("value") and found:
            _add_value(found[-1], line, state)
        elif not is_new:
            state.problems.warning(line.cell("id"), messages.NO_CHECK_IN_ROW)
    return found


def _written_out(line: Line, homes: dict[str, str], number: int, state: ImportState) -> Item:
    cell = line.cell("check")
    entry: Item = _from_catalogue(cell, state)
    if entry:
        entry["with"] |= _arguments(line["parameters"], line.cell("parameters"), state)
    location = f"check {line['id'] or entry.get('check') or f'row_{line.row}'}"
    if not entry:
        entry = {"id": line["id"] or f"row_{line.row}", "severity": "hard"}
        state.put_expression(entry, "rule", line, "rule" if line.cell("rule") else "check", location)
    elif line["id"]:
        entry["id"] = line["id"]
    state.locations.add(location, next((one for one in (line.cell("id"), cell) if one), line.cell("rule")))
    state.locations.add(f"checks[{number}]", cell or line.cell("id"))
    state.put(entry, "severity", line, "severity", location)
    state.put_expression(entry, "relevant", line, "relevant", location)
    state.put_text(entry, "message", line, "message", location)
    if line.cell("questions"):
        entry["questions"] = cells.words(line.cell("questions"))
    state.locations.add(f"{location}.questions", line.cell("questions"))
    state.put(entry, "table", line, "table", location)
    _complete(entry, homes)
    return entry


def _complete(entry: Item, homes: dict[str, str]) -> None:
    """What can be told from the rule and the form."""
    if "check" in entry:
        return
    names = entry.setdefault("questions", [name for name in homes if name in mentioned_in(entry.get("rule", ""))])
    home = homes.get(names[0], "") if names else ""
    if home:
        entry.setdefault("table", home)
    entry.setdefault("message", about_question(CONSTRAINT, dict.fromkeys(("zh", "en"), names[0] if names else "")))


def _add_value(entry: Item, line: Line, state: ImportState) -> None:
    location = f"check {entry.get('id') or entry.get('check')}.{line['value']}"
    value: Item = {}
    cells_of_value = [line.cell(column) for column in ("calculate", "unit", "like", "value")]
    state.locations.add(location, *(cell for cell in cells_of_value if cell))
    state.put_expression(value, "calculate", line, "calculate", location)
    state.put(value, "unit", line, "unit", location)
    state.put(value, "like", line, "like", location)
    state.put_whole(value, "decimals", line, "decimals", location)
    entry.setdefault("values", {})[line["value"]] = value
