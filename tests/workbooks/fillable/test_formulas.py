"""Rules as formulas: what a spreadsheet works out from them is what the evaluator says, or nothing."""

import io
import re
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.workbooks.fillable.writing.places import FIRST_ROW, NAMES_ROW
from tests.workbooks.fillable.made_up_forms import asked, definition_of, form_of, words, written
from tests.workbooks.libreoffice import saved_again

CHOICES = {"kinds": [{"name": "mining", "label": words("Mining")}, {"name": "cloud", "label": words("Cloud")}]}
GIVEN = [
    asked("a", "decimal", unit="kWh"),
    asked("b", "decimal", unit="万千瓦时"),
    asked("n", "integer"),
    asked("m", "integer", relevant="${n} > 1"),
    asked("several", "decimal", unit="kWh", units=["kWh", "MWh"]),
    asked("from", "date"),
    asked("to", "date"),
    asked("kind", "choice", choices="kinds"),
    asked("kinds", "choices", choices="kinds"),
    asked("sure", "yes_no"),
    asked("word", "text"),
    asked("h", "hidden", calculation="${n} * 2"),
    asked(
        "t",
        "table",
        rows={"min": 0, "max": 9},
        questions=[
            asked("x", "decimal", unit="万千瓦时"),
            asked("y", "integer"),
            asked("z", "choice", choices="kinds"),
            asked("xy", "calculated", calculation="${x} * ${y}", unit="万千瓦时", decimals=2),
        ],
    ),
]
RULES = [
    "${a} + ${b}",
    "round(${a} div ${b} * 100, 2)",
    "${n} div (${n} - 2)",
    "-${n} + 3 - ${m}",
    "coalesce(${n}, ${m}, 7)",
    "coalesce(${a} div ${n}, 0) + 1",
    "sum(${x})",
    "sum(${x}) * 2 + sum(${y})",
    "sum(${xy}) + ${a}",
    "sum(${a}, ${b}, 1)",
    "count(${y}) + count-non-empty(${z})",
    "count-equal(${z}, 'mining')",
    "if(${n} > 1, ${a}, ${b})",
    "if(${n} = 0 or ${a} > 5, 1, 2)",
    "if(${n} > 1 and ${a} > 5, 1, '')",
    "if(${word} = '', 'none', ${word})",
    "if(${kind} = 'mining', 1, 0)",
    "if(${kind} != 'mining', 1, 0)",
    "if(selected(${kinds}, 'cloud'), 1, 0)",
    "if(${sure} = 'yes', 1, if(${sure} = '', 2, 3))",
    "if(not(${n} >= 2), 1, 0)",
    "${to} - ${from} + 1",
    "${from} + 30",
    "${a} > 5 and ${n} < 3",
    "${h} + 1",
    "ceiling(${a} div 3) + floor(${a} div 3) + int(-${n} div 2) + abs(-${n})",
    "${c0} + 1",
    "if(${from} < '2021-02-01', 1, 0)",
    "round(${n} div 8, 2)",
]
CALCULATED = [asked(f"c{place}", "calculated", calculation=rule) for place, rule in enumerate(RULES)]
FORM = definition_of([*GIVEN, *CALCULATED], choices=CHOICES)
NOT_THERE = {
    "several units": "${several} + 1",
    "modulo": "${n} mod 2",
    "a pattern": "regex(${word}, 'a')",
    "the register": "fact('facility.it_kw') + 1",
    "a row by its number": "indexed-repeat(${y}, ${t}, 1)",
    "two answers compared": "${kind} = ${word}",
}


def entry(typed):
    return {"typed": typed} if typed else {}


def answers(figures, days, choice, several, sure, word, rows):
    given = dict(zip(("a", "b", "n", "m", "several"), map(entry, figures), strict=True))
    given |= {"from": entry(days[0]), "to": entry(days[1]), "kind": entry(choice), "kinds": entry(several)}
    cells = [dict(zip(("x", "y", "z"), map(entry, row), strict=True)) for row in rows]
    table = [{"row": f"r{n}", "cells": row} for n, row in enumerate(cells)]
    return given | {"sure": entry(sure), "word": entry(word), "t": table}


FIGURES = st.sampled_from(["", "0", "1", "2", "3", "12.5", "-4", "1000000"])
WHOLE = st.sampled_from(["", "0", "1", "2", "3", "40"])
DAYS = st.sampled_from(["", "2021-01-01", "2021-02-28", "2021-12-31"])
ONE = st.sampled_from(["", "mining", "cloud"])
ROWS = st.lists(st.tuples(FIGURES, WHOLE, ONE), max_size=4)
UNITS = st.builds(
    answers,
    st.tuples(FIGURES, FIGURES, WHOLE, WHOLE, FIGURES), st.tuples(DAYS, DAYS), ONE,
    st.sampled_from(["", "mining", "cloud", "mining cloud"]), st.sampled_from(["", "yes", "no"]),
    st.sampled_from(["", "a word", "9"]), ROWS,
)  # fmt: skip


def worked_out_anew(tmp_path, content):
    """By LibreOffice, which keeps what it finds worked out already."""
    path = tmp_path / "form.xlsx"
    with zipfile.ZipFile(io.BytesIO(content)) as made, zipfile.ZipFile(path, "w") as package:
        for name in made.namelist():
            package.writestr(name, re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", made.read(name)))
    return openpyxl.load_workbook(saved_again(tmp_path, path), data_only=True)


def shown(book, title):
    rows = [*book[title].iter_rows(min_row=NAMES_ROW, values_only=True)]
    return [dict(zip(rows[0], row, strict=False)) for row in rows[1:] if row[2]]


def told(value):
    return round(value, 6) if isinstance(value, int | float) else value or None


def differences(tmp_path, content):
    found, ours = worked_out_anew(tmp_path, content), openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    for title in ("Data centers", "t"):
        for here, there in zip(shown(ours, title), shown(found, title), strict=True):
            for name in [*map("c{}".format, range(len(RULES))), "xy"]:
                if name in here and told(here[name]) != told(there[name]):
                    yield name, here, here[name], there[name]


@pytest.mark.parametrize("seed", range(2))
def test_a_spreadsheet_works_out_what_the_evaluator_says(tmp_path, seed):
    drawn = []

    @settings(max_examples=40, database=None, derandomize=True, deadline=None)
    @given(UNITS)
    def draw(unit):
        drawn.append(unit)

    draw()
    units = drawn[:1] if seed else drawn
    form = form_of(FORM, {f"{n:03d}" if n % 2 else str(n): unit for n, unit in enumerate(units)})

    assert [*differences(tmp_path, written(form))] == []


def formulas(definition, units=("A", "B")):
    book = openpyxl.load_workbook(io.BytesIO(written(form_of(definition, {code: {} for code in units}))))
    sheet = book["Data centers"]
    names = [cell.value for cell in sheet[NAMES_ROW]]
    stand = dict(zip(names, (str(cell.value or "") for cell in sheet[FIRST_ROW]), strict=True))
    return {name for name, text in stand.items() if text.startswith("=")}


def test_every_rule_that_can_be_said_in_a_formula_is_one():
    assert formulas(FORM) == {f"c{place}" for place in range(len(RULES))}


@pytest.mark.parametrize("rule", NOT_THERE.values(), ids=NOT_THERE)
def test_what_programs_would_work_out_otherwise_is_no_formula(rule):
    form = definition_of([*GIVEN, asked("c", "calculated", calculation=rule)], choices=CHOICES)
    assert formulas(form) == set()


def test_what_rests_on_a_value_that_stays_as_it_was_is_no_formula_either():
    resting = [asked("c", "calculated", calculation="${several} + 1"), asked("d", "calculated", calculation="${c} + 1")]
    assert formulas(definition_of([*GIVEN, *resting], choices=CHOICES)) == set()


def test_a_formula_too_long_for_a_cell_is_none():
    long = " + ".join(["${a}"] * 90)
    assert formulas(definition_of([*GIVEN, asked("c", "calculated", calculation=long)], choices=CHOICES)) == set()


def test_a_figure_in_words_leaves_the_formula_blank(tmp_path):
    form = form_of(FORM, {"A": answers(("1,200", "2", "3", "", ""), ("", ""), "", "", "", "", [("1,5 x", "1", "")])})
    (line,) = shown(worked_out_anew(tmp_path, written(form)), "Data centers")
    assert (told(line["c0"]), told(line["c6"]), told(line["c24"])) == (None, None, 7)


def test_a_formula_leads_to_the_data_of_the_organisation(tmp_path):
    own = [
        asked("rate", "decimal"),
        asked("sites", "table", rows={"min": 0, "max": 9}, questions=[asked("kw", "decimal")]),
    ]
    own += [asked("kw_total", "calculated", calculation="sum(${kw})")]
    rules = [
        asked("c", "calculated", calculation="${n} * ${rate}"),
        asked("d", "calculated", calculation="sum(${kw}) + ${n}"),
    ]
    definition = definition_of([asked("n", "integer"), *rules], organisation=own)
    of_organisation = {"rate": entry("3"), "sites": [{"row": f"r{n}", "cells": {"kw": entry("10")}} for n in range(2)]}
    form = form_of(
        definition,
        {"A": {"n": entry("4")} | of_organisation, "B": {"n": entry("5")} | of_organisation},
        own=of_organisation,
    )

    book = worked_out_anew(tmp_path, written(form))

    assert [(line["c"], line["d"]) for line in shown(book, "Data centers")] == [(12, 24), (15, 25)]
    assert [line["kw_total"] for line in shown(book, "Your organisation")] == [20]


def test_the_rows_of_a_table_of_the_organisation_are_its_own_though_there_are_many_data_centers():
    own = [asked("sites", "table", rows={"min": 0, "max": 9}, questions=[asked("kw", "decimal")])]
    form = form_of(definition_of([asked("n", "integer")], organisation=own), {"A": {}, "B": {}})

    rows = [*openpyxl.load_workbook(io.BytesIO(written(form)))["sites"].iter_rows(min_row=FIRST_ROW, values_only=True)]
    assert {row[0] for row in rows} == {form.organisation.number}
