import re
import uuid
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from surveys.accounts.roles import Role
from surveys.notices.models import Notice
from surveys.registry.models import Organisation
from surveys.responses import actions as responses
from surveys.responses.models import Response
from surveys.responses.reminding import send_reminders
from surveys.rounds import actions, course
from tests import factories
from tests.bureau.officer import Officer
from tests.responses.stories import confirm, fill_in, make_issued_round, response_of, submit


@pytest.fixture
def clearing(world, round, submitted):
    """Alice has submitted, Charlie has not answered."""
    Organisation.objects.filter(pk=world.charlie_org.pk).update(kind="cloud")
    return round


def found(officer, round, query=""):
    """The organisations of the rows that the filter leaves."""
    officer.at("round", round.pk, query=query)
    tables = officer.page.xpath("//main//table")
    return officer.cells(2) if len(tables) == 2 else []


def test_counts_have_their_denominators(officer, clearing):
    officer.at("round", clearing.pk)

    assert officer.texts("big-progress") == ["1 of 2 50.00%", "5,000 of 10,000 50.00%"]
    assert officer.texts("state-count") == ["1", "0", "1", "0", "0", "0", "0"]


def test_districts_add_up_to_the_total(officer, clearing):
    officer.at("round", clearing.pk)

    rows = officer.page.xpath("//table[contains(@class, 'districts')]//tr")[1:]
    said = [" ".join(" ".join(row.itertext()).split()) for row in rows]
    assert said == [
        "Chaoyang 1 of 1 100.00% 5,000 of 5,000 100.00% 0 1 0 0 0 0",
        "Haidian 0 of 1 0.00% 0 of 5,000 0.00% 1 0 0 0 0 0",
        "Total 1 of 2 50.00% 5,000 of 10,000 50.00% 1 1 0 0 0 0",
    ]


def test_data_centers_without_kw_are_told_of(officer, world, now):
    factories.make_facility(world.alice_org, it_kw=None)
    round = make_issued_round(world, at=now, deadline=now + timedelta(days=1))

    officer.at("round", round.pk)

    assert "1 data center has no IT power in the register" in officer.text
    assert officer.texts("big-progress")[1] == "0 of 5,000 0.00%"


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("", ["丙算科技", "甲云数据"]),
        ("?state=submitted", ["甲云数据"]),
        ("?state=answered", ["甲云数据"]),
        ("?state=silent", ["丙算科技"]),
        ("?state=not_started", ["丙算科技"]),
        ("?state=overdue", []),
        ("?state=excluded", []),
        ("?region=110108", ["丙算科技"]),
        ("?kind=cloud", ["丙算科技"]),
        ("?late=no", ["甲云数据"]),
        ("?late=yes", []),
        ("?nil=no", ["甲云数据"]),
        ("?nil=yes", []),
        ("?findings=no", ["甲云数据"]),
        ("?findings=yes", []),
        ("?q=甲云", ["甲云数据"]),
        ("?q=测试数据中心 丙算", ["丙算科技"]),
        ("?state=submitted&region=110108", []),
        ("?page=999&lang=nonsense", ["丙算科技", "甲云数据"]),
        ("?state=nonsense", []),
        ("?q=甲云&kind=%01", []),
    ],
)
def test_each_filter_leaves_what_it_says(officer, clearing, query, left):
    assert sorted(found(officer, clearing, query)) == left


def test_a_credit_code_finds_its_organisation(officer, world, clearing):
    assert found(officer, clearing, f"?q={world.charlie_org.number}") == ["丙算科技"]


def test_overdue_are_those_whose_own_deadline_has_passed(officer, world, overdue):
    charlie = response_of(overdue, world.charlie_org).assignment
    actions.extend(by=world.officer, assignments=[charlie], deadline=overdue.deadline + timedelta(days=1), reason="x")

    assert found(officer, overdue, "?state=overdue") == ["甲云数据"]


def test_findings_of_the_latest_revision_count(officer, world, clearing, submitted):
    type(submitted).objects.filter(pk=submitted.pk).update(findings=[{"check": "x"}])

    assert found(officer, clearing, "?findings=yes") == ["甲云数据"]


def test_in_print_the_ticks_go_with_their_heading(officer, clearing):
    table = officer.at("round", clearing.pk).page.xpath("//main//table")[-1]

    assert {row[0].get("class") for row in table.xpath(".//tr")} == {"tick"}


def test_what_is_wrong_with_a_filter_stands_at_its_field(officer, clearing):
    officer.at("round", clearing.pk, query="?state=nonsense")

    assert officer.texts("invalid-feedback") == ["Select a valid choice. nonsense is not one of the available choices."]
    assert "No data center fits all of these filters." in officer.text


def test_a_filter_is_a_chip_that_can_be_taken_away(officer, clearing):
    officer.at("round", clearing.pk, query="?state=silent&q=丙")

    assert officer.texts("chip") == ["State: no answer yet ×", "Name, credit code, code or receipt: 丙 ×"]
    assert officer.follow("no answer yet ×").texts("chip") == ["Name, credit code, code or receipt: 丙 ×"]


def test_no_hits_offer_to_clear_the_filters(officer, clearing):
    officer.at("round", clearing.pk, query="?q=nowhere")

    assert "No data center fits all of these filters." in officer.text
    assert len(officer.follow("Clear all filters").cells()) == 2


def test_who_has_not_answered_is_listed_with_the_telephone(officer, world, clearing):
    factories.make_contact(world.charlie_org, name="李四", phone="010-1234")

    officer.at("round_silent", clearing.pk)

    assert officer.page.xpath("//a[starts-with(@href, 'tel:')]/@href") == ["tel:010-1234"]
    assert "丙算科技" in officer.text
    assert "甲云数据" not in officer.text


def test_nobody_to_call_is_said(officer, world, round):
    for response in Response.objects.filter(assignment__round=round):
        actions.exclude(by=world.officer, assignment=response.assignment, because="closed")

    assert "There is nobody to call." in officer.at("round_silent", round.pk).text


def test_reminders_show_what_was_sent_and_what_is_to_come(officer, world, round, now):
    factories.make_contact(world.charlie_org)
    send_reminders(at=round.issued_at + (round.deadline - round.issued_at) * 0.6)

    officer.at("round", round.pk)

    said = [item.text_content().split(" – ")[1] for item in officer.page.xpath("//ul[@class='plain-list']/li")]
    assert said == ["2 letters", "still to come", "still to come"]


@pytest.mark.parametrize("end", [actions.close, course.withdraw])
def test_what_a_round_that_ended_early_does_not_send_is_not_to_come(officer, world, round, now, end):
    factories.make_contact(world.charlie_org)
    send_reminders(at=round.issued_at + (round.deadline - round.issued_at) * 0.6)
    end(by=world.officer, round=round, reason="已全部回收", at=now)

    officer.at("round", round.pk)

    said = [item.text_content().split(" – ")[1] for item in officer.page.xpath("//ul[@class='plain-list']/li")]
    assert said == ["2 letters", "none: the round ended before", "none: the round ended before"]


def test_a_step_that_was_missed_is_not_said_to_have_been_needless(officer, world, now):
    factories.make_contact(world.alice_org)
    round = make_issued_round(world, at=now - timedelta(hours=80), deadline=now + timedelta(hours=20))
    send_reminders(at=now)

    officer.at("round", round.pk)

    said = [item.text_content().split(" – ")[1] for item in officer.page.xpath("//ul[@class='plain-list']/li")]
    assert said == ["none sent: nobody was to be reminded then, or the system stood still", "1 letter", "still to come"]


def test_a_district_officer_sees_the_own_rows_and_no_deeds(district_officer, clearing):
    district_officer.at("round", clearing.pk)

    assert district_officer.cells(1) == ["甲云数据"]
    assert district_officer.texts("big-progress")[0] == "1 of 1 100.00%"
    assert district_officer.page.xpath("//main//*[@type='checkbox']") == []
    assert "Letters" not in district_officer.text


@pytest.mark.parametrize("name", ["round_extend", "round_take_out", "round_take_back", "round_close", "round_notices"])
def test_a_district_officer_cannot_manage_the_citys_round(world, clearing, name):
    manager = Officer(factories.make_officer(world.district, Role.ADMINISTRATOR))

    assert manager.at(name, clearing.pk, query="?all=1").status == 403
    assert manager.post(name, clearing.pk).status in (403, 405)


@pytest.mark.parametrize(
    "name",
    [
        "round",
        "round_silent",
        "round_extend",
        "round_close",
        "round_notices",
        "round_history",
        "review_queue",
        "round_form",
    ],
)
def test_the_round_does_not_exist_for_another_regulator(stranger, clearing, name):
    assert stranger.at(name, clearing.pk).status == 404


def queries_for(officer, name, round):
    officer.at(name, round.pk)
    with CaptureQueriesContext(connection) as captured:
        officer.at(name, round.pk)
    return len(captured)


@pytest.mark.parametrize("name", ["round", "round_silent", "review_queue", "round_notices", "round_history"])
def test_three_rows_take_no_more_queries_than_one(officer, world, now, name):
    rounds = []
    for facilities in (1, 3):
        for _ in range(facilities):
            factories.make_contact(world.alice_org)
            factories.make_facility(factories.make_organisation(region=world.alice_org.region))
        rounds.append(make_issued_round(world, at=now - timedelta(hours=1), deadline=now + timedelta(hours=9)))

    few, many = (queries_for(officer, name, round) for round in rounds)

    assert few == many


def test_a_submitted_row_shows_its_moment_and_marks(officer, world, overdue, now):
    submitted = nil_of(response_of(overdue, world.alice_org), world, now)

    officer.at("round", overdue.pk, query="?late=yes&nil=yes")

    assert submitted.is_late
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d late nil return", officer.cells(7)[0])
    assert "Submitted at Beijing time" in officer.text


def test_late_goes_by_the_first_revision_and_the_deadline_then_in_force_on_every_page(officer, world, overdue, now):
    """Neither an extension given afterwards nor a correction in its time changes the mark; the extension stands beside it."""
    first = nil_of(response_of(overdue, world.alice_org), world, now)
    due_then = overdue.deadline.astimezone(ZoneInfo("Asia/Shanghai")).strftime("%Y-%m-%d %H:%M")
    actions.extend(
        by=world.officer,
        assignments=[first.response.assignment],
        deadline=now + timedelta(days=1),
        reason="停电",
        at=now,
    )
    second = answered(response_of(overdue, world.alice_org), world, now)

    beside = f"late due then: {due_then} (Beijing time), extended since"
    assert (first.is_late, second.is_late) == (True, False)
    assert beside in officer.at("round", overdue.pk, query="?late=yes").cells(7)[0]
    assert beside in officer.at("review_queue", overdue.pk).text
    assert beside in officer.at("review", first.response_id).text
    assert beside in Officer(world.alice).open(f"/portal/receipts/{second.pk}/").text
    assert "是否按时：逾期" in Notice.objects.filter(kind="receipt").order_by("-created_at")[0].body


def test_a_correction_after_the_deadline_makes_nobody_late(officer, world, now):
    round = make_issued_round(world, at=now - timedelta(days=2), deadline=now - timedelta(hours=1))
    nil_of(response_of(round, world.alice_org), world, now - timedelta(hours=2))
    second = answered(response_of(round, world.alice_org), world, now)

    assert second.is_late
    assert "late" not in officer.at("round", round.pk, query="?state=submitted").cells(7)[0]
    assert "on time judged by revision 1" in Officer(world.alice).open(f"/portal/receipts/{second.pk}/").text
    assert "是否按时：按时" in Notice.objects.filter(kind="receipt").order_by("-created_at")[0].body


def answered(response, world, at):
    fill_in(response, world.alice, at=at, address={"typed": "示范路1号"})
    return submit(response_of(response.assignment.round, world.alice_org), world.alice, at=at)


def nil_of(response, world, at):
    organisation = world.alice_org
    confirm(response.assignment.round, organisation, world.alice, at=at)
    return responses.submit_nil(response=response, by=world.alice, key=uuid.uuid4(), declared_by="Alice", at=at)
