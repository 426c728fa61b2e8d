"""A default means the same here and to pyxform: words stay words, and what is worked out is worked out."""

import re
from xml.etree import ElementTree

import elementpath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from surveys.workbooks.xlsform.reading import read_form, write_form
from tests.questionnaires.examples import question as stored_question
from tests.questionnaires.examples import stored
from tests.workbooks.xlsform.forms import question

WORDS = [
    "North - South",
    "2021 - 2022",
    "北京 - 上海",
    "UPS*2",
    "a + b",
    "甲(乙)",
    "a | b",
    "[none]",
    "10 mod 3",
    "10 div 3",
    "today()",
    "${other}",
    "x ${other} - $5",
    "it's - so",
    'she said "a - b" and it\'s so',
    "'North'",
    "'North - South'",
    "'today()'",
    "''",
    '"North"',
    "concat('a', 'b')",
    "A/B",
    "kWh/m²",
    "1-2",
    "1-a",
    "é-f - g",
    "-5",
    "+5",
    "red",
    "North-East",
    "A or B",
]
MODEL = {"x": "http://www.w3.org/2002/xforms"}


def default_of(content, name="q"):
    """What a client of ODK starts with, calculated where pyxform makes a calculation of it."""
    model = ElementTree.fromstring(convert(content, validate=False, file_type=".xlsx").xform)
    for one in model.iter("{http://www.w3.org/2002/xforms}setvalue"):
        if one.get("ref").endswith(f"/{name}"):
            return elementpath.select(ElementTree.Element("form"), one.get("value"))
    return next(one.text or "" for one in model.iter() if re.fullmatch(rf"(\{{.*\}})?{name}", one.tag))


def exported(default, type="text", **keys):
    return write_form(stored(stored_question("q", type=type, default=default, **keys), stored_question("other")))


def read_again(content):
    return read_form(content).definition["sections"][0]["questions"][0]


@pytest.mark.parametrize("type", ["text", "long_text"])
@pytest.mark.parametrize("default", WORDS)
def test_words_leave_as_the_words_they_are_and_come_back(type, default):
    content = exported(default, type)

    assert default_of(content) == default
    assert read_again(content)["default"] == default


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.sampled_from("ab 1-+*|()[]{}$'\"#,.北–é/"), min_size=1).filter(
        lambda text: text.split() == text.split(" ")
    )
)
def test_whatever_the_words_are_they_stay_words(default):
    content = exported(default)

    assert default_of(content) == default
    assert read_again(content)["default"] == default


@pytest.mark.parametrize(
    ("type", "initial"),
    [("integer", "2 * 12"), ("decimal", "today() - 1"), ("text", "concat('a', ${other})"), ("date", "today()")],
)
def test_what_is_worked_out_leaves_as_a_default_where_others_look_for_it(type, initial):
    content = write_form(stored(stored_question("q", type=type, initial=initial), stored_question("other")))

    assert "setvalue" in convert(content, validate=False, file_type=".xlsx").xform
    assert read_again(content)["initial"] == initial


@pytest.mark.parametrize("initial", ["'a'", "concat('a', 'b')", "2 * 12", "'it''s'", "1 = 1"])
def test_what_is_worked_out_and_could_be_taken_for_words_keeps_a_column_of_its_own(initial):
    content = write_form(stored(stored_question("q", initial=initial), stored_question("other")))

    assert {key: read_again(content).get(key) for key in ("initial", "default")} == {
        "initial": initial,
        "default": None,
    }


@pytest.mark.parametrize(
    ("type", "written", "expected"),
    [
        ("integer", "2 * 12", {"initial": "2 * 12"}),
        ("decimal", "(1 + 2) div 4", {"initial": "(1 + 2) div 4"}),
        ("percent", "100 - 5", {"initial": "100 - 5"}),
        ("year", "2021 - 1", {"initial": "2021 - 1"}),
        ("integer", "-5", {"default": "-5"}),
        ("integer", "'5'", {"default": "5"}),
        ("select_one fuels", "'coal'", {"default": "coal"}),
        ("date", "2021-04-28", {"default": "2021-04-28"}),
        ("date", "today() - 1", {"initial": "today() - 1"}),
        ("text", "2 * 12", {"default": "2 * 12"}),
        ("text", "'it''s'", {"default": "'it''s'"}),
        ("text", "concat(\"it's\", '')", {"default": "it's"}),
        ("text", "concat(‘a - b’, ‘’)", {"default": "a - b"}),
        ("text", "concat('a', ${q})", {"initial": "concat('a', ${q})"}),
    ],
)
def test_a_default_is_read_by_what_is_asked(type, written, expected):
    made = question(type, default=written)

    assert {key: made[key] for key in ("default", "initial") if key in made} == expected
