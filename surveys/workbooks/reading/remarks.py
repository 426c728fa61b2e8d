"""What whoever sent a table should know of how it was read: what was hidden, merged, linked, or not read at all."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from surveys.lib.language import in_every_language
from surveys.lib.problems import Problem
from surveys.workbooks.reading.book import Book, Sheet, column_letters

MOST_NAMED = 10


def remarks_on(book: Book) -> list[Problem]:
    """On the file as a whole; its sheets have remarks of their own."""
    found = []
    if book.links:
        links = _named(dict.fromkeys(book.links))
        found.append(
            _remark(
                "",
                lambda: (
                    _(
                        "Cells take values from other workbooks (%(files)s). Those were not opened; the values saved in this file were read."
                    )
                    % {"files": links}
                ),
            )
        )
    if book.objects:
        objects = _named(book.objects)
        found.append(_remark("", lambda: _("Embedded objects were not read: %(objects)s.") % {"objects": objects}))
    for name in book.left_out:
        found.append(_remark(name, lambda: _("This sheet holds no cells, such as a chart, and was not read.")))
    return found


def remarks_on_sheet(sheet: Sheet, *, merged_below: bool = False) -> list[Problem]:
    """`merged_below`: whether the text of a cell merged over several rows is taken for each of them."""
    found = []
    if sheet.is_hidden:
        found.append(_remark(sheet.name, lambda: _("The sheet is hidden. It was read all the same.")))
    if rows := _spans([row for row in sheet.hidden_rows if row < len(sheet.rows) and any(sheet.rows[row])], _row):
        found.append(
            _remark(sheet.name, lambda: _("Hidden or filtered rows were read too: %(rows)s.") % {"rows": rows})
        )
    widest = max(map(len, sheet.rows), default=0)
    if columns := _spans([column for column in sheet.hidden_columns if column < widest], column_letters):
        found.append(
            _remark(sheet.name, lambda: _("Hidden columns were read too: %(columns)s.") % {"columns": columns})
        )
    return found + _on_merged(sheet, merged_below)


def _on_merged(sheet: Sheet, merged_below: bool) -> list[Problem]:
    filled = [area for area in sheet.merged if sheet.text_at(area.top, area.left).strip()]
    below = [str(area) for area in filled if merged_below and area.left == area.right]
    first = [str(area) for area in filled if str(area) not in below]
    found = []
    if below:
        found.append(
            _remark(
                sheet.name,
                lambda: _("Merged cells; their text was read for each row: %(areas)s.") % {"areas": _named(below)},
            )
        )
    if first:
        found.append(
            _remark(
                sheet.name,
                lambda: (
                    _("Merged cells; their text counts for the first cell only: %(areas)s.") % {"areas": _named(first)}
                ),
            )
        )
    return found


def _remark(location: str, words: Callable[[], str]) -> Problem:
    return Problem(location, in_every_language(words), "warning")


def _named(names: Iterable[str]) -> str:
    names = list(names)
    return ", ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")


def _row(row: int) -> str:
    return str(row + 1)


def _spans(places: list[int], spelt: Callable[[int], str]) -> str:
    """`3–5, 9` for 2, 3, 4, 8."""
    spans: list[list[int]] = []
    for place in places:
        if spans and spans[-1][1] == place - 1:
            spans[-1][1] = place
        else:
            spans.append([place, place])
    return _named(spelt(first) if first == last else f"{spelt(first)}–{spelt(last)}" for first, last in spans)
