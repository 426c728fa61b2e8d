import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from surveys.questionnaires.evaluation.evaluating import evaluate
from surveys.responses.amendment.carrying import carry, from_an_earlier_page, put_back, typed_again
from tests.questionnaires.examples import NOW, definition, question, section, words

LISTS = {
    "colours": [{"name": name, "label": words(name.title())} for name in ("red", "blue", "green")],
    "few": [{"name": "red", "label": words("Red")}],
}
METHODS = {"methods": "colours"}


def one(type="text", **more):
    return definition(question("q", type, **more), choices=LISTS)


def carried(old, new, entry):
    """What stands and what was set aside of one answer."""
    result = carry(old, new, {"q": entry})
    return result.answers.get("q"), result.aside.get("q")


def table(*columns, **more):
    return definition(question("q", "table", questions=list(columns), **more), choices=LISTS)


def test_what_is_asked_as_before_stays_as_typed():
    entry = {"typed": " 3,000.5 ", "unit": "MWh", "method": "red"}
    form = one("decimal", units=["kWh", "MWh"], **METHODS)

    assert carried(form, form, entry) == (entry, None)


def test_what_is_no_longer_asked_is_set_aside():
    assert carried(one(), definition(question("other")), {"typed": "x"}) == (None, {"typed": "x"})


def test_what_somebody_else_is_asked_now_is_set_aside():
    new = definition(sections=[section(question("q"), scope="organisation")])

    assert carried(one(), new, {"typed": "x"}) == (None, {"typed": "x"})


def test_nonsense_stays_where_it_can_be_corrected():
    assert carried(one("decimal"), one("integer"), {"typed": "abc"}) == ({"typed": "abc"}, None)


def test_a_figure_keeps_the_unit_it_was_meant_in():
    old, new = one("decimal", units=["万千瓦时", "kWh"]), one("decimal", units=["kWh", "万千瓦时"])

    assert carried(old, new, {"typed": "3"}) == ({"typed": "3", "unit": "万千瓦时"}, None)


def test_a_figure_in_a_unit_no_longer_offered_is_set_aside():
    old, new = one("decimal", units=["万千瓦时", "kWh"]), one("decimal", units=["kWh"])

    assert carried(old, new, {"typed": "3"}) == (None, {"typed": "3"})
    assert carried(old, new, {"typed": "3 kWh"}) == ({"typed": "3 kWh"}, None)


def test_a_figure_without_unit_does_not_get_one():
    assert carried(one("decimal"), one("decimal", unit="kWh"), {"typed": "3"}) == (None, {"typed": "3"})


@pytest.mark.parametrize(
    ("old", "new", "entry", "fits"),
    [
        (one("text"), one("long_text"), {"typed": "x"}, True),
        (one("text"), one("decimal"), {"typed": "12"}, True),
        (one("text"), one("decimal"), {"typed": "twelve"}, False),
        (one("text"), one("decimal", unit="kWh"), {"typed": "12"}, False),
        (one("date"), one("text"), {"typed": "2021-04-28"}, True),
        (one("decimal", unit="kWh"), one("text"), {"typed": "12"}, False),
        (one("choice", choices="colours"), one("choice", choices="few"), {"typed": "red"}, True),
        (one("choice", choices="colours"), one("choice", choices="few"), {"typed": "blue"}, False),
        (one("choices", choices="colours"), one("choices", choices="few"), {"typed": "red blue"}, False),
        (one("choice", choices="colours"), one("choices", choices="colours"), {"typed": "red"}, True),
        (one("choice", choices="colours"), one("text"), {"typed": "red"}, False),
        (one("text"), one("hidden"), {"typed": "x"}, False),
        (one("text"), one("note"), {"typed": "x"}, False),
        (one("decimal"), one("decimal", decimals=0), {"typed": "1.5"}, True),
        (one("date"), one("month"), {"typed": "2021-04-28"}, False),
        (one(may_be_unavailable=True), one(), {"unavailable": "lost"}, False),
        (one(may_be_unavailable=True), one(may_be_unavailable=True), {"unavailable": "lost"}, True),
    ],
)
def test_another_type(old, new, entry, fits):
    assert carried(old, new, entry) == ((entry, None) if fits else (None, entry))


def test_a_source_that_is_gone_takes_nothing_else_with_it():
    entry = {"typed": "3", "method": "blue"}

    assert carried(one("decimal", **METHODS), one("decimal", methods="few"), entry) == ({"typed": "3"}, entry)


def test_a_column_that_is_gone_leaves_the_other_cells():
    old, new = table(question("a"), question("b")), table(question("a"))
    rows = [
        {"row": "r1", "cells": {"a": {"typed": "1"}, "b": {"typed": "2"}}},
        {"row": "r2", "cells": {"b": {"typed": "3"}}},
    ]

    assert carried(old, new, rows) == (
        [{"row": "r1", "cells": {"a": {"typed": "1"}}}],
        [{"row": "r1", "cells": {"b": {"typed": "2"}}}, {"row": "r2", "cells": {"b": {"typed": "3"}}}],
    )


def test_a_table_that_becomes_a_question_is_set_aside():
    rows = [{"row": "r1", "cells": {"a": {"typed": "1"}}}]

    assert carried(table(question("a")), one(), rows) == (None, rows)


@pytest.mark.parametrize("entry", [None, "x", 5, [], [{"row": "r1"}], {"typed": 5}, {}])
def test_rubbish_is_no_error(entry):
    for old in (one(), one("decimal", unit="kWh"), table(question("a"))):
        for new in (one("integer"), table(question("b")), definition(question("other"))):
            carry(old, new, {"q": entry})


def test_what_was_set_aside_stands_again_when_it_is_asked_again():
    answers = {}

    assert put_back(one(), one(), "q", {"typed": "x"}, answers) is True
    assert answers == {"q": {"typed": "x"}}


def test_a_newer_answer_is_not_overwritten():
    answers = {"q": {"typed": "newer"}}

    assert put_back(one(), one(), "q", {"typed": "x"}, answers) is False
    assert answers == {"q": {"typed": "newer"}}


def test_a_column_comes_back_into_its_rows():
    form = table(question("a"), question("b"))
    answers = {"q": [{"row": "r1", "cells": {"a": {"typed": "1"}}}]}
    lost = [{"row": "r1", "cells": {"b": {"typed": "2"}}}]

    assert put_back(form, form, "q", lost, answers) is True
    assert answers == {"q": [{"row": "r1", "cells": {"a": {"typed": "1"}, "b": {"typed": "2"}}}]}


def test_a_cell_whose_row_is_gone_stays_aside():
    form = table(question("a"), question("b"))
    answers = {"q": [{"row": "r2", "cells": {"a": {"typed": "1"}}}]}

    assert put_back(form, form, "q", [{"row": "r1", "cells": {"b": {"typed": "2"}}}], answers) is False


def test_a_page_of_the_former_version_loses_nothing():
    drawn = definition(question("q"), question("gone"), question("cleared"))
    now = definition(question("q", "integer"), question("cleared"), question("new"))
    changes = {"q": {"typed": "5"}, "gone": {"typed": "x"}, "cleared": None, "new": {"typed": "y"}}

    assert from_an_earlier_page(drawn, now, changes) == (
        {"cleared": None, "q": {"typed": "5"}},
        {"gone": {"typed": "x"}},
    )


FORM = definition(
    question("kwh", "decimal", units=["万千瓦时", "kWh", "MWh"], may_be_unavailable=True, methods="colours"),
    question("day", "date"),
    question("colours", "choices", choices="colours"),
    question("twice", "calculated", calculation="${kwh} * 2"),
    question("rows", "table", questions=[question("amount", "decimal", units=["MWh", "kWh"]), question("name")]),
    choices=LISTS,
)
figures = st.fixed_dictionaries(
    {"typed": st.sampled_from(["0", "5", "1,234.5", "2 MWh", "１０", "50000", " 7 "])},
    optional={"unit": st.sampled_from(["", "kWh", "MWh"]), "method": st.sampled_from(["", "red"])},
)
rows = st.lists(st.fixed_dictionaries({"amount": figures}, optional={"name": st.just({"typed": "x"})}), max_size=3)
answers = st.fixed_dictionaries(
    {},
    optional={
        "kwh": figures | st.just({"unavailable": "lost"}),
        "day": st.sampled_from([{"typed": "2021-04-28"}, {"typed": "2021.4.28"}]),
        "colours": st.sampled_from([{"typed": "blue red"}, {"typed": "Red, Blue"}]),
        "rows": rows.map(lambda cells: [{"row": f"r{n}", "cells": one} for n, one in enumerate(cells)]),
    },
)


@given(answers)
def test_what_is_typed_again_is_the_same_document(typed):
    """From the stored document back to what was typed, and the same document comes out of it again."""
    evaluation = evaluate(FORM, typed, now=NOW)
    assume(not evaluation.blocking)
    document = evaluation.document()

    assert evaluate(FORM, typed_again(FORM, document), now=NOW).document() == document
