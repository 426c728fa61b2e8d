"""Only a form that asks for it can be answered with a nil return."""

from types import SimpleNamespace

import pytest

from surveys.questionnaires.actions import publish
from surveys.questionnaires.library import template
from surveys.rounds import actions
from surveys.rounds.blueprints import BLUEPRINTS
from surveys.rounds.notices import issue_notice, nil_words, speaks_of_nil_in_vain
from tests.questionnaires.examples import question, stored
from tests.responses.amendment.versions import next_version


@pytest.mark.parametrize("nil", [{"question": "open", "value": "no"}, None])
def test_a_round_demands_a_nil_return_only_of_a_form_that_has_one(world, nil):
    definition = stored(question("open", "yes_no"), **({"nil": nil} if nil else {}))
    version = publish(by=world.officer, authority=world.city, definition=definition)
    survey = actions.start_survey_of(by=world.officer, version=version)

    round = actions.create_round(by=world.officer, survey=survey, version=version)
    assert (round.nil_return_required, bool(nil_words(round))) == (bool(nil), bool(nil))

    actions.change_round(by=world.officer, round=round, nil_return_required=True)
    round.refresh_from_db()
    assert bool(nil_words(round)) is bool(nil)


def drop_nil(form):
    del form.definition["nil"]


@pytest.mark.parametrize("name", [name for name in BLUEPRINTS if template(name).get("nil")])
@pytest.mark.parametrize(("language", "words"), [("zh-hans", "零报告"), ("en", "nil return")])
def test_of_a_form_that_dropped_its_nil_return_no_letter_speaks(world, name, language, words):
    survey = actions.start_survey(by=world.officer, authority=world.city, template_name=name)
    version = next_version(world, survey.questionnaire.versions.get(), drop_nil)

    def letter(version):
        round = actions.create_round(by=world.officer, survey=survey, version=version)
        reader = SimpleNamespace(name="张三", language=language)
        assert not speaks_of_nil_in_vain(round)
        return issue_notice(round, reader, world.alice_org, ["一号"], round.deadline).body.lower()

    assert words not in letter(version)
    assert words in letter(survey.questionnaire.versions.get(number=1))


@pytest.mark.parametrize(
    ("requires", "gives_figures", "words"),
    [([], True, "quick"), (["kwh"], True, "asking"), (["kwh"], False, "quick")],
)
def test_three_clicks_are_promised_where_a_nil_return_asks_nothing_else(world, requires, gives_figures, words):
    nil = {"question": "open", "value": "no", "requires": requires}
    definition = stored(question("open", "yes_no"), question("kwh", "decimal", unit="kWh"), nil=nil)
    version = publish(by=world.officer, authority=world.city, definition=definition)
    survey = actions.start_survey_of(by=world.officer, version=version)

    round = actions.create_round(by=world.officer, survey=survey, version=version, nil_gives_figures=gives_figures)

    assert nil_words(round) == words
