"""A workbook as an operator fills it in, three of its rows wrong: for a visitor to upload, repair and upload again."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from surveys.lib.files.whole import whole_file
from surveys.management.demonstration.answering import Substance, entry, returned
from surveys.models import Assignment, Facility, Organisation, Round
from surveys.workbooks.fillable.layout import UNITS_OF_ANSWERS
from surveys.workbooks.fillable.writing.book import as_file
from surveys.workbooks.fillable.writing.form import FilledSheet, Line
from surveys.workbooks.fillable.writing.gathering import gather

TABLE = "business"
SLIPS: tuple[dict[str, Any], ...] = (
    {"total_kwh": entry("约 1200", "万千瓦时")},
    {"has_mining": entry("不清楚")},
    {"period_to": entry("2021-02-30")},
)
"""Nearly a figure, a choice that is not offered, a day that does not exist."""


def write_filled(*, round: Round, organisation: Organisation, path: Path, rng: Random, at: datetime) -> None:
    form = gather(round=round, organisation=organisation, assignments=Assignment.objects.all(), language="zh", at=at)
    sites = Facility.objects.filter(organisation=organisation).in_bulk(field_name="id")
    by_code = {site.code: returned(site, Substance.CLEAN, at.date(), rng) for site in sites.values()}
    sheets = [_filled(sheet, by_code) for sheet in form.sheets]
    with whole_file(path) as file:
        file.write(as_file(replace(form, sheets=sheets)).getvalue())


def _filled(sheet: FilledSheet, by_code: dict[str, dict[str, Any]]) -> FilledSheet:
    if sheet.layout.key == UNITS_OF_ANSWERS:
        slips = [*SLIPS, *[{}] * len(sheet.lines)]
        lines = [_answered(line, by_code[line.code] | slip) for line, slip in zip(sheet.lines, slips, strict=False)]
        return replace(sheet, lines=lines)
    if sheet.layout.key == TABLE:
        codes = [code for code in by_code if all(line.code != code for line in sheet.lines)]
        return replace(sheet, lines=[*sheet.lines, *(line for code in codes for line in _rows(code, by_code[code]))])
    return sheet


def _answered(line: Line, answers: dict[str, Any]) -> Line:
    """What stood there when the workbook was downloaded is kept beside it, as it would be."""
    return replace(line, entries={**line.entries, **answers}, issued=line.entries)


def _rows(code: str, answers: dict[str, Any]) -> list[Line]:
    return [Line(code, "", "", row["cells"]) for row in answers[TABLE]]
