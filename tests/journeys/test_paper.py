"""What a printer makes of pages, and what stays in view of a table that is wider than the screen."""

from datetime import timedelta
from uuid import uuid4

import pytest

from surveys.lib.clock import database_now
from surveys.responses import review
from surveys.responses.actions import open_for_answering, save_draft
from surveys.responses.issuing import issue
from surveys.rounds import actions as rounds
from tests import factories
from tests.journeys.people import PHONE
from tests.reports.stories import HALF_MINING, response
from tests.responses import stories

pytestmark = pytest.mark.browser

LANDSCAPE = {"width": 1046, "height": 700}  # an A4 sheet within margins of 10 mm, in pixels of CSS
STICKING_OUT = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
EDGES = """(part) => [...[...document.querySelectorAll(`main table ${part} tr`)].at(-1).cells]
  .filter((cell) => cell.checkVisibility()).map((cell) => Math.round(cell.getBoundingClientRect().left))"""

LINES = """(cell) => {
  const words = document.createRange();
  words.selectNodeContents(cell);
  return new Set([...words.getClientRects()].map((line) => line.top)).size;
}"""


@pytest.fixture
def answered(world):
    """One return accepted, one that waits."""
    now = database_now()
    for code in ("A1", "A2"):
        factories.make_facility(world.alice_org, code=code, name=f"甲云{code}", address="示范路1号")
    round = stories.make_issued_round(world, at=now - timedelta(hours=2), deadline=now + timedelta(hours=20))
    address = {"typed": "示范路1号"}
    stories.confirm(round, world.alice_org, world.alice, at=now, org_address=address)
    submitted = [answer(round, code, world.alice) for code in ("A1", "A2")]
    review.accept(revision=submitted[0], by=world.officer)
    return round


def answer(round, code, by):
    at = database_now()
    stories.fill_in(response(round, code), by, at=at, **HALF_MINING)
    return stories.submit(response(round, code), by, at=at, key=uuid4())


@pytest.fixture
def officer(world, answered, sit_down):
    return sit_down(world.officer)


def print_out(person, path):
    person.open(path)
    person.page.emulate_media(media="print")
    person.page.set_viewport_size(LANDSCAPE)


def test_all_columns_of_a_table_fit_on_a_sheet_that_lies(officer, answered):
    for table in ("R01", "R02", "R03", "R04", "R09"):
        print_out(officer, f"/bureau/rounds/{answered.pk}/report/{table}/?columns=all")

        assert (table, officer.page.evaluate(STICKING_OUT)) == (table, 0)
        assert officer.page.evaluate("getComputedStyle(document.body).page") == "wide"
        assert officer.page.locator(".basis li:visible").all_inner_texts() == [officer.say("Accepted returns only")]


def test_a_receipt_is_not_broken_in_two_on_paper(officer, answered):
    print_out(officer, f"/bureau/rounds/{answered.pk}/report/R04/?columns=all")

    assert officer.page.locator("td.code").first.evaluate(LINES) == 1


def test_without_its_ticks_a_list_keeps_each_heading_over_its_column(officer, answered):
    for path in ("", "review/accept/"):
        print_out(officer, f"/bureau/rounds/{answered.pk}/{path}")

        assert officer.page.evaluate(EDGES, "thead") == officer.page.evaluate(EDGES, "tbody")


def test_on_a_phone_the_name_stays_in_view_while_its_figures_are_scrolled_to(officer, answered):
    officer.page.set_viewport_size(PHONE)
    for path in ("", "review/", "review/accept/", "report/R01/"):
        officer.open(f"/bureau/rounds/{answered.pk}/{path}")
        table = officer.page.locator(".table-scroll").last
        table.evaluate("(box) => { box.scrollLeft = 200; }")
        name = table.locator("tbody th").first

        assert name.bounding_box()["x"] == pytest.approx(table.bounding_box()["x"], abs=1)


def test_a_table_of_many_columns_is_read_on_a_phone_and_on_paper(world, sit_down):
    """The weekly ledger asks thirty things of every project."""
    now = database_now()
    factories.make_facility(world.alice_org)
    survey = rounds.start_survey(by=world.officer, authority=world.city, template_name="ledger_1283", at=now)
    rounds.change_survey(by=world.officer, survey=survey, burden_zh="十分钟", burden_en="Ten minutes", at=now)
    draft = rounds.create_round(
        by=world.officer, survey=survey, at=now, deadline=now + timedelta(days=1), enquiries="010-5557 0000"
    )
    mine = stories.response_of(issue(by=world.officer, round=draft, at=now), world.alice_org)
    cells = {"project_name": {"typed": "甲项目"}, "hashrate": {"typed": "1234567"}, "owner": {"typed": "甲" * 40}}
    version = open_for_answering(response=mine, by=world.alice, at=now).version
    changes = {"has_projects": {"typed": "yes"}, "projects": [{"row": "r1", "cells": cells}]}
    save_draft(response=mine, by=world.alice, base=version, changes=changes, at=now)

    alice = sit_down(world.alice, viewport=PHONE)
    alice.open(f"/portal/assignments/{mine.assignment_id}/check/")  # no wider than the phone, as every page
    print_out(alice, f"/portal/assignments/{mine.assignment_id}/check/")

    alice.page.set_viewport_size({"width": 703, "height": 1000})
    assert alice.page.evaluate(STICKING_OUT) == 0
    figure = alice.page.locator("td[data-label]").filter(has_text="1,234,567").first
    assert figure.evaluate(LINES) == 1
