import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.lib.cleaning import read_text
from surveys.lib.unreadable import Unreadable


def test_text_is_composed_and_stripped():
    assert read_text("  Cafe\u0301\ufeff ") == "Café"
    assert read_text(" \n\u200b") is None


def test_a_short_text_is_one_line_and_a_long_one_keeps_its_lines():
    assert read_text("a\r\nb\t c") == "a b c"
    assert read_text("a\r\n\r\nb\rc", lines=True) == "a\n\nb\nc"


def test_marks_of_direction_around_a_text_are_dropped():
    assert read_text("\u202d138 0000 0001\u202c") == "138 0000 0001"
    assert read_text("\u2068 甲云\u2069\u200e\n", lines=True) == "甲云"


@pytest.mark.parametrize("typed", ["a\x00b", "a\x1bb", "a\ud800b", "a\u202eb", "a\uffffb"])
def test_refuses_what_cannot_be_seen(typed):
    with pytest.raises(Unreadable) as caught:
        read_text(typed)

    assert caught.value.message["en"] == (
        "The text contains an invisible control character (character 2). Delete it and type the text again"
    )


def test_refuses_text_that_is_too_long():
    with pytest.raises(Unreadable) as caught:
        read_text("长" * 11, max_length=10)
    assert caught.value.message["zh"] == "文字共 11 个字符，最多 10 个，请缩短"

    with pytest.raises(Unreadable):
        read_text("a" * 10_001)


@given(st.text())
def test_what_was_read_reads_as_itself(typed):
    try:
        once = read_text(typed, lines=True)
    except Unreadable:
        return
    assert once is None or read_text(once, lines=True) == once
