"""However a form is spoilt, reading it gives a form with flaws, never an exception. FUZZ_EXAMPLES=2000 tries more of them."""

import os
import random
import time

import pytest

from surveys.questionnaires.form.problems import DefinitionError
from surveys.questionnaires.library import template
from surveys.questionnaires.loading.loader import load
from surveys.workbooks.reading import read_workbook
from surveys.workbooks.xlsform.reading import read_form, write_form
from tests.workbooks.xlsform.forms import book
from tests.workbooks.xlsform.forms_of_others import FORMS, sheets

NONSENSE = [
    None, "", " ", "=1+1", "-1", "0", "yes", "x" * 5000, "${", "${a}", "${nobody} > ", "begin_group", "end_repeat", "begin_repeat",
    "select_one", "select_one nothing or_other", "range", "name", "label::", "::", "label::中文 (zh)", "E99 a=b", "E29", "E20 =",
    "a=b=c", ";;", "\x0b", "‘a’", "1e999", "true()", "1 + 1", "concat('a', ", "position(..)", "{x}", "kWh MWh kg", 10**20, 0.1, True,
]  # fmt: skip
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "60"))
SECONDS = 10


def originals():
    yield {sheet.name: sheet.rows for sheet in read_workbook(write_form(template("mining_2021"))).sheets}
    yield from (sheets(text) for text in FORMS.values())


ORIGINALS = list(originals())


def place_in(rows, chance):
    row = chance.randrange(len(rows))
    return row, chance.randrange(max(len(rows[row]), 1))


def put(rows, place, value):
    row, column = place
    if column < len(rows[row]):
        rows[row][column] = value


def get(rows, place):
    row, column = place
    return rows[row][column] if column < len(rows[row]) else None


def spoil(form, chance):
    name = chance.choice(list(form))
    rows = form[name]
    one, other = place_in(rows, chance), place_in(rows, chance)
    match chance.randrange(9):
        case 0 | 1 | 2:
            put(rows, one, chance.choice(NONSENSE))
        case 3:
            put(rows, one, None)
        case 4:
            first, second = get(rows, one), get(rows, other)
            put(rows, one, second)
            put(rows, other, first)
        case 5:
            put(rows, (0, one[1]), chance.choice(NONSENSE))
        case 6:
            rows.insert(other[0], list(rows[one[0]]))
        case 7 if len(rows) > 1:
            del rows[one[0]]
        case _:
            form[chance.choice(["survey", "Choices", "settings ", "checks", "x"])] = form.pop(name)


def spoilt(seed):
    chance = random.Random(seed)
    form = {name: [list(row) for row in rows] for name, rows in chance.choice(ORIGINALS).items()}
    for _ in range(chance.randint(1, 12)):
        spoil(form, chance)
    legal = {name: [[None if cell == "\x0b" else cell for cell in row] for row in rows] for name, rows in form.items()}
    return book(**legal)


@pytest.mark.parametrize("seed", range(EXAMPLES))
def test_a_spoilt_form_is_told_what_is_wrong(seed):
    content, begun = spoilt(seed), time.process_time()

    form = read_form(content, name="form.xlsx")

    assert time.process_time() - begun < SECONDS
    assert all(flaw.message["zh"] and flaw.message["en"] for flaw in form.problems)
    assert form.has_errors or is_sound(form.definition)


@pytest.mark.parametrize("seed", range(0, EXAMPLES, 3))
def test_a_spoilt_form_can_be_written_again_and_is_the_same_where_it_is_sound(seed):
    form = read_form(spoilt(seed), name="form.xlsx")

    again = read_form(write_form(form.definition)) if form.definition else form

    assert form.has_errors or again.definition == form.definition


def is_sound(definition):
    try:
        load(definition)
    except DefinitionError:
        return False
    return True
