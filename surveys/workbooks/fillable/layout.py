"""Where everything stands in a workbook to fill in: its sheets, their columns, and the names they are known by again.

Whoever writes a workbook and whoever reads one both start here. A column is known by the name that stands in the row of
names above the answers, so that columns may be moved, added and given other headings; a row by the id in its `@row`.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from surveys.questionnaires.form import Definition, Question, SectionScope

FORM, LISTS, ISSUED = "_form", "_lists", "_issued"
"""Hidden sheets: which form it is and of whom, the lists of the drop-downs, and what stood in each cell at first."""
TOKEN = "surveys_form"
"""The defined name that holds the token once more, for where the hidden sheet was lost."""
PROBLEM, REASON = "@problem", "@reason"
"""Columns of a copy that comes back with its mistakes marked: what is wrong with the row, and why it is right all the same."""
UNITS_OF_ANSWERS, ORGANISATION = "@units", "@organisation"
"""The sheet with a row for each data center, the one with a row for the organisation; that of a table has its name."""

Part = Literal["typed", "unit", "method", "unavailable"]
Own = Literal["@row", "@code", "@name"]
"""What is no answer: the id of the row, and whose it is. Of a data center or an organisation the id is the assignment's,
of a row of a table the one it has in the draft; where it is blank, the row is a new one of the data center `@code`."""
TICK = "✓"
SAID_LAST = "@last"
"""In the `@row` of a row of the last return, which is there to be read. An id that begins with @ is none of an answer."""


@dataclass(frozen=True, slots=True)
class Column:
    """A part of the answer to a question; of a question with several choices, one of its choices."""

    question: Question
    part: Part = "typed"
    choice: str = ""

    @property
    def name(self) -> str:
        """`kwh`, `kwh:unit`, `hosted/mining`: neither sign can be in a name of ours."""
        if self.choice:
            return f"{self.question.name}/{self.choice}"
        return self.question.name if self.part == "typed" else f"{self.question.name}:{self.part}"

    @property
    def is_input(self) -> bool:
        """Whether anything that is typed there is taken."""
        return self.question.is_answered and self.question.read_only is not True


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """key: UNITS_OF_ANSWERS, ORGANISATION or the name of the table."""

    key: str
    scope: SectionScope
    own: tuple[Own, ...]
    columns: tuple[Column, ...]
    table: Question | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.own, *(column.name for column in self.columns))


def layout_of(definition: Definition) -> tuple[SheetLayout, ...]:
    """The sheets of a form: those without a question are left out."""
    return tuple(sheet for sheet in _sheets(definition) if sheet.columns)


def _sheets(definition: Definition) -> Iterator[SheetLayout]:
    own: tuple[Own, ...] = ("@code", "@name", "@row")
    yield SheetLayout(ORGANISATION, "organisation", own, _flat(definition, "organisation"))
    yield SheetLayout(UNITS_OF_ANSWERS, "unit", own, _flat(definition, "unit"))
    for section in definition.sections:
        for question in section.questions:
            if question.is_table:
                columns = tuple(_columns_of(question.questions))
                yield SheetLayout(question.name, section.scope, own, columns, question)


def _flat(definition: Definition, scope: SectionScope) -> tuple[Column, ...]:
    sections = (section for section in definition.sections if section.scope == scope)
    asked = (question for section in sections for question in section.questions)
    return tuple(_columns_of(tuple(question for question in asked if not question.is_table)))


def _columns_of(questions: tuple[Question, ...]) -> Iterator[Column]:
    """Files are attached to the return itself; a calculation has its column, as a formula or for what was worked out."""
    for question in questions:
        if question.is_file or not question.is_shown or not question.has_value:
            continue
        yield from _parts(question)


def _parts(question: Question) -> Iterator[Column]:
    if question.of_type.control == "several of":
        yield from (Column(question, choice=name) for name in dict.fromkeys(one.name for one in question.choices))
        return
    yield Column(question)
    if len(question.units) > 1:
        yield Column(question, "unit")
    if question.methods:
        yield Column(question, "method")
    if question.may_be_unavailable:
        yield Column(question, "unavailable")


def mark(entry: object) -> str:
    """Tells one entry as typed from the next; the same for a blank one, however it is spelt."""
    plain = {part: text for part, text in entry.items() if text} if isinstance(entry, Mapping) else entry
    if not plain:
        return "0"
    return hashlib.sha256(json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:10]
