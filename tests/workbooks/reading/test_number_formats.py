import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.workbooks.reading.number_formats import code_format, is_code, shown_as_code, shown_otherwise, with_its_unit


@pytest.mark.parametrize(
    ("format", "number", "shown"),
    [
        ("000", 1, "001"),
        ("000", 12345, "12345"),
        ("000", 0, "000"),
        ('"DC"000', 7, "DC007"),
        ('"DC"0', 7, "DC7"),
        ("\\D\\C-00", 7, "DC-07"),
        ("甲0号", 7, "甲7号"),
        ("000-0000", 5551234, "555-1234"),
        ("(000) 000-0000", 5551234567, "(555) 123-4567"),
        ("00##", 7, "007"),
        ("00000;-00000", 12, "00012"),
        ("[$-804]000_ ", 3, "003"),
        ("[Red]000", 3, "003"),
        ("000;-000;000;@", 3, "003"),
        ("00;00;00", 3, "03"),
        ("0" * 18, 3, "0" * 17 + "3"),
    ],
)
def test_a_code_is_what_is_shown(format, number, shown):
    assert shown_as_code(format, number) == shown


@pytest.mark.parametrize(
    "format",
    [
        *("General", "@", "0", "#", "0.00", "#,##0", "00%", "00E+00", "0_ ", '0"架"', "yyyy", "DC00", "[h]:mm", "00/00"),
        *("[<=999]000;0000", "00;00;00;00;00", "", ";", '"DC"', "0" * 300),
    ],
)  # fmt: skip
def test_in_other_formats_the_number_is_meant(format):
    assert shown_as_code(format, 3) is None


@pytest.mark.parametrize(
    ("format", "number", "shown"),
    [
        ('0" MW"', 12, "12 MW"),
        ('#,##0.0" MW"', 12.345, "12.345 MW"),
        ('0.0," MW"', 12345, "12.345 MW"),
        ('0.00,,"GW"', 1_200_000, "1.2 GW"),
        ("0\\ \\M\\W", 12, "12 MW"),
        ("[$-804]0万千瓦;-0万千瓦", 3, "3 万千瓦"),
        ("000", 12, "012"),
        ('0"号楼"', 12, None),
        ('0" MW"', -12, None),
        ("0.0,", 12345, None),
        ("#,##0", 12345, None),
        ("0%", 0.5, None),
    ],
)
def test_a_unit_in_the_format_is_a_unit_of_the_number(format, number, shown):
    assert shown_otherwise(format, number) == shown


@pytest.mark.parametrize(
    ("shown", "number", "meant"),
    [
        ("12 MW", 12.0, "12 MW"),
        ("1,234.6 MW", 1234.56, "1234.56 MW"),
        ("12.3 MW", 12345.0, "12.345 MW"),
        ("13 MW", 12.0, None),
        ("12 号楼", 12.0, None),
        ("12", 12.0, None),
    ],
)
def test_a_unit_that_is_shown_stands_behind_the_whole_number(shown, number, meant):
    assert with_its_unit(shown, number) == meant


def test_zero_with_a_section_of_its_own_is_zero():
    assert shown_as_code("000;-000;;@", 0) is None


@pytest.mark.parametrize("number", [-1, 1.5, 1e15, 1e300])
def test_what_is_no_count_is_no_code(number):
    assert shown_as_code("000", number) is None


@pytest.mark.parametrize(
    ("shown", "number", "is_one"),
    [
        *(("001", 1, True), ("DC-7", 7, True), ("7", 7, False), ("0", 0, False), ("00", 0, True)),
        *(("1,007", 1007, False), ("007", 8, False), ("07%", 7, False), ("7 号", 7, False), ("", 0, False), ("0.7", 7, False)),
    ],
)  # fmt: skip
def test_what_is_shown_is_known_for_a_code(shown, number, is_one):
    assert is_code(shown, number) is is_one


@given(st.integers(0, 10**15 - 1), st.integers(2, 20))
def test_a_code_keeps_its_number(number, places):
    assert shown_as_code("0" * places, number) == str(number).zfill(places)


@given(st.text(max_size=300))
def test_no_format_breaks_the_looking(format):
    code = code_format(format)
    assert code is None or code.shown(7)
