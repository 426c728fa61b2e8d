"""Fifty data centers in one workbook, three rows of it wrong, put right in two rounds, and declared in one act."""

import io

import openpyxl
import pytest

from surveys.registry.models import Facility
from surveys.responses.models import Draft, Revision
from tests import factories
from tests.journeys.answering import declare, primary

pytestmark = pytest.mark.browser

SITES = 50
OWN = {"responsible": "王负责", "org_address": "示范路1号", "contact_name": "李联系", "contact_phone": "13800000001"}
WRONG = {"DC07": {"total_kwh": "大约三千"}, "DC23": {"has_mining": "maybe"}, "DC41": {"total_kwh": "800万"}}
RIGHT = {"DC07": {"total_kwh": "３,００７.５"}, "DC23": {"has_mining": "no"}, "DC41": {"total_kwh": "3,041.5 万千瓦时"}}


@pytest.fixture
def fifty(world):
    for n in range(1, SITES + 1):
        factories.make_facility(world.alice_org, code=f"DC{n:02d}", name=f"甲云{n:02d}号")


@pytest.fixture
def alice(world, fifty, round, sit_down):
    return sit_down(world.alice)


class Workbook:
    """On her desk, in a spreadsheet."""

    def __init__(self, path):
        self.path = path
        self.book = openpyxl.load_workbook(path)

    def write(self, code, answers):
        for name, text in answers.items():
            sheet, names, _first = self._sheet(name)
            row = next(row[0].row for row in sheet.iter_rows() if row[names.index("@code")].value == code)
            sheet.cell(row, names.index(name) + 1).value = text

    def add(self, code, answers):
        """A row of a table, in the first that is free."""
        sheet, names, top = self._sheet(next(iter(answers)))
        first = [row for row in range(top, sheet.max_row + 1) if not sheet.cell(row, names.index("@code") + 1).value]
        row = first[0] if first else sheet.max_row + 1
        for name, text in {"@code": code, **answers}.items():
            sheet.cell(row, names.index(name) + 1).value = text

    def codes(self, name):
        sheet, names, top = self._sheet(name)
        found = [row[names.index("@code")].value for row in sheet.iter_rows(min_row=top)]
        return [code for code in found if code]

    def _sheet(self, name):
        for sheet in self.book.worksheets:
            for row in sheet.iter_rows(max_row=12):
                names = [cell.value for cell in row]
                if name in names:
                    return sheet, names, row[0].row + 1
        raise KeyError(name)

    def save(self):
        file = io.BytesIO()
        self.book.save(file)
        self.path.write_bytes(file.getvalue())
        return self.path


def downloaded(alice, text, path):
    alice.clicks += 1
    with alice.page.expect_download() as download:
        alice.link(alice.say(text)).click()
    download.value.save_as(path)
    return Workbook(path)


def upload(alice, path):
    alice.clicks += 1  # choosing it
    alice.page.locator("input[type=file]").set_input_files(path)
    alice.press("Check the workbook")


def test_fifty_by_workbook_with_three_wrong_rows_repaired_in_two_rounds(alice, world, round, tmp_path, capsys):
    alice.open(f"/portal/rounds/{round.pk}/")
    alice.clicks = 0
    book = downloaded(alice, "Download the workbook", tmp_path / "form.xlsx")
    book.write(world.alice_org.number, OWN)
    for n, site in enumerate(Facility.objects.filter(organisation=world.alice_org).order_by("code"), start=1):
        book.write(site.code, {"total_kwh": 3000.5 + n, "total_method": "bill", "has_mining": "no"})
        book.add(site.code, {"business_type": "01", "business_share": 100})
    for code, answers in WRONG.items():
        book.write(code, answers)
    alice.follow("Upload it filled in")
    upload(alice, book.save())
    alice.click(alice.page.locator("button[value=save]"))
    assert Draft.objects.count() == SITES - len(WRONG)

    marked = downloaded(alice, "Download the marked copy", tmp_path / "marked.xlsx")
    assert marked.codes("total_kwh") == sorted(WRONG)
    for code in ("DC07", "DC41"):
        marked.write(code, RIGHT[code])
    upload(alice, marked.save())
    alice.click(alice.page.locator("button[value=save]"))
    assert Draft.objects.count() == SITES - 1

    marked = downloaded(alice, "Download the marked copy", tmp_path / "again.xlsx")
    assert marked.codes("total_kwh") == ["DC23"]
    marked.write("DC23", RIGHT["DC23"])
    upload(alice, marked.save())
    alice.click(alice.page.locator("button[value=save]"))
    declare(alice)
    alice.clicks += 1  # the tick
    alice.click(primary(alice))
    assert Revision.objects.count() == SITES
    assert str(SITES) in alice.page.locator("h1").inner_text()
    with capsys.disabled():
        print(f"\nfifty by workbook, three wrong rows repaired in two rounds: {alice.clicks} clicks")


def test_fifty_by_workbook_take_six_clicks_from_the_download_to_the_receipts(alice, world, round, tmp_path, capsys):
    alice.open(f"/portal/rounds/{round.pk}/")
    alice.clicks = 0
    book = downloaded(alice, "Download the workbook", tmp_path / "form.xlsx")
    book.write(world.alice_org.number, OWN)
    for n, code in enumerate(book.codes("total_kwh")):
        book.write(code, {"total_kwh": 3000.5 + n, "total_method": "bill", "has_mining": "no"})
        book.add(code, {"business_type": "01", "business_share": 100})
    alice.follow("Upload it filled in")
    upload(alice, book.save())
    alice.click(alice.page.locator("button[value=save]"))
    declare(alice)
    alice.click(primary(alice))
    assert Revision.objects.count() == SITES
    with capsys.disabled():
        print(f"\nfifty by workbook, from the download to the receipts: {alice.clicks} clicks")
    assert alice.clicks <= 6
