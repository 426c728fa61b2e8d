"""Choices, the columns of tables, and the rows themselves."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import reduce
from typing import Any

from surveys.lib.numbers import PLAIN_FORMS
from surveys.questionnaires.expressions import kinds
from surveys.questionnaires.expressions.comparisons import equal
from surveys.questionnaires.expressions.function import ITEMS, NAME, NUMBER, TEXT, VALUE, Table
from surveys.questionnaires.expressions.kinds import Kind
from surveys.questionnaires.expressions.scope import Scope
from surveys.questionnaires.expressions.values import (
    ARITHMETIC,
    LONGEST_TEXT,
    UNKNOWN,
    Row,
    Unknown,
    Value,
    known,
    to_date,
    to_items,
    to_number,
    to_text,
)

LISTS = Table()


def _kind_of_an_item(found: list[Kind]) -> Kind:
    return Kind(kinds.common(found).sort)


def _kind_of_a_found_cell(found: list[Kind]) -> Kind:
    return Kind(found[2].sort, choices=found[2].choices, figures=found[2].figures)


def _kind_of_a_cell(found: list[Kind]) -> Kind:
    return Kind(found[0].sort, choices=found[0].choices, figures=found[0].figures)


@LISTS.function(
    "selected",
    VALUE,
    TEXT,
    gives=kinds.TRUTH,
    zh=("${题目}, '选项'", "所选中是否有该选项；用于表格的一列时，该列是否有此值"),
    en=("${question}, 'choice'", "Whether the choice is among the chosen; of a column, whether it holds the value"),
    example="selected(${colours}, 'red')",
    result="true",
)
def selected(chosen: Value, name: str) -> Value:
    wanted = name.strip()
    truths = [one for one in to_items(chosen) if isinstance(one, bool)]
    return wanted in _chosen(chosen) or any(equal(truth, wanted) for truth in truths)


@LISTS.function(
    "selected-at",
    VALUE,
    NUMBER,
    gives=kinds.FIGURES_OR_TEXT,
    zh=("${题目}, 序号", "所选中的第几个，从 0 数起；没有则为空"),
    en=("${question}, place", "The chosen at this place, counted from 0; blank where there is none"),
    example="selected-at(${colours}, 1)",
    result="blue",
)
def selected_at(chosen: Value, index: Decimal) -> Value:
    names = _chosen(chosen)
    return names[int(index)] if 0 <= index < len(names) else ""


@LISTS.function(
    "count-selected",
    VALUE,
    gives=kinds.NUMBER,
    zh=("${题目}", "选了几项"),
    en=("${question}", "How many choices were made"),
    example="count-selected(${colours})",
    result="2",
)
def count_selected(chosen: Value) -> Value:
    return Decimal(len(_chosen(chosen)))


def _chosen(value: Value) -> list[str]:
    if isinstance(value, tuple):
        cells = (to_text(item) for item in to_items(value) if not isinstance(item, Mapping))
        return [name for cell in cells for name in str(cell).split()]
    return str(to_text(value)).split()


@LISTS.function(
    "jr:choice-name",
    TEXT,
    NAME,
    gives=kinds.TEXT,
    wants_scope=True,
    zh=("值, '${题目}'", "该题中这一选项的名称（中文）；没有此选项则为空"),
    en=(
        "value, '${question}'",
        "The label, in Chinese where it has one, of this choice of the question; blank where there is none",
    ),
    example="jr:choice-name('red', '${colours}')",
    result="红",
)
def choice_name(scope: Scope, value: str, question: str) -> Value:
    return scope.label(question, value)


@LISTS.function(
    "count",
    ITEMS,
    repeats=1,
    gives=kinds.NUMBER,
    zh=("列表, …", "有几个不空的值；用于表格时为行数"),
    en=("list, …", "How many values are not blank; of a table, how many rows it has"),
    example="count(${months})",
    result="3",
)
def count(*lists: tuple[Value, ...]) -> Value:
    return Decimal(sum(len(items) for items in lists))


LISTS.function(
    "count-non-empty",
    ITEMS,
    repeats=1,
    gives=kinds.NUMBER,
    zh=("列表, …", "有几个不空的值"),
    en=("list, …", "How many values are not blank"),
    example="count-non-empty(${kwh})",
    result="2",
)(count)


@LISTS.function(
    "count-equal",
    ITEMS,
    VALUE,
    gives=kinds.NUMBER,
    zh=("列表, 值", "有几个等于该值"),
    en=("list, value", "How many items of the list are this value"),
    example="count-equal(${kwh}, 3)",
    result="1",
)
def count_equal(items: tuple[Value, ...], value: Value) -> Value:
    return UNKNOWN if value is None else Decimal(sum(equal(item, value) is True for item in items))


@LISTS.function(
    "sum",
    ITEMS,
    repeats=1,
    gives=kinds.NUMBER,
    zh=("列表, …", "合计；空格略去，没有值时为 0"),
    en=("list, …", "The total; blanks are skipped, nothing adds up to 0"),
    example="sum(${kwh})",
    result="7.5",
)
def add_up(*lists: tuple[Value, ...]) -> Value:
    numbers = _numbers(lists)
    return UNKNOWN if isinstance(numbers, Unknown) else known(reduce(ARITHMETIC.add, numbers, Decimal(0)))


@LISTS.function(
    "min",
    ITEMS,
    repeats=1,
    gives=_kind_of_an_item,
    zh=("列表, …", "最小的数或最早的日期；空格略去，没有值时未知"),
    en=("list, …", "The smallest number or the earliest date; blanks are skipped, of nothing it is unknown"),
    example="min(${kwh}, 9)",
    result="3",
)
def smallest(*lists: tuple[Value, ...]) -> Value:
    return _extreme(min, lists)


@LISTS.function(
    "max",
    ITEMS,
    repeats=1,
    gives=_kind_of_an_item,
    zh=("列表, …", "最大的数或最晚的日期；空格略去，没有值时未知"),
    en=("list, …", "The largest number or the latest date; blanks are skipped, of nothing it is unknown"),
    example="max(${kwh}, 4)",
    result="4.5",
)
def largest(*lists: tuple[Value, ...]) -> Value:
    return _extreme(max, lists)


def _extreme(pick: Callable[..., Any], lists: tuple[tuple[Value, ...], ...]) -> Value:
    items = [item for items in lists for item in items]
    if items and all(isinstance(item, datetime) for item in items):
        moment: Value = pick(items, key=to_number)
        return moment
    if items and all(isinstance(item, date) for item in items):
        day: Value = pick(to_date(item) for item in items)
        return day
    numbers = _numbers(lists)
    return pick(numbers) if numbers and not isinstance(numbers, Unknown) else UNKNOWN


def _numbers(lists: tuple[tuple[Value, ...], ...]) -> list[Decimal] | Unknown:
    """What is no number cannot be left out of a sum in silence, as a blank can."""
    found = [to_number(item) for items in lists for item in items]
    numbers = [number for number in found if not isinstance(number, Unknown)]
    return numbers if len(numbers) == len(found) else UNKNOWN


@LISTS.function(
    "position",
    gives=kinds.NUMBER,
    wants_scope=True,
    zh=("..", "本行是表格的第几行，从 1 数起；只能写成 position(..)"),
    en=("..", "Which row of the table this is, counted from 1; written position(..)"),
    example="position(..)",
    result="1",
)
def position(scope: Scope) -> Value:
    return UNKNOWN if scope.position is None else Decimal(scope.position)


@LISTS.function(
    "indexed-repeat",
    NAME,
    NAME,
    NUMBER,
    gives=_kind_of_a_cell,
    wants_scope=True,
    zh=("${列}, ${表格}, 行号", "表格该行该列的值，行号从 1 数起；没有该行则为空"),
    en=(
        "${column}, ${table}, row",
        "The cell of the column in this row of the table, counted from 1; blank without the row",
    ),
    example="indexed-repeat(${kwh}, ${months}, 3)",
    result="4.5",
)
def cell(scope: Scope, column: str, table: str, row: Decimal) -> Value:
    rows = scope.lookup(table)
    index = int(row) - 1
    if not isinstance(rows, tuple) or not 0 <= index < len(rows):
        return None
    found = rows[index]
    return found.get(column) if isinstance(found, Mapping) else None


@LISTS.function(
    "repeated",
    VALUE,
    repeats=1,
    gives=kinds.TEXT,
    zh=("${列}, …", "表格中重复出现的第一行：各列取值都相同，不分大小写和全角半角；没有重复则为空"),
    en=(
        "${column}, …",
        "The first row that stands in the table twice, the same in all these columns whatever the case and width of "
        "letters; blank if none does",
    ),
    example="repeated(${kwh})",
    result="",
)
def repeated(*columns: Value) -> Value:
    """Rows that are blank in all the columns are no repetition."""
    seen: set[tuple[str, ...]] = set()
    for cells in zip(*(column if isinstance(column, tuple) else (column,) for column in columns), strict=False):
        row = tuple(str(to_text(cell)) for cell in cells if not isinstance(cell, Mapping))
        alike = tuple(map(_alike, row))
        if alike in seen and any(row):
            return " ".join(filter(None, row))[:LONGEST_TEXT]
        seen.add(alike)
    return ""


@LISTS.function(
    "missing",
    VALUE,
    VALUE,
    repeats=1,
    gives=kinds.TEXT,
    zh=("${列}, ${列}, …", "第一列中有、其余各列中都没有的值，以分号隔开，不分大小写和全角半角；都有则为空"),
    en=(
        "${column}, ${column}, …",
        "What stands in the first column and in none of the others, whatever the case and width of letters, parted by "
        "semicolons; blank if nothing does",
    ),
    example="missing(${colours}, 'red')",
    result="blue",
)
def missing(expected: Value, *columns: Value) -> Value:
    there = {_alike(cell) for column in columns for cell in _cells(column)}
    gone = {_alike(cell): cell for cell in _cells(expected) if _alike(cell) not in there}
    return "; ".join(gone.values())[:LONGEST_TEXT]


def _cells(column: Value) -> list[str]:
    items = column if isinstance(column, tuple) else (column,)
    cells = (to_text(cell) for cell in items if not isinstance(cell, Mapping))
    return [cell for cell in cells if isinstance(cell, str) and cell]


def _alike(cell: str) -> str:
    return cell.translate(PLAIN_FORMS).casefold()


@LISTS.function(
    "lookup",
    TEXT,
    VALUE,
    VALUE,
    gives=_kind_of_a_found_cell,
    zh=("值, 列, 另一列", "在一列中找到该值，取另一列同一行的值；找不到或为空则未知"),
    en=("value, column, other", "Where the column holds the value, the cell of the other; unknown where there is none"),
    example="lookup('3', ${kwh}, ${kwh}) + 1",
    result="4",
)
def lookup(wanted: str, column: Value, other: Value) -> Value:
    if not (wanted and isinstance(column, tuple) and isinstance(other, tuple)):
        return UNKNOWN
    cells = (cell for key, cell in zip(column, other, strict=False) if to_text(_plain(key)) == wanted)
    found = _plain(next(cells, None))
    return UNKNOWN if found is None else found


def _plain(cell: "Value | Row") -> Value:
    """A row of a table is nothing to look for."""
    plain: Value = None if isinstance(cell, Mapping) else cell
    return plain
