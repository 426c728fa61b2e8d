from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.lib.dates import Month, read_date, read_month
from surveys.lib.unreadable import Unreadable


@pytest.mark.parametrize(
    "typed",
    ["2021-04-28", "2021/4/28", "2021.4.28", "2021年4月28日", "2021 年 4 月 28 日", "20210428", "２０２１－０４－２８"],
)
def test_reads_a_date_in_the_ways_it_is_written(typed):
    assert read_date(typed) == date(2021, 4, 28)


@pytest.mark.parametrize("typed", ["2021-04", "202104", "2021/4", "2021.4", "2021年4月", " 2021年04月 "])
def test_reads_a_month_in_the_ways_it_is_written(typed):
    assert read_month(typed) == Month(2021, 4)


def test_nothing_typed_is_blank():
    assert read_date(" ") is None
    assert read_month("") is None


@pytest.mark.parametrize(
    ("read", "typed", "flaw"),
    [
        (read_date, "28 April", "date"),
        (read_date, "2021-4/28", "date"),
        (read_date, "2021428", "date"),
        (read_date, "04/28/2021", "date"),
        (read_date, "2021-02-30", "no_such_date"),
        (read_date, "0000-01-01", "no_such_date"),
        (read_month, "April", "month"),
        (read_month, "20214", "month"),
        (read_month, "2021-13", "month"),
    ],
)
def test_refuses_what_is_no_date(read, typed, flaw):
    with pytest.raises(Unreadable) as caught:
        read(typed)

    assert caught.value.reason == flaw


def test_months_are_ordered_and_written_like_dates():
    assert Month(2020, 12) < Month.of(date(2021, 1, 31))
    assert str(Month(2021, 4)) == "2021-04"


@given(st.text(alphabet="0123456789-/.年月日 ２", max_size=12))
def test_reading_a_date_gives_a_date_or_says_why_not(typed):
    for read in (read_date, read_month):
        try:
            read(typed)
        except Unreadable as error:
            assert error.message["zh"]
