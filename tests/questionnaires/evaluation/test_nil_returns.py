"""Nil returns, and returns that leave out a core figure."""

import pytest

from surveys.questionnaires.evaluation.evaluating import NoNilReturn, nil_answers
from tests.questionnaires.examples import check, definition, evaluated, keys, question, rows

NIL = {"question": "has", "value": "no", "requires": ["why", "sites"]}
NIL_FORM = definition(
    question("has", "yes_no", required=True),
    question("why", required=True),
    question("kwh", "integer", required=True, may_be_unavailable=True),
    question("sites", "table", questions=[question("site", required=True), question("size", "integer")]),
    nil=NIL,
    core=["kwh"],
    checks=[check("E", ["why"], "string-length(${why}) > 3", relevant="${why} != ''")],
)


def test_a_nil_return_answers_one_question_and_what_it_requires():
    evaluation = evaluated(NIL_FORM, nil=True, has="yes", kwh="5", sites=rows({"size": "1"}))

    assert keys(evaluation) == ["required:why", "required:site:r1"]
    assert evaluation.document()["answers"].keys() == {"has", "sites"}
    assert (evaluation.is_nil, evaluation.is_partial) == (True, False)
    assert keys(evaluated(NIL_FORM, nil=True, why="no")) == ["E:why"]


def test_a_return_that_says_no_is_nil_and_one_without_a_core_figure_partial():
    said_no = evaluated(NIL_FORM, has="no", why="none here", kwh={"unavailable": "lost"})

    assert (said_no.is_nil, said_no.is_partial) == (True, True)
    said_yes = evaluated(NIL_FORM, has="yes", why="none here", kwh="5")
    assert (said_yes.is_nil, said_yes.is_partial) == (False, False)
    assert evaluated(NIL_FORM).is_nil is False


def test_not_every_questionnaire_has_a_nil_return():
    form = definition(question("a"))

    assert evaluated(form, a="x").is_nil is False
    with pytest.raises(NoNilReturn, match="TEST has no nil return"):
        nil_answers(form)
