from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.lib.dates import Month, read_date, read_month, read_month_range
from surveys.lib.unreadable import Unreadable


@pytest.mark.parametrize(
    "typed",
    [
        "2021-04-28", "2021/4/28", "2021.4.28", "2021年4月28日", "2021 年 4 月 28 日", "20210428", "２０２１－０４－２８",
        "2021年4月28号", "\u200e2021-04-28\u200b", "2021–04–28", "2021‑04‑28",
        "2021年4月28號", "2021.4.28", "2021·4·28", "2021—04—28", "2021年4月28日0时",
        "二〇二一年四月二十八日", "二○二一年四月廿八日", "2021年4月28日 星期三", "2021-04-28（周三）",
        "28 April 2021", "April 28th, 2021", "28-Apr-2021",
        "2021-04-28 00:00:00", "2021-04-28T00:00:00.000", "2021-04-28T00:00:00.000Z", "2021-04-28T00:00:00+00:00", "'2021-04-28", "2021/4/28 0:00",
    ],
)  # fmt: skip
def test_reads_a_date_in_the_ways_it_is_written(typed):
    assert read_date(typed) == date(2021, 4, 28)


@pytest.mark.parametrize(
    "typed",
    ["2021-04", "202104", "2021/4", "2021.4", "2021年4月", " 2021年04月 ", "2021年4月份", "\ufeff2021-04", "04/2021", "April 2021",
     "二〇二一年四月", "2021-04-01 00:00:00", "2021/4/1"],
)  # fmt: skip
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
        (read_date, "2021-04-28 08:00", "date"),
        (read_date, "2021-04-28 00:00:01", "date"),
        (read_date, "2021-02-30", "no_such_date"),
        (read_date, "0000-01-01", "no_such_date"),
        (read_date, "2021-04-27T16:00:00.000Z", "date"),
        (read_date, "0021-04-28", "no_such_date"),
        (read_date, "2021年4月28日 星期四", "no_such_date"),
        (read_date, "28/04/2021", "date"),
        (read_date, "04/05/2021", "date"),
        (read_date, "28-Apr-21", "date"),
        (read_date, "二〇二一年四月二十十日", "date"),
        (read_date, "2021-4", "date"),
        (read_date, "44314", "counted_day"),
        (read_month, "2021-04-15", "month"),
        (read_month, "Apr-21", "month"),
        (read_month_range, "2020-04-02/2021-03-31", "month_range"),
        (read_month_range, "2020-04-01/9999-12-30", "month_range"),
        (read_month, "April", "month"),
        (read_month, "20214", "month"),
        (read_month, "2021-13", "month"),
    ],
)
def test_refuses_what_is_no_date(read, typed, flaw):
    with pytest.raises(Unreadable) as caught:
        read(typed)

    assert caught.value.reason == flaw


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        ("2020年4月份至2021年3月份", "2020-04/2021-03"),
        ("2020年4月份到12月份", "2020-04/2020-12"),
        ("2020-04 – 2021-03", "2020-04/2021-03"),
        ("从2020年4月起至2021年3月止", "2020-04/2021-03"),
        ("2020年4月1日至2021年3月31日", "2020-04/2021-03"),
        ("2020-04→2021-03", "2020-04/2021-03"),
    ],
)
def test_reads_a_period_of_months_in_the_ways_it_is_written(typed, period):
    assert str(read_month_range(typed)) == period


def test_the_number_by_which_spreadsheets_count_a_day_is_offered_as_that_day():
    with pytest.raises(Unreadable) as caught:
        read_date("44314")

    assert "2021-04-28" in caught.value.message["zh"]


def test_months_are_ordered_and_written_like_dates():
    assert Month(2020, 12) < Month.of(date(2021, 1, 31))
    assert str(Month(2021, 4)) == "2021-04"


@given(st.text(alphabet="0123456789-/.年月日 ２〇一十廿至", max_size=16))
def test_reading_a_date_gives_a_date_or_says_why_not(typed):
    for read in (read_date, read_month, read_month_range):
        try:
            read(typed)
        except Unreadable as error:
            assert error.message["zh"]
