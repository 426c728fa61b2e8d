"""An organisation's workbook to fill in: the library makes everything but the lines, which are streamed into it."""

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import BinaryIO

from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from surveys.lib.text import in_language
from surveys.questionnaires.form import left_open
from surveys.workbooks.cells import LONGEST_TITLE, title_of_sheet, without_controls, write_at
from surveys.workbooks.fillable.layout import FORM, ISSUED, LISTS, ORGANISATION, TOKEN, SheetLayout
from surveys.workbooks.fillable.token import FORMAT, sign
from surveys.workbooks.fillable.writing.columns import Columns
from surveys.workbooks.fillable.writing.cover import write_cover
from surveys.workbooks.fillable.writing.form import LANGUAGES, FillableForm, FilledSheet
from surveys.workbooks.fillable.writing.formulas import Formulas
from surveys.workbooks.fillable.writing.looks import Looks
from surveys.workbooks.fillable.writing.menus import Menus
from surveys.workbooks.fillable.writing.places import Places
from surveys.workbooks.fillable.writing.sheets import SheetWriter
from surveys.workbooks.streamed.cells import blank, row_function, text
from surveys.workbooks.streamed.packages import Rows, finish

LONGEST_PART = 30_000
"""Of what stood in a line, as much as one cell takes; the rest stands in the next ones."""
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
HEADINGS = ("sheet", "code", "row", "version", "entries")


def write_form(form: FillableForm, file: BinaryIO) -> None:
    with translation.override(LANGUAGES[form.language]):
        made = skeleton_of(form)
        finish(made.book, made.saved, made.rows, file)


def as_file(form: FillableForm) -> io.BytesIO:
    """In memory, to be read from its beginning."""
    file = io.BytesIO()
    write_form(form, file)
    file.seek(0)
    return file


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A workbook without its lines, as it was saved, and the lines of its sheets."""

    book: Workbook
    saved: BinaryIO
    rows: Mapping[str, Rows]


def skeleton_of(form: FillableForm) -> Skeleton:
    book = Workbook()
    styles, cover = Looks(book), book.worksheets[0]
    cover.title = _("Cover")
    titles = _titles(form)
    for title in titles.values():
        book.create_sheet(title)
    _write_token(book, form, titles)
    menus = Menus(book)
    write_cover(cover, form, styles)
    rows = _write_sheets(book, form, titles, styles, menus)
    rows[ISSUED] = _issued(book, form)
    book.properties.title = without_controls(form.round.title)
    book.properties.creator = without_controls(str(form.round.survey.authority))
    saved = io.BytesIO()
    book.save(saved)
    return Skeleton(book, saved, rows)


def _write_sheets(
    book: Workbook, form: FillableForm, titles: Mapping[str, str], styles: Looks, menus: Menus
) -> dict[str, Rows]:
    """All columns have their places before the first line is written: its formulas may lead to any of them."""
    places = Places(form.definition, is_of_one=len(form.units) == 1)
    formulas = Formulas(form.definition, places, form.language)
    writer, columns = SheetWriter(form, styles, menus, formulas), {}
    for filled in form.sheets:
        key = filled.layout.key
        columns[key] = Columns(form, filled, styles, formulas).all()
        names = [column.name for column in columns[key]]
        places.add(key, titles[key], names, len(filled.lines) + filled.blank)
    return {
        titles[filled.layout.key]: writer.write(book[titles[filled.layout.key]], filled, columns[filled.layout.key])
        for filled in form.sheets
    }


def _titles(form: FillableForm) -> dict[str, str]:
    """By the key of the sheet, each once."""
    taken, titles = {name.casefold() for name in (_("Cover"), FORM, ISSUED, LISTS)}, dict[str, str]()
    for filled in form.sheets:
        wanted = title = title_of_sheet(_title(form, filled.layout)) or filled.layout.key.strip("@")
        n = 1
        while title.casefold() in taken:
            n += 1
            title = title_of_sheet(f"{wanted[: LONGEST_TITLE - 4]} {n}")
        taken.add(title.casefold())
        titles[filled.layout.key] = title
    return titles


def _title(form: FillableForm, layout: SheetLayout) -> str:
    if layout.table:
        return in_language(left_open(layout.table.label), form.language)
    if layout.key == ORGANISATION:
        return _("Your organisation")
    return _("Answers") if form.definition.unit == "organisation" else _("Data centers")


def _write_token(book: Workbook, form: FillableForm, titles: Mapping[str, str]) -> None:
    sheet: Worksheet = book.create_sheet(FORM)
    sheet.sheet_state = "veryHidden"
    written_at = form.token.written_at.astimezone(UTC).isoformat(timespec="seconds")
    told = [
        ("format", str(FORMAT)), ("token", sign(form.token)), ("round", form.round.code),
        ("organisation", form.organisation.number), ("language", form.language), ("written_at", written_at),
        *((key, title) for key, title in titles.items()),
    ]  # fmt: skip
    for place, pair in enumerate(told, start=1):
        for column, words in enumerate(pair, start=1):
            write_at(sheet, place, column, words)
    book.defined_names[TOKEN] = DefinedName(TOKEN, attr_text=f'"{sign(form.token)}"')


def _issued(book: Workbook, form: FillableForm) -> Rows:
    """What stood in each line at first: reading tells by it what was changed here, and what by a colleague meanwhile."""
    sheet: Worksheet = book.create_sheet(ISSUED)
    sheet.sheet_state = "veryHidden"
    for column, words in enumerate(HEADINGS, start=1):
        write_at(sheet, 1, column, words)
    lines = [line for filled in form.sheets for line in _lines_issued(filled)]
    columns = max((len(line) for line in lines), default=len(HEADINGS))
    row = row_function(columns)
    written = (
        row(str(number), [text(0, words) for words in line] + [blank(0)] * (columns - len(line)))
        for number, line in enumerate(lines, start=2)
    )
    return Rows(written, columns, len(lines) + 1)


def _lines_issued(filled: FilledSheet) -> Iterator[list[str]]:
    names = {column.question.name for column in filled.layout.columns if column.is_input}
    for line in filled.lines:
        if not line.row:
            continue
        issued = line.entries if line.issued is None else line.issued
        told = _as_json({name: entry for name, entry in issued.items() if entry and name in names})
        parts = [told[start : start + LONGEST_PART] for start in range(0, len(told), LONGEST_PART)]
        yield [filled.layout.key, line.code, line.row, line.version, *parts]
