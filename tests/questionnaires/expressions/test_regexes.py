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
        (r"^[A-Z]+-[0-9]{4}$", "BJ-2021", True),
        (r"([0-9]{3}-){2}[0-9]+", "010-123-4", True),
        (r"(?:red|blue)?", "blue", True),
        (r"(a{2}b)+", "aabaab", True),
        (r"[]]+", "]]", True),
        ("", "", True),
    ],
)
def test_the_whole_text_has_to_fit(pattern, text, fits):
    assert matches(pattern, text) is fits


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+", "(a|a)*", "(a*b?){2,}", "((a?))+", "(a|b){3}", r"(a)\1", "(?=a)", "(?i)a", "(", "[", "a**", r"\p{L}", "a{99999999999}", "a" * 201, "a*" * 9],
)  # fmt: skip
def test_refuses_patterns_that_could_run_away_or_cannot_be_read(pattern):
    with pytest.raises(PatternRefused) as caught:
        compiled(pattern)

    assert set(caught.value.message) == {"zh", "en"}


def test_the_more_a_pattern_repeats_the_shorter_the_text_it_is_tried_on():
    assert matches(".*", "a" * 10_000) is True
    assert matches(".*.*.*x", "a" * 10_000) is None


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab()[]|*+?{},1^\\.", max_size=24))
def test_no_pattern_takes_long(pattern):
    try:
        _, longest = compiled(pattern)
    except PatternRefused:
        return
    began = time.perf_counter()
    matches(pattern, "a" * min(longest, 10_000))
    assert time.perf_counter() - began < 1
