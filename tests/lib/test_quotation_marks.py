import re

import pytest
from django.template import Context, Template

from surveys.lib.language import in_every_language
from surveys.lib.text import filled, nested
from surveys.lib.unreadable import in_words
from tests.servers import root

TITLE = "涉虚拟货币“挖矿”业务摸排"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("贵单位在“涉虚拟货币“挖矿”业务摸排”中", "贵单位在“涉虚拟货币‘挖矿’业务摸排”中"),
        ("the round “Use of “mining” power”", "the round “Use of ‘mining’ power”"),
        ("“甲“乙“丙”丁”戊”", "“甲‘乙“丙”丁’戊”"),
        ("“甲‘乙’”和“丙“丁””", "“甲‘乙’”和“丙‘丁’”"),
        ("“the bureau’s “mining” round”", "“the bureau’s ‘mining’ round”"),
        ("‘one ‘two’’", "‘one “two”’"),
    ],
)
def test_what_is_quoted_within_a_quotation_has_the_other_marks(text, shown):
    assert nested(text) == shown
    assert nested(shown) == shown


@pytest.mark.parametrize(
    "text",
    [
        TITLE,
        "“甲”和“乙”",
        "“关于「挖矿」的摸排”",
        '“Use of "mining" power”',
        "the bureau’s “round” and the operators’ “sites”",
        "a lone “ and “another” one",
        "“closed twice” or “so””",
        "",
    ],
)
def test_nothing_else_is_touched(text):
    assert nested(text) == text


def test_a_mark_that_is_missing_spoils_its_own_line_only():
    assert nested("“甲“乙”\n“丙“丁””") == "“甲“乙”\n“丙‘丁’”"


def test_messages_with_texts_filled_in_are_right():
    assert filled({"zh": "“{name}”没有文字"}, name="第“一”题") == {"zh": "“第‘一’题”没有文字"}
    assert in_every_language(lambda: "“a “b”” is missing")["en"] == "“a ‘b’” is missing"
    assert in_words("not_a_number", typed="约“一”")["zh"].startswith("“约‘一’”不是数字")


def test_templates_put_a_title_between_marks():
    page = Template("{% load pages %}“{{ title|quoted }}”").render(Context({"title": TITLE + "<b>"}))

    assert page == "“涉虚拟货币‘挖矿’业务摸排&lt;b&gt;”"


@pytest.mark.parametrize("path", sorted((root() / "surveys" / "templates").rglob("*.html")), ids=lambda path: path.stem)
def test_whatever_a_page_puts_between_marks_is_quoted(path):
    page = path.read_text()

    put_in = set(re.findall(r"“\{\{ (\w+) \}\}”", page))

    assert {name for name in put_in if not re.search(rf"\b{name}=\S+\|quoted\b", page)} == set()
