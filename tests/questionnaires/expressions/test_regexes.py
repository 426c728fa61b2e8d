import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.questionnaires.expressions.regexes import PatternRefused, compiled, matches


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        (r"1\d{10}", "13800000000", True),
        (r"1\d{10}", "138000000001", False),
        (r"\d+", "１２３", False),  # digits are ASCII, as in ODK
        (r"^[A-Z]+-[0-9]{4}$", "BJ-2021", True),
        (r"([0-9]{3}-){2}[0-9]+", "010-123-4", True),
        (r"([A-Z][a-z]+ ?)+", "Grace Brewster Hopper", True),
        (r"(?i)yes|no", "YES", True),
        (r"\p{Han}+", "北京市", True),
        (r"[]]+", "]]", True),
        ("", "", True),
    ],
)
def test_the_whole_text_has_to_fit(pattern, text, fits):
    assert matches(pattern, text) is fits


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a)\1",
        "(?=a)",
        "(?!a)",
        "(?<=a)b",
        "(",
        "[",
        "a**",
        "((a{99}){99}){99}",
        "a" * 1001,
        "\ud800",
    ],
)
def test_refuses_patterns_that_cannot_be_read_or_would_need_too_much(pattern):
    with pytest.raises(PatternRefused) as caught:
        compiled(pattern)

    assert set(caught.value.message) == {"zh", "en"}


@pytest.mark.parametrize("pattern", ["(a+)+", "(a|a)*", "(a*b?){2,}", "(.*a){12}", ".*.*.*.*.*x", "(a|aa)+"])
def test_patterns_that_run_away_elsewhere_come_to_an_end(pattern):
    began = time.process_time()

    assert matches(pattern, "a" * 9_999 + "!") is False
    assert time.process_time() - began < 1


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab()[]|*+?{},1^\\.", max_size=24))
def test_no_pattern_takes_long(pattern):
    try:
        compiled(pattern)
    except PatternRefused:
        return
    began = time.process_time()
    matches(pattern, "a" * 10_000)
    assert time.process_time() - began < 1
