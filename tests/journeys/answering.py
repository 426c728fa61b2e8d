"""What an operator types into the mining form of 2021, by section."""

from playwright.sync_api import expect

FACILITY, ELECTRICITY, MINING, REMARKS = "facility", "electricity", "mining", "statement"


def open_section(person, section):
    person.click(person.page.locator(f".task-list a[href*='/sections/{section}/']"))


def row(person, place):
    """The business table's row at this place, counted from 0."""
    return person.page.locator("#f-business tbody tr").nth(place)


def say_business(person, place, kind, share):
    row(person, place).locator("select").select_option(kind)
    row(person, place).locator("input[type=text]").fill(share)


def add_row(person):
    """Stays on the page; without JavaScript the same button goes to the server."""
    person.touch(person.button("Add a row"))
    expect(row(person, 1)).to_be_visible()


def say_electricity(person, total, unit):
    person.answer("total_kwh", total)
    person.page.locator("#f-total_kwh-unit").select_option(unit)


def say_mining(person, kwh):
    """Mines itself, on a separate meter, and still does."""
    person.choose("has_mining", "yes")
    person.choose("mining_role", "own")
    person.answer("hashrate", "50")
    person.answer("mining_kwh", kwh)
    person.choose("mining_method", "meter")
    person.choose("status", "operating")


def declare(person):
    """On a page with a declaration: the name stands there already."""
    person.fill("position", "机房主管")
    person.touch(person.page.locator("[name=declared]"))


def primary(person):
    """The one button that does what the page is for."""
    return person.page.locator("main .btn-primary")
