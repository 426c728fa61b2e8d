"""Every questionnaire of the library is shown whole to those who answer it, and can be filed."""

from datetime import timedelta

import pytest

from surveys.lib.text import in_language
from surveys.questionnaires.library import names, template
from surveys.questionnaires.queries import definition_of
from surveys.responses import actions
from surveys.responses.confirming import confirm_organisation
from surveys.responses.evaluation import evaluation_of
from surveys.responses.issuing import issue
from surveys.responses.models import Response
from surveys.rounds import actions as rounds
from tests import factories
from tests.questionnaires.examples import typed
from tests.questionnaires.library import test_eu_2024_1364 as european
from tests.questionnaires.library import test_texas_25_114 as texan
from tests.questionnaires.library import test_us_eia_862 as american
from tests.responses.stories import response_of, submit


def issued(world, name, now):
    if not world.alice_org.facilities.exists():
        factories.make_facility(world.alice_org)
    survey = rounds.start_survey(by=world.officer, authority=world.city, template_name=name, at=now)
    draft = rounds.create_round(
        by=world.officer, survey=survey, at=now, enquiries="1", deadline=now + timedelta(hours=20)
    )
    return issue(by=world.officer, round=draft, at=now)


def labels(section):
    """What is asked whatever was answered before: questions without a condition."""
    return [in_language(one.label, "zh") for one in section.questions if one.type != "hidden" and not one.relevant]


@pytest.mark.parametrize("name", names())
def test_every_page_shows_its_questions(world, alice, now, name):
    round = issued(world, name, now)
    definition = definition_of(round.version)
    response = Response.objects.filter(assignment__round=round, assignment__organisation=world.alice_org).first()
    alice.open(f"/portal/rounds/{round.pk}/organisations/{world.alice_org.pk}/confirm/")
    texts = alice.text
    for section in definition.sections:
        if section.scope == "unit":
            alice.open(f"/portal/assignments/{response.assignment_id}/sections/{section.name}/")
            texts += alice.text
    shown = [section for section in definition.sections if not section.relevant]

    assert [label for section in shown for label in labels(section) if label not in texts] == []


@pytest.mark.parametrize(
    ("name", "organisation", "unit"),
    [
        ("eu_2024_1364_v1", european.OPERATOR, european.SITE),
        ("eu_2024_1364_v2", european.OPERATOR, european.OF_V2 | european.SITE),
        ("us_eia_862", american.COMPANY, american.FACILITY),
        ("texas_25_114", texan.REGISTRANT, texan.FACILITY),
    ],
)
def test_a_careful_return_is_filed(world, now, name, organisation, unit):
    round = issued(world, name, now)
    response = response_of(round, world.alice_org)
    asked = definition_of(round.version)
    changes = {question: entry for question, entry in typed(**unit).items() if asked.asks(question)}
    confirm_organisation(
        round=round, organisation=world.alice_org, by=world.alice, answers=typed(**organisation), at=now
    )
    actions.open_for_answering(response=response, by=world.alice, at=now)
    doubts = dict.fromkeys(_doubted(response, world, changes, now), "as metered")
    actions.save_draft(
        response=response, by=world.alice, base=response.draft.version, changes={}, reasons=doubts, at=now
    )

    assert submit(response, world.alice, at=now).answers["questionnaire"] == template(name)["code"]


def _doubted(response, world, changes, now):
    """What the register of the test would have explained: nothing that blocks."""
    actions.save_draft(response=response, by=world.alice, base=0, changes=changes, at=now)
    response.refresh_from_db()
    blocking = evaluation_of(response, at=now).blocking
    assert [finding.key for finding in blocking if finding.severity == "hard"] == []
    return [finding.key for finding in blocking]
