from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.responses.reasons import ReasonsDrawn, explain, explained_by

KEY = "E11:it_kw"


def laid_over(standing, yours, shown):
    return explain({KEY: standing}, {KEY: yours}, ReasonsDrawn.read(explained_by({KEY: shown})))


@pytest.mark.parametrize(
    ("standing", "yours", "shown", "kept"),
    [
        ("", "乙", "", "乙"),
        ("甲", "乙", "甲", "乙"),
        ("甲", "", "甲", ""),
        ("甲", "乙", "", "甲\n乙"),
        ("甲\n丙", "乙", "丙", "甲\n乙"),
        ("甲\n丙", "", "丙", "甲"),
        ("甲\n乙\n丙", "丁", "甲\n乙", "丁\n丙"),
    ],
)
def test_what_stands_there_afterwards(standing, yours, shown, kept):
    assert laid_over(standing, yours, shown).kept == {KEY: kept}


@pytest.mark.parametrize(
    ("standing", "yours", "shown"), [("甲", "", ""), ("甲", "甲", ""), ("甲\n乙", "乙", ""), ("甲", "乙", "乙")]
)
def test_what_says_nothing_new_changes_nothing(standing, yours, shown):
    assert laid_over(standing, yours, shown).kept == {}


def test_nothing_is_cut_however_long_both_are():
    standing, yours = "甲" * 1500, "乙" * 30_000

    assert laid_over(standing, yours, "").kept == {KEY: f"{standing}\n{yours}"}


texts = st.text("甲乙\n", max_size=6)


@given(texts, texts, texts)
def test_no_line_of_a_colleague_goes_that_was_not_on_the_page(standing, yours, shown):
    kept = laid_over(standing, yours, shown).kept.get(KEY, standing)

    assert Counter(standing.split("\n")) - Counter(shown.split("\n")) <= Counter(kept.split("\n")) + Counter([""])
