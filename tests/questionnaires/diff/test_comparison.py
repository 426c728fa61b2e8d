import copy
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.questionnaires.diff.alignment import aligned, out_of_order
from surveys.questionnaires.diff.comparison import EFFECTS, changes_between
from surveys.questionnaires.library import template
from tests.questionnaires.examples import check, question, section, stored, words


def told(old, new, language="en"):
    return [change.sentence(language) for change in changes_between(old, new)]


def effects(old, new):
    return [change.effect for change in changes_between(old, new)]


def changed(before=None, after=None, **more):
    """One question before and after."""
    one = {"type": "text", **more}
    return stored(question("total", **one | (before or {}))), stored(question("total", **one | (after or {})))


def test_nothing_changed():
    assert changes_between(template("mining_2021"), template("mining_2021")) == []


def test_a_missing_and_an_empty_attribute_are_the_same():
    assert told(*changed({"hint": {}, "required": False, "units": []})) == []


@pytest.mark.parametrize(
    ("before", "after", "sentence", "effect"),
    [
        ({}, {"required": True}, "Question “total” is now required", "stricter"),
        ({"required": True}, {}, "Question “total” is no longer required", "other"),
        (
            {"required": True},
            {"required": "${a} = 1"},
            "Question “total”: when it is required changed from “yes” to “${a} = 1”",
            "stricter",
        ),
        ({}, {"hint": words("look")}, "Question “total”: the hint set to “look”", "wording"),
        ({"hint": words("look")}, {}, "Question “total”: the hint taken away (was “look”)", "wording"),
        ({}, {"type": "decimal"}, "Question “total”: the type changed from “text” to “number”", "drops"),
        (
            {"units": ["kWh", "MWh"]},
            {"units": ["kWh"]},
            "Question “total”: the units to choose from changed from “kWh, MWh” to “kWh”",
            "stricter",
        ),
        (
            {"units": ["kWh"]},
            {"units": ["kWh", "MWh"]},
            "Question “total”: the units to choose from changed from “kWh” to “kWh, MWh”",
            "other",
        ),
        (
            {"max_length": 10},
            {"max_length": 20},
            "Question “total”: the most characters changed from “10” to “20”",
            "other",
        ),
        ({}, {"max_length": 20}, "Question “total”: the most characters set to “20”", "stricter"),
        ({"constraint": ". > 0"}, {}, "Question “total”: the constraint taken away (was “. > 0”)", "other"),
        ({}, {"constraint": ". > 0"}, "Question “total”: the constraint set to “. > 0”", "stricter"),
        ({}, {"relevant": "${a} = 1"}, "Question “total”: when it applies set to “${a} = 1”", "drops"),
        (
            {"may_be_unavailable": True},
            {},
            "Question “total” can no longer be answered with “not available”",
            "stricter",
        ),
        ({}, {"number": "B1"}, "Question “total”: the number set to “B1”", "wording"),
        ({}, {"proves": ["kwh"]}, "Question “total”: the figures it proves set to “kwh”", "other"),
        ({}, {"rows": {"min": 2}}, "Question “total”: the number of rows set to “at least 2”", "stricter"),
    ],
)
def test_an_attribute_of_a_question(before, after, sentence, effect):
    old, new = changed(before, after)

    assert (told(old, new), effects(old, new)) == ([sentence], [effect])


def test_the_sentence_in_chinese():
    old, new = changed({}, {"required": True})
    new["checks"] = [check("E19", ["total"], "true()")]
    old["checks"] = [{**new["checks"][0], "severity": "soft"}]

    assert told(old, new, "zh-hans") == ["题目“total”改为必填", "校核 E19由“需说明”改为“硬性”"]


def test_a_wording_is_told_in_the_language_in_which_it_was_changed():
    old, new = changed({"label": {"zh": "总量", "en": "Total"}}, {"label": {"zh": "总量", "en": "Sum"}})

    assert told(old, new, "zh") == ["题目“总量”：文字由“Total”改为“Sum”"]


def test_a_question_comes_and_another_goes():
    old = stored(question("a"), question("b"), question("c"))
    new = stored(question("a"), question("d", required=True), question("c"), question("e"))

    assert told(old, new) == ["Question “b” is gone", "Question “d” is new", "Question “e” is new"]
    assert effects(old, new) == ["drops", "stricter", "adds"]


def test_another_name_is_another_question():
    assert effects(stored(question("a")), stored(question("b"))) == ["drops", "adds"]


def test_the_fewest_moves_are_told():
    old = stored(*map(question, "abcd"))
    new = stored(*map(question, "dabc"))

    assert told(old, new) == ["Question “d” stands in another place"]


def test_a_question_moves_to_another_section():
    one, other = section(question("a"), question("b"), name="one"), section(question("c"), name="other")
    moved = [section(question("a"), name="one"), section(question("c"), question("b"), name="other")]

    assert told(stored(sections=[one, other]), stored(sections=moved)) == ["Question “b” moved from “one” to “other”"]


def test_what_the_organisation_answers_from_now_on_is_no_longer_answered_here():
    old = stored(sections=[section(question("a"))])
    new = stored(sections=[section(question("a"), scope="organisation")])

    assert effects(old, new) == ["drops"]
    assert told(old, new) == ["Section “main”: who answers it changed from “each reporting unit” to “the organisation”"]


def test_columns_of_a_table():
    old = stored(question("t", "table", questions=[question("a"), question("b")]))
    new = stored(question("t", "table", questions=[question("b", required=True), question("c")]))

    assert told(old, new) == [
        "Column “a” of “t” is gone",
        "Column “b” of “t” is now required",
        "Column “c” of “t” is new",
    ]


def test_what_goes_with_its_table_is_not_told_again():
    old = stored(question("x"), question("t", "table", questions=[question("a"), question("b")]))

    assert told(old, stored(question("x"))) == ["Question “t” is gone"]


def test_a_column_that_becomes_a_question_loses_its_answers():
    old = stored(question("t", "table", questions=[question("a"), question("b")]))
    new = stored(question("t", "table", questions=[question("a")]), question("b"))

    assert told(old, new) == ["Question “b” moved from “t” to “main”"]
    assert effects(old, new) == ["drops"]


def test_choices_are_told_at_the_question_that_offers_them():
    one = question("colour", "choice", choices="colours")
    old, new = stored(one), stored(one)
    new["choices"] = {
        "colours": [{"name": "green", "label": words("Green")}, {"name": "red", "label": words("Crimson")}]
    }

    assert told(old, new) == [
        "Choice “Green” of “colour” is new",
        "Choice “Crimson” of “colour”: the wording changed from “Red” to “Crimson”",
        "Choice “Dark blue” of “colour” is gone",
    ]
    assert effects(old, new) == ["adds", "wording", "drops"]


def test_another_list_with_the_same_choices_changes_nothing():
    old, new = stored(question("c", "choice", choices="colours")), stored(question("c", "choice", choices="other"))
    new["choices"]["other"] = old["choices"]["colours"]

    assert told(old, new) == []


def test_a_section_comes_with_its_questions():
    new = stored(sections=[section(question("a")), section(question("b"), name="more")])

    assert told(stored(question("a")), new) == ["Section “more” is new", "Question “b” is new"]


def test_checks_come_go_and_change():
    a = question("a")
    old = stored(a, checks=[check("E1", ["a"], "${a} = 1"), check("E2", ["a"], "true()", "soft")])
    new = stored(a, checks=[check("E2", ["a"], "false()", "info"), check("E3", ["a"], "true()")])

    assert told(old, new) == [
        "Check E1 is gone",
        "Check E2 was soft and is now info",
        "Check E2: the rule changed from “true()” to “false()”",
        "Check E3 is new",
    ]
    assert effects(old, new) == ["other", "other", "other", "stricter"]


def test_an_entry_of_the_catalogue_is_compared_as_it_stands():
    a = question("a")
    old = stored(a, checks=[{"check": "E29", "with": {"part": "a", "whole": "b"}}])
    new = stored(a, checks=[{"check": "E29", "with": {"part": "a", "whole": "c"}, "severity": "soft"}])

    assert told(old, new) == [
        "Check E29: the parameters changed from “part = a, whole = b” to “part = a, whole = c”",
        "Check E29: the severity set to “soft”",
    ]


def test_a_check_used_twice_is_two_checks():
    entries = [{"check": "E29", "with": {"part": name}} for name in "ab"]

    assert told(stored(checks=entries), stored(checks=entries[:1])) == ["Check E29 is gone"]


def test_a_question_of_the_full_form_is_not_asked_in_the_short_one():
    old = stored(question("a"), question("b", extended=True, required=True))
    new = stored(question("a"), question("b", extended=True, required=True), extended=False)

    assert told(old, new) == ["The short form is used now", "Question “b” is gone"]
    assert effects(new, old) == ["other", "stricter"]


def test_what_is_not_asked_makes_nothing_fail():
    old = stored(question("a"), question("b", extended=True), extended=False)
    new = stored(
        question("a"), question("b", extended=True, required=True), question("c", extended=True), extended=False
    )

    assert effects(old, new) == ["other", "adds"]


def test_the_questionnaire_itself():
    old, new = stored(question("a")), stored(question("a"), title=words("Other"), unit="organisation")

    assert effects(old, new) == ["stricter", "wording"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_nothing_is_left_open_in_a_sentence(language):
    full = template("mining_2021")
    bare = {"code": full["code"], "sections": [{"name": one["name"]} for one in full["sections"]]}

    sentences = [*told(bare, full, language), *told(full, bare, language)]

    assert [one for one in sentences if re.search(r"\{(subject|attribute|label|within|place|old|new)\}|“”", one)] == []


half_written = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["sections", "questions", "checks", "choices", "name", "id", "label", "rows", "zh", "required"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)
objects = st.dictionaries(st.sampled_from(["sections", "checks", "choices", "extended", "title"]), half_written)


@given(objects, objects)
def test_what_is_still_being_written_can_be_compared(old, new):
    for change in changes_between(old, new):
        assert change.effect in EFFECTS
        assert change.sentence("zh") and change.sentence("en")


@given(st.permutations("abcdefg"), st.permutations("cdefghi"))
def test_lists_are_laid_beside_each_other(old, new):
    both = aligned(old, new)

    assert sorted(both) == list("abcdefghi")
    assert [name for name in both if name in new] == list(new)
    rest = [name for name in new if name in old and name not in out_of_order(old, new)]
    assert rest == [name for name in old if name in rest]


def test_five_hundred_questions_are_compared_at_once():
    old = stored(*(question(f"q{n}", hint=words("x")) for n in range(500)))
    new = copy.deepcopy(old)
    new["sections"][0]["questions"].reverse()

    start = time.perf_counter()
    count = len(changes_between(old, new))

    assert (count, time.perf_counter() - start < 1) == (499, True)


def test_sections_and_choices_in_another_order():
    parts = [section(question("a"), name="one"), section(question("b"), name="two")]
    colours = [{"name": name, "label": words(name)} for name in ("red", "blue")]
    asked = question("colour", "choice", choices="colours")

    assert told(stored(sections=parts), stored(sections=parts[::-1])) == ["Section “two” stands in another place"]
    assert [
        change.kind
        for change in changes_between(
            stored(asked, choices={"colours": colours}), stored(asked, choices={"colours": colours[::-1]})
        )
    ] == ["moved"]


def test_a_question_that_the_form_in_use_leaves_out_comes_and_goes_with_the_form():
    one = question("a", extended=True)

    assert effects(stored(one, extended=True), stored(one, extended=False))[-1:] == ["drops"]
    assert "adds" in effects(stored(one, extended=False), stored(one, extended=True))


def test_a_question_moves_between_the_long_and_the_short_form():
    long, short = question("a", extended=True), question("a")

    assert told(stored(long, extended=True), stored(short, extended=True)) == [
        "Question “a” is now part of the short form too"
    ]


def test_a_figure_without_unit_is_no_figure_in_a_unit():
    """Nobody knows what the figures that were given would be in it."""
    plain = question("total", "decimal")

    assert effects(stored(plain), stored({**plain, "unit": "kWh"})) == ["drops"]


@pytest.mark.parametrize(
    ("before", "after", "effect"),
    [({}, {}, "other"), ({"relevant": "${c} = 1"}, {}, "stricter"), ({}, {"relevant": "${c} = 1"}, "drops")],
)
def test_a_question_comes_under_the_condition_of_its_new_section(before, after, effect):
    one = [section(question("b"), name="one", **before), section(question("c"), name="other", **after)]
    moved = [section(name="one", **before), section(question("c"), question("b"), name="other", **after)]

    assert effects(stored(sections=one), stored(sections=moved)) == [effect]


@pytest.mark.parametrize(
    ("one", "effect"),
    [
        (question("total"), "other"),
        (question("total", required=True), "stricter"),
        (question("total", "calculated", calculation="1 + 1"), "stricter"),
        (question("total", "table", questions=[question("a")], rows={"min": 1}), "stricter"),
    ],
)
def test_what_applies_to_everybody_from_now_on(one, effect):
    assert effects(stored({**one, "relevant": "${c} = 1"}), stored(one)) == [effect]


@pytest.mark.parametrize(("constraint", "effect"), [("", "adds"), (". > 3", "stricter")])
def test_a_calculation_may_fail_though_nobody_answers_it(constraint, effect):
    twice = question("twice", "calculated", calculation="1 + 1", constraint=constraint)

    assert effects(stored(question("a")), stored(question("a"), twice)) == [effect]
