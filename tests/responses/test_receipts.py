import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.responses.receipts import LETTERS, is_receipt_number, new_receipt_number


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


@pytest.mark.parametrize("text", ["", "AAAA", "OOOO-OOOO-OOOO", "7KQ4-M2XD-P9R"])
def test_other_texts_are_not_receipt_numbers(text):
    assert not is_receipt_number(text)
