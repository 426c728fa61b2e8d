"""Saving a workbook without files: the library writes each sheet into one, and where uploads are read there are none."""

import io
from datetime import UTC, datetime
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from surveys.workbooks.streamed.packages import finish


class _InMemory(ExcelWriter):
    _archive: ZipFile

    def write_worksheet(self, ws: Any) -> None:
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        out = io.BytesIO()
        writer: Any = WorksheetWriter(ws, out)
        writer.write()
        ws._rels = writer._rels
        self._archive.writestr(ws.path[1:], out.getvalue())
        self.manifest.append(ws)


def save(book: Workbook, file: BinaryIO) -> None:
    skeleton = io.BytesIO()
    book.properties.modified = datetime.now(UTC).replace(tzinfo=None)
    _InMemory(book, ZipFile(skeleton, "w", ZIP_DEFLATED)).save()
    finish(book, skeleton, {}, file)
