import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from surveys.accounts.models import Membership
from surveys.accounts.roles import Role
from surveys.notices.contacts import remove_contact
from surveys.notices.models import Notice
from surveys.rounds import actions
from surveys.rounds.models import Round
from tests import factories
from tests.bureau.officer import Officer
from tests.responses.stories import make_issued_round


def matters(officer):
    """What needs attention, as {words: address}."""
    found = officer.at("home").page.xpath("//ul[@class='matters']//a")
    return {" ".join(a.text_content().split()): a.get("href") for a in found}


def test_an_empty_bureau_is_told_why_and_what_next(officer):
    officer.at("home")

    assert "no survey round has been started yet" in officer.text
    assert officer.follow("Start the first one").h1 == "Start a survey round"


def test_what_waits_leads_to_the_list_of_it(officer, round, submitted):
    officer.at("home").follow("return waits for review")

    assert officer.h1 == "Waiting for review"
    assert officer.cells() == [str(submitted.response)]


def test_a_deadline_within_a_day_leads_to_who_has_not_answered(officer, round, submitted):
    officer.at("home").follow("unit has not answered; the deadline is in 19 h 59 min")

    assert officer.h1 == "Who has not answered"


def test_an_officer_who_also_works_for_an_operator_is_told_the_bureaus_numbers(world, district_officer, overdue):
    Membership.objects.create(user=world.district_officer, organisation=world.charlie_org, role=Role.MANAGER)

    assert [words for words in matters(district_officer) if "overdue" in words] == ["1 unit is overdue"]


def test_a_deadline_further_away_needs_nobody(officer, world, now):
    make_issued_round(world, at=now, deadline=now + timedelta(days=2))

    assert matters(officer) == {}


def test_what_is_urgent_comes_first(officer, overdue, round, submitted):
    assert list(matters(officer))[1:] == ["2 units are overdue", "1 return waits for review"]


def test_overdue_units_lead_to_the_filtered_list(officer, overdue):
    officer.at("home").follow("units are overdue")

    assert officer.url.endswith("?state=overdue#assignments")
    assert len(officer.cells()) == 2


def test_a_draft_leads_to_what_it_still_needs(officer, world, now):
    survey = actions.start_survey(by=world.officer, authority=world.city, template_name="mining_2021", at=now)
    draft = actions.create_round(by=world.officer, survey=survey, at=now)

    assert matters(officer) == {"1 draft of a round, not issued yet": f"/bureau/rounds/{draft.pk}/ready/"}


def test_letters_that_failed_lead_to_the_log(officer, round):
    Notice.objects.filter(round=round).update(state="failed")

    officer.at("home").follow("could not be delivered")

    assert len(officer.cells()) == Notice.objects.filter(round=round).count()


def test_a_letter_to_a_contact_who_was_removed_waits_for_nobody(officer, world, round):
    Notice.objects.filter(round=round).update(state="failed")
    remove_contact(by=world.officer, contact=world.alice_org.contacts.get())

    assert not [words for words in matters(officer) if "could not be delivered" in words]
    officer.at("round_notices", round.pk, query="?state=failed")
    assert "not sent again: the contact was removed" in officer.text and "Send again" not in officer.text


def test_a_district_officer_counts_only_the_own_district(district_officer, round):
    words = list(matters(district_officer))

    assert [text[:26] for text in words] == ["1 unit has not answered; t"]


def test_a_district_officer_hears_nothing_of_the_citys_letters_and_drafts(district_officer, world, round, now):
    Notice.objects.filter(round=round).update(state="failed")
    actions.create_round(by=world.officer, survey=round.survey, at=now)

    district_officer.at("home")

    assert "delivered" not in district_officer.text
    assert "draft" not in district_officer.text


def test_another_regulator_sees_none_of_it(stranger, round):
    stranger.at("rounds")

    assert round.code not in stranger.text


@pytest.mark.parametrize(("role", "starts"), [(Role.SURVEY_MANAGER, 1), (Role.REVIEWER, 0), (Role.VIEWER, 0)])
def test_only_who_manages_rounds_is_offered_to_start_one(world, role, starts):
    officer = Officer(factories.make_officer(world.city, role)).at("home")

    assert officer.text.count("Start a survey round") == starts


def test_operators_do_not_come_in(world, round):
    assert Officer(world.alice).at("home").status == 403


def queries_for(officer, name):
    officer.at(name)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        officer.at(name)
    return len(captured)


@pytest.mark.parametrize("name", ["home", "rounds"])
def test_three_rounds_take_no_more_queries_than_one(officer, world, round, now, name):
    Notice.objects.filter(round=round).update(state="failed")
    one = queries_for(officer, name)

    for _ in range(2):
        Notice.objects.filter(round=make_issued_round(world, at=now, deadline=round.deadline)).update(state="failed")

    assert queries_for(officer, name) == one


def test_rounds_come_a_page_at_a_time(officer, round, now):
    Round.objects.bulk_create(
        Round(
            survey=round.survey, version=round.version, code=f"R{n}", title_zh=f"R{n}", time_zone="UTC", created_at=now
        )
        for n in range(50)
    )

    assert len(officer.at("rounds", query="?page=2").cells()) == 1


def test_the_zone_of_deadlines_is_said_once_unless_rounds_are_in_several(officer, world, round):
    other = make_issued_round(world, title_zh="另一批次", title_en="Another")
    officer.at("rounds")
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", cell) for cell in officer.cells(2))
    assert officer.texts_at("//main//table//thead//th[3]") == ["Deadline Beijing time"]

    type(other).objects.filter(pk=other.pk).update(time_zone="Asia/Urumqi")
    officer.at("rounds")
    assert all(cell.endswith(")") for cell in officer.cells(2))
    assert officer.texts_at("//main//table//thead//th[3]") == ["Deadline"]
