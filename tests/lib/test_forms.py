import pytest
from django.core.exceptions import ValidationError

from surveys.lib.forms import LinesField


def test_a_line_break_counts_as_one_character_as_in_the_browser():
    field = LinesField(max_length=5)

    assert field.clean("a\r\nb\r\nc") == "a\nb\nc"
    with pytest.raises(ValidationError):
        field.clean("a\r\nb\r\ncd")


def test_a_box_of_lines_has_rows_and_what_else_is_said_of_it():
    assert LinesField(rows=4, attrs={"class": "expression"}).widget.attrs == {
        "cols": "40",
        "rows": 4,
        "class": "expression",
    }
