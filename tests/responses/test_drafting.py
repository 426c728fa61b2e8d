from hypothesis import given
from hypothesis import strategies as st

from surveys.responses.drafting import Conflict, merge


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
