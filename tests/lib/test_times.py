import pytest

from surveys.lib.times import END_OF_DAY, read_moment, read_time
from surveys.lib.unreadable import Unreadable


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("14:05", "14:05"),
        ("9:5", "09:05"),
        ("14:05:33", "14:05"),
        ("14时5分", "14:05"),
        ("14时5分33秒", "14:05"),
        ("12时", "12:00"),
        ("12点", "12:00"),
        ("12点整", "12:00"),
        ("12点半", "12:30"),
        ("０８：３０", "08:30"),
        ("\u200b08:30\u200e", "08:30"),
        ("0:00", "00:00"),
        ("24:00", END_OF_DAY),
        ("24:00:00", END_OF_DAY),
        ("24时", END_OF_DAY),
        ("12時30分", "12:30"),
        ("14∶05", "14:05"),
        ("十二点一刻", "12:15"),
        ("14点钟", "14:00"),
        ("上午9:30", "09:30"),
        ("下午2点半", "14:30"),
        ("下午14:05", "14:05"),
        ("下午12:05", "12:05"),
        ("中午12点", "12:00"),
        ("中午1点", "13:00"),
        ("晚上8点", "20:00"),
        ("晚上12点", END_OF_DAY),
        ("凌晨12点半", "00:30"),
        ("2:05 PM", "14:05"),
        ("2:05 p.m.", "14:05"),
        ("12 AM", "00:00"),
        ("12:30 pm", "12:30"),
        (" ", None),
    ],
)
def test_reads_a_time_of_day_in_the_ways_it_is_written(typed, read):
    assert read_time(typed) == read


@pytest.mark.parametrize(
    "typed", ["12", "24:01", "24:00:01", "24点半", "25:00", "12:60", "noon", "12:", "时", "12:30:60"]
)
def test_refuses_what_is_no_time_of_day(typed):
    with pytest.raises(Unreadable) as caught:
        read_time(typed)

    assert caught.value.reason == "time"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2021-04-28 14:05", "2021-04-28T14:05:00"),
        ("2021年4月28号12时", "2021-04-28T12:00:00"),
        ("2021-04-28 24:00", "2021-04-29T00:00:00"),
        ("2021年12月31日24:00", "2022-01-01T00:00:00"),
        ("2021-04-28 00:00:00", "2021-04-28T00:00:00"),
        ("2021-04-28T24:00+08:00", "2021-04-29T00:00:00+08:00"),
        ("2021年2月28日24时", "2021-03-01T00:00:00"),
        ("2021-04-28T12:00-05:00", "2021-04-28T12:00:00-05:00"),
        ("2021-04-28 23:00-05:00", "2021-04-28T23:00:00-05:00"),
        ("2021-04-28 02:00:00-05:00", "2021-04-28T02:00:00-05:00"),
        ("2021-04-28 12:00 GMT+8", "2021-04-28T12:00:00+08:00"),
        ("2021-04-28 12:00（北京时间）", "2021-04-28T12:00:00+08:00"),
        ("2021/4/28 下午 2:30:00", "2021-04-28T14:30:00"),
        ("2021年4月28日下午2点", "2021-04-28T14:00:00"),
        ("2021年4月28日（星期三）12:00", "2021-04-28T12:00:00"),
        ("二〇二一年四月二十八日十二时", "2021-04-28T12:00:00"),
        ("2021-04-28 2:30 PM", "2021-04-28T14:30:00"),
    ],
)
def test_reads_a_moment_in_the_ways_it_is_written(typed, read):
    assert read_moment(typed).isoformat() == read


@pytest.mark.parametrize(
    "typed",
    ["上午12点", "下午0点", "上午13:00", "13:00 PM", "0:30 am", "晚上3点", "中午9点", "晚上12点半", "下午9:00 am"],
)
def test_asks_where_the_part_of_the_day_and_the_hour_do_not_agree(typed):
    with pytest.raises(Unreadable) as caught:
        read_time(typed)

    assert caught.value.reason == "time"


@pytest.mark.parametrize(
    "typed", ["9999-12-31 24:00", "2021-04-28", "14:05", "2021-04-28 24:01", "2021-04-28 10:00-11:30"]
)
def test_refuses_what_is_no_moment(typed):
    with pytest.raises(Unreadable):
        read_moment(typed)
