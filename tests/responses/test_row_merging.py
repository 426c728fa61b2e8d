import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.responses.drafting import Conflict, merge
from surveys.responses.row_merging import RowsDrawn, laid_over, merge_rows


def rows(**texts):
    """`r1="a=1 b=2"`"""
    return [
        {"row": row, "cells": {name: {"typed": text} for name, text in (cell.split("=") for cell in said.split())}}
        for row, said in texts.items()
    ]


def mark(column, entry):
    return entry["typed"] if entry else ""


def drawn_as(table, *, is_fixed=False):
    cells = {row["row"]: {name: mark(name, entry) for name, entry in row["cells"].items()} for row in table}
    return RowsDrawn(cells, mark, is_fixed)


def merged(was, theirs, yours, **options):
    return merge_rows(theirs, yours, drawn_as(was, **options))


WAS = rows(r1="a=1 b=2", r2="a=3 b=4")
KEPT = {
    "you one cell, a colleague another of the same row": (
        rows(r1="a=1 b=9", r2="a=3 b=4"),
        rows(r1="a=8 b=2", r2="a=3 b=4"),
        rows(r1="a=8 b=9", r2="a=3 b=4"),
    ),
    "each a row": (
        rows(r1="a=9 b=2", r2="a=3 b=4"),
        rows(r1="a=1 b=2", r2="a=3 b=8"),
        rows(r1="a=9 b=2", r2="a=3 b=8"),
    ),
    "both the same": (
        rows(r1="a=9 b=2", r2="a=3 b=4"),
        rows(r1="a=9 b=2", r2="a=3 b=4"),
        rows(r1="a=9 b=2", r2="a=3 b=4"),
    ),
    "each a new row": (
        [*WAS, *rows(r3="a=5")],
        [*WAS, *rows(r4="a=6")],
        rows(r1="a=1 b=2", r2="a=3 b=4", r4="a=6", r3="a=5"),
    ),
    "you take a row away, a colleague writes in another": (
        rows(r1="a=1 b=2", r2="a=3 b=9"),
        rows(r2="a=3 b=4"),
        rows(r2="a=3 b=9"),
    ),
    "a colleague takes a row away, you write in another": (
        rows(r2="a=3 b=4"),
        rows(r1="a=1 b=2", r2="a=3 b=9"),
        rows(r2="a=3 b=9"),
    ),
    "you empty a cell": (WAS, rows(r1="b=2", r2="a=3 b=4"), rows(r1="b=2", r2="a=3 b=4")),
    "you take away the last row": (WAS, [], []),
    "you put a copy behind its model": (
        rows(r1="a=1 b=2", r2="a=3 b=4", r3="a=5"),
        rows(r1="a=1 b=2", r9="a=1 b=2", r2="a=3 b=4"),
        rows(r1="a=1 b=2", r9="a=1 b=2", r2="a=3 b=4", r3="a=5"),
    ),
}


@pytest.mark.parametrize(("theirs", "yours", "expected"), KEPT.values(), ids=KEPT)
def test_what_only_one_of_two_changed_is_kept(theirs, yours, expected):
    result = merged(WAS, theirs, yours)

    assert (result.rows, result.lost) == (expected, [])


def test_of_a_cell_that_both_changed_theirs_stands_and_yours_is_told():
    result = merged(WAS, rows(r1="a=9 b=2", r2="a=3 b=4"), rows(r1="a=8 b=7", r2="a=3 b=4"))

    assert result.rows == rows(r1="a=9 b=7", r2="a=3 b=4")
    assert result.lost == rows(r1="a=8")


def test_what_you_wrote_in_a_row_that_a_colleague_took_away_is_told():
    result = merged(WAS, rows(r2="a=3 b=4"), rows(r1="a=8 b=2", r2="a=3 b=4"))

    assert (result.rows, result.lost) == (rows(r2="a=3 b=4"), rows(r1="a=8 b=2"))


def test_a_row_you_took_away_stays_when_a_colleague_wrote_in_it_and_you_are_told():
    result = merged(WAS, rows(r1="a=9 b=2", r2="a=3 b=4"), rows(r2="a=3 b=4"))

    assert (result.rows, result.lost, result.has_kept) == (rows(r1="a=9 b=2", r2="a=3 b=4"), [], True)


def test_rows_that_are_told_apart_by_their_place_never_move():
    months = rows(r1="a=1", r2="a=2", r3="a=3")
    theirs, yours = [*months, *rows(r4="a=4")], rows(r1="a=1", r2="a=2")

    result = merged(months, theirs, yours, is_fixed=True)

    assert [(row["row"], row["cells"].get("a")) for row in result.rows] == [
        ("r1", {"typed": "1"}),
        ("r2", {"typed": "2"}),
        ("r3", None),
        ("r4", {"typed": "4"}),
    ]


def test_two_who_begin_a_table_with_places_fill_it_together():
    result = merged([], rows(r1="a=1"), rows(r1="b=2"), is_fixed=True)

    assert (result.rows, result.lost) == (rows(r1="a=1 b=2"), [])


def test_a_draft_tells_only_the_cells_that_were_lost():
    theirs, yours = rows(r1="a=9 b=2", r2="a=3 b=4"), rows(r1="a=8 b=7", r2="a=3 b=4")

    result = merge({"t": theirs}, {"t": 9}, 0, {"t": yours}, rows={"t": drawn_as(WAS)})

    assert result.answers == {"t": rows(r1="a=9 b=7", r2="a=3 b=4")}
    assert result.changed == {"t"}
    assert result.conflicts == (Conflict("t", rows(r1="a=8"), theirs),)


def test_what_was_set_aside_is_laid_over_the_rows_that_stand():
    standing = rows(r1="a=9 b=7", r2="a=3 b=4")

    assert laid_over(standing, rows(r1="a=8", r5="a=5")) == rows(r1="a=8 b=7", r2="a=3 b=4", r5="a=5")


texts = st.dictionaries(st.sampled_from("ab"), st.sampled_from("xyz"), min_size=1)
tables = st.dictionaries(st.sampled_from(["r1", "r2", "r3"]), texts)


def table(said):
    return [
        {"row": row, "cells": {name: {"typed": text} for name, text in cells.items()}} for row, cells in said.items()
    ]


def said_in(some):
    return {(row["row"], name, entry["typed"]) for row in some for name, entry in row["cells"].items() if entry}


@given(tables, tables, tables, st.booleans())
def test_whatever_two_people_do_to_a_table_no_text_of_either_is_lost(was, theirs, yours, is_fixed):
    result = merged(table(was), table(theirs), table(yours), is_fixed=is_fixed)

    before = said_in(table(was))
    new = (said_in(table(theirs)) | said_in(table(yours))) - before
    assert new <= said_in(result.rows) | said_in(result.lost)
