"""What the bureau sees of the answers to its letters, and what it does about them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from surveys.lib.clock import database_now
from surveys.models import ReturnedMail
from surveys.notices import outbox
from surveys.notices.returned.addresses import return_address_of
from surveys.rounds.letters import actions
from surveys.rounds.notices import issue_notice
from tests import factories
from tests.bureau.officer import Officer
from tests.notices.returned.reports import form, qq


@pytest.fixture
def wang(world):
    return factories.make_contact(world.charlie_org, name="王五")


def hits(officer, round, letter):
    officer.at("round", round.pk, query=f"?letter={letter}")
    return officer.cells(2) if len(officer.page.xpath("//main//table")) == 2 else []


def test_units_are_found_by_what_was_answered(officer, round, wang):
    actions.ask_for_help(round=round, contact=wang, text="x")

    assert hits(officer, round, "acknowledged") == ["丙算科技"]
    assert hits(officer, round, "unacknowledged") == ["甲云数据"]
    assert hits(officer, round, "help") == ["丙算科技"]
    assert hits(officer, round, "right") == []


def test_only_the_last_answer_of_a_contact_is_found(officer, round, wang):
    actions.ask_for_help(round=round, contact=wang)
    actions.acknowledge(round=round, contact=wang)

    assert hits(officer, round, "help") == []
    assert hits(officer, round, "right") == ["丙算科技"]


def test_the_monitor_counts_organisations(officer, world, round, wang):
    actions.acknowledge(round=round, contact=wang)

    officer.at("round", round.pk)

    assert "Letter acknowledged by 1 of 2 organisations. Not acknowledged: 1" in officer.text


def test_whoever_was_named_is_to_be_called_before_who_named_him(officer, round, wang):
    actions.name_another(round=round, contact=wang, person=actions.Person("李四", "li@example.org", "13900000000"))

    officer.at("round_silent", round.pk)

    assert officer.text.index("李四 named by 王五") < officer.text.index("王五 named somebody else")


def test_who_asks_for_help_stands_on_the_list_until_somebody_has_called(officer, world, round, wang):
    actions.ask_for_help(round=round, contact=wang, text="单据不全", phone="13700000000")
    officer.at("round_silent", round.pk)
    assert "单据不全" in officer.text and "13700000000" in officer.text

    made = round.acknowledgements.get()
    officer.post("settle_letter", made.pk, note="已电话说明")

    made.refresh_from_db()
    assert (made.settlement, made.settled_by) == ("已电话说明", world.officer)
    officer.at("round_silent", round.pk)
    assert "单据不全" not in officer.text


def test_what_is_right_or_wrong_waits_for_nobody(officer, round, wang):
    actions.acknowledge(round=round, contact=wang, at=database_now())

    officer.at("round_silent", round.pk)

    assert "to be dealt with" not in officer.text


def test_an_officer_of_another_region_sees_no_answers(world, round, wang):
    actions.ask_for_help(round=round, contact=wang, text="单据不全")
    district = Officer(world.district_officer)

    district.at("round_silent", round.pk)

    assert "单据不全" not in district.text


# --- letters that came back ----------------------------------------------------------------------------------------------


@pytest.fixture
def letter(wang, round, settings):
    settings.RETURN_ADDRESS = "returns@survey.example.org"
    content = issue_notice(round, wang, wang.organisation, ["x"], round.deadline)
    return outbox.write(
        key=f"issued:again:{wang.pk}", to=wang, content=content, at=database_now(), round=round,
        organisation=wang.organisation, authority=round.survey.authority,
    )  # fmt: skip


def hand_in(officer, raw):
    file = SimpleUploadedFile("report.eml", raw, "message/rfc822")
    return officer.post("returned", report=file)


def test_a_report_that_is_handed_in_passes_the_letter_on(officer, world, round, letter):
    factories.make_contact(world.charlie_org, name="李四", email="li@example.org")
    type(letter).objects.filter(pk=letter.pk).update(state="done")

    hand_in(officer, form(to=return_address_of(letter), recipient=f"rfc822; {letter.to_email}"))

    assert f"The letter to {letter.to_email} did not arrive" in officer.text
    officer.at("round_silent", round.pk)
    assert "Letters that did not arrive" in officer.text
    assert officer.text.count("李四") >= 2 and "letters come back" in officer.text


def test_a_report_that_nobody_can_read_waits_until_a_person_has_decided(officer, letter):
    type(letter).objects.filter(pk=letter.pk).update(state="done")
    hand_in(officer, qq(to=return_address_of(letter), words="邮件内容被拒绝"))
    assert "邮件内容被拒绝" in officer.text and letter.to_email in officer.text
    officer.at("home")
    assert "mail that came back is to be read" in officer.text

    officer.post("returned_decide", ReturnedMail.objects.get().pk, has_failed="yes")

    letter.refresh_from_db()
    assert letter.state == "failed"
    assert "Every mail that came back has been dealt with." in officer.text


def test_a_large_file_and_no_file_are_refused(officer, round):
    hand_in(officer, b"x" * (1024 * 1024 + 1))
    assert "more than 1 MiB" in officer.text

    officer.post("returned")
    assert "is missing" in officer.text
    assert not ReturnedMail.objects.exists()


def test_what_is_in_a_mail_is_shown_as_text(officer, letter):
    hand_in(officer, qq(to=return_address_of(letter), words="<x-canary>&"))

    assert "<x-canary>&" in officer.text
    assert officer.page.xpath("//x-canary") == []
