"""Where each answer stands in the workbook that is being written, as its formulas call it."""

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from surveys.questionnaires.form import Definition, Question
from surveys.workbooks.fillable.layout import ORGANISATION, UNITS_OF_ANSWERS
from surveys.workbooks.streamed.cells import PLACE_OF_ROW

TITLE_ROW, ADVICE_ROW, SECTION_ROW, LABEL_ROW, UNIT_ROW, NAMES_ROW = 1, 2, 3, 4, 5, 6
FIRST_ROW = NAMES_ROW + 1


@dataclass(frozen=True, slots=True)
class _Sheet:
    title: str
    letters: dict[str, str]
    rows: int

    def area(self, name: str) -> str:
        letter = self.letters[name]
        return f"{self.quoted}!${letter}${FIRST_ROW}:${letter}${FIRST_ROW + self.rows - 1}"

    @property
    def quoted(self) -> str:
        return "'" + self.title.replace("'", "''") + "'"


class Places:
    """is_of_one: whether there is one unit, so that all rows of all sheets are its own."""

    def __init__(self, definition: Definition, *, is_of_one: bool) -> None:
        self._definition, self._is_of_one = definition, is_of_one
        self._sheets: dict[str, _Sheet] = {}

    def add(self, key: str, title: str, names: Sequence[str], rows: int) -> None:
        letters = {name: get_column_letter(place) for place, name in enumerate(names, start=1)}
        self._sheets[key] = _Sheet(title, letters, rows)

    def cell(self, question: Question, about: Question) -> str | None:
        """In the line of a formula about another question; None where it cannot be told which cell that is."""
        return self._cell(question, question.name, about)

    def choice(self, question: Question, choice: str, about: Question) -> str | None:
        return self._cell(question, f"{question.name}/{choice}", about)

    def _cell(self, question: Question, name: str, about: Question) -> str | None:
        sheet = self._sheets.get(self._key(question))
        if sheet is None or name not in sheet.letters:
            return None
        if self._key(question) == self._key(about):
            return f"{sheet.letters[name]}{PLACE_OF_ROW}"
        if question.table or sheet.rows != 1:
            return None
        return f"{sheet.quoted}!${sheet.letters[name]}${FIRST_ROW}"

    def area(self, column: Question) -> str | None:
        sheet = self._sheets.get(self._key(column))
        return sheet.area(column.name) if sheet and sheet.rows and column.name in sheet.letters else None

    def rows_of(self, column: Question, about: Question) -> str | None:
        """Which rows of the table are those of the line; "" where all of them are."""
        scopes = [self._definition.section_of(one.name).scope for one in (column, about)]
        if self._is_of_one or scopes[0] == "organisation":
            return ""
        if scopes[1] == "organisation":
            return None
        return f"({self._sheets[self._key(column)].area('@code')}=$A{PLACE_OF_ROW})"

    def _key(self, question: Question) -> str:
        if question.table:
            return question.table
        is_own = self._definition.section_of(question.name).scope == "organisation"
        return ORGANISATION if is_own else UNITS_OF_ANSWERS
