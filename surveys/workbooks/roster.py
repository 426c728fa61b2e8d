"""The roster as a workbook: the template that is handed out, and the reading of what comes back."""

import io
from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from surveys.lib.language import in_current_language
from surveys.registry.models import Region
from surveys.registry.roster import Cell, Row, Upload
from surveys.registry.roster_fields import FIELDS, FORMER_SHEETS, KEYS, SHEETS, Field, Kind, simplified
from surveys.workbooks.cells import cell_at, write_text
from surveys.workbooks.reading import Sheet, WorkbookRefused, read_workbook, remarks_on, remarks_on_sheet

LISTS = "lists"
OUR_OTHER_SHEETS = ("填写说明", "Notes", LISTS)
LAST_ROW_WITH_A_LIST = 5000
MOST_ROWS_ABOVE = 20
INK, MUTED, ACCENT, NEEDED = "1B1F24", "505A66", "1D4E89", "E6EDF5"
FONT = "微软雅黑"


def read_roster(content: bytes) -> Upload:
    """The filled rows of the three sheets. Raises WorkbookRefused when none of them is there."""
    book = read_workbook(content)
    kind_of = _kind_by_headings if book.is_plain_text else _kind_by_name
    sheets = [(kind_of(sheet), sheet) for sheet in book.sheets]
    if not any(kind for kind, _sheet in sheets):
        raise _without_our_headings() if book.is_plain_text else _without_our_sheets()
    upload = Upload([], remarks=remarks_on(book))
    for kind, sheet in sheets:
        top = _heading_row(kind, sheet)
        if kind is None:
            upload.ignored.extend(_columns_of_a_stranger(sheet, top))
            continue
        read = _with_merged_texts(sheet, top)
        columns, unknown = _columns(kind, read, top)
        upload.rows.extend(_filled_rows(kind, read, top, columns))
        upload.ignored.extend(unknown)
        upload.remarks.extend(remarks_on_sheet(read, merged_below=True))
    return upload


def _without_our_sheets() -> WorkbookRefused:
    return WorkbookRefused(
        lambda: (
            _("None of the sheets “%(names)s” is in the workbook. Start from the template.")
            % {"names": "”“".join(_sheet_name(kind) for kind in Kind)}
        )
    )


def _without_our_headings() -> WorkbookRefused:
    return WorkbookRefused(
        lambda: _(
            "No line of the file holds the headings of organisations, data centers or contacts. "
            "Use those of a sheet of the template."
        )
    )


def _sheet_name(kind: Kind) -> str:
    return " ".join(SHEETS[kind])


def _kind_by_name(sheet: Sheet) -> Kind | None:
    for kind, spellings in SHEETS.items():
        known = (*spellings, " ".join(spellings), *FORMER_SHEETS.get(kind, ()))
        if simplified(sheet.name) in map(simplified, known):
            return kind
    return None


def _kind_by_headings(sheet: Sheet) -> Kind | None:
    """Of a text, which has no sheets: what most of its headings belong to, one by which rows are told apart among them."""
    fitting: dict[Kind, int] = {}
    for kind in Kind:
        known = _known_headings(kind)
        headings = sheet.rows[_heading_row(kind, sheet)] if sheet.rows else []
        found = {known[simplified(text)].name for text in headings if simplified(text) in known}
        if found & set(KEYS[kind]):
            fitting[kind] = len(found)
    return max(fitting, key=lambda kind: fitting[kind], default=None)


def _with_merged_texts(sheet: Sheet, top: int) -> Sheet:
    """A text merged over several rows stands for each of them that holds anything else."""
    merged = tuple(area for area in sheet.merged if area.top > top)
    if not merged:
        return replace(sheet, merged=())
    rows, cut = [list(row) for row in sheet.rows], set(sheet.cut)
    for area in merged:
        if area.left != area.right:
            continue
        for row in range(area.top + 1, min(area.bottom + 1, len(rows))):
            if any(map(str.strip, rows[row])):
                rows[row] += [""] * (area.left + 1 - len(rows[row]))
                rows[row][area.left] = sheet.text_at(area.top, area.left)
                cut |= {(row, area.left)} if (area.top, area.left) in cut else set()
    return replace(sheet, rows=rows, cut=frozenset(cut), merged=merged)


def _heading_row(kind: Kind | None, sheet: Sheet) -> int:
    """The first row near the top with a known heading, for a title may stand above it; else the first filled row."""
    known = _known_headings(kind) if kind else {}
    filled = [index for index, texts in enumerate(sheet.rows[:MOST_ROWS_ABOVE]) if any(map(str.strip, texts))]
    with_heading = (index for index in filled if any(simplified(text) in known for text in sheet.rows[index]))
    return next(with_heading, filled[0] if filled else 0)


def _known_headings(kind: Kind) -> dict[str, Field]:
    return {simplified(text): field for field in FIELDS[kind] for text in field.headings}


def _columns(kind: Kind, sheet: Sheet, top: int) -> tuple[dict[int, Field], list[str]]:
    """Which field stands in which column, in any order; and the places of columns that are not read."""
    columns: dict[int, Field] = {}
    unknown = []
    known = _known_headings(kind)
    for index, heading in enumerate(sheet.rows[top] if sheet.rows else []):
        field = known.get(simplified(heading))
        if field and field in columns.values():
            raise _twice(field, sheet)
        if field:
            columns[index] = field
        else:
            unknown += _first_text(sheet, top, index)
    return columns, unknown


def _twice(field: Field, sheet: Sheet) -> WorkbookRefused:
    return WorkbookRefused(
        lambda: (
            _("The column “%(column)s” stands twice in the sheet “%(sheet)s”. Delete one.")
            % {"column": field.label, "sheet": sheet.name}
        )
    )


def _columns_of_a_stranger(sheet: Sheet, top: int) -> list[str]:
    if sheet.name in OUR_OTHER_SHEETS or not sheet.rows:
        return []
    return [location for index in range(len(sheet.rows[top])) for location in _first_text(sheet, top, index)]


def _first_text(sheet: Sheet, top: int, column: int) -> list[str]:
    """Where the first text of a column stands, and what it says; nothing when the column is empty."""
    texts = ((row, sheet.text_at(row, column).strip()) for row in range(top, len(sheet.rows)))
    return next(([f"{sheet.location(row, column)} {text[:60]}"] for row, text in texts if text), [])


def _filled_rows(kind: Kind, sheet: Sheet, top: int, columns: dict[int, Field]) -> Iterable[Row]:
    for index in range(top + 1, len(sheet.rows)):
        cells = {field.name: _cell(sheet, index, column) for column, field in columns.items()}
        if any(cell.text.strip() for cell in cells.values()):
            yield Row(kind, sheet.location(index, 0), cells)


def _cell(sheet: Sheet, row: int, column: int) -> Cell:
    return Cell(
        sheet.text_at(row, column), sheet.location(row, column), (row, column) in sheet.cut, (row, column) in sheet.days
    )


def template(regions: Iterable[Region]) -> bytes:
    """An empty roster: a sheet that explains, the three sheets with lists to choose from, and an example in the notes."""
    book = Workbook()
    notes = book.active
    assert isinstance(notes, Worksheet)
    _write_notes(notes)
    lists = _Lists(book)
    for kind in Kind:
        _write_sheet(book.create_sheet(_sheet_name(kind)), kind, lists, [region.name for region in regions])
    lists.sheet.sheet_state = "hidden"
    book.move_sheet(lists.sheet, len(book.sheetnames))
    book.active = 1
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


class _Lists:
    """The hidden sheet that holds what may be chosen, a column each."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.sheet: Worksheet = book.create_sheet(LISTS)
        self.names: dict[str, str] = {}

    def validation(self, name: str, values: list[str]) -> DataValidation:
        if name not in self.names:
            column = len(self.names) + 1
            for row, value in enumerate(values, start=1):
                write_text(cell_at(self.sheet, row, column, "Normal"), value)
            letter = get_column_letter(column)
            reference = f"{LISTS}!${letter}$1:${letter}${max(len(values), 1)}"
            self.names[name] = f"list_{name}"
            self.book.defined_names[self.names[name]] = DefinedName(self.names[name], attr_text=reference)
        validation = DataValidation("list", formula1=f"={self.names[name]}", allow_blank=True)
        validation.errorTitle = _("Not in the list")
        validation.error = _("Choose one of the entries of the list.")
        validation.showErrorMessage = True
        return validation


def _write_sheet(sheet: Worksheet, kind: Kind, lists: _Lists, regions: list[str]) -> None:
    for index, field in enumerate(FIELDS[kind], start=1):
        cell = sheet.cell(1, index, f"{field.zh}\n{field.en}" + ("*" if field.needed else ""))
        _dress_heading(cell.coordinate, sheet, needed=field.needed)
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].width = field.width
        # As text, so that a spreadsheet neither rounds a long number nor drops a leading zero.
        sheet.column_dimensions[letter].number_format = "@"
        values = regions if field.is_region else [str(label) for label in field.choices.labels] if field.choices else []
        if values:
            name = "region" if field.is_region else f"{kind}_{field.name}"
            validation = lists.validation(name, values)
            validation.add(f"{letter}2:{letter}{LAST_ROW_WITH_A_LIST}")
            sheet.add_data_validation(validation)
    sheet.row_dimensions[1].height = 36
    sheet.freeze_panes = "C2"
    _set_up_print(sheet)


def _dress_heading(coordinate: str, sheet: Worksheet, *, needed: bool) -> None:
    cell = sheet[coordinate]
    cell.font = Font(name=FONT, bold=True, color="FFFFFF" if needed else INK, size=10)
    cell.fill = PatternFill("solid", fgColor=ACCENT if needed else NEEDED)
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    cell.border = Border(bottom=Side("thin", color=INK))


def _set_up_print(sheet: Worksheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _write_notes(sheet: Worksheet) -> None:
    sheet.title = _("Notes")
    sheet.column_dimensions["A"].width = 34
    sheet.column_dimensions["B"].width = 44
    sheet.column_dimensions["C"].width = 14
    sheet["A1"] = _("Roster of organisations, data centers and contacts")
    sheet["A1"].font = Font(name=FONT, bold=True, size=14, color=INK)
    for row, text in enumerate(_advice(), start=3):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=3)
        cell = sheet.cell(row, 1, text)
        cell.font, cell.alignment = Font(name=FONT, size=10), Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[row].height = 30
    row = 4 + len(_advice())
    for kind in Kind:
        row = _write_example(sheet, row, kind)
    _set_up_print(sheet)
    sheet.page_setup.orientation = "portrait"


def _advice() -> list[str]:
    return [
        _("Fill in the three sheets that follow. One row is one organisation, one data center or one contact."),
        _(
            "Columns with a dark heading must be filled for new rows. Columns may be moved; headings may be in either language."
        ),
        _(
            "Organisations are matched by their number, data centers by number and data center code, contacts by number and e-mail."
        ),
        _("A blank cell leaves what is registered as it is. What the file does not mention stays untouched."),
        _("After the upload you see what is new, changed, unchanged and wrong, before anything is saved."),
    ]


def _write_example(sheet: Worksheet, row: int, kind: Kind) -> int:
    headings = (_sheet_name(kind), _("Example"), _("Needed"))
    for column, text in enumerate(headings, start=1):
        cell = sheet.cell(row, column, text)
        cell.font, cell.border = Font(name=FONT, bold=True, size=10), Border(bottom=Side("thin", color=INK))
    for field in FIELDS[kind]:
        row += 1
        texts = (field.heading, field.example, _("yes") if field.needed else "")
        for column, text in enumerate(texts, start=1):
            sheet.cell(row, column, text).font = Font(name=FONT, size=10, color=INK if column == 1 else MUTED)
    return row + 2


def template_name() -> str:
    return in_current_language("名录模板.xlsx", "roster.xlsx")
