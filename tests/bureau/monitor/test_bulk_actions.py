from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from surveys.audit.models import Event
from surveys.notices.models import Notice
from surveys.responses.models import Response
from surveys.rounds import actions, course
from surveys.rounds.models import Assignment, Extension
from surveys.rounds.queries import deadline_of
from tests import factories
from tests.bureau.officer import Officer
from tests.responses.stories import response_of

on_a_server = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="needs a server; part of every run on PostgreSQL"
)


def in_beijing(moment):
    local = moment.astimezone(ZoneInfo("Asia/Shanghai"))
    return {"deadline_date": f"{local:%Y-%m-%d}", "deadline_time": f"{local:%H:%M}"}


def ticked(*assignments):
    return "?" + "&".join(f"assignment={assignment.pk}" for assignment in assignments)


@pytest.fixture
def assignment(world, round):
    return response_of(round, world.alice_org).assignment


@pytest.fixture
def later(round):
    return (round.deadline + timedelta(days=1)).replace(second=0, microsecond=0)


def test_all_hits_get_more_time(officer, world, round, later):
    officer.at("round", round.pk, query="?region=110105").follow("Extend the deadline…")
    officer.the_form().in_form({"reason": "停电", **in_beijing(later)}).press("Extend")

    assert "The deadline of 1 unit was extended" in officer.text
    extension = Extension.objects.get()
    assert (extension.deadline, extension.assignment.organisation) == (later, world.alice_org)
    assert Notice.objects.filter(kind="extended").count() == 1


@pytest.mark.parametrize("name", ["round_extend", "round_take_out"])
def test_all_hits_of_a_filter_that_means_nothing_are_none(officer, round, name):
    officer.at(name, round.pk, query="?all=1&state=nonsense")

    assert "None of those chosen can be dealt with in this way." in officer.text


def test_those_ticked_get_more_time(officer, round, assignment, later):
    officer.at("round_extend", round.pk, query=ticked(assignment)).the_form()

    officer.in_form({"reason": "停电", **in_beijing(later)}).press("Extend")

    assert deadline_of(assignment) == later


def test_who_is_accepted_needs_no_more_time(officer, world, round, submitted, assignment):
    type(submitted.response).objects.update(state="accepted")

    officer.at("round_extend", round.pk, query=ticked(assignment))

    assert "None of those chosen can be dealt with in this way." in officer.text


@pytest.mark.parametrize(
    ("after", "said"),
    [(timedelta(days=-3), "must lie in the future"), (timedelta(hours=-1), "must be later than the one")],
)
def test_a_deadline_that_is_not_later_is_refused(officer, round, assignment, after, said):
    officer.at("round_extend", round.pk, query=ticked(assignment)).the_form()

    officer.in_form({"reason": "停电", **in_beijing(round.deadline + after)}).press("Extend")

    assert said in officer.errors()["#id_deadline_date"]
    assert dict(officer.the_form().values())["reason"] == "停电"
    assert Extension.objects.count() == 0


def test_it_must_be_later_than_an_earlier_extension(officer, world, round, assignment, later):
    actions.extend(by=world.officer, assignments=[assignment], deadline=later, reason="x")
    officer.at("round_extend", round.pk, query=ticked(assignment)).the_form()

    officer.in_form({"reason": "停电", **in_beijing(later)}).press("Extend")

    assert Extension.objects.count() == 1


def test_a_reason_is_asked_for(officer, round, assignment, later):
    officer.at("round_extend", round.pk, query=ticked(assignment)).the_form()

    officer.in_form(in_beijing(later)).press("Extend")

    assert officer.errors() == {"#id_reason": "“Reason” is missing."}


def test_nothing_is_done_when_the_hits_have_changed(officer, world, round, assignment):
    officer.at("round_take_out", round.pk, query="?all=1").the_form()
    actions.exclude(by=world.officer, assignment=assignment, because="closed")

    officer.in_form({"reason": "重复登记"}).press("Take out")

    assert "nothing was done" in officer.text
    assert Assignment.objects.exclude(ineligible_because="").count() == 1


@pytest.mark.parametrize(
    "query", ["", "?assignment=x&assignment=%01", "?assignment=00000000-0000-0000-0000-000000000000"]
)
def test_nothing_chosen_is_said(officer, round, query):
    officer.at("round_extend", round.pk, query=query)

    assert "Tick the ones you mean" in officer.text


def test_units_of_another_round_are_out_of_reach(officer, round, overdue, world):
    other = response_of(overdue, world.alice_org).assignment

    assert "Tick the ones you mean" in officer.at("round_extend", round.pk, query=ticked(other)).text


def test_units_are_taken_out_with_a_reason_and_taken_back(officer, round, assignment):
    officer.at("round_take_out", round.pk, query=ticked(assignment)).the_form()
    officer.in_form({"reason": "已关停"}).press("Take out")
    assignment.refresh_from_db()
    assert assignment.ineligible_because == "已关停"

    officer.at("round_take_back", round.pk, query=ticked(assignment)).the_form().press("Take back")
    assignment.refresh_from_db()
    assert assignment.ineligible_because == ""


def test_what_was_taken_out_does_not_count(officer, world, round, assignment):
    actions.exclude(by=world.officer, assignment=assignment, because="已关停")

    officer.at("round", round.pk)

    assert officer.texts("big-progress")[0] == "0 of 1 0.00%"
    assert "已关停" in officer.text


def test_a_round_is_closed_after_its_page_has_named_the_number(officer, overdue):
    officer.at("round", overdue.pk).follow("Close the round…")
    officer.the_form().press("Close with 2 data centers not answered")

    overdue.refresh_from_db()
    assert overdue.closed_at is not None
    assert "The round is closed." in officer.text


def test_a_round_is_not_closed_before_its_deadline(officer, round):
    assert "The operators were promised time until" in officer.at("round_close", round.pk).text
    assert officer.texts_at("//dt[.='Extension still running']/following-sibling::dd[1]") == ["0"]

    assert officer.post("round_close", round.pk).status == 409
    round.refresh_from_db()
    assert round.closed_at is None


def test_extensions_that_still_run_are_named_before_closing(officer, world, overdue, now):
    actions.extend(
        by=world.officer, assignments=list(overdue.assignments.all()), deadline=now + timedelta(days=1), reason="x"
    )

    officer.at("round_close", overdue.pk)

    assert officer.texts_at("//dt[.='Extension still running']/following-sibling::dd[1]") == ["2"]


def test_a_round_is_closed_before_its_deadline_with_a_reason(officer, round):
    officer.at("round", round.pk).follow("Close the round…")
    officer.the_form().press("Close with 2 data centers not answered")
    assert officer.errors() == {"#id_reason": "“Why it is closed before its deadline” is missing."}

    officer.in_form({"reason": "已全部回收"}).press("Close with 2 data centers not answered")

    round.refresh_from_db()
    assert (round.closing_reason, "Closed before the deadline, at" in officer.text) == ("已全部回收", True)


@pytest.mark.parametrize("name", ["round_close", "round_withdraw"])
def test_a_closed_round_is_neither_closed_nor_withdrawn(officer, world, overdue, name):
    actions.close(by=world.officer, round=overdue)

    officer.post(name, overdue.pk, reason="x")

    assert "This is possible only while the round is open." in officer.text


@pytest.mark.parametrize("name", ["round_extend", "round_take_out", "round_take_back"])
def test_a_withdrawn_round_stays_as_it_is(officer, world, overdue, name):
    course.withdraw(by=world.officer, round=overdue, reason="误发")

    officer.post(name, overdue.pk, query="?all=1", expected="2", reason="x")

    assert "possible only in a round that was issued and not withdrawn" in officer.text
    assert Assignment.objects.exclude(ineligible_because="").count() == 0


def test_in_a_closed_round_a_duplicate_is_taken_out_and_a_latecomer_let_in(officer, world, overdue, now):
    first, second = overdue.assignments.all()
    actions.close(by=world.officer, round=overdue)

    officer.at("round_take_out", overdue.pk, query=ticked(first)).the_form()
    officer.in_form({"reason": "重复登记"}).press("Take out")
    later = (now + timedelta(days=1)).replace(second=0, microsecond=0)
    officer.at("round_extend", overdue.pk, query=ticked(second)).the_form()
    officer.in_form({"reason": "补报", **in_beijing(later)}).press("Extend")

    first.refresh_from_db()
    assert (first.ineligible_because, deadline_of(second)) == ("重复登记", later)
    assert "1 data center has a later deadline" in officer.text


def test_the_deadline_of_the_whole_round_is_moved_on_every_page(officer, world, round, later):
    officer.at("round", round.pk).follow("Move the deadline…")
    assert "This is the whole round" in officer.text
    officer.the_form().in_form({"reason": "系统维护", **in_beijing(later)}).press("Extend")

    shown = f"{later.astimezone(ZoneInfo('Asia/Shanghai')):%Y-%m-%d %H:%M}"
    assert f"The deadline of the whole round is {shown}" in officer.text
    assert officer.texts("frame-deadline")[0].startswith(f"Deadline {shown}")
    assert shown in officer.at("round_close", round.pk).text
    assert shown in officer.at("rounds").text
    reminders = officer.at("round", round.pk).texts_at("//h2[.='Reminders']/following-sibling::ul[1]/li")
    assert all("still to come" in line for line in reminders)
    assert Extension.objects.count() == 0


def test_all_hits_of_no_filter_are_the_whole_round_and_those_of_one_are_not(officer, world, round, later):
    officer.at("round_extend", round.pk, query="?all=1&region=110105").the_form()
    officer.in_form({"reason": "停电", **in_beijing(later)}).press("Extend")

    round.refresh_from_db()
    assert (round.deadline < later, round.postponements.count()) == (True, 0)


def test_of_those_with_a_later_deadline_the_header_says_so(officer, world, round, assignment, later):
    actions.extend(by=world.officer, assignments=[assignment], deadline=later, reason="停电")

    assert "1 data center has a later deadline" in officer.at("round", round.pk).text


def all_at_once(user, name, round, **data):
    """Five tabs press the same button; what each is told."""

    def press(_tab):
        try:
            return Officer(user).post(name, round.pk, **data).text
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        return list(pool.map(press, range(5)))


@pytest.mark.django_db(transaction=True)
@on_a_server
def test_of_those_who_close_at_once_one_does(overdue, world):
    told = all_at_once(world.officer, "round_close", overdue)

    assert sum("The round is closed." in text for text in told) == 1
    assert Event.objects.filter(verb="closed").count() == 1


@pytest.mark.django_db(transaction=True)
@on_a_server
def test_of_those_who_extend_at_once_one_does(round, world, later):
    form = {"expected": "whole", "reason": "停电", **in_beijing(later)}

    told = all_at_once(world.officer, "round_extend", round, query="?all=1", **form)

    assert sum("The deadline of the whole round is" in text for text in told) == 1
    assert round.postponements.count() == 1


def test_whoever_moves_the_deadline_of_a_round_that_was_just_closed_looks_first(world, officer, round, later):
    officer.at("round_extend", round.pk, query="?all=1").the_form().in_form({"reason": "停电", **in_beijing(later)})
    actions.close(by=world.officer, round=round, reason="已全部回收")

    officer.press("Extend")

    assert "The units have changed since you saw this page" in officer.text
    assert not Extension.objects.exists()
    officer.the_form().press("Extend")
    assert Extension.objects.count() == round.assignments.count()


def test_what_is_accepted_meanwhile_does_not_hinder_moving_the_deadline_of_the_round(world, officer, round, later):
    officer.at("round_extend", round.pk, query="?all=1").the_form().in_form({"reason": "停电", **in_beijing(later)})
    Response.objects.filter(assignment__round=round, assignment__organisation=world.alice_org).update(state="accepted")

    officer.press("Extend")

    round.refresh_from_db()
    assert round.deadline == later


@pytest.fixture
def letter(world, round):
    factories.make_contact(world.charlie_org)
    letter = Notice.objects.filter(round=round).first()
    Notice.objects.filter(pk=letter.pk).update(state="failed", attempts=8, last_error="550 no such user")
    return letter


def test_the_log_tells_why_a_letter_failed(officer, round, letter):
    assert "550 no such user" in officer.at("round_notices", round.pk, query="?state=failed").text


def test_a_letter_that_failed_is_sent_again_once(officer, round, letter):
    officer.at("round_notices", round.pk).the_form("/again/").press("Send again")

    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == ("queued", 0)
    officer.post("round_resend", round.pk, letter.pk)
    assert "not among those that could not be delivered" in officer.text


def test_a_letter_of_another_round_is_not_found(officer, overdue, letter):
    assert officer.post("round_resend", overdue.pk, letter.pk).status == 404


def test_letters_can_be_narrowed_down(officer, round, letter):
    Notice.objects.filter(pk=letter.pk).update(state="done", done_at=letter.created_at)

    assert len(officer.at("round_notices", round.pk, query="?state=done").cells()) == 1
    assert "There is no such letter." in officer.at("round_notices", round.pk, query="?state=failed").text
