"""Over made-up definitions: every answer stands in its cell, and what is blank stays blank."""

import io
from datetime import datetime
from decimal import Decimal

import openpyxl
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from surveys.lib import units
from surveys.questionnaires.form.types import TYPES
from surveys.questionnaires.form.types.acknowledge import TICKS
from surveys.questionnaires.loading import examine
from surveys.workbooks.fillable.choices import texts_of, texts_of_question
from surveys.workbooks.fillable.layout import ORGANISATION, TICK, UNITS_OF_ANSWERS, layout_of
from surveys.workbooks.fillable.writing.places import FIRST_ROW, NAMES_ROW
from tests.workbooks.fillable.made_up_forms import asked, definition_of, form_of, written
from tests.workbooks.xlsform.generated_definitions import TEMPTING, definitions

TYPED = [
    *TEMPTING,
    "7",
    "1200.5",
    "1,200.5",
    "0.10",
    "-0",
    "123456789012345678",
    "1899-12-31",
    "2021-02-30",
    "#N/A",
    "&<>",
]


@st.composite
def answers(draw, definition):
    """As typed, right or wrong, of some of the questions."""
    typed = st.sampled_from([*TYPED, *(one.example for one in TYPES.values() if one.example)])
    given = {}
    for question in definition.questions:
        if question.table or not question.is_answered or question.is_file or not draw(st.booleans()):
            continue
        given[question.name] = draw(_rows(question, typed) if question.is_table else _entry(question, typed))
    return given


def _rows(table, typed):
    cells = st.fixed_dictionaries({one.name: _entry(one, typed) for one in table.questions if one.is_answered})
    return st.lists(cells, max_size=3).map(
        lambda rows: [{"row": f"r{place}", "cells": row} for place, row in enumerate(rows, start=1)]
    )


@st.composite
def _entry(draw, question, typed):
    names = [one.name for one in question.choices]
    if question.of_type.control == "several of":
        return {"typed": " ".join(draw(st.lists(st.sampled_from(names), unique=True)))}
    entry = {"typed": draw(st.one_of(st.sampled_from(names), typed) if names else typed)}
    if question.units:
        entry["unit"] = draw(st.sampled_from(["", *question.units]))
    if question.methods:
        entry["method"] = draw(st.sampled_from(["", *(one.name for one in question.methods)]))
    if question.may_be_unavailable and draw(st.booleans()):
        entry |= {"typed": "", "unavailable": "=电表 损坏"}
    return {part: text for part, text in entry.items() if text}


class Filled:
    """Told by its answers alone: a whole definition would fill pages."""

    def __init__(self, form):
        self.form = form

    def __repr__(self):
        return repr([(line.code, line.entries) for sheet in self.form.sheets for line in sheet.lines])[:2000]


@st.composite
def filled_forms(draw):
    definition, _problems = examine(draw(definitions()))
    assume(definition is not None)
    codes = draw(st.lists(st.sampled_from(["A1", "0007", "=B"]), min_size=1, unique=True))
    of_units = {code: draw(answers(definition)) for code in codes}
    return Filled(
        form_of(definition, of_units, own=draw(answers(definition)), language=draw(st.sampled_from(["zh", "en"])))
    )


def lines_of(book, form):
    """Key of the sheet, the line that was written, and what stands there by the names above."""
    titles = dict(row[:2] for row in book["_form"].iter_rows(values_only=True))
    for filled in form.sheets:
        rows = list(book[titles[filled.layout.key]].iter_rows(min_row=NAMES_ROW, values_only=True))
        for line, row in zip(filled.lines, rows[FIRST_ROW - NAMES_ROW :], strict=False):
            yield filled.layout, line, dict(zip(rows[0], row, strict=True))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(filled_forms())
def test_every_answer_stands_in_its_cell_and_nothing_else(filled):
    form = filled.form
    book = openpyxl.load_workbook(io.BytesIO(written(form)))
    keys = {layout.key for layout, _line, _cells in lines_of(book, form)}

    assert keys >= {one.key for one in layout_of(form.definition) if one.key in (ORGANISATION, UNITS_OF_ANSWERS)}
    for layout, line, cells in lines_of(book, form):
        assert (cells["@code"], cells["@row"]) == (line.code, line.row)
        for column in layout.columns:
            if column.is_input or column.question.is_answered:
                entry = line.entries.get(column.question.name) or {}
                assert _read_back(column, cells[column.name], form.language) == _expected(column, entry), column.name


def _read_back(column, cell, language):
    question = column.question
    if column.choice:
        return cell
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, int | float):
        return str(Decimal(str(cell)).normalize() + 0) if cell else "0"
    if column.part == "unit" and cell:
        return units.find(cell).symbol
    cell = cell.replace("x005F_", "") if cell else cell  # as the library does where strings are shared
    texts = texts_of(question.methods, language) if column.part == "method" else {}
    texts = texts_of_question(question, language) if column.part == "typed" else texts
    return next((name for name, text in texts.items() if text == cell), cell)


def _expected(column, entry):
    question, typed = column.question, entry.get(column.part)
    if column.choice:
        return TICK if column.choice in entry.get("typed", "").split() else None
    if column.part == "unit":
        return typed or question.unit
    if column.part == "typed" and question.of_type.control == "tick" and (typed or "").casefold() in TICKS:
        return TICK
    if isinstance(typed, str) and (question.is_number or question.type == "year") and typed in ("7", "1200.5", "120"):
        return str(Decimal(typed).normalize() + 0)
    names = [one.name for one in question.choices] if column.part == "typed" else []
    return next((name for name in names if typed and name == typed.strip()), typed or None)


def test_five_hundred_data_centers_have_a_line_each():
    definition = definition_of([asked(f"q{n}", "integer") for n in range(40)])
    units = {f"DC{n:03d}": {"q0": {"typed": str(n)}} for n in range(500)}
    sheet = openpyxl.load_workbook(io.BytesIO(written(form_of(definition, units))), read_only=True)["Data centers"]

    rows = list(sheet.iter_rows(min_row=FIRST_ROW, values_only=True))
    assert [row[0] for row in rows] == list(units)
    assert [row[3] for row in rows] == list(range(500))


def test_a_table_with_a_fixed_number_of_rows_has_exactly_these():
    months = asked("months", "table", rows={"min": 3, "max": 3}, questions=[asked("x", "integer")])
    counted = asked("counted", "table", rows={"min": 0, "max": 9, "count": "${n}"}, questions=[asked("y", "integer")])
    form = definition_of([asked("n", "integer"), months, counted])
    units = {
        "A": {"n": {"typed": "2"}, "months": [{"row": "r2", "cells": {"x": {"typed": "5"}}}]},
        "B": {"n": {"typed": "1"}},
    }

    book = openpyxl.load_workbook(io.BytesIO(written(form_of(form, units))))

    def rows(title):
        return [row[:1] + row[2:4] for row in book[title].iter_rows(min_row=FIRST_ROW, values_only=True)]

    assert rows("months") == [
        ("A", "r2", 5), ("A", "r1", None), ("A", "r3", None), ("B", "r1", None), ("B", "r2", None), ("B", "r3", None),
    ]  # fmt: skip
    assert rows("counted") == [("A", "r1", None), ("A", "r2", None), ("B", "r1", None)]


def test_as_long_as_the_number_of_rows_is_not_known_there_are_blank_ones_to_choose_from():
    counted = asked("counted", "table", rows={"min": 0, "max": 9, "count": "${n}"}, questions=[asked("y", "integer")])
    form = form_of(definition_of([asked("n", "integer"), counted]), {"A": {"n": {"typed": "2"}}, "B": {}})

    (filled,) = [one for one in form.sheets if one.layout.key == "counted"]
    assert ([line.code for line in filled.lines], filled.blank) == (["A", "A"], 9 + 9 - 2)


def test_a_prompt_ends_where_spreadsheets_end_it():
    hint = {"zh": "𠮷" * 300, "en": "𠮷" * 300}
    form = definition_of([asked("q", "integer", hint=hint, label={"zh": "𠮷" * 40, "en": "𠮷" * 40})])
    (rule,) = openpyxl.load_workbook(io.BytesIO(written(form_of(form, {"A": {}}))))[
        "Data centers"
    ].data_validations.dataValidation

    lengths = [len(text.encode("utf-16-le")) // 2 for text in (rule.prompt, rule.promptTitle)]
    assert (lengths[0] in (254, 255), lengths[1] in (31, 32), rule.prompt[-1]) == (True, True, "…")
