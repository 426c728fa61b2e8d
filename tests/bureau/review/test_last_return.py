"""The reviewer sees what the unit said last time beside what it says now."""

import uuid
from datetime import timedelta

import pytest

from surveys.responses import actions, review
from surveys.responses.models import Revision
from surveys.rounds.models import Round
from tests.reports.stories import HALF_MINING
from tests.responses.stories import confirm, fill_in, fresh, make_issued_round, response_of, submit

pytestmark = pytest.mark.django_db
KNOWN = ("org_name", "org_address", "contact_name", "district", "it_kw", "period_from")
"""What the register or the round says, or the organisation has confirmed."""
STOPPED = {"E54:has_mining": "2021年5月已全部清退"}


@pytest.fixture
def before(world, round, now):
    """Last week Alice reported mining; nobody has reviewed it."""
    earlier = make_issued_round(world, at=now - timedelta(days=7), deadline=now - timedelta(days=6))
    then = now - timedelta(days=6, hours=2)
    confirm(earlier, world.alice_org, world.alice, at=then)
    response = response_of(earlier, world.alice_org)
    fill_in(response, world.alice, at=then, **HALF_MINING, address={"typed": "示范路1号"})
    return submit(fresh(response), world.alice, at=then)


@pytest.fixture
def answered(world, round, response, before, now):
    """This week she reports as much electricity, of more machines."""
    confirm(round, world.alice_org, world.alice, at=now)
    more = HALF_MINING | {"hashrate": {"typed": "60", "unit": "PH/s"}}
    fill_in(response, world.alice, at=now, **more, address={"typed": "示范路1号"})
    return submit(fresh(response), world.alice, at=now)


def file_nil(response, world, now, **options):
    key = uuid.uuid4()
    return actions.submit_nil(response=response, by=world.alice, key=key, declared_by="Alice", at=now, **options)


def line(officer, question):
    (found,) = officer.page.xpath(f"//*[@id='answer-{question}']")
    return " ".join(" ".join(found.find("dd").itertext()).split())


def test_each_answer_stands_beside_that_of_the_last_return(officer, response, before, answered):
    officer.at("review", response.pk)

    assert line(officer, "hashrate").endswith("unlike last time last time: 50 PH/s")
    assert line(officer, "total_kwh").endswith("the same last time")
    assert before.receipt in officer.text and "not reviewed yet" in officer.text


def test_what_a_nil_return_no_longer_says_is_shown(officer, world, response, before, now):
    file_nil(response, world, now, reasons=STOPPED)

    officer.at("review", response.pk)

    assert "unlike last time" in line(officer, "mining_kwh")
    assert "15,002,500" in line(officer, "mining_kwh").replace(" ", "")
    assert STOPPED["E54:has_mining"] in officer.text
    assert [name for name in KNOWN if "last time" in line(officer, name)] == []


def test_a_nil_return_is_no_news_of_what_it_was_not_asked(officer, world, round, response, now):
    earlier = make_issued_round(world, at=now - timedelta(days=7), deadline=now - timedelta(days=6))
    file_nil(response_of(earlier, world.alice_org), world, now - timedelta(days=6, hours=2))
    confirm(round, world.alice_org, world.alice, at=now)
    fill_in(response, world.alice, at=now, **HALF_MINING, address={"typed": "示范路1号"})
    submit(fresh(response), world.alice, at=now)

    officer.at("review", response.pk)

    assert "unlike last time" in line(officer, "has_mining")
    assert [name for name in (*KNOWN, "total_kwh") if "last time" in line(officer, name)] == []
    assert "nil return" in officer.text


def test_the_standing_of_the_last_return_is_told(officer, world, response, before, answered):
    review.accept(revision=before, by=world.officer, at=before.submitted_at + timedelta(hours=1))
    assert "not reviewed yet" not in officer.at("review", response.pk).text

    again = {"remarks": {"total_kwh": "?"}, "note": "", "new_deadline": before.submitted_at + timedelta(days=3)}
    review.send_back(revision=before, by=world.officer, at=before.submitted_at + timedelta(hours=2), **again)
    assert "sent back, not corrected" in officer.at("review", response.pk).text


def test_a_first_return_has_nothing_beside_it(officer, response, submitted):
    assert "last time" not in officer.at("review", response.pk).text


def test_the_last_return_of_another_operator_bears_its_name(officer, world, round, response, before, answered):
    assert "who operated the data center then" not in officer.at("review", response.pk).text

    before.response.assignment.round.assignments.filter(pk=before.response.assignment_id).update(
        organisation=world.charlie_org
    )

    assert "It was given by 丙算科技, who operated the data center then" in officer.at("review", response.pk).text
    assert before.receipt in officer.text


def test_an_officer_sees_no_last_return_of_a_place_that_is_not_his(district_officer, world, response, before, answered):
    assert before.receipt in district_officer.at("review", response.pk).text

    before.response.assignment.round.assignments.update(region=world.charlie_org.region)

    assert before.receipt not in district_officer.at("review", response.pk).text


def test_a_nil_return_after_mining_is_refused_without_a_reason(world, response, before, now):
    with pytest.raises(actions.NotReadyToSubmit) as refusal:
        file_nil(response, world, now)

    (finding,) = refusal.value.findings
    assert (finding.key, finding.severity) == ("E54:has_mining", "soft")


def test_a_nil_return_that_contradicts_is_not_among_those_without_doubts(officer, world, round, response, before, now):
    file_nil(response, world, now, reasons=STOPPED)
    other = response_of(round, world.charlie_org)
    actions.submit_nil(response=other, by=world.charlie, key=uuid.uuid4(), declared_by="C", at=now)

    officer.at("review_queue", round.pk)

    assert "Accept the one return without doubts" in officer.text
    assert Revision.objects.get(response=response).findings[0]["check"] == "E54"


def test_a_later_answer_no_contradicts_like_a_nil_return(world, round, response, before, now):
    confirm(round, world.alice_org, world.alice, at=now)
    fill_in(response, world.alice, at=now, address={"typed": "示范路1号"})

    with pytest.raises(actions.NotReadyToSubmit) as refusal:
        submit(fresh(response), world.alice, at=now)
    assert "E54:has_mining" in [finding.key for finding in refusal.value.findings]


def test_a_nil_return_after_a_nil_return_needs_no_word(world, round, response, now):
    earlier = make_issued_round(world, at=now - timedelta(days=7), deadline=now - timedelta(days=6))
    file_nil(response_of(earlier, world.alice_org), world, now - timedelta(days=6, hours=2))

    assert file_nil(response, world, now).findings == []


def test_what_a_round_about_a_later_period_said_contradicts_nothing(world, round, response, before, now):
    later = before.response.assignment.round
    Round.objects.filter(pk=later.pk).update(period_start="2031-01-01", period_end="2031-12-31")

    assert file_nil(fresh(response), world, now).findings == []
