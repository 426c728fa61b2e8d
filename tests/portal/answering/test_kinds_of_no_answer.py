"""Zero, blank, not available and not asked are four different things, in cells and in the sums below them."""

from datetime import timedelta

import pytest

from surveys.questionnaires.actions import publish
from surveys.responses.actions import open_for_answering, save_draft
from surveys.responses.issuing import issue
from surveys.responses.models import Draft
from surveys.rounds import actions as rounds
from tests import factories
from tests.questionnaires.examples import question, stored
from tests.responses.stories import response_of, submit

METERED = question("metered", "yes_no", relevant="true()")
KWH = question("kwh", "decimal", unit="kWh", may_be_unavailable=True, required=False, relevant="${metered} = 'yes'")
TABLE = question("sites", "table", questions=[question("site"), METERED, KWH])
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
    version = publish(by=world.officer, authority=world.city, definition=stored(TABLE, HIDDEN), at=now)
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


def test_the_receipt_and_the_review_tell_what_was_said(world, alice, response, now):
    revision = submit(response, world.alice, at=now)
    alice.open(f"/portal/receipts/{revision.pk}/")

    assert cells_of(alice) == ["0 kWh", "— 未填写", "无法提供：电表故障", "— 未填写", "100 kWh"]
