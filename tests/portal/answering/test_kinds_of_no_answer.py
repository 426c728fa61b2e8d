"""Zero, blank, not available and not asked are four different things, in cells and in the sums below them."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest

from surveys.questionnaires.actions import publish
from surveys.responses.actions import open_for_answering, save_draft, submit_nil
from surveys.responses.issuing import issue
from surveys.responses.models import Draft, Revision
from surveys.responses.verifying import flaws_of_revisions
from surveys.rounds import actions as rounds
from tests import factories
from tests.api.caller import Program, a_key
from tests.bureau.officer import Officer
from tests.questionnaires.examples import question, stored
from tests.responses.stories import confirm, make_issued_round, response_of, submit

METERED = question("metered", "yes_no", relevant="true()")
KWH = question("kwh", "decimal", unit="kWh", may_be_unavailable=True, required=False, relevant="${metered} = 'yes'")
TABLE = question("sites", "table", questions=[question("site"), METERED, KWH])
NOTE = question("note", required=False)
HIDDEN = question("why", required=False, relevant="count(${site}) > 9")
ROWS = {
    "zero": {"typed": "0"},
    "blank": {},
    "gone": {"unavailable": "电表故障"},
    "unmetered": {"typed": "5"},
    "full": {"typed": "100"},
}


def row(name):
    said = "no" if name == "unmetered" else "yes"
    return {"row": name, "cells": {"site": {"typed": name}, "metered": {"typed": said}, "kwh": ROWS[name]}}


@pytest.fixture
def response(world, now):
    version = publish(by=world.officer, authority=world.city, definition=stored(TABLE, NOTE, HIDDEN), at=now)
    survey = rounds.start_survey_of(by=world.officer, version=version, at=now)
    rounds.change_survey(by=world.officer, survey=survey, legal_basis_zh="依据", burden_zh="十分钟", at=now)
    factories.make_facility(world.alice_org)
    draft = rounds.create_round(
        by=world.officer, survey=survey, at=now, enquiries="1", deadline=now + timedelta(hours=20)
    )
    response = response_of(issue(by=world.officer, round=draft, at=now), world.alice_org)
    base = open_for_answering(response=response, by=world.alice, at=now).version
    save_draft(response=response, by=world.alice, base=base, changes={"sites": [row(name) for name in ROWS]}, at=now)
    return response


@pytest.fixture
def page(alice, response):
    return alice.open(f"/portal/assignments/{response.assignment_id}/sections/main/")


def test_the_sum_says_what_is_not_in_it(page):
    (foot,) = page.page.xpath("//tfoot")
    said = " ".join(foot.text_content().split())

    assert "100 kWh" in said
    assert "未计入：1 格空白、1 格无法提供、1 格不须填报" in said


def test_the_form_tells_what_is_not_asked_in_a_row_and_offers_to_say_that_a_figure_is_not_available(page):
    told = {tell.get("id"): tell.text_content() for tell in page.page.xpath("//tbody//div[@class='tells']")}

    assert told["f-sites-unmetered-kwh-tells"] == "本行不须填报"
    assert told["f-sites-blank-kwh-tells"] == ""
    (box,) = page.page.xpath("//input[@id='f-sites-gone-kwh-unavailable']")
    assert box.get("value") == "电表故障"


def test_saving_the_page_does_not_take_away_why_a_figure_is_not_available(page, response):
    page.in_form({"a.sites.full.kwh": "200"}).press("保存并返回清单")

    cells = {one["row"]: one["cells"].get("kwh") for one in Draft.objects.get(response=response).answers["sites"]}
    assert (cells["gone"], cells["full"]) == ({"unavailable": "电表故障"}, {"typed": "200"})


def cells_of(visitor):
    rows = visitor.page.xpath("//main//dd//table//tbody/tr")
    return [" ".join(one.xpath("./td[3]")[0].text_content().split()) for one in rows]


def test_the_page_for_checking_tells_them_apart_and_lists_what_is_not_asked(alice, response):
    alice.open(f"/portal/assignments/{response.assignment_id}/check/")

    assert cells_of(alice) == ["0 kWh", "— 未填写", "无法提供：电表故障", "不须填报", "100 kWh"]
    assert "why" in " ".join(alice.texts("not-asked-here"))


SAID = ["0 kWh", "— 未填写", "无法提供：电表故障", "不须填报", "100 kWh"]


@pytest.fixture
def revision(world, response, now):
    return submit(response, world.alice, at=now)


def unlike_today(revision):
    """As revisions were stored before what was left blank was noted."""
    Revision.objects.filter(pk=revision.pk).update(left_blank=None)
    return Revision.objects.get(pk=revision.pk)


def test_a_revision_notes_what_was_asked_and_left_blank(revision):
    cells = {row["row"]: set(row["cells"]) for row in revision.answers["answers"]["sites"]["rows"]}

    assert revision.left_blank == ["sites[blank].kwh", "note"]
    assert "kwh" not in cells["blank"] | cells["unmetered"]
    assert {"why", "note"}.isdisjoint(revision.answers["answers"])


def test_a_nil_return_notes_only_what_it_asks(world, now):
    round = make_issued_round(world, at=now, deadline=now + timedelta(hours=20))
    response = response_of(round, world.alice_org)
    confirm(round, world.alice_org, world.alice, at=now)
    nil = submit_nil(response=response, by=world.alice, key=uuid4(), declared_by="Alice", at=now)

    assert nil.left_blank == ["contact_email", "contact_title"]


def test_what_is_noted_is_sealed_with_the_rest(revision):
    assert list(flaws_of_revisions()) == []
    Revision.objects.filter(pk=revision.pk).update(left_blank=["note"])

    assert [flaw.row for flaw in flaws_of_revisions()] == [revision.receipt]


def test_the_receipt_tells_them_apart(alice, revision):
    alice.open(f"/portal/receipts/{revision.pk}/")

    assert cells_of(alice) == SAID
    assert alice.page.xpath("//dt[contains(., 'note')]/following-sibling::dd[1]")[0].text_content().strip() == "未填写"
    assert alice.texts("not-asked-here") == ["按目前的答案，1 道题不须填报 why"]


def test_so_does_the_page_of_a_closed_round(world, alice, revision, now):
    round = revision.response.assignment.round
    rounds.close(by=world.officer, round=round, reason="提前结束", at=now)
    alice.open(f"/portal/assignments/{revision.response.assignment_id}/")

    assert cells_of(alice) == SAID
    assert "why" in " ".join(alice.texts("not-asked-here"))


def test_so_does_the_workbook_of_what_was_submitted(alice, revision):
    book = openpyxl.load_workbook(BytesIO(alice.client.get(f"/portal/receipts/{revision.pk}/answers.xlsx").content))
    answers, sites = book.worksheets[1:]

    told = {row[1]: (row[2], row[5]) for row in answers.iter_rows(values_only=True)}
    assert (told["note"], told["why"]) == ((None, "未填写"), (None, "不须填报"))
    cells = [row[2] for row in sites.iter_rows(values_only=True)][-len(ROWS) :]
    assert cells == [0, None, "电表故障", "不须填报", 100]


def test_so_does_review(world, revision):
    officer = Officer(world.officer).at("review", revision.response_id)

    assert [cell.split()[0] for cell in officer.texts_at("//td[@data-label='kwh']")] == [
        "0",
        "left",
        "not",
        "not",
        "100",
    ]
    assert officer.texts_at("//td[@data-label='kwh']")[1:4] == ["left blank", "not available: 电表故障", "not asked"]
    blank, not_asked = officer.page.xpath("//section[@class='part']/details")
    assert blank.find("summary").text.strip() == "1 question left blank"
    assert [one.get("id") for one in blank.xpath(".//div[@id]")] == ["answer-note"]
    assert not_asked.find("summary").text.strip() == "1 question not asked because of other answers"
    assert [one.get("id") for one in not_asked.xpath(".//div[@id]")] == ["answer-why"]


def test_so_does_the_api(world, revision):
    program = Program(a_key(world.alice_org, world.alice))

    (receipt,) = program.get(f"assignments/{revision.response.assignment_id}/receipts").json()
    assert receipt["left_blank"] == ["sites[blank].kwh", "note"]
    unlike_today(revision)
    assert program.get(f"receipts/{revision.pk}").json()["left_blank"] is None


def test_of_what_was_submitted_before_nothing_is_made_up(world, alice, revision):
    unlike_today(revision)
    alice.open(f"/portal/receipts/{revision.pk}/")
    officer = Officer(world.officer).at("review", revision.response_id)
    book = openpyxl.load_workbook(BytesIO(alice.client.get(f"/portal/receipts/{revision.pk}/answers.xlsx").content))

    assert cells_of(alice) == ["0 kWh", "— 未填写", "无法提供：电表故障", "— 未填写", "100 kWh"]
    assert alice.texts("not-asked-here") == []
    (both,) = officer.page.xpath("//section[@class='part']/details")
    assert both.find("summary").text.strip() == "2 questions without an answer"
    assert {"note", "why"}.isdisjoint(row[1] for row in book.worksheets[1].iter_rows(values_only=True))
