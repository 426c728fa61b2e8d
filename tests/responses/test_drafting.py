import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.responses.drafting import MOST_SET_ASIDE, Conflict, asides, merge


def entry(text):
    return {"typed": text}


def test_changes_to_different_questions_merge():
    merged = merge({"a": entry("1")}, {"a": 3}, 2, {"b": entry("2")})

    assert merged.answers == {"a": entry("1"), "b": entry("2")}
    assert merged.conflicts == ()


def test_a_question_untouched_since_the_page_was_drawn_is_overwritten():
    assert merge({"a": entry("1")}, {"a": 2}, 2, {"a": entry("9")}).answers == {"a": entry("9")}


def test_a_question_a_colleague_changed_keeps_his_entry_and_tells_yours():
    merged = merge({"a": entry("1")}, {"a": 3}, 2, {"a": entry("9")})

    assert merged.answers == {"a": entry("1")}
    assert merged.conflicts == (Conflict("a", entry("9"), entry("1")),)


def test_two_who_typed_the_same_do_not_quarrel():
    assert merge({"a": entry("1")}, {"a": 3}, 0, {"a": entry("1")}).conflicts == ()


def test_an_emptied_entry_is_taken_away():
    assert merge({"a": entry("1")}, {"a": 1}, 1, {"a": None}).answers == {}


def test_an_empty_entry_equals_none_at_all():
    assert merge({}, {"a": 5}, 0, {"a": {"typed": "", "unit": ""}}).conflicts == ()


questions = st.sampled_from("abc")
edits = st.lists(st.tuples(st.integers(0, 5), st.dictionaries(questions, st.text("xyz", min_size=1), max_size=3)))


@given(edits)
def test_whatever_the_interleaving_no_text_is_lost(saves):
    answers, touched, told = {}, {}, []
    for version, (behind, texts) in enumerate(saves, 1):
        changes = {name: entry(text) for name, text in texts.items()}
        merged = merge(answers, touched, max(0, version - 1 - behind), changes)
        touched |= dict.fromkeys(merged.changed, version)
        answers = merged.answers
        told += merged.conflicts
        for name, change in changes.items():
            assert answers[name] == change or change in [c.yours for c in told if c.question == name]


def aside(text, by="Bob", **more):
    return {"question": "a", "entry": entry(text), "by": by, "at": "", **more}


@pytest.mark.parametrize(
    ("so_far", "one", "expected"),
    [
        (aside("4"), aside("45"), ["45"]),
        (aside("45"), aside("4"), ["45", "4"]),
        (aside("4"), aside("45", by="Carol"), ["4", "45"]),
        (aside("4", settled=True), aside("45"), ["4", "45"]),
        (aside("4", version="1"), aside("45"), ["4", "45"]),
        (aside("4", reason="E1:a"), aside("45"), ["4", "45"]),
    ],
)
def test_who_goes_on_writing_has_only_his_last_text_set_aside(so_far, one, expected):
    assert [kept["entry"]["typed"] for kept in asides([so_far], [one])] == expected


def test_a_text_in_another_unit_is_another_text():
    so_far, one = ({"question": "a", "by": "Bob", "entry": {"typed": "4", "unit": unit}} for unit in ("kWh", "MWh"))

    assert asides([so_far], [one]) == [so_far, one]


@pytest.mark.parametrize(
    ("earlier", "later", "number"),
    [({"r1": "4"}, {"r1": "45"}, 1), ({"r1": "4", "r2": "7"}, {"r1": "45"}, 2), ({"r1": "4"}, {"r2": "45"}, 2)],
)
def test_of_a_table_the_cells_that_were_written_on_make_room(earlier, later, number):
    tables = [[{"row": row, "cells": {"b": entry(text)}} for row, text in said.items()] for said in (earlier, later)]
    so_far, one = ({"question": "a", "by": "Bob", "entry": table} for table in tables)

    assert len(asides([so_far], [one])) == number


def test_what_somebody_has_decided_over_makes_room_before_what_nobody_has():
    kept = aside("甲", at="kept", is_kept=True)
    so_far = [kept, aside("乙", by="Carol"), *(aside(f"{n}.", settled=True) for n in range(MOST_SET_ASIDE - 1))]

    after = asides(so_far, [aside("丙"), aside("丁", by="Dora")])

    assert len(after) == MOST_SET_ASIDE + 1
    assert after == [*so_far[:2], *so_far[4:], aside("丙"), aside("丁", by="Dora")]
