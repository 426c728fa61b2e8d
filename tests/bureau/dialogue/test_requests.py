"""Officers see what is asked for, and answer one or many."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from surveys.accounts.roles import Role
from surveys.responses import review
from surveys.responses.dialogue import requests
from surveys.responses.dialogue.models import Request
from surveys.responses.dialogue.requests import Ruling
from surveys.rounds import actions as rounds
from surveys.rounds.queries import deadline_of
from tests import factories
from tests.bureau.officer import Officer
from tests.responses.stories import fresh, response_of


def ask(response, by, hours=24, reason="停电两日"):
    wanted = response.assignment.round.deadline + timedelta(hours=hours)
    return requests.ask(response=fresh(response), by=by, reason=reason, wanted=wanted)


@pytest.fixture
def asked(world, response):
    return ask(response, world.alice)


@pytest.fixture
def charlies(world, round):
    return ask(response_of(round, world.charlie_org), world.charlie, hours=48)


def answer(officer, round, *asked, **fields):
    query = "?" + "&".join(f"request={one.pk}" for one in asked)
    officer.at("round_answer", round.pk, query=query).the_form()
    return officer.in_form(fields).press("Answer")


def at_local(moment, round):
    there = moment.astimezone(ZoneInfo(round.time_zone))
    return {"deadline_date": f"{there:%Y-%m-%d}", "deadline_time": f"{there:%H:%M}"}


def in_force(request):
    return deadline_of(fresh(request.assignment.response).assignment)


def test_what_waits_stands_on_the_overview_and_leads_to_the_list(officer, round, asked, charlies):
    officer.open(reverse("bureau:home"))
    assert "2 requests of operators wait" in officer.text

    officer.follow("requests of operators wait")

    assert "停电两日" in officer.text
    assert len(officer.texts_at("//tbody/tr")) == 2


def test_the_monitor_finds_those_who_ask(officer, round, asked):
    officer.at("round", round.pk, query="?state=asking")

    assert len(officer.texts_at("//table[contains(@class, 'assignments')]//tbody/tr")) == 1


def test_all_ticked_get_what_each_asked_for(officer, round, asked, charlies):
    answer(officer, round, asked, charlies, ruling="as_asked")

    assert "2 requests are answered." in officer.text
    assert [in_force(one) for one in (asked, charlies)] == [asked.wanted, charlies.wanted]


def test_another_time_for_all(officer, round, asked, charlies):
    until = round.deadline + timedelta(hours=12)
    answer(officer, round, asked, charlies, ruling="until", answer="只到傍晚", **at_local(until, round))

    assert {in_force(one).replace(second=0, microsecond=0) for one in (asked, charlies)} == {
        until.replace(second=0, microsecond=0)
    }
    officer.at("round_requests", round.pk, query="?state=settled")
    assert "只到傍晚" in officer.text


def test_a_refusal_needs_a_word(officer, round, asked):
    answer(officer, round, asked, ruling="refuse")
    assert "Say in a word why it is refused." in officer.text
    assert Request.objects.get().settled_at is None

    officer.the_form().in_form({"ruling": "refuse", "answer": "期限不变"}).press("Answer")
    assert Request.objects.get().outcome == "refused"


@pytest.mark.parametrize("hours", [-100, -1, 0])
def test_a_time_that_is_no_more_is_refused_at_its_field(officer, round, asked, hours):
    until = at_local(round.deadline + timedelta(hours=hours), round)
    answer(officer, round, asked, ruling="until", answer="已核实", **until)

    assert "#id_deadline_date" in officer.errors()
    assert "已核实" in officer.page.xpath("//textarea[@name='answer']")[0].text_content()


def test_the_second_officer_is_told_and_gets_his_word_back(officer, colleague, world, round, asked):
    query = f"?request={asked.pk}"
    colleague.at("round_answer", round.pk, query=query).the_form()
    answer(officer, round, asked, ruling="refuse", answer="期限不变")

    colleague.in_form({"ruling": "as_asked", "answer": "同意的话"}).press("Answer")

    assert "Perhaps a colleague was faster" in colleague.text
    assert "同意的话" in colleague.text
    assert Request.objects.get().outcome == "refused"


def test_of_many_those_that_no_longer_wait_are_left(officer, world, round, asked, charlies):
    query = f"?request={asked.pk}&request={charlies.pk}"
    officer.at("round_answer", round.pk, query=query).the_form()
    requests.withdraw(request=charlies, by=world.charlie)

    officer.in_form({"ruling": "as_asked"}).press("Answer")

    assert "1 request is answered." in officer.text
    assert "1 was no longer waiting" in officer.text
    assert sorted(Request.objects.values_list("outcome", flat=True)) == ["granted", "withdrawn"]


def test_a_later_deadline_given_meanwhile_is_looked_at_first(officer, world, round, asked):
    until = round.deadline + timedelta(hours=2)
    officer.at("round_answer", round.pk, query=f"?request={asked.pk}").the_form()
    later = {"deadline": round.deadline + timedelta(hours=6), "reason": "停电"}
    rounds.extend(by=world.officer, assignments=[asked.assignment], **later)

    officer.in_form({"ruling": "until", **at_local(until, round)}).press("Answer")

    assert "#id_deadline_date" in officer.errors()
    assert Request.objects.get().settled_at is None


def test_an_accepted_return_is_opened_again_from_its_review(officer, world, round, response, submitted):
    review.accept(revision=submitted, by=world.officer)
    asked = requests.ask(response=fresh(response), by=world.alice, reason="抄错")
    assert "抄错" in officer.at("review", response.pk).text

    officer.follow("Answer the request…").the_form()
    assert "as_asked" not in officer.response.content.decode()
    officer.in_form({"ruling": "until"}).press("Answer")

    assert fresh(response).state == "returned"
    assert Request.objects.get(pk=asked.pk).outcome == "granted"
    assert "granted" in officer.at("review", response.pk).text


def test_who_may_only_look_sees_requests_and_answers_none(world, round, asked):
    viewer = Officer(factories.make_officer(world.city, Role.VIEWER))
    assert "停电两日" in viewer.at("round_requests", round.pk).text
    assert viewer.texts_at("//input[@type='checkbox']") == []

    viewer.post("round_answer", round.pk, query=f"?request={asked.pk}", ruling="refuse", answer="不")

    assert Request.objects.get().settled_at is None
    assert "requests of operators" not in viewer.open(reverse("bureau:home")).text


def test_a_district_answers_for_what_was_submitted_there_and_for_nothing_else(
    district_officer, world, round, response, submitted, charlies
):
    theirs = ask(response, world.alice)

    seen = district_officer.at("round_requests", round.pk).texts_at("//tbody/tr")
    assert len(seen) == 1
    answer(district_officer, round, theirs, ruling="as_asked")

    assert sorted(Request.objects.values_list("outcome", flat=True)) == ["", "granted"]


def test_a_district_grants_no_time_to_who_has_submitted_nothing(district_officer, round, asked):
    district_officer.post("round_answer", round.pk, query=f"?request={asked.pk}", ruling="as_asked")

    assert Request.objects.get().settled_at is None


def test_requests_of_others_are_not_answered(stranger, round, asked):
    assert stranger.at("round_requests", round.pk).status == 404
    stranger.post("round_answer", round.pk, query=f"?request={asked.pk}", ruling="as_asked")

    assert Request.objects.get().settled_at is None


def test_the_list_says_where_it_stands(officer, world, round, asked, charlies):
    requests.answer(requests=[asked], by=world.officer, ruling=Ruling(True))

    officer.at("round_requests", round.pk)
    assert officer.texts_at("//*[@class='state-count']") == ["1", "1"]
    assert "granted" in officer.at("round_requests", round.pk, query="?state=settled").text
