from django.urls import reverse

from surveys.rounds import actions as rounds
from tests import factories
from tests.factories import ISSUED


def a_draft(world, facilities=1, template="mining_2021"):
    for _ in range(facilities):
        factories.make_facility(world.alice_org, name="甲一号数据中心", region=world.alice_org.region)
    survey = rounds.start_survey(by=world.officer, authority=world.city, template_name=template, at=ISSUED)
    return rounds.create_round(by=world.officer, survey=survey, at=ISSUED)


def preview_of(client, user, round):
    client.force_login(user)
    return client.get(reverse("bureau:round_form", args=[round.pk]))


def test_the_officer_sees_the_fields_the_operator_will_find_with_what_is_known(client, world):
    page = preview_of(client, world.officer, a_draft(world)).content.decode()

    assert 'value="甲一号数据中心"' in page
    assert 'value="2020-04-01"' in page
    assert f'value="{world.alice_org.name}"' in page


def test_a_return_of_the_organisation_is_shown_as_one(client, world):
    """ISSUED is a Tuesday; the week before ended on 25 April 2021."""
    page = preview_of(client, world.officer, a_draft(world, template="ledger_1283")).content.decode()

    assert f"以下为{world.alice_org.name}填报时看到的页面" in page
    assert "甲一号数据中心" not in page
    assert "2021-04-19" in page and "2021-04-25" in page


def test_questions_that_follow_from_an_answer_are_listed_too(client, world):
    page = preview_of(client, world.officer, a_draft(world)).content.decode()

    assert "近一年挖矿业务耗电量" in page


def test_without_any_data_center_the_form_is_shown_blank(client, world):
    assert preview_of(client, world.officer, a_draft(world, facilities=0)).status_code == 200


def test_nothing_comes_into_being_by_looking(client, world):
    round = a_draft(world)

    preview_of(client, world.officer, round)

    assert not round.assignments.exists()
