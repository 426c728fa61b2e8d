from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from time import thread_time

import pytest

from surveys.questionnaires.expressions import UNKNOWN, evaluate, parse
from surveys.questionnaires.expressions.reference import EXAMPLE_SCOPE
from surveys.questionnaires.expressions.values import Column
from tests.questionnaires.expressions.test_evaluator import NOW, worth


def seen(text, **scope):
    return evaluate(parse(text), replace(EXAMPLE_SCOPE, **scope))


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("selected-at(${chosen}, 0)", "red"),
        ("selected-at(${chosen}, 1)", "dark_blue"),
        ("selected-at(${chosen}, 2)", ""),
        ("selected-at(${chosen}, -1)", ""),
        ("selected-at('a b c', 1.9)", "b"),
        ("selected-at(${blank}, 0)", ""),
        ("selected-at(${chosen}, ${blank})", UNKNOWN),
        ("selected(${chosen}, ' red ')", True),
        ("selected(${chosen}, '')", False),
        ("selected(${digits}, 12)", True),
        ("count-selected('a b')", Decimal(2)),
        ("count-selected('')", Decimal(0)),
        ("count-selected(1 div 0)", UNKNOWN),
        ("sum(${blank})", Decimal(0)),
        ("sum(1, '', 2)", Decimal(3)),
        ("sum(1, 'x', 2)", UNKNOWN),
        ("max(1, 'x')", UNKNOWN),
        ("max('', '')", UNKNOWN),
        ("count('', 'x')", Decimal(1)),
        ("count-non-empty('')", Decimal(0)),
        ("selected(${yes}, 'yes')", True),
        ("selected(${yes}, 'true')", True),
        ("selected(${yes}, 'no')", False),
        ("selected(${no}, 'no')", True),
        ("count-equal(${column}, '1')", Decimal(1)),
        ("max(now(), now() + 1)", NOW + timedelta(days=1)),
        ("min(now(), ${end})", date(2021, 3, 31)),
        ("sum(true(), true())", Decimal(2)),
        ("count(${blank}, 1)", Decimal(1)),
        ("count(1 div 0, 1)", Decimal(1)),
        ("min(${blank})", UNKNOWN),
        ("min('3', 2)", Decimal(2)),
        ("max(-1, -2)", Decimal(-1)),
    ],
)
def test_choices_and_sums(text, result):
    assert worth(text, nothing=()) == result


def test_yes_and_no_are_counted_and_found_in_a_column():
    assert worth("count-equal(${sure}, 'yes')", sure=(True, None, False, True)) == 2
    assert worth("selected(${sure}, 'no')", sure=(True, None, False)) is True


def test_several_choices_in_every_row_are_found_one_by_one():
    assert worth("selected(${lists}, 'b')", lists=(("a", "b"), None, ("c",))) is True
    assert worth("count-selected(${lists})", lists=(("a", "b"), None, ("c",))) == 3


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("${kwh} = 3", True),
        ("${kwh} = 4", False),
        ("4.5 = ${kwh}", True),
        ("${kwh} != 3", True),
        ("${kwh} = ''", True),
        ("${kwh} > 4", True),
        ("5 > ${kwh}", True),
        ("${kwh} > 9", UNKNOWN),
        ("${kwh} = ${kwh}", True),
    ],
)
def test_a_comparison_holds_for_a_column_when_it_holds_for_any_cell(text, truth):
    assert seen(text) is truth


def test_two_long_columns_of_choices_are_compared_soon():
    began = thread_time()

    assert worth("${one} = ${other}", one=["red"] * 1000, other=["blue"] * 1000) is False
    assert thread_time() - began < 0.05


def test_a_column_without_cells_compares_with_nothing():
    assert worth("${nothing} = 1", nothing=()) is False
    assert worth("1 != ${nothing}", nothing=()) is False


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("indexed-repeat(${kwh}, ${months}, 1)", Decimal(3)),
        ("indexed-repeat(${kwh}, ${months}, 2)", None),
        ("indexed-repeat(${kwh}, ${months}, 3.9)", Decimal("4.5")),
        ("indexed-repeat(${kwh}, ${months}, 0)", None),
        ("indexed-repeat(${kwh}, ${months}, -1)", None),
        ("indexed-repeat(${kwh}, ${months}, 4)", None),
        ("indexed-repeat(${kwh}, ${months}, ${blank})", UNKNOWN),
        ("indexed-repeat(${gone}, ${months}, 1)", None),
        ("indexed-repeat(${kwh}, ${gone}, 1)", None),
        ("indexed-repeat(${kwh}, ${colours}, 1)", None),
    ],
)
def test_a_cell_of_another_row(text, result):
    assert seen(text) == result


def test_a_row_knows_its_position():
    assert seen("position(..)", position=3) == 3
    assert seen("position() + 1", position=3) == 4
    assert seen("position(..)", position=None) is UNKNOWN


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("jr:choice-name('red', '${colours}')", "红"),
        ("jr:choice-name(selected-at(${colours}, 1), '${ colours }')", "蓝"),
        ("jr:choice-name('red', ${colours})", "红"),
        ("jr:choice-name('green', '${colours}')", None),
        ("jr:choice-name(${blank}, '${colours}')", None),
        ("jr:choice-name(1 div 0, '${colours}')", UNKNOWN),
    ],
)
def test_the_label_of_a_choice(text, label):
    assert seen(text) == label


def test_nobody_knows_labels_unless_told():
    assert worth("jr:choice-name('red', '${chosen}')") is None


def test_a_choice_filter_sees_the_columns_of_the_choices_sheet():
    tree = parse("province = ${text} and kwh > 2", bare_names=True)
    scope = replace(EXAMPLE_SCOPE, lookup={"text": "BJ"}.get)

    assert evaluate(tree, replace(scope, choice={"province": "BJ", "kwh": Decimal(3)})) is True
    assert evaluate(tree, replace(scope, choice={"province": "TJ", "kwh": Decimal(3)})) is False
    assert evaluate(tree, replace(scope, choice={"province": "BJ"})) is UNKNOWN


NOTED = {
    "miners": {
        "s9": {"name": "s9", "label": "Nine", "watts": Decimal(1323), "maker": Column(("b", "c"))},
        "s19": {"name": "s19", "label": "Nineteen", "watts": Decimal(3250), "maker": "b"},
    }
}


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("attribute('miners', 3250, 'name', 'watts')", "s19"),
        ("attribute('miners', '3250', 'label', 'watts')", "Nineteen"),
        ("attribute('miners', 'b', 'watts', 'maker')", Decimal(1323)),
        ("attribute('miners', 'c', 'label', 'maker')", "Nine"),
        ("attribute('miners', 's19', 'watts', 'name')", Decimal(3250)),
        ("attribute('miners', 'd', 'label', 'maker')", UNKNOWN),
        ("attribute('miners', '', 'label', 'gone')", UNKNOWN),
        ("attribute('miners', ${blank}, 'label', 'maker')", UNKNOWN),
        ("attribute('miners', 's9', 'gone')", UNKNOWN),
    ],
)
def test_a_choice_is_found_by_any_column(text, result):
    assert seen(text, attributes=NOTED) == result
