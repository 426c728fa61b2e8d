"""Who reads the answers of many units reads what anybody would."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.questionnaires.form import ManyAnswers, many_answers, read
from surveys.questionnaires.form.types import TYPES
from tests.questionnaires.form.test_answers import FORM
from tests.workbooks.fillable.test_every_answer import TYPED

TEXTS = [
    *TYPED, "0", "00", "07", "１２", "999999999999999", "9999999999999999", "5 MWh", "red", "Red", "红色", "no such", "是",
    "yes", "2021-04-28", "2021年4月", "", " ", *(one.example for one in TYPES.values()),
]  # fmt: skip
PARTS = {
    "unit": ["", "kWh", "MWh", "万千瓦时", "W", "台", "m", None, 7],
    "method": ["measured"],
    "unavailable": ["lost"],
}
ENTRIES = st.one_of(
    st.sampled_from([None, "7", [], {}, {"typed": None}, {"typed": 7}]),
    st.fixed_dictionaries(
        {"typed": st.sampled_from(TEXTS)}, optional={part: st.sampled_from(said) for part, said in PARTS.items()}
    ),
)


def told(reading):
    return replace(reading, understood=""), str(reading.value)


@given(st.lists(st.tuples(st.sampled_from(FORM.questions), ENTRIES), max_size=30))
def test_every_entry_is_read_as_by_itself(pairs):
    many = ManyAnswers()
    for question, entry in pairs:
        assert told(many.read(question, entry)) == told(read(question, entry))


@pytest.mark.parametrize(
    ("question", "entry", "value", "unit"),
    [
        ("kwh", {"typed": "12", "unit": "MWh"}, "12000", "MWh"),
        ("kwh", {"typed": "12"}, "120000", "万千瓦时"),
        ("power", {"typed": "1500", "unit": "W"}, "1.5", "W"),
        ("machines", {"typed": "0"}, "0", "台"),
        ("plain", {"typed": "123456789012345"}, "123456789012345", ""),
        ("count", {"typed": "007"}, "7", ""),
    ],
)
def test_whole_numbers_in_every_unit(question, entry, value, unit):
    many = ManyAnswers()
    for _time in range(2):
        reading = many.read(FORM.question(question), entry)
        assert (reading.value, str(reading.value), reading.unit, reading.understood) == (
            Decimal(value),
            value,
            unit,
            "",
        )


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("kwh", {"typed": "12", "unit": "kV"}),
        ("kwh", {"typed": "12", "unit": 7}),
        ("count", {"typed": "12", "unit": "MWh"}),
        ("colour", {"typed": "green"}),
        ("colour", {"typed": 7}),
        ("day", {"typed": "2021-02-30"}),
    ],
)
def test_what_is_wrong_is_said_of_each_question(question, entry):
    many = ManyAnswers()
    for _time in range(2):
        reading = many.read(FORM.question(question), entry)
        assert reading.problem
        assert reading.problem.question == question


def test_what_is_alike_is_read_once_and_only_so_much_is_kept(monkeypatch):
    many = ManyAnswers()
    first, again = (many.read(FORM.question("colour"), {"typed": "Red"}) for _time in "ab")
    assert first is again
    assert many.read(FORM.question("colours"), {"typed": "red"}).value == ("red",)

    monkeypatch.setattr(many_answers, "MOST_KEPT", 0)
    few = ManyAnswers()
    first, again = (few.read(FORM.question("colour"), {"typed": "Red"}) for _time in "ab")
    assert first == again
    assert first is not again
    assert few.read(FORM.question("kwh"), {"typed": "12", "unit": "MWh"}).value == 12000
