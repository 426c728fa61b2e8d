from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.lib.numbers import canonical, places_of, read_number, read_quantity, round_half_up, show_number
from surveys.lib.unreadable import Unreadable


def flaw_of(typed, **limits):
    with pytest.raises(Unreadable) as caught:
        read_quantity(typed, **limits)
    return caught.value.reason


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1200.5", "1200.5"),
        ("1,200.5", "1200.5"),
        ("１２００．５", "1200.5"),
        ("１，２００．５", "1200.5"),
        ("1 200 000", "1200000"),
        ("1\u00a0200", "1200"),
        ("1\u202f200", "1200"),
        ("  12 \n", "12"),
        ("1。5", "1.5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("+5", "5"),
        ("-5", "-5"),
        ("− 5", "-5"),
        ("－5", "-5"),
        ("–5", "-5"),
        ("‐5", "-5"),
        ("—5", "-5"),
        ("―5", "-5"),
        ("⁻5", "-5"),
        ("\ufe585", "-5"),
        ("\ufe0f12\u3164", "12"),
        ("\u202d1,200\u202c", "1200"),
        ("\ufeff12\u200b", "12"),
        ("1\u2005200", "1200"),
        ("0.500", "0.5"),
        ("-0", "0"),
        ("007", "7"),
        ("9" * 40, "9" * 40),
    ],
)
def test_t04_reads_what_people_type(typed, number):
    assert read_quantity(typed) == (Decimal(number), "")


@pytest.mark.parametrize(
    ("typed", "number", "unit"),
    [
        ("1,200.5万千瓦时", "1200.5", "万千瓦时"),
        ("1200 MWh", "1200", "MWh"),
        ("35%", "35", "%"),
        ("３５ ％", "35", "%"),
        ("12 m3", "12", "m3"),
        ("39.9°", "39.9", "°"),
        ("25.5 ℃", "25.5", "℃"),
        ("-3 $/MWh", "-3", "$/MWh"),
        ("4.25¢/kWh", "4.25", "¢/kWh"),
        ("10 TH/s", "10", "TH/s"),
    ],
)
def test_a_typed_unit_comes_back_beside_the_number(typed, number, unit):
    assert read_quantity(typed) == (Decimal(number), unit)


@pytest.mark.parametrize("typed", ["", "   ", "\u3000", "\u00a0\n"])
def test_nothing_typed_is_blank(typed):
    assert read_number(typed) is None


@pytest.mark.parametrize(
    ("typed", "flaw"),
    [
        ("abc", "not_a_number"),
        ("一千", "not_a_number"),
        (".", "not_a_number"),
        ("--5", "not_a_number"),
        ("5-", "not_a_number"),
        ("(1,200)", "not_a_number"),
        ("1_000", "not_a_number"),
        ("10²", "not_a_number"),
        ("½", "not_a_number"),
        ("٣", "not_a_number"),
        ("0,500", "leading_zero"),
        ("00,500", "leading_zero"),
        ("0,125", "leading_zero"),
        ("0 500", "leading_zero"),
        ("-0,500", "leading_zero"),
        ("０，５００", "leading_zero"),
        ("0,500 MW", "leading_zero"),
        ("0,5", "leading_zero"),
        ("0,500,000", "separators"),
        ("0,000,500", "separators"),
        ("1,2,3", "separators"),
        ("1,2", "separators"),
        ("1,200,5", "separators"),
        ("1.2.3", "separators"),
        ("1 2", "separators"),
        ("1234 567", "separators"),
        ("1'000", "separators"),
        ("0'500", "separators"),
        ("0.500,00", "separators"),
        ("1,23,456", "separators"),
        ("12,34,567", "separators"),
        ("0 500 MW", "leading_zero"),
        ("0\u2009500", "leading_zero"),
        ("0\u3000500", "leading_zero"),
        ("5萬", "magnitude"),
        ("1000-1200", "range"),
        ("1000~1200", "range"),
        ("1000～1200", "range"),
        ("1000至1200", "range"),
        ("1000 到 1200", "range"),
        ("1000—1200", "range"),
        ("1000–1200", "range"),
        ("1000 to 1200", "range"),
        ("1,000 MWh - 1,200 MWh", "range"),
        ("约1200", "approximate"),
        ("1200左右", "approximate"),
        (">1200", "approximate"),
        ("about 12", "approximate"),
        ("1200.5万", "magnitude"),
        ("3亿", "magnitude"),
        ("3万5千", "magnitude"),
        ("12k", "magnitude"),
        ("1e5", "scientific"),
        ("1.2E+5", "scientific"),
        ("1E999999999", "scientific"),
        ("1.2×10^3", "scientific"),
        ("NaN", "not_finite"),
        ("-Infinity", "not_finite"),
        ("无穷", "not_finite"),
        ("9" * 41, "too_long"),
        ("1-" * 5000, "too_long"),
        ("0." + "0" * 40 + "1", "too_long"),
    ],
)
def test_t04_refuses_what_is_no_single_number(typed, flaw):
    assert flaw_of(typed) == flaw


def test_t04_says_how_to_write_an_ambiguous_magnitude():
    with pytest.raises(Unreadable) as caught:
        read_quantity("1200.5万")

    assert caught.value.message == {
        "zh": "“1200.5万”中的“万”是数量级还是单位不清楚，请写全单位（如“1200.5 万千瓦时”）或写出完整数字",
        "en": "It is unclear what “万” in “1200.5万” means. Write the full unit (“1200.5 万千瓦时”) or the number in full",
    }


def test_what_begins_with_zero_is_shown_with_a_point():
    with pytest.raises(Unreadable) as caught:
        read_quantity("0,500 MW")

    assert "0.500 MW" in caught.value.message["zh"]
    assert "0.500 MW" in caught.value.message["en"]


def test_a_long_text_does_not_come_back_whole():
    with pytest.raises(Unreadable) as caught:
        read_quantity("x" * 200)

    assert len(caught.value.message["en"]) < 150


def test_a_plain_number_takes_no_unit():
    with pytest.raises(Unreadable) as caught:
        read_number("12 kWh")

    assert caught.value.reason == "no_unit"


def test_decimals_are_limited_and_never_cut():
    assert flaw_of("1.23456", decimals=4) == "decimals"
    assert flaw_of("1.5", decimals=0) == "whole_number"
    assert read_number("1.2345", decimals=4) == Decimal("1.2345")


def test_zeros_at_the_end_are_no_decimals():
    assert read_number("1.50000", decimals=1) == Decimal("1.5")
    assert read_number("3.00", decimals=0) == 3


def test_t21_rounds_half_up():
    assert round_half_up(Decimal("0.125"), 2) == Decimal("0.13")
    assert round_half_up(Decimal("-0.125"), 2) == Decimal("-0.13")
    assert round_half_up(Decimal("1250"), -2) == Decimal("1300")


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        ("1234567.125", 2, "1,234,567.13"),
        ("1234567.10", None, "1,234,567.1"),
        ("1E+3", None, "1,000"),
        ("-1234.5", None, "-1,234.5"),
        ("-0.00", None, "0"),
        ("0.004", 2, "0.00"),
        ("12", 2, "12.00"),
    ],
)
def test_shows_numbers_with_thousands_separated(value, places, shown):
    assert show_number(Decimal(value), places) == shown


def test_canonical_has_one_way_to_write_a_number():
    assert [canonical(Decimal(text)) for text in ("1.500", "1E+3", "-0.0", "0.0100")] == ["1.5", "1000", "0", "0.01"]
    assert places_of(Decimal("1.500")) == 1


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**20), max_value=10**20))
def test_whatever_is_shown_can_be_typed(number):
    assert read_number(show_number(number)) == number


@given(st.text())
def test_reading_a_number_gives_a_number_or_says_why_not(typed):
    try:
        number, _ = read_quantity(typed)
    except Unreadable as error:
        assert set(error.message) == {"zh", "en"}
    else:
        assert number is None or number.is_finite()
