"""A form written for Kobo or ODK is imported, published, issued, answered in the browser, accepted and taken away."""

import openpyxl
import pytest
from playwright.sync_api import expect

from surveys.lib.clock import database_now
from surveys.responses import review
from surveys.responses.models import Response
from surveys.workbooks.report.exports import make_due_exports
from tests import factories
from tests.journeys.answering import declare, primary
from tests.journeys.household_form import save_household_form

pytestmark = pytest.mark.browser


@pytest.fixture
def register(world):
    factories.make_facility(world.alice_org, code="A1", name="甲云一号")
    return world


def test_a_form_of_kobo_from_the_file_to_the_answers(register, sit_down, tmp_path):
    officer = sit_down(register.officer)
    import_and_publish(officer, save_household_form(tmp_path / "household.xlsx"))
    issue(officer)
    operator = sit_down(register.alice)
    operator.open("/")
    answer(operator)
    submit(operator)
    review.accept(revision=Response.objects.get().latest, by=register.officer, at=database_now())
    take_the_answers_away(officer, tmp_path / "answers.xlsx")


def import_and_publish(officer, form):
    officer.open("/bureau/questionnaires/new/")
    officer.touch(officer.page.locator("[name=begin][value=file]"))
    officer.page.set_input_files("[name=file]", form)
    officer.press("Begin to write")
    officer.sees("deviceid")  # what the form asks a telephone for is left out, and it is said
    officer.follow("Publish")
    officer.press("Publish version %(number)s", number=1)


def issue(officer):
    officer.press("Start a round with it")
    officer.fill("title_zh", "入户走访")
    officer.fill("legal_basis_zh", "示范依据")
    officer.fill("burden_zh", "约 5 分钟")
    officer.fill("enquiries", "010-5557 0000")
    officer.press("Save and check")
    officer.click(officer.page.locator(".issue-form button"))


def answer(operator):
    operator.follow("Start or continue answering")
    operator.click(operator.link("甲云一号"))
    operator.click(operator.page.locator(".task-list a[href*='/sections/intro/']"))
    operator.answer("respondent", "Grace Hopper")
    operator.choose("consent", "yes")
    expect(operator.page.locator("#q-thanks")).to_contain_text("Thank you, Grace Hopper")
    operator.press("Save and continue")
    operator.choose("province", "north")
    city = operator.page.locator("#f-city")
    expect(city.locator("option")).to_have_count(3)  # none yet, and the two in the north
    city.select_option("tianjin")
    operator.answer("members", "2")
    operator.press("Save and continue")
    rows = operator.page.locator("#f-member tbody tr")
    expect(rows).to_have_count(2)
    for place, (name, age) in enumerate([("Grace", "40"), ("Ada", "36")]):
        rows.nth(place).locator("input[type=text]").nth(0).fill(name)
        rows.nth(place).locator("input[type=text]").nth(1).fill(age)
    operator.answer("mood", "9")
    expect(operator.page.locator("#q-summary")).to_contain_text("Together they are 76 years old.")
    operator.press("Save and continue")


def submit(operator):
    declare(operator)
    operator.click(primary(operator))
    operator.sees_heading("Submitted")


def take_the_answers_away(officer, file):
    officer.follow("Report")
    officer.press("Export the answers")
    make_due_exports()
    with officer.page.expect_download() as download:
        officer.page.locator("#workbooks a[href$='/file/']").click()
    download.value.save_as(file)
    answers, members = (lines(openpyxl.load_workbook(file), sheet) for sheet in ("D01", "D02"))
    assert [(line["What is your name?"], line["City"], line["How satisfied?"]) for line in answers] == [
        ("Grace Hopper", "Tianjin", 9)
    ]
    assert [line["Name"] for line in members] == ["Grace", "Ada"]


def lines(book, title):
    sheet = next(sheet for sheet in book if sheet.title.startswith(title))
    headings, *rows = sheet.iter_rows(min_row=4, values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in rows]
