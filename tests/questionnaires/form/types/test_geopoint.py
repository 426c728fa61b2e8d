"""A position is a question to answer, to compare and to show."""

from datetime import UTC, datetime

from surveys.questionnaires.evaluation.evaluating import evaluate
from surveys.questionnaires.form.answers import show
from surveys.questionnaires.loading.loader import load
from tests.questionnaires.examples import question, stored

NOW = datetime(2021, 4, 27, 6, tzinfo=UTC)


def answered(typed, **more):
    form = load(stored(question("at", "geopoint", **more), question("why", relevant="${at} != ''")))
    return form, evaluate(form, {"at": {"typed": typed}, "why": {"typed": "x"}}, now=NOW)


def test_it_is_stored_as_odk_stores_it_and_shown_as_people_say_it():
    form, evaluation = answered("116.4074，39.9042")

    assert evaluation.values["at"] == "39.9042 116.4074"
    assert evaluation.document()["answers"]["at"] == {"value": "39.9042 116.4074", "typed": "116.4074，39.9042"}
    assert show(form.question("at"), evaluation.values["at"], "zh") == "北纬39.9042°，东经116.4074°"
    assert evaluation.values["why"] == "x"


def test_what_is_no_position_is_told_at_the_question():
    _form, evaluation = answered("亦庄")

    (finding,) = evaluation.findings
    assert (finding.question, finding.severity) == ("at", "hard")
    assert finding.message["zh"].startswith("“亦庄”不是位置")


def test_a_rule_may_take_it_apart():
    _form, evaluation = answered("39.9, 116.4", constraint="number(substring-before(., ' ')) > 40")

    assert [finding.question for finding in evaluation.findings] == ["at"]
