"""Tables somebody uploaded, as .xlsx, .xls, .ods or .csv: read within limits, and with what is peculiar about them."""

from surveys.workbooks.reading.book import Area, Book, Sheet, WorkbookRefused, column_letters
from surveys.workbooks.reading.formats import SUFFIXES, Format, format_of, read_workbook, refuse_a_wrong_name
from surveys.workbooks.reading.limits import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, MOST_UNPACKED
from surveys.workbooks.reading.remarks import remarks_on, remarks_on_sheet

__all__ = [
    "MOST_BYTES",
    "MOST_COLUMNS",
    "MOST_ROWS",
    "MOST_UNPACKED",
    "SUFFIXES",
    "Area",
    "Book",
    "Format",
    "Sheet",
    "WorkbookRefused",
    "column_letters",
    "format_of",
    "read_workbook",
    "refuse_a_wrong_name",
    "remarks_on",
    "remarks_on_sheet",
]
