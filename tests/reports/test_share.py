"""A share and what is behind it: the same returns above and below, and what the others could do to it."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from surveys.reports.statistics import Figure, Share

FIGURES = st.none() | st.decimals(0, 10**9, places=1)


def share(*pairs):
    return Share(tuple(Figure(*(None if one is None else Decimal(one) for one in pair)) for pair in pairs))


def test_only_those_that_say_both_are_in_it():
    one = share((1, 10), (2, None), (None, 5), (0, None), (None, None))

    assert (one.returns, one.part, one.whole, one.percent) == (1, 1, 10, 10)
    assert (one.parts_alone, one.wholes_alone, one.zeros_alone) == ([2], [5], 1)


def test_nothing_is_a_share_of_nothing():
    assert (share().percent, share((0, 0)).percent, share((1, None)).percent) == (None, None, None)


def test_its_weight_is_that_of_the_returns_behind_it():
    assert share((1, 10, 300), (2, None, 700), (0, 5, None)).weight == 300


@pytest.mark.parametrize(
    ("pairs", "range"),
    [
        ([(1, 10)], None),
        ([(1, 10), (0, None)], None),
        ([(None, 10)], None),
        ([(1, 10), (None, 10)], (5, 55)),
        ([(1, 10), (10, None)], (10, 55)),
    ],
)
def test_how_far_the_missing_could_move_it(pairs, range):
    assert share(*pairs).range == range


@given(st.lists(st.tuples(FIGURES, FIGURES)))
@example([(None, Decimal("0.1")), (Decimal(0), Decimal(0))])
def test_it_lies_in_its_range(pairs):
    one = share(*pairs)

    if one.range is not None and all(part <= whole for part, whole in one.both):
        least, most = one.range
        assert least <= one.percent <= most <= 100
