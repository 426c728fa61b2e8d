"""The Markdown a label may hold."""

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.questionnaires.form.markup import html, literal, plain


@pytest.mark.parametrize(
    ("text", "shown", "words"),
    [
        ("Total", "Total", "Total"),
        ("1. Sites", "1. Sites", "1. Sites"),
        ("- none", "- none", "- none"),
        ("5 * 3 * 2", "5 * 3 * 2", "5 * 3 * 2"),
        ("total_kwh_year", "total_kwh_year", "total_kwh_year"),
        ("**Total** of *all*", "<strong>Total</strong> of <em>all</em>", "Total of all"),
        ("a\nb", '<span class="label-words">a<br>\nb</span>', "a b"),
        ("a <br/> b <script>", '<span class="label-words">a<br>\nb &lt;script&gt;</span>', "a b <script>"),
        ("<span style='color:red'>Red</span>", "Red", "Red"),
        ("a < b & c", "a &lt; b &amp; c", "a < b & c"),
        ("\\d and \\* ", "\\d and * ", "\\d and * "),
    ],
)
def test_what_becomes_of_words(text, shown, words):
    assert (html(text), plain(text)) == (shown, words)


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("See [it](https://a.example/x?y=1&z=2)", ["https://a.example/x?y=1&z=2"]),
        ("https://a.example/x, or https://b.example。", ["https://a.example/x", "https://b.example"]),
        ("Write to [us](mailto:a@b.example) or [call](tel:10086)", ["mailto:a@b.example", "tel:10086"]),
        ("[x](javascript:alert(1)) [y](data:text/html,z) [z](/here)", []),
        ("<a href='https://a.example'>x</a>", []),
        ("![x](https://a.example/p.png)", ["https://a.example/p.png"]),
    ],
)
def test_links_lead_to_the_web_and_to_people_only(text, links):
    found = lxml.html.fromstring(f"<div>{html(text)}</div>")

    assert found.xpath("//a/@href")[: len(links)] == links
    assert set(found.xpath("//a/@rel")) <= {"noopener noreferrer"}
    assert {element.tag for element in found.iter()} <= {"div", "span", "a", "strong", "em", "br"}


@given(st.text(st.sampled_from("ab [](){}*_`#-+.!<>|~:/\\&1\n")))
def test_literal_words_stay_words(text):
    assert plain(literal(text)) == " ".join(text.split("\n"))


@given(st.text(st.sampled_from("ab [](){}*_`#-+.!<>:/\\&1\n'\"")))
def test_nothing_but_spans_links_and_emphasis_comes_out(text):
    found = lxml.html.fromstring(f"<div>{html(text)}</div>")

    assert {element.tag for element in found.iter()} <= {"div", "span", "a", "strong", "em", "br"}
