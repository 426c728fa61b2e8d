"""Positions as people type them, copy them from maps and take them from their devices."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.lib.positions import Position, read_position
from surveys.lib.unreadable import Unreadable


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("39.9042, 116.4074", "39.9042 116.4074"),
        ("39.9042 116.4074", "39.9042 116.4074"),
        ("39.9042，116.4074", "39.9042 116.4074"),
        ("\u202a39.9042°, 116.4074°\u202c", "39.9042 116.4074"),
        ("116.4074, 39.9042", "39.9042 116.4074"),
        ("(39.9042, 116.4074)", "39.9042 116.4074"),
        ("39.9042/116.4074", "39.9042 116.4074"),
        ("-33.86, 151.2", "-33.86 151.2"),
        ("−33.86, 151.2", "-33.86 151.2"),
        ("33.86° S 151.2° E", "-33.86 151.2"),
        ("W 70.5, N 19.25", "19.25 -70.5"),
        ("北纬39°54′15″ 东经116°24′27″", "39.9041667 116.4075"),
        ("东经116度24分，北纬39度54分", "39.9 116.4"),
        ("南纬33.86 西经70.6", "-33.86 -70.6"),
        ("经度：116.4，纬度：39.9", "39.9 116.4"),
        ("lat: 39.9, lng: 116.4", "39.9 116.4"),
        ("39°54'15.5\"N 116°24'27\"E", "39.9043056 116.4075"),
        ("39.9042 116.4074 43.5 12", "39.9042 116.4074 43.5 12"),
        ("39.9042 116.4074 -3 0", "39.9042 116.4074 -3 0"),
        ("39.9042, 116.4074, 43.5", "39.9042 116.4074 43.5 0"),
        ("0, 0", "0 0"),
        ("90 180", "90 180"),
        ("39.90421234567 116.4", "39.9042123 116.4"),
    ],
)
def test_what_is_read(typed, read):
    assert str(read_position(typed)) == read


@pytest.mark.parametrize(
    "typed",
    [
        "39.9", "here", "39.9, 116.4, 1, 2, 3", "91, 181", "100, 120", "39.9 N 116.4 N", "北纬39.9 纬度116", "39°60' 116°",
        "39°59'60\" 116°", "-39.9 S 116 E", "39,9 116,4", "39.9 E N, 116", "1e3 5", "39.9, 116.4 m", "39.9 116.4 10 -1",
        "39.9 116.4 10 N", "39.9; 116.4; x",
    ],
)  # fmt: skip
def test_what_is_no_position_is_refused(typed):
    with pytest.raises(Unreadable) as caught:
        read_position(typed)

    assert caught.value.message["en"].endswith("Write latitude and longitude, like 39.9042, 116.4074")


@pytest.mark.parametrize("typed", ["", "  ", "\u200b"])
def test_nothing_is_nothing(typed):
    assert read_position(typed) is None


@pytest.mark.parametrize(
    ("position", "zh", "en"),
    [
        (Position(Decimal("39.9"), Decimal("116.4")), "北纬39.9°，东经116.4°", "39.9° N, 116.4° E"),
        (Position(Decimal(-1), Decimal(-2)), "南纬1°，西经2°", "1° S, 2° W"),
        (
            Position(Decimal(1), Decimal(2), Decimal(3), Decimal("4.5")),
            "北纬1°，东经2°（±4.5 米）",
            "1° N, 2° E (±4.5 m)",
        ),
        (Position(Decimal(1), Decimal(2), Decimal(3), Decimal(0)), "北纬1°，东经2°", "1° N, 2° E"),
    ],
)
def test_how_it_is_told(position, zh, en):
    assert (position.told("zh"), position.told("en")) == (zh, en)


DEGREES = st.decimals(-90, 90, places=7)


@given(DEGREES, st.decimals(-180, 180, places=7), st.none() | st.decimals(0, 9000, places=1))
def test_what_is_stored_is_read_back(latitude, longitude, altitude):
    position = Position(latitude, longitude, altitude, altitude)

    assert read_position(str(position)) == position


@given(st.text(st.sampled_from("0123456789.,+-°'\"NSEW 北纬东经度分秒/()")))
def test_whatever_is_typed_is_read_or_refused(typed):
    try:
        position = read_position(typed)
    except Unreadable:
        return
    assert position is None or (abs(position.latitude) <= 90 and abs(position.longitude) <= 180)
