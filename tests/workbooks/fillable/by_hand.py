"""A workbook as whoever writes one would make it by the layout alone, and what people and programs do to it."""

import io
import json
import subprocess
from datetime import UTC, datetime

from openpyxl import Workbook, load_workbook

from surveys.questionnaires.queries import definition_of
from surveys.responses.facts.assignment import prefilled, prefilled_for_organisation
from surveys.responses.models import Confirmation, Draft
from surveys.responses.queries import for_reading
from surveys.rounds.models import Assignment
from surveys.workbooks.fillable.layout import FORM, ISSUED, ORGANISATION, TICK, layout_of
from surveys.workbooks.fillable.token import FormToken, sign

NAMES_ROW = 3


class Handed:
    """The workbook, open; `cell("total_kwh", facility)` is where that data center answers this."""

    def __init__(self, book):
        self.book = book

    @property
    def content(self):
        file = io.BytesIO()
        self.book.save(file)
        return file.getvalue()

    def sheet(self, name):
        """The one with this name in its row of names."""
        return next(one for one in self.book.worksheets if any(name in row for row in _head(one)))

    def column(self, name):
        row = next(row for row in _head(self.sheet(name)) if name in row)
        return row.index(name) + 1

    def row(self, name, code):
        sheet = self.sheet(name)
        place = next(row.index("@code") for row in _head(sheet) if "@code" in row)
        return next(row[0].row for row in sheet.iter_rows() if row[place].value == code)

    def cell(self, name, code):
        return self.sheet(name).cell(self.row(name, code), self.column(name))

    def write(self, code, **texts):
        for name, text in texts.items():
            self.cell(name.replace("__", ":"), code).value = text
        return self

    def add_row(self, table_column, code, **texts):
        sheet = self.sheet(table_column)
        row = sheet.max_row + 1
        for name, text in {"@code": code, **texts}.items():
            place = next(head.index(name) + 1 for head in _head(sheet) if name in head)
            sheet.cell(row, place).value = text
        return row


def _head(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=1, max_row=12)]


def hand_out(round, organisation, at=None):
    at = at or datetime(2021, 4, 27, 6, tzinfo=UTC)
    book, definition = Workbook(), definition_of(round.version)
    book.active.title = "Cover"
    issued = [("sheet", "code", "row", "version", "entries")]
    token = sign(FormToken(round.pk, organisation.pk, round.version_id, "zh", at))
    lines = list(_lines(round, organisation, at))
    for number, layout in enumerate(layout_of(definition)):
        sheet = book.create_sheet(f"S{number}")
        sheet.append(["title"])
        sheet.append(list(layout.names))
        sheet.append(list(layout.names))
        for code, name, id, version, answers in lines:
            if (layout.scope == "organisation") != (code == organisation.number and id == str(organisation.pk)):
                continue
            for row, entries in _rows(layout, id, answers):
                sheet.append([code, name, row, *(_text(column, entries) for column in layout.columns)])
                names = {column.question.name for column in layout.columns if column.is_input}
                told = {one: entries[one] for one in names if entries.get(one)}
                issued.append((layout.key, code, row, version, json.dumps(told, ensure_ascii=False)))
    form = book.create_sheet(FORM)
    form.append(["token", token])
    hidden = book.create_sheet(ISSUED)
    for row in issued:
        hidden.append(row)
    form.sheet_state = hidden.sheet_state = "veryHidden"
    return Handed(book)


def _lines(round, organisation, at):
    known = Confirmation.objects.filter(round=round, organisation=organisation).first()
    own = known.answers if known else prefilled_for_organisation(round, organisation, at)
    yield organisation.number, organisation.name, str(organisation.pk), known.stamp if known else "", own
    for one in for_reading(Assignment.objects.filter(round=round, organisation=organisation)):
        draft = Draft.objects.filter(response=one.response).first()
        code = one.facility.code if one.facility else organisation.number
        answers = draft.answers if draft else prefilled(one, at)
        yield code, str(one), str(one.pk), str(draft.version if draft else 0), answers


def _rows(layout, id, answers):
    if layout.table is None:
        return [(id, answers)]
    return [(row["row"], row["cells"]) for row in answers.get(layout.table.name) or ()]


def _text(column, entries):
    entry = entries.get(column.question.name) or {}
    if not isinstance(entry, dict):
        return None
    if column.choice:
        return TICK if column.choice in entry.get("typed", "").split() else None
    text = entry.get(column.part) or (column.question.unit if column.part == "unit" else None)
    return float(text) if text and text.isdigit() and len(text) < 8 and column.question.is_number else text


def opened(content):
    return Handed(load_workbook(io.BytesIO(content)))


def resaved(content, tmp_path, kind):
    """As LibreOffice saves it again."""
    source = tmp_path / "given.xlsx"
    source.write_bytes(content)
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/office", "--convert-to", kind,
         "--outdir", str(tmp_path / "out"), str(source)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return (tmp_path / "out" / f"given.{kind}").read_bytes()


__all__ = ["ORGANISATION", "Handed", "hand_out", "opened", "resaved"]
