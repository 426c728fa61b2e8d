"""T14 of the domain's worked numbers, and what the bounds of the effects mean for one unit."""

from decimal import Decimal

import pytest

from surveys.lib.hidiroglou_berthelot import quartile, spread

PAIRS = [
    (Decimal(before), Decimal(now))
    for before, now in [
        (100, 110), (200, 210), (400, 400), (800, 880), (1000, 1050), (50, 500), (300, 310), (600, 60),
    ]
]  # fmt: skip


def rounded(number):
    return number.quantize(Decimal("0.0001"))


def test_t14_median_ratio_quartiles_and_bounds():
    found = spread(PAIRS)
    effects = sorted(found.effect(*pair) for pair in PAIRS)

    assert found.ratio == Decimal("1.05")
    assert [str(rounded(quartile(effects, number))) for number in (1, 2, 3)] == ["-0.4630", "0.0000", "0.7277"]
    assert (str(rounded(found.low)), str(rounded(found.high))) == ("-1.8519", "2.9109")


def test_t14_the_sixth_and_the_eighth_are_outliers():
    found = spread(PAIRS)

    assert [place for place, pair in enumerate(PAIRS, 1) if found.is_outlier(*pair)] == [6, 8]


def test_seven_pairs_are_too_few():
    assert spread(PAIRS[:7]) is None


def test_zeros_make_no_pair():
    assert spread([*PAIRS[:7], (Decimal(0), Decimal(5))]) is None
    assert spread([*PAIRS[:7], (Decimal(5), Decimal(0))]) is None


@pytest.mark.parametrize("before", [Decimal(1), Decimal(50), Decimal(5_000_000)])
def test_the_ratios_of_a_unit_are_where_its_effect_meets_the_bounds(before):
    found = spread(PAIRS)
    low, high = found.ratios(before)

    assert rounded(found.effect(before, before * low)) == rounded(found.low)
    assert rounded(found.effect(before, before * high)) == rounded(found.high)


def test_a_large_unit_may_change_less():
    found = spread(PAIRS)
    small, large = found.ratios(Decimal(50)), found.ratios(Decimal(50_000))

    assert small[0] < large[0] < found.ratio < large[1] < small[1]


def test_where_all_changed_alike_any_other_change_stands_out():
    alike = [(Decimal(size), Decimal(size)) for size in range(1, 9)]

    assert (spread(alike).low, spread(alike).high) == (0, 0)
    assert spread(alike).is_outlier(Decimal(4), Decimal(5))


def test_who_changed_like_all_others_stays_between_the_ratios():
    alike = [(Decimal(size), Decimal(size)) for size in range(1, 9)]
    low, high = spread(alike).ratios(Decimal(4))

    assert low <= 1 <= high
