"""A workbook that came back: whose each row is, and what its cells say. Nothing is compared or saved here."""

import hashlib
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from surveys.lib.language import in_every_language
from surveys.lib.numbers import in_plain_width
from surveys.questionnaires.form import Definition
from surveys.workbooks.fillable.layout import ORGANISATION, REASON, UNITS_OF_ANSWERS, layout_of
from surveys.workbooks.fillable.returned.entries import Answer, CellProblem, Entry, answers_in, merged_over
from surveys.workbooks.fillable.returned.recognising import AnsweredSheet, Issued, Key, issued_in, sheets_of
from surveys.workbooks.reading import Book, Sheet

NOTHING_ISSUED = Issued("", {})


@dataclass(frozen=True)
class Owner:
    """Whose answers they are: a data center, or the organisation itself. `id`: of the assignment or the organisation."""

    id: uuid.UUID
    code: str
    name: str
    is_organisation: bool = False


@dataclass
class RowOfAnswers:
    """`id` tells a row of a table from the next. `issued`: None where the workbook does not say what stood there at first."""

    sheet: AnsweredSheet
    place: int
    id: str
    issued: Issued | None
    entries: dict[str, Entry | None] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        return self.issued is None or not self.issued.entries


@dataclass
class Returned:
    """Everything that a workbook says of one owner. `rows`: by sheet; a sheet of tables that is there has its list."""

    owner: Owner
    rows: dict[str, list[RowOfAnswers]] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)
    reason: str = ""

    @property
    def flat(self) -> RowOfAnswers | None:
        rows = self.rows.get(ORGANISATION if self.owner.is_organisation else UNITS_OF_ANSWERS)
        return rows[0] if rows else None

    def rows_with(self, question: str) -> list[RowOfAnswers]:
        """Where it is answered: a table in its own sheet."""
        return [row for key, rows in self.rows.items() for row in rows if key == question or question in row.entries]


@dataclass
class Contents:
    """`stray`: what is wrong with rows that are nobody's. `has_issued`: whether it still says what was handed out."""

    definition: Definition
    sheets: list[AnsweredSheet]
    issued: dict[Key, Issued]
    has_issued: bool
    returned: dict[uuid.UUID, Returned] = field(default_factory=dict)
    stray: list[CellProblem] = field(default_factory=list)

    @cached_property
    def several(self) -> frozenset[str]:
        """The questions of which each choice has a cell."""
        asked = self.definition.questions
        return frozenset(question.name for question in asked if question.of_type.control == "several of")

    @cached_property
    def rows_issued(self) -> Mapping[tuple[str, str], Mapping[str, Mapping[str, Any]]]:
        """By table and code, the entries of each row."""
        found: dict[tuple[str, str], dict[str, Mapping[str, Any]]] = defaultdict(dict)
        for (key, code, id), issued in self.issued.items():
            if id:
                found[key, code][id] = issued.entries
        return found


class Owners:
    """Those whose answers may stand in the workbook, found by what stands in front of a row."""

    def __init__(self, owners: Iterable[Owner]) -> None:
        self.all = list(owners)
        self._by_id = {owner.id.hex: owner for owner in self.all}
        self._by_code = {_plain(owner.code): owner for owner in self.all}
        names = Counter(_plain(owner.name) for owner in self.all)
        self._by_name = {_plain(owner.name): owner for owner in self.all if names[_plain(owner.name)] == 1}
        short = Counter(code.lstrip("0") for code in self._by_code)
        self._by_number = {code.lstrip("0"): one for code, one in self._by_code.items() if short[code.lstrip("0")] == 1}

    def by_id(self, text: str) -> Owner | None:
        return self._by_id.get(text.strip().replace("-", "").casefold())

    def by_code(self, text: str) -> Owner | None:
        code = _plain(text)
        return self._by_code.get(code) or (self._by_number.get(code) if code.isdigit() else None)

    def by_name(self, text: str) -> Owner | None:
        return self._by_name.get(_plain(text))

    def only(self) -> Owner | None:
        return self.all[0] if len(self.all) == 1 else None


def _plain(text: str) -> str:
    return in_plain_width(text).strip().casefold()


def read_contents(book: Book, definition: Definition, owners: Iterable[Owner], form: str) -> Contents:
    """`form`: its number, by which new rows are called the same each time the file is read."""
    sheets, issued = sheets_of(book, layout_of(definition)), issued_in(book)
    contents = Contents(definition, sheets, issued or {}, issued is not None)
    theirs = list(owners)
    for sheet in sheets:
        chosen = Owners(one for one in theirs if one.is_organisation == (sheet.layout.scope == "organisation"))
        _SheetReader(contents, _with_merged_texts(sheet), chosen, form).read()
    return contents


def _with_merged_texts(sheet: AnsweredSheet) -> AnsweredSheet:
    """A text that was merged over several rows is meant for each of them."""
    texts, _figures = merged_over(sheet)
    if not texts:
        return sheet
    rows = [list(row) for row in sheet.sheet.rows]
    for (row, column), text in texts.items():
        if row < len(rows) and any(map(str.strip, rows[row])):
            rows[row] += [""] * (column + 1 - len(rows[row]))
            rows[row][column] = text
    read: Sheet = replace(sheet.sheet, rows=rows)
    return replace(sheet, sheet=read)


class _SheetReader:
    def __init__(self, contents: Contents, sheet: AnsweredSheet, owners: Owners, form: str) -> None:
        self.contents, self.sheet, self.owners, self.form = contents, sheet, owners, form
        self.answers = {answer.question.name: answer for answer in answers_in(sheet)}
        self.figures = merged_over(sheet)[1]
        self.is_table = sheet.layout.table is not None
        self.taken: set[tuple[uuid.UUID, str]] = set()
        self.added: Counter[uuid.UUID] = Counter()

    def read(self) -> None:
        for row in self.sheet.rows:
            id = self.sheet.text(row, "@row").strip()
            if id.startswith("@") or not any(map(str.strip, self.sheet.sheet.rows[row])):
                continue
            if self.is_table and not self._is_answered(row, id):
                continue
            owner = self._owner(row, id)
            if owner:
                self._read_row(row, id, owner)

    def _is_answered(self, row: int, id: str) -> bool:
        """Of a row that was there at first every cell may have been emptied; another one with noughts alone is none."""
        texts = {
            self.sheet.sheet.text_at(row, place).strip() for one in self.answers.values() for place in self._own(one)
        }
        return bool(id) or bool(texts - {"", "0"})

    @staticmethod
    def _own(answer: Answer) -> Iterable[int]:
        """Without the unit, which stands there before anybody has answered."""
        return [place for part, place in (answer.parts | answer.ticks).items() if part != "unit"]

    def _owner(self, row: int, id: str) -> Owner | None:
        code, name = self.sheet.text(row, "@code").strip(), self.sheet.text(row, "@name").strip()
        by_code = self.owners.by_code(code) or (None if code else self.owners.by_name(name))
        by_id = None if self.is_table else self.owners.by_id(id)
        if by_id and by_code and by_id != by_code:
            self._stray(row, code, lambda: _(
                "The row was that of “%(name)s”, and now has another code. Put the code right, or the whole row."
            ) % {"name": by_id.name})  # fmt: skip
            return None
        owner = by_id or by_code or (None if code else self.owners.only() if self.is_table else None)
        if owner is None and (code or id or self._is_answered(row, "")):
            self._stray(row, code, lambda: (
                _("No data center with this code is asked here. Correct the code, or delete the row.")
                if code else _("The row does not say whose it is. Enter the code of the data center.")
            ))  # fmt: skip
        return owner

    def _stray(self, row: int, value: str, words: Callable[[], str]) -> None:
        cell = self.sheet.cell(row, "@code")
        self.contents.stray.append(CellProblem(self.sheet.sheet.name, cell, "", value, in_every_language(words)))

    def _read_row(self, row: int, id: str, owner: Owner) -> None:
        returned = self.contents.returned.setdefault(owner.id, Returned(owner))
        rows = returned.rows.setdefault(self.sheet.layout.key, [])
        id = self._row_id(id, owner) if self.is_table else ""
        issued = self._issued(owner, id)
        of = RowOfAnswers(self.sheet, row, id, issued)
        problems: list[CellProblem] = []
        before = issued.entries if issued else {}
        for name, answer in self.answers.items():
            of.entries[name] = answer.read(row, before.get(name) or {}, problems)
            if self.figures:
                problems += self._of_merged(answer, row)
        if rows and not self.is_table:
            self._refuse_a_second(row, returned, rows[0], of)
            return
        rows.append(of)
        returned.problems += [*problems, *self._contradicting(row)]
        returned.reason = returned.reason or self.sheet.text(row, REASON).strip()

    def _issued(self, owner: Owner, id: str) -> Issued | None:
        if not self.contents.has_issued:
            return None
        found = self.contents.issued.get((self.sheet.layout.key, owner.code, id))
        return found or (NOTHING_ISSUED if self.is_table else None)

    def _row_id(self, id: str, owner: Owner) -> str:
        """A row that was copied with its id is a new one."""
        if id and (owner.id, id) not in self.taken:
            self.taken.add((owner.id, id))
            return id
        self.added[owner.id] += 1
        told = f"{self.form}|{self.sheet.layout.key}|{owner.code}|{self.added[owner.id]}"
        return f"w{hashlib.sha256(told.encode()).hexdigest()[:8]}"

    def _of_merged(self, answer: Answer, row: int) -> Iterator[CellProblem]:
        for column in answer.columns:
            if (row, column) in self.figures:
                yield answer.problem(row, "typed", self.sheet.sheet.text_at(row, column), lambda: _(
                    "One figure stands in cells that were merged over several rows. Unmerge them; each row needs its own."
                ))  # fmt: skip

    def _refuse_a_second(self, row: int, returned: Returned, first: RowOfAnswers, second: RowOfAnswers) -> None:
        if first.entries != second.entries:
            self._stray(row, returned.owner.code, lambda: _(
                "“%(name)s” has stood in row %(row)d already, with other answers. Delete one of the two."
            ) % {"name": returned.owner.name, "row": first.place + 1})  # fmt: skip
            returned.problems.append(self.contents.stray.pop())

    def _contradicting(self, row: int) -> Iterator[CellProblem]:
        """A column that stands twice, with other contents."""
        for name, column in self.sheet.twice.items():
            text = self.sheet.sheet.text_at(row, column).strip()
            answer = self.answers.get(name.partition("/")[0].partition(":")[0])
            if text and answer and text != self.sheet.text(row, name).strip():
                place = self.sheet.sheet.location(row, column).rpartition("!")[2]
                yield CellProblem(self.sheet.sheet.name, place, answer.question.name, text, in_every_language(lambda: _(
                    "The column stands twice in the sheet, and says something else here. Delete one of the two."
                )))  # fmt: skip
