"""The seed case, whole, in a browser: a bureau learns within a day what a data center spends on mining."""

import re
from decimal import Decimal

import openpyxl
import pytest
from playwright.sync_api import expect

from surveys.lib.clock import database_now
from surveys.responses import review
from surveys.rounds.models import Round
from surveys.workbooks.report.exports import make_due_exports
from tests import factories
from tests.journeys import answering
from tests.journeys.answering import ELECTRICITY, FACILITY, declare, open_section, primary
from tests.journeys.mails import link_to
from tests.responses import stories

pytestmark = pytest.mark.browser

OPERATOR = "engineer@example.org"
MOST_CLICKS = 12


@pytest.fixture
def register(world, language):
    """Alice's company has a data center and a contact who never was here; Charlie's has one that hosts no mining."""
    world.alice_org.address = "示范路1号"
    world.alice_org.save()
    factories.make_contact(world.alice_org, name="周工", phone="13800000001", email=OPERATOR, language=language)
    factories.make_facility(world.alice_org, code="A1", name="甲云一号")
    factories.make_facility(world.charlie_org, code="C1", name="丙算一号")
    return world


def test_the_seed_case_from_the_notice_to_the_workbook(register, sit_down, site, tmp_path):
    officer, operator = sit_down(), sit_down()
    issue(officer, register)
    the_neighbour_answers(register)
    come_in_by_the_mail(operator, site)
    confirm_the_organisation(operator)
    answer_the_electricity(operator)
    answer_the_mining(operator)
    submit_once(operator)
    send_back(officer)
    correct(operator, site)
    accept(officer)
    compare_report_and_workbook(officer, tmp_path / "report.xlsx")


def issue(officer, world):
    officer.sign_in(world.officer)
    officer.follow("Start a survey round")
    officer.press("Continue")
    officer.fill("enquiries", "010-5557 0000")
    officer.press("Save and check")
    officer.click(officer.page.locator(".issue-form button"))
    assert officer.clicks <= MOST_CLICKS
    officer.sees("%(part)s of %(all)s", part=0, all=2)
    expect(officer.page.locator(".frame-deadline strong")).to_contain_text("12:00")


def the_neighbour_answers(world):
    """Set-up: somebody else's return, without any mining, accepted."""
    round, at = Round.objects.get(), database_now()
    response = stories.response_of(round, world.charlie_org)
    stories.confirm(round, world.charlie_org, world.charlie, at=at)
    stories.fill_in(response, world.charlie, at=at)
    revision = stories.submit(stories.response_of(round, world.charlie_org), world.charlie, at=at)
    review.accept(revision=revision, by=world.officer)


def come_in_by_the_mail(operator, site):
    operator.open(link_to(OPERATOR, site))
    operator.fill("password", factories.PASSWORD)
    operator.fill("repeated", factories.PASSWORD)
    operator.press("Open my account")


def confirm_the_organisation(operator):
    operator.follow("Data of your organisation")
    operator.answer("responsible", "钱总")
    operator.press("Confirm these data")
    operator.sees("Thank you, the data of your organisation are confirmed.")


def answer_the_electricity(operator):
    """Full-width figures in kWh, but with the unit of 10,000 kWh left standing: the check catches it."""
    operator.click(operator.link("甲云一号"))
    open_section(operator, FACILITY)
    answering.say_business(operator, 0, "01", "５０")
    answering.add_row(operator)
    answering.say_business(operator, 1, "09", "50")
    operator.press("Save and continue")
    answering.say_electricity(operator, "３１，２３４，５６７", "万千瓦时")
    operator.choose("total_method", "bill")
    operator.press("Save and continue")
    summary = operator.page.locator(".error-summary")
    expect(summary).to_be_focused()
    summary.locator("a[href='#f-total_kwh']").click()
    expect(operator.page.locator("#f-total_kwh")).to_be_focused()
    answering.say_electricity(operator, "３１，２３４，５６７", "kWh")
    operator.press("Save and continue")


def answer_the_mining(operator):
    """The share is shown as it is typed; a stated share that differs has to be explained."""
    answering.say_mining(operator, "1,500.25")
    operator.answer("stated_share", "60")
    operator.page.locator("#f-measures").focus()
    expect(operator.page.locator("#f-mining_share")).to_contain_text("48.03")
    operator.press("Save and continue")
    expect(operator.page.locator(".error-summary a")).to_have_attribute("href", "#f-stated_share")
    operator.page.locator("[name^='r.E34:stated_share']").fill("按合同口径")
    operator.press("Save and continue")
    operator.press("Save and continue")  # the remarks are left blank


def submit_once(operator):
    """A double click makes one revision; whoever goes back to the page before is told that it is submitted."""
    operator.sees_heading("Check the answers")
    declare(operator)
    operator.double_click(primary(operator), "/portal/receipts/")
    expect(operator.page.locator(".tag-good")).to_have_text(operator.say("on time"))
    expect(operator.page.locator(".digest")).to_have_text(re.compile("^[0-9a-f]{64}$"))
    number = operator.page.locator(".receipt-number strong").first.inner_text()
    operator.go_back()
    expect(primary(operator)).to_have_count(0)
    operator.follow("Receipt")
    expect(operator.page.locator(".receipt-number strong").first).to_have_text(number)
    expect(operator.page.locator("dl.facts a")).to_have_count(0)  # there is no other revision


def send_back(officer):
    officer.reload()
    officer.sees("%(part)s of %(all)s", part=2, all=2)
    officer.follow("Review")
    officer.click(officer.link("甲云一号"))
    officer.page.locator("#answer-total_kwh summary").click()
    officer.fill("remark_total_kwh", "请核对三月电费单")
    officer.press("Send back")


def correct(operator, site):
    operator.open(link_to(OPERATOR, site))
    operator.sees("Sent back for correction")
    open_section(operator, ELECTRICITY)
    expect(operator.page.locator("#q-total_kwh .remark")).to_contain_text("请核对三月电费单")
    operator.answer("total_kwh", "32,234,567")
    operator.page.locator("#q-total_kwh .remark textarea").fill("三月电费单抄错一位")
    operator.sees_that_it_is_saved()
    operator.press("Save and return to the list")
    expect(operator.page.locator(".notice-box.attention")).to_contain_text("三月电费单抄错一位")
    operator.follow("Check the answers and submit")
    declare(operator)
    operator.click(primary(operator))
    expect(operator.page.locator("dl.facts strong")).to_have_text("2")
    expect(operator.page.locator("ins", has_text="32,234,567")).to_be_visible()


def accept(officer):
    officer.follow("Review")
    officer.click(officer.link("甲云一号"))
    for part in ("３１，２３４，５６７", "32,234,567", "请核对三月电费单", "三月电费单抄错一位"):
        expect(officer.page.locator("#answer-total_kwh")).to_contain_text(part)
    officer.press("Accept")


def compare_report_and_workbook(officer, file):
    """Σ mining ÷ Σ total, on the page and in the file: 1,500.25 of 3,223.4567 + 3,000.5."""
    officer.follow("Report")
    figures = [figure.split()[0] for figure in officer.page.locator(".headline dd:not(.detail)").all_inner_texts()]
    mining, total = ("15", "62.24") if officer.language == "en" else ("1,500.25", "6,223.96")
    assert figures[:3] == [mining, "24.10", total]
    officer.page.locator(".all-tables summary").click()
    officer.click(officer.page.locator(".report-pages a", has_text="R03"))
    officer.click(officer.page.locator(".column-choice a"))
    on_page = officer.page.locator("tfoot td").all_inner_texts()
    officer.click(officer.page.locator(".report-pages a").first)
    officer.press("Make the workbook")
    make_due_exports()
    with officer.page.expect_download() as download:
        officer.page.locator("#workbooks a[href$='/file/']").click()
    download.value.save_as(file)
    assert on_page == [
        f"{figure:,.{places(shown)}f}" for figure, shown in zip(total_of_r03(file), on_page, strict=True)
    ]


def places(shown):
    return len(shown.partition(".")[2])


def total_of_r03(file):
    """The figures in the row with the total, which has its name in the first cell."""
    sheet = next(sheet for sheet in openpyxl.load_workbook(file) if sheet.title.startswith("R03"))
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    total = next(row for row in rows if row[0] in ("合计", "Total"))
    return [Decimal(str(figure)) for figure in total[1:]]
