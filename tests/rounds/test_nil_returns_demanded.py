"""Only a form that asks for it can be answered with a nil return."""

import pytest

from surveys.questionnaires.actions import publish
from surveys.rounds import actions
from surveys.rounds.notices import nil_words
from tests.questionnaires.examples import question, stored


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
