"""The same workbook uploaded once more: what its last upload saved is what its cells are compared with from then on."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, TypedDict

from surveys.workbooks.fillable.layout import ORGANISATION, UNITS_OF_ANSWERS
from surveys.workbooks.fillable.returned.contents import Contents, Returned, RowOfAnswers
from surveys.workbooks.fillable.returned.recognising import Issued


class SavedByUpload(TypedDict):
    """`version`: of the draft, or the stamp of the confirmation, behind the saving; `answers`: what stood there then."""

    version: str
    answers: dict[str, Any]


Remembered = Mapping[str, SavedByUpload]
"""By assignment or organisation."""


def with_what_was_saved(contents: Contents, remembered: Remembered) -> Contents:
    """A workbook that was downloaded after that knows it already."""
    for id, returned in contents.returned.items():
        saved = remembered.get(str(id))
        if saved and contents.has_issued:
            for key, issued in list(_issued_to(contents, returned)):
                if not _is_older(issued.version, saved["version"]):
                    return contents
                del contents.issued[key]
            _overlay(contents, returned, saved)
    return contents


def _issued_to(contents: Contents, returned: Returned) -> Iterator[tuple[tuple[str, str, str], Issued]]:
    theirs = {
        one.layout.key
        for one in contents.sheets
        if (one.layout.scope == "organisation") == returned.owner.is_organisation
    }
    yield from (
        (key, one) for key, one in contents.issued.items() if key[0] in theirs and key[1] == returned.owner.code
    )


def _is_older(issued: str, saved: str) -> bool:
    """Versions count up; stamps are moments as text."""
    return int(issued) < int(saved) if issued.isdigit() and saved.isdigit() else issued < saved


def _overlay(contents: Contents, returned: Returned, saved: SavedByUpload) -> None:
    flat = ORGANISATION if returned.owner.is_organisation else UNITS_OF_ANSWERS
    tables = {sheet.layout.key: sheet.layout.table for sheet in contents.sheets if sheet.layout.table}
    version, code = saved["version"], returned.owner.code
    contents.issued[flat, code, ""] = Issued(version, saved["answers"])
    for name in tables:
        for row in saved["answers"].get(name) or ():
            contents.issued[name, code, row["row"]] = Issued(version, row["cells"])
    for key, rows in returned.rows.items():
        returned.rows[key] = [_anew(contents, code, row) for row in rows]


def _anew(contents: Contents, code: str, row: RowOfAnswers) -> RowOfAnswers:
    key = row.sheet.layout.key
    found = contents.issued.get((key, code, row.id))
    return replace(row, issued=found or (Issued("", {}) if row.sheet.layout.table else row.issued))
