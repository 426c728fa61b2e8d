from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from surveys.responses.issuing import issue
from surveys.responses.models import Response
from surveys.rounds import actions as rounds
from surveys.rounds import course
from surveys.rounds.models import Assignment
from tests import factories
from tests.portal.visitor import Visitor
from tests.responses.stories import confirm, make_issued_round, response_of, submit


def queries_for(user, url):
    visitor = Visitor(user)
    visitor.client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert visitor.client.get(url).status_code == 200
    return len(captured)


def test_the_home_page_says_who_asks_what_until_when_and_on_what_ground(alice, round):
    alice.open("/")

    assert alice.url == "/portal/"
    for text in (round.title, "北京市经济和信息化局", "还剩 19 小时", "统计法", "请备好近一年电费单", "010-5557 0000"):
        assert text in alice.text


def test_what_it_rests_on_is_folded_once_it_has_been_read(alice, round, response):
    assert not alice.open("/").page.xpath("//details[@class='about-round']")

    alice.open(f"/portal/assignments/{response.assignment_id}/")
    (folded,) = alice.open("/").page.xpath("//details[@class='about-round']")

    assert folded.get("open") is None
    assert "统计法" in folded.text_content()


def test_a_unit_taken_out_of_the_round_is_not_counted_as_one_to_answer(world, alice, round, response):
    rounds.exclude(by=world.officer, assignment=response.assignment, because="重复登记")

    assert alice.open("/").texts("count") == []


def test_without_any_round_the_home_page_says_why_it_is_empty(alice, world):
    assert "目前没有需要贵单位填报的调查" in alice.open("/portal/").text


def test_a_draft_of_a_round_is_not_shown(alice, world, now):
    survey = rounds.start_survey(by=world.officer, authority=world.city, template_name="mining_2021", at=now)
    draft = rounds.create_round(by=world.officer, survey=survey, at=now)

    assert draft.title not in alice.open("/portal/").text
    assert alice.open(f"/portal/rounds/{draft.pk}/").response.status_code == 404


def test_where_the_organisation_answers_it_is_not_called_a_data_center(alice, world, now):
    factories.make_facility(world.alice_org)
    survey = rounds.start_survey(by=world.officer, authority=world.city, template_name="ledger_1283", at=now)
    draft = rounds.create_round(by=world.officer, survey=survey, at=now, enquiries="010-1")
    issued = issue(by=world.officer, round=draft, at=now)

    alice.open(f"/portal/rounds/{issued.pk}/")
    assert ("第二步：填报本单位情况" in alice.text, "个数据中心提交零报告" in alice.text) == (True, False)
    alice.follow("本单位不涉及：零报告")
    assert ("零报告表示本单位不涉及相关业务" in alice.text, "数据中心不涉及" in alice.text) == (True, False)


def test_the_deadline_shown_is_the_one_that_comes_next(alice, world, round, response, now):
    factories.make_facility(world.alice_org)
    rounds.extend(by=world.officer, assignments=[response.assignment], deadline=now + timedelta(days=3), reason="故障")

    assert "还剩 2 天" in alice.open("/portal/").text


def test_after_the_deadline_one_can_still_submit(alice, world, now):
    make_issued_round(world, at=now - timedelta(days=2), deadline=now - timedelta(seconds=2))

    assert alice.open("/portal/").texts("time-left") == ["已逾期，仍可报送，将标记迟报"]


@pytest.mark.parametrize(
    ("states", "words"),
    [
        (("draft", "accepted"), "已逾期，仍可报送，将标记迟报"),
        (("returned", "accepted"), "已过截止时间，仍可更正，更正不算迟报"),
        (("submitted", "submitted"), "已过截止时间，仍可更正，更正不算迟报"),
        (("accepted", "accepted"), "已过截止时间"),
    ],
)
def test_only_who_has_never_submitted_is_told_that_it_will_be_late(alice, world, now, states, words):
    for code in ("A1", "A2"):
        factories.make_facility(world.alice_org, code=code)
    made = make_issued_round(world, at=now - timedelta(days=2), deadline=now - timedelta(seconds=2))
    for code, state in zip(("A1", "A2"), states, strict=True):
        Response.objects.filter(assignment__round=made, assignment__facility__code=code).update(state=state)

    assert alice.open("/portal/").texts("time-left") == [words]
    alice.open(f"/portal/assignments/{made.assignments.get(facility__code='A2').pk}/")
    expected = {"accepted": "已过截止时间", "submitted": "已过截止时间，仍可更正，更正不算迟报"}[states[1]]
    assert alice.texts("time-left") == [expected]


def test_a_withdrawn_round_says_so_and_asks_nothing(alice, world, now):
    round = make_issued_round(world, at=now - timedelta(days=2), deadline=now + timedelta(days=1))
    course.withdraw(by=world.officer, round=round, reason="误发")

    assert alice.open("/portal/").texts("tag") == ["已撤回"]
    alice.follow(round.title)
    assert (alice.texts("time-left"), alice.texts("round-ended")[0].endswith("撤回：误发")) == (["已撤回"], True)
    unit = response_of(round, world.alice_org).assignment
    assert "批次已撤回，不必再报。" in alice.open(f"/portal/assignments/{unit.pk}/").text


def test_closed_rounds_stand_apart(alice, world, now):
    closed = make_issued_round(world, at=now - timedelta(days=2), deadline=now - timedelta(days=1))
    rounds.close(by=world.officer, round=closed)

    assert "已关闭的批次" in alice.open("/portal/").text
    assert alice.follow(closed.title).texts("time-left") == ["已关闭"]


def test_the_hub_lists_each_data_center_with_its_state(alice, world, round, ready):
    submit(ready, world.alice, at=None)

    alice.open(f"/portal/rounds/{round.pk}/")

    assert "由 Alice 于" in alice.text
    assert alice.texts("task-state")[-1] == "已报送"


def test_the_hub_shows_only_the_persons_own_organisation(alice, world, round):
    assert world.charlie_org.name not in alice.open(f"/portal/rounds/{round.pk}/").text


def test_a_unit_with_an_extension_of_its_own_shows_its_deadline(alice, world, round, response, now):
    factories.make_facility(world.alice_org)
    rounds.extend(by=world.officer, assignments=[response.assignment], deadline=now + timedelta(days=3), reason="故障")

    alice.open(f"/portal/rounds/{round.pk}/")

    assert "还剩 2 天" in alice.text


def test_a_unit_that_was_excluded_is_not_asked_any_more(alice, world, round, response):
    rounds.exclude(by=world.officer, assignment=response.assignment, because="已拆除")

    alice.open(f"/portal/rounds/{round.pk}/")
    assert alice.texts("task-state")[-1] == "不再需要填报"
    assert "已拆除" in alice.follow(str(response.assignment)).text


@pytest.mark.parametrize("name", ["officer", "charlie", "nobody"])
def test_to_everybody_else_an_assignment_does_not_exist(world, round, ready, name):
    revision = submit(ready, world.alice, at=None)
    pages = [
        reverse("portal:assignment", args=[ready.assignment_id]),
        reverse("portal:section", args=[ready.assignment_id, "facility"]),
        reverse("portal:check", args=[ready.assignment_id]),
        reverse("portal:nil", args=[ready.assignment_id]),
        reverse("portal:confirm", args=[round.pk, world.alice_org.pk]),
        reverse("portal:nil_for_all", args=[round.pk, world.alice_org.pk]),
        reverse("portal:receipt", args=[revision.pk]),
        reverse("portal:document", args=[revision.pk]),
    ]

    visitor = Visitor(getattr(world, name))

    assert {visitor.client.get(page).status_code for page in pages} == {404}


def make_more(world, round, count, now):
    for _ in range(count):
        facility = factories.make_facility(world.alice_org)
        assignment = Assignment.objects.create(
            round=round, organisation=world.alice_org, facility=facility, region=facility.region, created_at=now
        )
        Response.objects.create(assignment=assignment)


@pytest.mark.parametrize("page", ["/portal/", "/portal/rounds/{}/"])
def test_more_data_centers_need_no_more_queries(world, round, now, page):
    confirm(round, world.alice_org, world.alice, at=now)
    with_one = queries_for(world.alice, page.format(round.pk))
    make_more(world, round, 2, now)

    assert queries_for(world.alice, page.format(round.pk)) == with_one


def test_more_rounds_need_no_more_queries(world, round, now):
    with_one = queries_for(world.alice, "/portal/")
    for hours in (3, 4):
        make_issued_round(world, at=now - timedelta(hours=hours), deadline=now + timedelta(hours=hours))

    assert queries_for(world.alice, "/portal/") == with_one


def test_the_assignment_page_shows_every_section_with_its_state(alice, ready):
    alice.open(f"/portal/assignments/{ready.assignment_id}/")

    assert alice.texts("task-state") == ["已完成", "已完成", "已完成", "选填"]


def test_sections_begin_not_started_or_filled_in_beforehand(alice, response):
    alice.open(f"/portal/assignments/{response.assignment_id}/")

    assert alice.texts("task-state") == ["未开始", "未开始", "未开始", "选填"]


def test_looking_at_a_closed_round_shows_what_was_typed(alice, world, now):
    closed = make_issued_round(world, at=now - timedelta(days=2), deadline=now - timedelta(days=1))
    response = response_of(closed, world.alice_org)
    rounds.close(by=world.officer, round=closed)

    alice.open(f"/portal/assignments/{response.assignment_id}/")

    assert "未报送。" in alice.text
    assert alice.form is None


def test_whose_time_for_a_correction_is_over_is_told_whom_to_call(alice, world, now):
    closed = make_issued_round(world, at=now - timedelta(days=2), deadline=now - timedelta(days=1))
    response = response_of(closed, world.alice_org)
    type(response).objects.filter(pk=response.pk).update(state="returned")
    rounds.close(by=world.officer, round=closed)

    assert "更正时限（" in alice.open(f"/portal/assignments/{response.assignment_id}/").text


def test_after_a_nil_return_for_all_nothing_is_left_to_be_confirmed(alice, world, round):
    alice.open(f"/portal/rounds/{round.pk}/")
    assert "待确认" in alice.text

    Response.objects.update(state="submitted")

    assert "待确认" not in alice.open(f"/portal/rounds/{round.pk}/").text
