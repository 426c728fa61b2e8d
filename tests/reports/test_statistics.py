from decimal import Decimal

import pytest

from surveys.reports.statistics import BANDS, Disposition, Dispositions, known_sum, percent, tally

T12 = Dispositions(*map(Decimal, (30, 3, 2, 3, 0, 2, 1)))


@pytest.mark.parametrize(
    ("number", "rate"), [(1, "0.7500"), (2, "0.8250"), (3, "0.7510"), (4, "0.8261"), (5, "0.7895"), (6, "0.8684")]
)
def test_t12_response_rates(number, rate):
    assert T12.rate(number) == Decimal(rate)


def test_t12_frame_and_share_of_eligible_units():
    assert T12.frame == 41
    assert round(T12.e, 4) == Decimal("0.9744")


def test_t12_response_of_the_european_union_in_2024():
    assert percent(770, 2161, places=2) == Decimal("35.63")


def test_there_is_no_rate_without_anybody_eligible():
    assert [Dispositions().rate(n) for n in range(1, 7)] == [None] * 6
    assert Dispositions().e is None


def test_t21_shares_are_rounded_half_up():
    assert percent(Decimal("0.125"), 100, places=2) == Decimal("0.13")
    assert percent(Decimal("0.135"), 100, places=2) == Decimal("0.14")


def test_t05_zero_of_zero_is_blank():
    assert percent(Decimal(0), Decimal(0)) is None


def test_a_sum_of_blanks_is_blank():
    assert known_sum([]) is None
    assert known_sum([None, None]) is None


def test_a_zero_is_a_known_value():
    assert known_sum([None, Decimal(0)]) == 0


def test_units_are_tallied_by_weight():
    found = tally(
        [(Disposition.COMPLETE, Decimal("1.5")), (Disposition.COMPLETE, Decimal(2)), (Disposition.OTHER, Decimal(4))]
    )

    assert (found.complete, found.other, found.eligible) == (Decimal("3.5"), Decimal(4), Decimal("7.5"))


@pytest.mark.parametrize(
    ("share", "label"),
    [
        ("0", "0"),
        ("0.0001", "(0, 10]"),
        ("10", "(0, 10]"),
        ("10.0001", "(10, 50]"),
        ("90", "(50, 90]"),
        ("100", "(90, 100]"),
    ],
)
def test_a_band_includes_its_upper_edge_only(share, label):
    assert [band.label for band in BANDS if band.holds(Decimal(share))] == [label]


def test_a_share_below_zero_lies_in_no_band():
    assert not any(band.holds(Decimal("-0.01")) for band in BANDS)
