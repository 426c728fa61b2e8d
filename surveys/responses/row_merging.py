"""Two people in one table: rows and cells merge, and only a cell that both changed has two texts. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]  # {"row": id, "cells": {column: entry}}
Cells = Mapping[str, object]


@dataclass(frozen=True)
class RowsDrawn:
    """The rows a page showed when it was drawn: of each the marks of its cells; `mark` gives the mark of an entry.

    is_fixed: an answer or the table itself says how many rows there are; they are told apart by their place and none is
    taken away."""

    cells: Mapping[str, Mapping[str, str]]
    mark: Callable[[str, object], str]
    is_fixed: bool = False

    def is_as_drawn(self, row: str, column: str, entry: object) -> bool:
        return self.mark(column, entry) == self.cells.get(row, {}).get(column, self.mark(column, None))

    def is_row_as_drawn(self, row: str, cells: Cells) -> bool:
        columns = {*cells, *self.cells.get(row, {})}
        return all(self.is_as_drawn(row, column, cells.get(column)) for column in columns)


@dataclass
class MergedRows:
    """`lost`: of your rows, the cells that stand nowhere, since a colleague wrote others or took the row away. `has_kept`:
    you took away a row in which a colleague has written meanwhile, and it stays."""

    rows: list[Row] = field(default_factory=list)
    lost: list[Row] = field(default_factory=list)
    has_kept: bool = False


def merge_rows(theirs: Sequence[Row], yours: Sequence[Row], drawn: RowsDrawn) -> MergedRows:
    """What you changed on a page since it was `drawn`, laid over the rows as they stand now."""
    merged, mine = MergedRows(), {row["row"]: row["cells"] for row in yours}
    standing = {row["row"] for row in theirs}
    for row in theirs:
        _merge_standing(row, mine, drawn, merged)
    before = None
    for id, cells in mine.items():
        if id not in standing:
            _add(id, cells, before, drawn, merged)
        before = id
    if drawn.is_fixed:
        _trim(merged.rows)
    return merged


def _merge_standing(row: Row, mine: Mapping[str, Cells], drawn: RowsDrawn, merged: MergedRows) -> None:
    id, cells = row["row"], row["cells"]
    is_gone = id not in mine and id in drawn.cells and not drawn.is_fixed
    if is_gone and drawn.is_row_as_drawn(id, cells):
        return
    if id not in mine and not (drawn.is_fixed and id in drawn.cells):
        merged.rows.append(row)
        merged.has_kept |= is_gone
        return
    kept, lost = _merged_cells(id, cells, mine.get(id, {}), drawn)
    merged.rows.append({"row": id, "cells": kept})
    if lost:
        merged.lost.append({"row": id, "cells": lost})


def _merged_cells(id: str, theirs: Cells, yours: Cells, drawn: RowsDrawn) -> tuple[Cells, Cells]:
    kept, lost = dict(theirs), {}
    for column in dict.fromkeys([*theirs, *yours, *drawn.cells.get(id, {})]):
        entry = yours.get(column)
        if drawn.is_as_drawn(id, column, entry) or drawn.mark(column, entry) == drawn.mark(column, theirs.get(column)):
            continue
        if not drawn.is_as_drawn(id, column, theirs.get(column)):
            lost[column] = entry
        elif entry:
            kept[column] = entry
        else:
            kept.pop(column, None)
    return kept, lost


def _add(id: str, cells: Cells, before: str | None, drawn: RowsDrawn, merged: MergedRows) -> None:
    """A row of yours that does not stand there: a new one, behind the one it was written behind, or one taken away."""
    if id not in drawn.cells or drawn.is_fixed:
        places = [place for place, row in enumerate(merged.rows, 1) if row["row"] == before]
        merged.rows.insert(places[0] if places else len(merged.rows), {"row": id, "cells": cells})
    elif not drawn.is_row_as_drawn(id, cells):
        merged.lost.append({"row": id, "cells": cells})


def _trim(rows: list[Row]) -> None:
    while rows and not rows[-1]["cells"]:
        rows.pop()


def put_in_its_place(lost: object, standing: object) -> object:
    """A text that had been set aside, in the place of the answer that stands; of a table only what was set aside."""
    return laid_over(standing, lost) if isinstance(lost, list) and isinstance(standing, list) else lost


def laid_over(rows: Iterable[Row], lost: Iterable[Row]) -> list[Row]:
    """The rows with cells that had been set aside put into their places; a row that is gone comes back as the last one."""
    again = {row["row"]: row["cells"] for row in lost}
    kept = [{**row, "cells": {**row["cells"], **again.pop(row["row"], {})}} for row in rows]
    kept += [{"row": id, "cells": cells} for id, cells in again.items()]
    return [{**row, "cells": {name: entry for name, entry in row["cells"].items() if entry}} for row in kept]
