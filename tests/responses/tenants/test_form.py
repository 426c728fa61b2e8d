"""What of a questionnaire a tenant sees, in every questionnaire of the library, and what becomes of it when it is changed."""

from datetime import UTC, datetime, timedelta

import pytest

from surveys.questionnaires.evaluation import evaluate
from surveys.questionnaires.expressions import facts, names
from surveys.questionnaires.library import names as library
from surveys.questionnaires.library import template
from surveys.questionnaires.loading import load
from surveys.responses.actions import open_for_answering
from surveys.responses.tenants.answering import NotReady, form_of
from surveys.responses.tenants.form import askable, form_for
from surveys.responses.tenants.queries import from_tenants
from tests.responses.amendment.versions import amend_by, drop_remarks
from tests.responses.stories import BEFORE, draft_of
from tests.responses.tenants.stories import ask_of, declare, kwh, take

AFTER = BEFORE + timedelta(minutes=10)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(params=library())
def definition(request):
    return load(template(request.param))


def test_nothing_that_is_calculated_prefilled_or_uploaded_can_be_asked(definition):
    asked = askable(definition)

    assert asked
    for one in asked:
        assert definition.section_of(one.name).scope == "unit"
        assert not one.calculation and not one.is_file and one.type != "acknowledge"
        assert not one.prefill or one.prefill.startswith("previous.")


def test_each_question_can_be_asked_alone_and_looks_at_nothing_else(definition):
    for asked in askable(definition):
        form = form_for(definition, [asked.name])
        known = {one.name for one in form.questions}
        assert known == {asked.name, *(column.name for column in asked.questions)}
        rules = [rule for one in (*form.questions, *form.checks, *form.sections) for rule in one.rules if rule]
        foreign = [rule.source for rule in rules if not names(rule.tree) <= known or facts(rule.tree)]
        calculated = {one.calculation.source for one in form.questions if one.calculation}
        assert set(foreign) <= calculated  # which are blank there
        evaluation = evaluate(form, {}, now=NOW)
        assert evaluation.document()["answers"].keys() <= known


def test_all_of_them_can_be_asked_together(definition):
    form = form_for(definition, [one.name for one in askable(definition)])

    assert {one.check for one in evaluate(form, {}, now=NOW).blocking} <= {"required"}


def form_with(world, response, *questions):
    open_for_answering(response=response, by=world.alice, at=BEFORE)
    return ask_of(response, world.alice, questions=questions)


def test_a_limit_of_the_question_itself_is_told(world, response):
    asked = form_with(world, response, "total_kwh")

    with pytest.raises(NotReady):
        declare(asked, total_kwh=kwh("-1"))


def test_two_figures_of_a_tenant_are_held_against_each_other(world, response):
    asked = form_with(world, response, "total_kwh", "mining_kwh")

    with pytest.raises(NotReady) as refusal:
        declare(asked, total_kwh=kwh("5"), mining_kwh=kwh("6"))
    assert {one.question for one in refusal.value.findings} & {"total_kwh", "mining_kwh"}


# --- the questionnaire is changed meanwhile -----------------------------------------------------------------------


def test_a_question_that_is_gone_is_asked_no_more(world, round, response):
    asked = form_with(world, response, "total_kwh", "remarks")
    amend_by(world, round, drop_remarks, AFTER)
    asked.response.assignment.round.refresh_from_db()

    assert [one.name for one in form_of(asked).questions] == ["total_kwh"]
    assert declare(asked, at=AFTER, total_kwh=kwh("1"), remarks={"typed": "x"}).answers.keys() == {"total_kwh"}


def test_an_answer_to_a_question_that_is_gone_is_not_offered(world, round, response):
    declare(form_with(world, response, "total_kwh", "remarks"), total_kwh=kwh("1"), remarks={"typed": "x"})
    amend_by(world, round, drop_remarks, AFTER)
    response.assignment.round.refresh_from_db()

    assert from_tenants(response.assignment, {}).keys() == {"total_kwh"}


def test_a_figure_whose_unit_was_given_up_is_not_taken_for_another(world, round, response):
    made = declare(form_with(world, response, "total_kwh"), total_kwh=kwh("1", "MWh"))
    amend_by(world, round, lambda form: form.set("total_kwh", unit="kWh", units=["kWh", "万千瓦时"]), AFTER)
    response.assignment.round.refresh_from_db()

    assert from_tenants(response.assignment, {}) == {}
    assert made.answers == {"total_kwh": kwh("1", "MWh")}


def test_a_figure_goes_on_meaning_what_it_meant(world, round, response):
    made = declare(form_with(world, response, "total_kwh"), total_kwh={"typed": "1", "method": "measured"})
    amend_by(world, round, lambda form: form.set("total_kwh", unit="kWh", units=["kWh", "万千瓦时"]), AFTER)
    response.assignment.round.refresh_from_db()

    take(response, world.alice, made, at=AFTER)

    assert draft_of(response).answers["total_kwh"] == {"typed": "1", "unit": "万千瓦时"}
