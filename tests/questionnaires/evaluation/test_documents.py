import json
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.questionnaires.evaluation.evaluating import evaluate, values_of
from tests.questionnaires.examples import NOW, answer_as_miner, definition, evaluated, mining, question, rows, words

FORM = definition(
    question("name"),
    question("kwh", "decimal", units=["万千瓦时", "kWh"], decimals=4, may_be_unavailable=True, methods="methods"),
    question("count", "integer"),
    question("day", "date"),
    question("month", "month"),
    question("sure", "yes_no"),
    question("colour", "choice", choices="colours"),
    question("colours", "choices", choices="colours"),
    question("hint", "note"),
    question("twice", "calculated", calculation="${kwh} * 2 div 3", unit="kWh"),
    question("sites", "table", questions=[question("site"), question("size", "decimal", may_be_unavailable=True)]),
    choices={
        "colours": [{"name": name, "label": words(name)} for name in ("red", "blue")],
        "methods": [{"name": "measured", "label": words("Measured")}],
    },
)


def test_a_document_holds_canonical_text_and_what_was_typed():
    evaluation = evaluated(
        FORM,
        kwh={"typed": "1,200.5", "unit": "万千瓦时", "method": "measured"},
        day="2021/4/28",
        sure="是",
        colours="blue red",
        sites=rows({"site": "一号", "size": "1.50"}, {"site": "二号", "size": {"unavailable": "lost"}}),
    )

    assert evaluation.document() == {
        "v": 1,
        "questionnaire": "TEST",
        "answers": {
            "kwh": {
                "value": "12005000",
                "unit": "kWh",
                "typed": "1,200.5",
                "typed_unit": "万千瓦时",
                "method": "measured",
            },
            "day": {"value": "2021-04-28", "typed": "2021/4/28"},
            "sure": {"value": "yes", "typed": "是"},
            "colours": {"value": "red blue", "typed": "blue red"},
            "twice": {"value": "8003333.3333333333333333333333333333333333333333333", "unit": "kWh"},
            "sites": {
                "rows": [
                    {"row": "r1", "cells": {"site": {"value": "一号"}, "size": {"value": "1.5", "typed": "1.50"}}},
                    {"row": "r2", "cells": {"site": {"value": "二号"}, "size": {"unavailable": "lost"}}},
                ]
            },
        },
    }


def test_a_document_reads_back_into_the_values():
    evaluation = evaluated(
        FORM, name="x", day="2021-04-28", month="2021-04", sure="no", colours="red", kwh={"unavailable": "y"}
    )
    values = values_of(FORM, evaluation.document())

    assert values == evaluation.values
    assert (values["day"], values["sure"], values["colours"], values["kwh"]) == (
        date(2021, 4, 28),
        False,
        ("red",),
        None,
    )


def test_the_document_of_the_2021_form_reads_back():
    evaluation = answer_as_miner()

    assert values_of(mining(), evaluation.document()) == evaluation.values


TYPED = st.one_of(
    st.text(max_size=20),
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12).map(str),
    st.sampled_from(
        ["1,200.5", "35 kWh", "2021-04-28", "2021-04", "yes", "no", "red", "blue red", "１２", "1e5", "约5"]
    ),
)
ENTRIES = st.fixed_dictionaries(
    {"typed": TYPED}, optional={"unavailable": st.text(max_size=10), "unit": st.sampled_from(["kWh", "万千瓦时", "x"])}
)
ROWS = st.lists(
    st.fixed_dictionaries({"row": st.sampled_from(["a", "b", "c"]), "cells": st.dictionaries(st.sampled_from(["site", "size"]), ENTRIES)}),
    max_size=4,
)  # fmt: skip
NAMES = [one.name for one in FORM.questions if not one.table and not one.is_table]
ANSWERS = st.builds(
    lambda entries, sites: {**entries, "sites": sites}, st.dictionaries(st.sampled_from(NAMES), ENTRIES), ROWS
)


@settings(deadline=None)
@given(ANSWERS)
def test_whatever_was_typed_the_document_reads_back_into_the_same_values(answers):
    evaluation = evaluate(FORM, answers, now=NOW)
    document = json.loads(json.dumps(evaluation.document()))

    assert values_of(FORM, document) == evaluation.values
    assert evaluate(FORM, answers, now=NOW).document() == evaluation.document()
