"""Columns that are nought in every row in which they had been blank: some programs save blank cells as noughts. Pure."""

from collections import defaultdict
from collections.abc import Iterable
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

    @property
    def is_nought(self) -> bool:
        return all((row.entries[self.question.name] or {}).get("typed") in NOUGHTS for row in self.rows)


def doubtful_columns(returned: Iterable[Returned], questions: Iterable[Question]) -> list[BlankColumn]:
    by_sheet: dict[str, list[RowOfAnswers]] = defaultdict(list)
    for one in returned:
        for key, rows in one.rows.items():
            by_sheet[key] += rows
    named = {question.name: question for question in questions}
    return [column for rows in by_sheet.values() for column in _doubtful_in_sheet(rows, named)]


def _doubtful_in_sheet(rows: list[RowOfAnswers], named: dict[str, Question]) -> list[BlankColumn]:
    found: dict[str, BlankColumn] = {}
    for row in rows:
        for name in row.entries:
            if row.issued and not row.issued.entries.get(name) and named[name].of_type.control != "several of":
                found.setdefault(name, BlankColumn(named[name], [])).rows.append(row)
    noughts = [column for column in found.values() if column.is_nought]
    if len(rows) < FEWEST_ROWS and (len(noughts) < FEWEST_COLUMNS or len(noughts) < len(found)):
        return []
    return [column for column in noughts if len(column.rows) >= min(FEWEST_ROWS, len(rows))]
