"""One sheet to fill in: its head by the library, its lines streamed below it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from math import ceil

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from surveys.workbooks.cells import without_controls
from surveys.workbooks.fillable import words
from surveys.workbooks.fillable.choices import texts_of_question
from surveys.workbooks.fillable.writing import looks
from surveys.workbooks.fillable.writing.columns import WrittenColumn
from surveys.workbooks.fillable.writing.form import FillableForm, FilledSheet, Line
from surveys.workbooks.fillable.writing.formulas import Formulas
from surveys.workbooks.fillable.writing.looks import Looks
from surveys.workbooks.fillable.writing.menus import Menus
from surveys.workbooks.fillable.writing.places import (
    ADVICE_ROW,
    FIRST_ROW,
    LABEL_ROW,
    NAMES_ROW,
    SECTION_ROW,
    TITLE_ROW,
    UNIT_ROW,
)
from surveys.workbooks.fillable.writing.rules import list_rule, rule_of
from surveys.workbooks.streamed.cells import row_function, text
from surveys.workbooks.streamed.packages import Rows
from surveys.workbooks.styles import height_of, set_up_printing, width_of

NARROWEST, WIDEST, ROOM = 11, 34, 3
MEASURED = 60
"""Of so many lines the widths are taken."""
FROZEN = 3
BLANK = Line("", "", "")


class SheetWriter:
    def __init__(self, form: FillableForm, styles: Looks, menus: Menus, formulas: Formulas) -> None:
        self._form, self._looks, self._menus, self._formulas = form, styles, menus, formulas

    def write(self, sheet: Worksheet, filled: FilledSheet, columns: Sequence[WrittenColumn]) -> Rows:
        """The head now; what goes below it, for the streamed part."""
        last = NAMES_ROW + len(filled.lines) + filled.blank
        self._write_head(sheet, columns, filled.lines)
        self._add_rules(sheet, columns, filled, last)
        self._finish(sheet)
        # At once: the styles that the lines turn out to need must be known before the skeleton is saved.
        lines = list(_lines(columns, [*filled.lines, *[BLANK] * filled.blank]))
        said_last = list(self._said_last(columns, filled.said_last, last + 1))
        return Rows([*lines, *said_last], len(columns), last + len(said_last))

    def _said_last(self, columns: Sequence[WrittenColumn], lines: Sequence[Line], first: int) -> Iterator[str]:
        """Below what is answered, grey: no formula and no list reaches so far."""
        row, quiet = row_function(len(columns)), self._looks.id(looks.QUIET_FACT)
        told = words.both(words.LAST, self._form.language, " ")
        for number, line in enumerate(lines, start=first):
            texts = _texts_said_last(columns, replace(line, name=f"{line.name} · {told}"))
            yield row(str(number), [text(quiet, said) for said in texts])

    # --- the head ---

    def _write_head(self, sheet: Worksheet, columns: Sequence[WrittenColumn], lines: Sequence[Line]) -> None:
        self._looks.put(sheet, TITLE_ROW, 1, sheet.title, looks.TITLE)
        self._looks.put(sheet, ADVICE_ROW, 1, self._advice(), looks.ADVICE)
        widths = [_width(column, lines, self._form.language) for column in columns]
        for place, (column, width) in enumerate(zip(columns, widths, strict=True), start=1):
            self._looks.put(sheet, LABEL_ROW, place, column.heading, looks.LABEL)
            self._looks.put(sheet, UNIT_ROW, place, column.in_what, looks.UNIT)
            self._looks.put(sheet, NAMES_ROW, place, column.name, looks.NAME)
            dimension = sheet.column_dimensions[get_column_letter(place)]
            dimension.width, dimension.hidden = width, column.is_hidden
        self._write_sections(sheet, columns)
        heights = list(zip((column.heading for column in columns), widths, strict=True))
        sheet.row_dimensions[TITLE_ROW].height, sheet.row_dimensions[SECTION_ROW].height = 26, 20
        sheet.row_dimensions[LABEL_ROW].height = height_of(heights, room=6)

    def _advice(self) -> str:
        return _(
            "Fill in the white cells. Columns may be moved; leave the small grey names in row %(row)d as they are."
        ) % {"row": NAMES_ROW}

    def _write_sections(self, sheet: Worksheet, columns: Sequence[WrittenColumn]) -> None:
        place = 1
        for section, under in groupby(columns, lambda column: column.section):
            for offset, _column in enumerate(under):
                text = words.title_of(section, self._form.language) if section and not offset else ""
                self._looks.put(sheet, SECTION_ROW, place, text, looks.SECTION)
                place += 1

    # --- what the spreadsheet checks ---

    def _add_rules(self, sheet: Worksheet, columns: Sequence[WrittenColumn], filled: FilledSheet, last: int) -> None:
        if last < FIRST_ROW:
            return
        for place, column in enumerate(columns, start=1):
            rule = rule_of(column.answers, self._menus, self._formulas) if column.answers else None
            if rule is not None:
                _apply(rule, sheet, place, FIRST_ROW, last)
        if filled.blank and len(self._form.units) > 1 and filled.layout.scope == "unit":
            _apply(self._rule_of_units(), sheet, 1, last - filled.blank + 1, last)

    def _rule_of_units(self) -> DataValidation:
        name = self._menus.name("units", self._form.units)
        known = "; ".join(f"{code} {unit}" for code, unit in self._form.units.items())
        told = _("Choose whose row this is: %(units)s") % {"units": known}
        return list_rule(name, words.short(words.OWN["@code"][self._form.language]), words.cut(told))

    def _finish(self, sheet: Worksheet) -> None:
        sheet.freeze_panes = f"{get_column_letter(FROZEN + 1)}{FIRST_ROW}"
        sheet.sheet_view.showGridLines = False
        protect(sheet)
        set_up_printing(
            sheet,
            title=without_controls(f"{self._form.round.code} · {sheet.title}"),
            footer=without_controls(f"{self._form.organisation.name} · {self._form.token.number}"),
            of_pages=_("page &P of &N"),
            header_row=LABEL_ROW,
            on_one_page=False,
            frozen=FROZEN,
        )
        sheet.print_title_rows = f"{SECTION_ROW}:{UNIT_ROW}"


def protect(sheet: Worksheet) -> None:
    """Against slips, not against people: without a password, and rows and columns may be arranged."""
    protection = sheet.protection
    protection.sheet = True
    protection.formatCells = protection.formatColumns = protection.formatRows = False
    protection.insertRows = protection.deleteRows = protection.sort = protection.autoFilter = False


def _apply(rule: DataValidation, sheet: Worksheet, column: int, first: int, last: int) -> None:
    letter = get_column_letter(column)
    rule.add(f"{letter}{first}:{letter}{last}")
    sheet.add_data_validation(rule)


def _lines(columns: Sequence[WrittenColumn], lines: Sequence[Line]) -> Iterator[str]:
    row, tails = row_function(len(columns)), [column.tail for column in columns]
    for number, line in enumerate(lines, start=FIRST_ROW):
        yield row(str(number), [tail(line) for tail in tails])


def _texts_said_last(columns: Sequence[WrittenColumn], line: Line) -> Iterator[str]:
    """What was said to a question stands in the first of its columns."""
    shown = set[str]()
    for column in columns:
        question = column.answers.question.name if column.answers else ""
        if column.name.startswith("@"):
            yield getattr(line, column.name[1:])
        else:
            yield "" if question in shown else line.last.get(question, "")
        shown.add(question)


def _width(column: WrittenColumn, lines: Sequence[Line], language: str) -> float:
    """The label may take a few lines, what is answered one."""
    label = max(width_of(part) for part in column.heading.split("\n"))
    widest = max([column.in_what, *_texts(column, lines, language)], key=_bytes)
    return min(max(NARROWEST, ceil(label / 2) + 1, width_of(widest)) + ROOM, WIDEST)


def _bytes(text: str) -> int:
    """Nearly as wide as it is, and far quicker to be told."""
    return len(text.encode(errors="replace"))


def _texts(column: WrittenColumn, lines: Sequence[Line], language: str) -> Iterator[str]:
    answers = column.answers
    if answers is None:
        question = column.name.removesuffix(":last")
        for line in lines[:MEASURED]:
            yield getattr(line, column.name[1:]) if column.name.startswith("@") else line.last.get(question, "")
        return
    if answers.part == "typed":
        yield from texts_of_question(answers.question, language).values()
    for line in lines[:MEASURED]:
        entry = line.entries.get(answers.question.name)
        if isinstance(entry, dict) and not answers.choice:
            yield str(entry.get(answers.part, ""))
