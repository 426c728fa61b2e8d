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
        (" ", None),
    ],
)
def test_reads_a_time_of_day_in_the_ways_it_is_written(typed, read):
    assert read_time(typed) == read


@pytest.mark.parametrize("typed", ["12", "24:01", "24:00:01", "24点半", "25:00", "12:60", "noon", "12:", "时"])
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
    ],
)
def test_reads_a_moment_in_the_ways_it_is_written(typed, read):
    assert read_moment(typed).isoformat() == read


@pytest.mark.parametrize("typed", ["9999-12-31 24:00", "2021-04-28", "14:05", "2021-04-28 24:01"])
def test_refuses_what_is_no_moment(typed):
    with pytest.raises(Unreadable):
        read_moment(typed)
