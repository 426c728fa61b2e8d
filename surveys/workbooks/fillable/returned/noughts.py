"""Columns that are nought in every row in which they had been blank: some programs save blank cells as noughts. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from surveys.questionnaires.form import Question
from surveys.workbooks.fillable.returned.contents import Returned, RowOfAnswers

FEWEST_ROWS, FEWEST_COLUMNS = 2, 3
"""A single nought is an answer; one row tells only by all of its blank cells being noughts."""
NOUGHTS = ("0", "0.0")


@dataclass
class BlankColumn:
    """The cells of a question that were blank when the workbook was handed out."""

    question: Question
    rows: list[RowOfAnswers]

    @property
    def key(self) -> str:
        """By which somebody says that these noughts are meant."""
        return f"0:{self.rows[0].sheet.layout.key}/{self.question.name}"


def doubtful_columns(returned: Iterable[Returned], questions: Iterable[Question]) -> list[BlankColumn]:
    by_sheet: dict[str, list[RowOfAnswers]] = defaultdict(list)
    for one in returned:
        for key, rows in one.rows.items():
            by_sheet[key] += rows
    named = {question.name: question for question in questions}
    return [column for rows in by_sheet.values() if rows for column in _doubtful_in_sheet(rows, named)]


def _doubtful_in_sheet(rows: list[RowOfAnswers], named: dict[str, Question]) -> list[BlankColumn]:
    names = [name for name in rows[0].entries if named[name].of_type.control != "several of"]
    nought = [BlankColumn(named[name], [*_blank_at_first(rows, name)]) for name in names if _is_nought(rows, name)]
    noughts = [column for column in nought if column.rows]
    if len(rows) < FEWEST_ROWS:
        blank = sum(any(_blank_at_first(rows, name)) for name in names)
        if len(noughts) < max(FEWEST_COLUMNS, blank):
            return []
    return [column for column in noughts if len(column.rows) >= min(FEWEST_ROWS, len(rows))]


def _blank_at_first(rows: list[RowOfAnswers], name: str) -> Iterator[RowOfAnswers]:
    return (row for row in rows if row.issued and not row.issued.entries.get(name))


def _is_nought(rows: list[RowOfAnswers], name: str) -> bool:
    """As a rule the first row says already that it is not."""
    return all((row.entries[name] or {}).get("typed") in NOUGHTS for row in _blank_at_first(rows, name))
