import pytest

from surveys.questionnaires.expressions import UNKNOWN
from tests.questionnaires.expressions.test_evaluator import worth


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("boolean(0)", False),
        ("boolean(-0.1)", True),
        ("boolean('')", False),
        ("boolean('false')", True),
        ("boolean(${blank})", False),
        ("boolean(${no})", False),
        ("boolean(${start})", True),
        ("boolean(${empty})", False),
        ("boolean(${table})", True),
        ("boolean-from-string('TRUE')", True),
        ("boolean-from-string('1')", True),
        ("boolean-from-string(1)", True),
        ("boolean-from-string(true())", True),
        ("boolean-from-string('yes')", False),
        ("boolean-from-string(2)", False),
        ("boolean-from-string('')", False),
        ("boolean-from-string(${blank})", False),
    ],
)
def test_truths_made_of_other_values(text, truth):
    assert worth(text) is truth


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("once('new')", "old"),
        ("once(1 div 0)", "old"),
    ],
)
def test_once_keeps_what_was_answered(text, result):
    assert worth(text, current="old") == result


@pytest.mark.parametrize("current", [None, ""])
def test_once_takes_the_value_where_nothing_was_answered(current):
    assert worth("once('new')", current=current) == "new"
    assert worth("once(${blank})", current=current) is None
    assert worth("once(1 div 0)", current=current) is UNKNOWN


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("checklist(2, 3, 'yes', 'no', 'YES')", True),
        ("checklist(2, 3, 'yes', 'no', ${blank})", False),
        ("checklist(-1, 1, true(), 1, 0)", False),
        ("checklist(-1, 1, true(), -1, 0, 'text')", True),
        ("checklist(1, -1, ${yes}, ${no})", True),
        ("checklist(0, 0, false())", True),
        ("checklist(2, 2, ${column})", True),
        ("checklist(1, -1, ${blank} > 1)", UNKNOWN),
        ("checklist(${blank}, -1, true())", UNKNOWN),
        ("weighted-checklist(3, 4, 'yes', 2, 'no', 9, true(), 1.5)", True),
        ("weighted-checklist(3, 3.4, 'yes', 2, 'no', 9, true(), 1.5)", False),
        ("weighted-checklist(-1, -1, 'no', 9)", True),
        ("weighted-checklist(-1, 1, 'yes', 2)", False),
        ("weighted-checklist(3, 4, ${column}, ${column})", UNKNOWN),
        ("weighted-checklist(4, 4, ${days}, ${days})", UNKNOWN),
        ("weighted-checklist(1, 1, ${days}, ${two})", UNKNOWN),
        ("weighted-checklist(1, 1, 'yes', ${blank})", UNKNOWN),
    ],
)
def test_checklists_count_what_holds(text, truth):
    assert worth(text) is truth


def test_a_checklist_of_two_columns_goes_row_by_row():
    assert worth("weighted-checklist(12, 12, ${ticks}, ${weights})", ticks=(True, False, "yes"), weights=(4, 1, 8))
