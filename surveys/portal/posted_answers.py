"""What a page of questions sends back, turned into entries as typed. Never refuses: nonsense becomes nothing or text."""

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from django.http import QueryDict

from surveys.questionnaires.expressions.naming import NAME
from surveys.questionnaires.form import Definition, Question, Section
from surveys.rendering.posted_answers import sent_answer, storable
from surveys.rendering.questionnaire_view import mark
from surveys.responses.reasons import ReasonsDrawn, replies_among
from surveys.responses.row_merging import RowsDrawn

_CELL = re.compile(rf"({NAME.pattern})/(\S+)/({NAME.pattern}):([0-9a-f]+)", re.ASCII)
_MARK = re.compile(rf"({NAME.pattern}):([0-9a-f]*)", re.ASCII)


@dataclass(frozen=True)
class Sent:
    """`base`: the version the page was drawn with. `entries`: every question on the page, `changes`: those touched there.
    `drawn`: the marks of what the page showed, by question; `explained`: those of the reasons it showed; `cells`: those
    of the cells of its tables, by table, row and column.

    `act` is the button pressed, as "verb:table:row"; `tenants`: whose answers are ticked at the question it stands at.
    """

    base: int
    entries: dict[str, Any]
    changes: dict[str, object]
    reasons: dict[str, str]
    drawn: dict[str, str]
    explained: ReasonsDrawn
    cells: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    act: tuple[str, ...] = field(default=())
    tenants: tuple[str, ...] = ()

    @property
    def verb(self) -> str:
        return self.act[0]

    @property
    def object(self) -> str:
        return self.act[1] if len(self.act) > 1 else ""

    @property
    def row(self) -> str:
        return self.act[2] if len(self.act) > 2 else ""


def read_sent(section: Section, data: QueryDict) -> Sent:
    """`section` is the whole one of the definition: a question that went out of relevance meanwhile is still taken."""
    drawn = dict(_MARK.findall(data.get("asked", "")))
    asked = [question for question in section.questions if question.name in drawn]
    entries = {question.name: sent_answer(question, data) for question in asked}
    touched = [question for question in asked if mark(question, entries[question.name]) != drawn[question.name]]
    changes = {question.name: entries[question.name] for question in touched}
    act = tuple(storable(data.get("act", "stay")).split(":", 2))
    return Sent(
        base=whole_number(data.get("base", "")),
        entries=entries,
        changes=changes,
        reasons=reasons_sent(section.questions, data),
        drawn=drawn,
        explained=ReasonsDrawn.read(data.get("explained", "")),
        cells=_cells_drawn(asked, data),
        act=act,
        tenants=tuple(data.getlist(f"tenants.{act[1]}")) if len(act) > 1 else (),
    )


def _cells_drawn(asked: Iterable[Question], data: QueryDict) -> dict[str, dict[str, dict[str, str]]]:
    """Of every table on the page, also of one that showed no rows; of none on a page that does not tell."""
    if "cells" not in data:
        return {}
    found: dict[str, dict[str, dict[str, str]]] = {question.name: {} for question in asked if question.is_table}
    for table, row, column, mark_drawn in _CELL.findall(data.get("cells", "")):
        if table in found:
            found[table].setdefault(unquote(row), {})[column] = mark_drawn
    return found


def rows_drawn(definition: Definition, sent: Sent) -> dict[str, RowsDrawn]:
    """Of the tables whose rows merge by cells."""
    tables = [definition.question(name) for name, shown in sent.drawn.items() if shown and name in sent.cells]
    return {table.name: _rows_drawn(table, sent.cells[table.name]) for table in tables}


def _rows_drawn(table: Question, cells: dict[str, dict[str, str]]) -> RowsDrawn:
    columns = {column.name: column for column in table.questions}
    return RowsDrawn(
        {row: {name: shown for name, shown in of.items() if name in columns} for row, of in cells.items()},
        lambda column, entry: mark(columns[column], entry) if column in columns else repr(entry),
        table.rows.are_fixed,
    )


def unseen_on_page(definition: Definition, sent: Sent, answers: Mapping[str, object]) -> set[str]:
    """Where the page showed another answer than the one that stands. The version alone does not tell: saving in passing
    brings it up to date, but not the colleague's answers on the page. Without a mark, the answer that stands was seen."""
    marked = {name: shown for name, shown in sent.drawn.items() if shown and definition.asks(name)}
    return {name for name, shown in marked.items() if shown != mark(definition.question(name), answers.get(name))}


def whole_number(text: str) -> int:
    """0 for whatever is no number that we could have written."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def reasons_sent(questions: Iterable[Question], data: QueryDict) -> dict[str, str]:
    """Only those that stand at one of these questions, by the finding's key: check:question or check:question:row."""
    here = {one.name for question in questions for one in (question, *question.questions)}
    keys = [name.removeprefix("r.") for name in data if name.startswith("r.") and len(name) < 200]
    known = [key for key in keys if key.count(":") and key.split(":")[1] in here]
    return {storable(key): storable(data.get(f"r.{key}", "")) for key in known}


def replies_sent(data: QueryDict) -> dict[str, str]:
    """What was replied to remarks on any question."""
    sent = {name.removeprefix("r."): data.get(name, "") for name in data if name.startswith("r.") and len(name) < 200}
    return {storable(key): storable(text) for key, text in replies_among(sent).items()}


def without_row(rows: Iterable[dict[str, object]] | None, id: str) -> list[dict[str, object]] | None:
    return [row for row in rows or () if row["row"] != id] or None


def with_copy(rows: Iterable[dict[str, object]] | None, id: str) -> list[dict[str, object]] | None:
    """The copy stands right behind its model."""
    copied = []
    for row in rows or ():
        copied.append(row)
        if row["row"] == id:
            copied.append({"row": f"r{secrets.token_hex(4)}", "cells": row["cells"]})
    return copied or None
