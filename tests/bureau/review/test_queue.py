"""What waits for review: which, in what order, and the way from one return to the next."""

import uuid
from datetime import timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse

from surveys.bureau.review.queue import QueueFilter, in_order
from surveys.lib.clock import database_now
from surveys.responses.models import Response
from surveys.responses.review import send_back
from surveys.rounds import course
from surveys.rounds.actions import exclude
from surveys.rounds.models import Assignment
from tests import factories
from tests.responses.stories import fresh


def test_the_oldest_return_comes_first(officer, round, submitted, charlies):
    officer.at("review_queue", round.pk)

    assert officer.cells(2) == ["甲云数据", "丙算科技"]


def test_an_empty_queue_says_why(officer, round):
    assert "Nothing waits for review." in officer.at("review_queue", round.pk).text


@pytest.mark.parametrize(("query", "left"), [("?findings=yes", ["丙算科技"]), ("?findings=no", ["甲云数据"])])
def test_the_queue_can_be_narrowed_down_by_findings(officer, round, submitted, charlies, query, left):
    type(charlies).objects.filter(pk=charlies.pk).update(findings=[{"check": "x"}])

    assert officer.at("review_queue", round.pk, query=query).cells(2) == left


def test_nothing_in_the_queue_fits(officer, round, submitted):
    assert "No return fits" in officer.at("review_queue", round.pk, query="?q=nowhere").text


@pytest.fixture
def mining(world, charlies):
    """Charlie spends half of it on mining."""
    said = charlies.answers["answers"] | {"has_mining": {"value": "yes"}, "mining_kwh": {"value": "15000000"}}
    type(charlies).objects.filter(pk=charlies.pk).update(answers=charlies.answers | {"answers": said})
    return charlies


def test_the_queue_shows_the_main_figures(officer, round, submitted, mining):
    officer.at("review_queue", round.pk)

    assert [officer.cells(n) for n in (4, 5)] == [["30,005,000", "30,005,000"], ["0", "15,000,000"]]
    assert officer.cells(6) == ["0.00", "49.99"]


def test_the_queue_can_be_ordered_by_mining_electricity(officer, round, submitted, mining):
    assert officer.at("review_queue", round.pk, query="?order=mining_kwh").cells(2) == ["丙算科技", "甲云数据"]


@pytest.mark.parametrize("value", ["", "a lot", "NaN", None])
def test_what_is_no_number_comes_last(officer, round, submitted, mining, value):
    said = submitted.answers["answers"] | {"mining_kwh": {"value": value}}
    type(submitted).objects.filter(pk=submitted.pk).update(answers=submitted.answers | {"answers": said})

    assert [str(pk) for pk in in_order_of(officer, round, "mining_kwh")] == [
        str(one.response.assignment_id) for one in (mining, submitted)
    ]


def in_order_of(officer, round, order):
    user = officer.at("home").response.context["user"]
    return in_order(user, round, QueueFilter(QueryDict(f"order={order}"), round=round), database_now())


def test_filter_and_order_stay_from_return_to_return(officer, round, submitted, mining):
    officer.at("review_queue", round.pk, query="?late=no&order=mining_kwh").follow(str(mining.response))
    told = "Total electricity 30,005,000 kWh · Mining electricity 15,000,000 kWh · Share 49.99 %"
    assert told in " ".join(officer.text.split())

    officer.the_form("accept/?late=no&order=mining_kwh").press("Accept")

    assert officer.url == reverse("bureau:review", args=[submitted.response_id]) + "?late=no&order=mining_kwh"
    officer.the_form("accept/?late=no&order=mining_kwh").press("Accept")
    assert officer.url == reverse("bureau:review_queue", args=[round.pk]) + "?late=no&order=mining_kwh"
    assert "Nothing more of what you chose waits for review." in officer.text


def test_filter_and_order_stay_on_the_way_through_a_return(officer, round, submitted):
    trail = "?late=no&order=mining_kwh"
    officer.at("review", submitted.response_id, query=trail)
    ways = [link for link in officer.page.xpath("//main//a/@href") if str(submitted.response_id) in link]
    assert [link for link in ways if not link.endswith(trail)] == []

    officer.at("response_history", submitted.response_id, query=f"{trail}&page=1")
    assert officer.page.xpath("//*[@class='back-link']/@href") == [
        reverse("bureau:review", args=[submitted.response_id]) + trail
    ]


@pytest.mark.parametrize("deed", ["review_recall", "review_give_time"])
def test_filter_and_order_stay_when_a_colleague_was_faster(officer, world, submitted, deed, now):
    until = now + timedelta(days=2)
    send_back(revision=submitted, by=world.officer, remarks={"total_kwh": "Unit?"}, note="", new_deadline=until)
    trail = "?late=no&order=mining_kwh"
    officer.at("review", submitted.response_id, query=trail)

    actions = officer.page.xpath("//main//form[@method='post']/@action")
    assert reverse(f"bureau:{deed}", args=[submitted.response_id]) + trail in actions
    sent = {"revision": str(submitted.pk), "note": "No need", "reason": "Much to do", "deadline_date": "2030-01-01"}
    officer.post(deed, submitted.response_id, query=trail, **sent, deadline_time="12:00")
    assert officer.url == reverse("bureau:review", args=[submitted.response_id]) + trail


def test_the_next_one_is_looked_for_within_the_filter(officer, round, submitted, charlies):
    officer.at("review", submitted.response_id, query=f"?q={submitted.response.assignment.organisation.number}")

    assert "decide later, show the next" not in officer.text


@pytest.mark.parametrize("named", ["", "x", str(uuid.UUID(int=1))])
def test_a_next_one_that_no_longer_waits_gives_way_to_another(officer, submitted, charlies, named):
    officer.post("review_accept", submitted.response_id, revision=str(submitted.pk), following=named)

    assert officer.url == reverse("bureau:review", args=[charlies.response_id])


def test_accepting_leads_to_the_next_one(officer, submitted, charlies):
    officer.at("review", submitted.response_id).the_form("/accept/").press("Accept")

    assert fresh(submitted.response).state == "accepted"
    assert officer.h1 == str(charlies.response)


def another_like(revision, at):
    """The same answers for another data center of the organisation, submitted at another moment."""
    asked = revision.response.assignment
    site = factories.make_facility(asked.organisation)
    place = {"organisation": asked.organisation, "facility": site, "region": site.region}
    assignment = Assignment.objects.create(round=asked.round, created_at=at, **place)
    revision.response = Response.objects.create(assignment=assignment, state="submitted")
    revision.pk, revision.receipt, revision.submitted_at = uuid.uuid4(), "another", at
    revision._state.adding = True
    revision.save()
    return revision


def test_leaving_for_later_passes_all_and_then_begins_again(officer, submitted, charlies, now):
    third = another_like(fresh(submitted.response).latest, now + timedelta(minutes=2))

    shown = [officer.at("review", submitted.response_id).h1]
    shown += [officer.follow("decide later, show the next").h1 for _ in range(3)]

    assert shown == [str(one) for one in (submitted.response, charlies.response, third.response, submitted.response)]


def test_after_the_last_one_the_queue_says_so(officer, submitted):
    officer.at("review", submitted.response_id).the_form("/accept/").press("Accept")

    assert officer.h1 == "Waiting for review"
    assert "Nothing more waits for review in this round." in officer.text


def test_of_a_withdrawn_round_nothing_is_reviewed_called_or_counted(world, officer, round, submitted):
    course.withdraw(by=world.officer, round=round, reason="误发")

    assert "Review 1 return" not in officer.at("round", round.pk).text
    assert "nothing of it is reviewed any more" in officer.at("review_queue", round.pk).text
    assert "nothing of it is reviewed any more" in officer.at("review", submitted.response_id).text
    assert "No return is without doubts here" in officer.at("review_accept_plain", round.pk).text
    assert "nobody is to be called" in officer.at("round_silent", round.pk).text
    assert "counts nowhere" in officer.at("report", round.pk).text


def test_a_unit_that_was_taken_out_is_named_as_such_where_it_is_read(world, officer, submitted):
    exclude(by=world.officer, assignment=submitted.response.assignment, because="重复登记")

    assert "Taken out of the round, and counted nowhere: 重复登记" in officer.at("review", submitted.response_id).text
