"""The settings sheet: what concerns the form as a whole."""

import re
from collections.abc import Mapping

from surveys.lib.text import LANGUAGES, Text
from surveys.workbooks.xlsform import cells, messages
from surveys.workbooks.xlsform.import_state import ImportState, Item
from surveys.workbooks.xlsform.problems import Problems
from surveys.workbooks.xlsform.sheets import Grid, Line


def first_line(grid: Grid | None) -> Line | None:
    return grid.lines[0] if grid and grid.lines else None


def wants_unsupported_as_text(line: Line | None) -> bool:
    return line is not None and line["unsupported_types"].lower() == "text"


def allows_duplicate_choices(line: Line | None, problems: Problems) -> bool:
    return line is not None and cells.flag(line.cell("allow_choice_duplicates"), problems)


def code_of(line: Line | None, name: str) -> str:
    """What the settings say, else the file's name."""
    return (line["form_id"] if line else "") or re.sub(r"\.\w+$", "", name) or "form"


def title_of(line: Line | None, code: str) -> Text:
    title = line.text("titles") | line.text("form_title") if line else {}
    return title or dict.fromkeys(LANGUAGES, code)


def head_of_definition(grid: Grid | None, code: str, state: ImportState) -> Item:
    """Everything of a definition but choices, sections and checks."""
    head: Item = {"format": 1, "code": code, "unit": "facility", "title": state.title}
    line = first_line(grid)
    if grid is None or line is None:
        return head
    head["unit"] = line["unit"] or "facility"
    state.put(head, "zone", line, "zone", "")
    state.put(head, "other_periods", line, "other_periods", "")
    state.put_text(head, "introduction", line, "introduction", "")
    if line.cell("languages"):
        head["languages"] = cells.words(line.cell("languages"))
    if line.cell("extended"):
        head["extended"] = cells.flag(line.cell("extended"), state.problems)
    head |= _references(line, state)
    notes = [text for one in grid.lines if (text := one.text("notes"))]
    if notes:
        head["notes"] = notes
    columns = {"code": "form_id", "title": "form_title"} | {key: key for key in ("unit", "zone", "other_periods")}
    for key, column in columns.items():
        state.locations.add(key, line.cell(column))
    _refuse_second_line(grid, state.problems)
    return head


def _references(line: Line, state: ImportState) -> Item:
    """What names questions: core figures, the nil return, roles."""
    found: Item = {}
    if line.cell("core"):
        found["core"] = cells.words(line.cell("core"))
    if line.cell("nil"):
        found["nil"] = _nil(line, state)
    if line.cell("roles"):
        found["roles"] = _told(line, "roles", state)
    state.locations.add("core", line.cell("core"))
    state.locations.add("nil", line.cell("nil"), line.cell("nil_requires"))
    state.locations.add("roles", line.cell("roles"))
    return found


def _nil(line: Line, state: ImportState) -> Item:
    told = _told(line, "nil", state)
    question, value = next(iter(told.items()), ("", ""))
    if len(told) > 1:
        state.problems.error(line.cell("nil"), messages.NIL_IS_ONE_ANSWER)
    return {"question": question, "value": value, "requires": cells.words(line.cell("nil_requires"))}


def _told(line: Line, column: str, state: ImportState) -> Mapping[str, str]:
    """`role=question; role=question`."""
    pairs = [pair.partition("=") for pair in re.split(r"[;；\n]+", line[column]) if pair.strip()]
    if any(not (left.strip() and right.strip()) for left, _, right in pairs):
        state.problems.error(line.cell(column), messages.PAIRS_UNREADABLE)
    return {left.strip(): right.strip() for left, _, right in pairs if left.strip() and right.strip()}


def _refuse_second_line(grid: Grid, problems: Problems) -> None:
    """Only notes go on below the first row."""
    for line in grid.lines[1:]:
        for column, language in grid.columns:
            cell = line.cell(column, language)
            if cell and column != "notes":
                problems.warning_once("settings", cell, messages.SETTINGS_ROW_IGNORED)
