"""XLSForm, the spreadsheet form of Kobo and ODK: reading a workbook, or a stored definition, as a questionnaire, and writing it."""

import json
from pathlib import Path
from typing import Any

from surveys.lib.text import filled
from surveys.questionnaires.form import DefinitionError, StoredDefinition
from surveys.questionnaires.loading import load
from surveys.workbooks.reading import MOST_BYTES, WorkbookRefused
from surveys.workbooks.xlsform import cells, messages, settings
from surveys.workbooks.xlsform.checks import checks_of_questions, checks_of_sheet
from surveys.workbooks.xlsform.choices import drop_lists_of_truths, read_choices, take_external_choices
from surveys.workbooks.xlsform.columns import CHECKS, CHOICES, SETTINGS, SURVEY
from surveys.workbooks.xlsform.import_state import ImportState
from surveys.workbooks.xlsform.locations import Locations, add_problems, every_question
from surveys.workbooks.xlsform.missing_translations import (
    tell_shadowed,
    tell_untranslated,
    tell_untranslated_of_definition,
)
from surveys.workbooks.xlsform.names import make_choices_usable, make_names_differ, make_names_usable
from surveys.workbooks.xlsform.opening import opened
from surveys.workbooks.xlsform.problems import NOWHERE, Cell, Form, Problems
from surveys.workbooks.xlsform.rules import dissolve_tables, place_positions, write_as_here
from surveys.workbooks.xlsform.sheets import Grid, grids, missing_sheet
from surveys.workbooks.xlsform.survey import Survey
from surveys.workbooks.xlsform.writing import CannotBeWritten, write_form

__all__ = ["CannotBeWritten", "Form", "read_definition_file", "read_form", "write_form"]

MOST_CELLS = 200_000
MOST_OFFERED = 300_000
"""Choices of all questions together, a list counted for each question that shows it."""
MOST_OF_RULES = 300_000
"""Characters of all expressions together; what is beyond this would take longer to check than anybody waits."""
_RULES = (
    "relevant", "constraint", "calculation", "required", "choice_filter", "initial", "rule", "calculate", "default", "check"
)  # fmt: skip


def read_form(source: Path | bytes, *, name: str = "", unsupported_as_text: bool = False) -> Form:
    """The form in a workbook, whatever is in it. name: the file's, which stands in where the form has no id."""
    problems = Problems()
    content = _content(source, problems)
    if content is None:
        return Form(None, problems.found)
    try:
        sheets = opened(content, problems)
    except WorkbookRefused as refused:
        problems.error(NOWHERE, refused.message)
        return Form(None, problems.found)
    if sum(bool(text) for sheet in sheets for row in sheet.rows for text in row) > MOST_CELLS:
        problems.error(NOWHERE, filled(messages.TOO_MANY_CELLS, most=MOST_CELLS))
        return Form(None, problems.found)
    file_name = name or (source.name if isinstance(source, Path) else "")
    return _form(grids(sheets, problems), file_name, problems, unsupported_as_text=unsupported_as_text)


def _content(source: Path | bytes, problems: Problems) -> bytes | None:
    if isinstance(source, bytes):
        return source
    try:
        with source.open("rb") as file:
            # One byte more than allowed is enough to see that it is too much.
            return file.read(MOST_BYTES + 1)
    except OSError:
        problems.error(NOWHERE, filled(messages.FILE_UNREADABLE, file=source.name))
        return None


def _form(found: dict[str, Grid], file_name: str, problems: Problems, *, unsupported_as_text: bool) -> Form:
    if SURVEY not in found:
        missing_sheet(problems)
        return Form(None, problems.found)
    top = Cell(found[SURVEY].name, "A1")
    if _is_too_long(sum(grid.length_of(_RULES) for grid in found.values()), top, problems):
        return Form(None, problems.found)
    line = settings.first_line(found.get(SETTINGS))
    code = settings.code_of(line, file_name)
    as_text = unsupported_as_text or settings.wants_unsupported_as_text(line)
    state = ImportState(problems, Locations(), settings.title_of(line, code), as_text)
    state.locations.top = top
    definition = _definition(found, code, state)
    state.blame_strangers(found.values())
    languages = cells.words(line.cell("languages")) if line else []
    tell_untranslated(found.values(), languages, problems)
    tell_shadowed(found.values(), problems)
    if not (_is_too_long(_length_of_rules(definition), top, problems) or _offers_too_much(definition, top, problems)):
        add_problems(definition, state.locations, problems)
    return Form(definition, problems.in_order(grid.name for grid in found.values()))


def _definition(found: dict[str, Grid], code: str, state: ImportState) -> StoredDefinition:
    line = settings.first_line(found.get(SETTINGS))
    write_as_here(found.values())
    place_positions(found[SURVEY], state.problems)
    if state.unsupported_as_text:
        dissolve_tables(found)
    make_names_usable(found, state.problems)
    make_names_differ(found, state.problems)
    state.note_mentions(found.values())
    take_external_choices(found)
    make_choices_usable(found, state.problems)
    allowed = settings.allows_duplicate_choices(line, state.problems)
    for grid in (grid for grid in found.values() if grid.kind == CHOICES):
        read_choices(grid, state, duplicates_allowed=allowed)
    sections = Survey(found[SURVEY], state).sections
    checks = checks_of_questions(found[SURVEY], sections, state)
    if CHECKS in found:
        checks += checks_of_sheet(found[CHECKS], sections, len(checks), state)
    drop_lists_of_truths(state)
    head = settings.head_of_definition(found.get(SETTINGS), code, state)
    definition: Any = head | {"choices": state.choices, "sections": sections} | ({"checks": checks} if checks else {})
    return definition  # type: ignore[no-any-return]  # put together cell by cell


def _is_too_long(length: int, cell: Cell, problems: Problems) -> bool:
    if length > MOST_OF_RULES:
        problems.error(cell, filled(messages.EXPRESSIONS_TOO_LONG, most=MOST_OF_RULES))
    return length > MOST_OF_RULES


def _offers_too_much(definition: StoredDefinition, cell: Cell, problems: Problems) -> bool:
    questions = every_question(definition["sections"])
    offered = sum(len(definition["choices"].get(question.get("choices", ""), ())) for question in questions)
    if offered > MOST_OFFERED:
        problems.error(cell, filled(messages.TOO_MANY_CHOICES, most=MOST_OFFERED))
    return offered > MOST_OFFERED


def _length_of_rules(item: object) -> int:
    if isinstance(item, list):
        return sum(map(_length_of_rules, item))
    if not isinstance(item, dict):
        return 0
    own = sum(len(item[key]) for key in _RULES if isinstance(item.get(key), str))
    return own + sum(map(_length_of_rules, item.values()))


def read_definition_file(path: Path) -> Form:
    """An XLSForm, or a definition as it is stored (.json)."""
    if path.suffix.lower() != ".json":
        return read_form(path)
    problems = Problems()
    content = _content(path, problems)
    definition = _parsed(content, problems) if content is not None else None
    if definition is None:
        return Form(None, problems.found)
    try:
        load(definition)
    except DefinitionError as error:
        for problem in error.problems:
            problems.error(Cell("", problem.location), problem.message)
    tell_untranslated_of_definition(definition, problems)
    return Form(definition, problems.found)


def _parsed(content: bytes, problems: Problems) -> StoredDefinition | None:
    try:
        definition: Any = json.loads(content) if len(content) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        definition = None
    if isinstance(definition, dict):
        return definition  # type: ignore[return-value]  # what is wrong with it is told by load()
    problems.error(NOWHERE, messages.NO_DEFINITION)
    return None
