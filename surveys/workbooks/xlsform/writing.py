"""Writing a definition as an XLSForm that people can read, and that is read back as the same definition."""

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from surveys.lib.cleaning import plain_breaks
from surveys.questionnaires.form import StoredDefinition
from surveys.workbooks.cells import MOST_CHARACTERS, cell_at, write_text
from surveys.workbooks.styles import ACCENT, FONT, INK, QUIET, width_of
from surveys.workbooks.xlsform.columns import CHECKS, CHOICES, COLUMNS, NOTES_SHEET, SETTINGS, SURVEY
from surveys.workbooks.xlsform.languages import heading_of
from surveys.workbooks.xlsform.notes_sheet import OWN_COLUMNS, TITLE
from surveys.workbooks.xlsform.rows import Row, check_rows, choice_rows, free_list_name, settings_rows, survey_rows

NARROWEST, WIDEST = 10, 60
OWN = "5B6B3A"
_ORDER = {
    SURVEY: [
        "type",
        "name",
        "label",
        "hint",
        "guidance_hint",
        "required",
        "required_message",
        "relevant",
        "constraint",
        "constraint_message",
        "calculation",
        "default",
        "read_only",
        "appearance",
        "choice_filter",
        "repeat_count",
        "number",
        "kind",
        "scope",
        "unit",
        "units",
        "decimals",
        "max_length",
        "may_be_unavailable",
        "method",
        "min_rows",
        "max_rows",
        "prefill",
        "aggregate",
        "proves",
        "extended",
        "initial",
    ],
    CHOICES: ["list_name", "name", "label"],
    SETTINGS: [
        "form_title",
        "form_id",
        "default_language",
        "titles",
        "unit",
        "zone",
        "languages",
        "extended",
        "introduction",
        "notes",
        "core",
        "nil",
        "nil_requires",
        "other_periods",
        "roles",
    ],
    CHECKS: [
        "id",
        "check",
        "parameters",
        "severity",
        "questions",
        "table",
        "relevant",
        "rule",
        "message",
        "value",
        "calculate",
        "unit",
        "like",
        "decimals",
    ],
}
_ALWAYS = {SURVEY: ("type", "name", "label"), CHOICES: ("list_name", "name", "label"), SETTINGS: (), CHECKS: ("id",)}
_OF_THE_STANDARD = frozenset(
    ["type", "name", "label", "hint", "guidance_hint", "required", "required_message", "relevant", "constraint", "constraint_message", "calculation", "default", "read_only", "appearance", "choice_filter", "repeat_count", "list_name", "form_title", "form_id", "default_language"]
)  # fmt: skip

_TEXT = "form text"


class CannotBeWritten(ValueError):
    """A text is longer than a cell can be."""


def write_form(definition: StoredDefinition, languages: Sequence[str] = ("zh", "en")) -> bytes:
    """An .xlsx. languages: those that get a column even where nothing is written in them; others follow as they occur."""
    book = Workbook()
    assert isinstance(book.active, Worksheet)
    book.remove(book.active)
    book.add_named_style(_text_style())
    truths = free_list_name(definition)
    _write(book, SURVEY, list(survey_rows(definition, truths)), languages)
    _write(book, CHOICES, list(choice_rows(definition, truths)), languages)
    _write(book, SETTINGS, list(settings_rows(definition)), languages)
    checks = list(check_rows(definition))
    if checks:
        _write(book, CHECKS, checks, languages)
    _write_notes(book.create_sheet(NOTES_SHEET))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _text_style() -> NamedStyle:
    """Given to cells by its name, since a font of its own for each costs more than its text."""
    font, alignment = Font(name=FONT, size=10, color=INK), Alignment(wrap_text=True, vertical="top")
    return NamedStyle(_TEXT, font=font, alignment=alignment, number_format="@")


def _write(book: Workbook, kind: str, rows: list[Row], languages: Sequence[str]) -> None:
    sheet = book.create_sheet(kind)
    for column, key in enumerate(_keys(kind, rows, languages), start=1):
        _write_column(sheet, column, key, [row.get(key, "") for row in rows])
    sheet.freeze_panes = "C2" if kind in (SURVEY, CHOICES) else "A2"


def _keys(kind: str, rows: list[Row], languages: Sequence[str]) -> list[str]:
    """The columns that are needed, in the order people expect them; those we do not know at the end."""
    used = dict.fromkeys(key for row in rows for key, text in row.items() if text)
    found: list[str] = []
    for column in _ORDER[kind]:
        if column not in COLUMNS[kind].translated or column == "form_title":
            found += [column] if column in used or column in _ALWAYS[kind] else []
            continue
        codes = [key.partition("::")[2] for key in used if key.startswith(f"{column}::")]
        wanted = languages if column in _ALWAYS[kind] or (codes and column != "titles") else ()
        found += [f"{column}::{code}" for code in dict.fromkeys([*wanted, *codes])]
    return found + [key for key in used if key not in found]


def _write_column(sheet: Worksheet, column: int, key: str, texts: list[str]) -> None:
    name, colons, code = key.partition("::")
    is_translated = bool(colons) and name in COLUMNS[sheet.title].translated
    heading = f"{name}::{heading_of(code)}" if is_translated else key
    _write_cell(sheet, 1, column, heading)
    head = sheet.cell(1, column)
    head.font = Font(name=FONT, size=10, bold=True, color="FFFFFF")
    head.fill = PatternFill("solid", fgColor=ACCENT if name in _OF_THE_STANDARD else OWN)
    for row, text in enumerate(texts, start=2):
        if text:
            _write_cell(sheet, row, column, text)
    widest = max((width_of(line) for text in (heading, *texts) for line in text.split("\n")), default=0)
    sheet.column_dimensions[get_column_letter(column)].width = min(max(NARROWEST, widest + 2), WIDEST)


def _write_cell(sheet: Worksheet, row: int, column: int, text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        raise CannotBeWritten(f"{sheet.title}: a text of {len(text)} characters does not fit into a cell")
    write_text(cell_at(sheet, row, column, _TEXT), plain_breaks(text))


def _write_notes(sheet: Worksheet) -> None:
    rows: Iterable[tuple[str, str, str, str]] = (("", "", *TITLE), ("", "", "", ""), *OWN_COLUMNS)
    for row, texts in enumerate(rows, start=1):
        for column, text in enumerate(texts, start=1):
            _write_cell(sheet, row, column, text)
            if column <= 2:
                sheet.cell(row, column).font = Font(name=FONT, size=10, color=QUIET, bold=column == 2)
    for letter, width in zip("ABCD", (10, 34, 56, 70), strict=True):
        sheet.column_dimensions[letter].width = width
    for column in (3, 4):
        sheet.cell(1, column).font = Font(name=FONT, size=12, bold=True, color=INK)
