import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.responses.queries import declared_together
from surveys.responses.receipts import LETTERS, is_receipt_number, new_receipt_number, read_receipt_number
from surveys.responses.together.nil_returns import submit_nil_for_all
from tests import factories
from tests.responses.stories import BEFORE, make_issued_round


def test_a_new_number_is_a_receipt_number():
    assert is_receipt_number(new_receipt_number())


def test_it_is_read_without_dashes_and_in_small_letters():
    assert is_receipt_number(new_receipt_number().replace("-", "").lower())


@given(st.integers(0, 11), st.sampled_from(LETTERS))
def test_one_wrong_letter_is_caught(place, letter):
    letters = list(new_receipt_number().replace("-", ""))
    if letters[place] != letter:
        letters[place] = letter
        assert not is_receipt_number("".join(letters))


@given(st.integers(0, 9))
def test_two_neighbours_swapped_are_caught(place):
    letters = list(new_receipt_number().replace("-", ""))
    if letters[place] != letters[place + 1]:
        letters[place], letters[place + 1] = letters[place + 1], letters[place]
        assert not is_receipt_number("".join(letters))


def test_it_is_read_full_width_and_with_blanks():
    number = new_receipt_number()
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in number)

    assert read_receipt_number(wide) == read_receipt_number(number.replace("-", " ").lower()) == number


@pytest.mark.parametrize("text", ["回执编号 {}。", "回执编号：{}", "Receipt {}, 3 May", "(receipt {})"])
def test_it_is_read_with_the_words_it_was_copied_with(text):
    number = new_receipt_number()

    assert read_receipt_number(text.format(number)) == number


def test_what_one_person_declared_in_one_act_belongs_together(world):
    for _ in range(3):
        factories.make_facility(world.alice_org)
    round = make_issued_round(world)
    units = [one.pk for one in round.assignments.filter(organisation=world.alice_org).order_by("facility__code")]
    told = {"round": round, "organisation": world.alice_org, "by": world.alice, "declared_by": "A", "at": BEFORE}
    made = submit_nil_for_all(key=uuid.uuid4(), listed=units[:2], **told)
    by_bob = submit_nil_for_all(key=uuid.uuid4(), **(told | {"by": world.bob}))

    assert [one.response.assignment_id for one in declared_together(made[0])] == units[:2]
    assert list(declared_together(by_bob[0])) == by_bob


@pytest.mark.parametrize("text", ["", "AAAA", "OOOO-OOOO-OOOO", "7KQ4-M2XD-P9R", "回执编号 7KQ4-M2XD-P9RR"])
def test_other_texts_are_not_receipt_numbers(text):
    assert not is_receipt_number(text)
