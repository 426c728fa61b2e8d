import re

import pytest

from surveys.accounts.models import Membership
from surveys.accounts.roles import Role
from surveys.audit.models import Event
from surveys.lib.text import nested
from surveys.rounds import actions
from tests import factories
from tests.bureau.officer import Officer


def sentences(officer):
    return [item.findall("span")[-1].text for item in officer.page.xpath("//ol[@class='events']/li")]


def test_acts_are_told_as_sentences_the_newest_first(officer, round, submitted):
    told = sentences(officer.at("round_history", round.pk))

    assert told[0].startswith(f"Alice submitted {submitted.response}, revision 1, receipt {submitted.receipt}")
    assert [text.split(" ")[1] for text in told] == ["submitted", "opened", "confirmed", "issued", "drafted"]


def test_the_zone_of_all_moments_is_said_once(officer, round):
    officer.at("round_history", round.pk)

    moments = [item.text for item in officer.page.xpath("//ol[@class='events']//time")]
    assert [moment for moment in moments if not re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", moment)] == []
    assert "Times in Beijing time" in officer.text


def test_a_changed_legal_basis_is_in_the_history_of_the_round(officer, world, round):
    actions.change_survey(by=world.officer, survey=round.survey, legal_basis_zh="另一依据")
    other = actions.start_survey(by=world.officer, authority=world.city, template_name="ledger_1283")
    actions.change_survey(by=world.officer, survey=other, burden_zh="五分钟")

    told = sentences(officer.at("round_history", round.pk))

    assert [text for text in told if " changed " in text] == [
        nested(f"王主任 changed the legal basis (Chinese) of the survey “{round.survey.title_zh}”")
    ]


def test_one_return_has_a_history_of_its_own(officer, submitted):
    told = sentences(officer.at("response_history", submitted.response_id))

    assert [text.split(" ")[1] for text in told] == ["submitted", "opened"]


def test_nothing_yet_is_said(officer, response):
    assert "Nothing has happened here yet." in officer.at("response_history", response.pk).text


def test_history_comes_a_page_at_a_time(officer, world, round, now):
    Event.objects.bulk_create(
        Event(at=now, verb="reminded", object_kind="round", object_id=str(round.pk), round_id=round.pk)
        for _ in range(60)
    )

    assert len(sentences(officer.at("round_history", round.pk))) == 50
    assert len(sentences(officer.at("round_history", round.pk, query="?page=2"))) == 12


def test_a_district_officer_reads_what_concerns_the_own_rows(world, district_officer, round, submitted):
    charlies = round.assignments.get(organisation=world.charlie_org)
    Event.objects.create(
        at=submitted.submitted_at, verb="opened", object_kind="assignment", object_id=str(charlies.pk),
        object_name="秘密", round_id=round.pk, organisation_id=world.charlie_org.pk,
    )  # fmt: skip

    told = sentences(district_officer.at("round_history", round.pk))

    assert [text.split(" ")[1] for text in told] == ["submitted", "opened", "confirmed", "issued", "drafted"]
    assert "秘密" not in district_officer.text


@pytest.mark.parametrize("name", ["round_history", "response_history"])
def test_a_viewer_does_not_read_the_history(world, round, response, name):
    viewer = Officer(factories.make_officer(world.city, Role.VIEWER))

    assert viewer.at(name, round.pk if name == "round_history" else response.pk).status == 403


def test_the_history_of_a_foreign_return_does_not_exist(stranger, response):
    assert stranger.at("response_history", response.pk).status == 404


def test_a_role_elsewhere_does_not_open_the_history_here(world, round):
    viewer = factories.make_officer(world.city, Role.VIEWER)
    Membership.objects.create(user=viewer, authority=world.stranger_authority, role=Role.REVIEWER)

    assert Officer(viewer).at("round_history", round.pk).status == 403
    assert "History" not in Officer(viewer).at("round", round.pk).text
