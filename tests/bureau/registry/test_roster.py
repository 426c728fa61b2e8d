import io
import uuid
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from openpyxl import Workbook, load_workbook

from surveys.bureau.registry.roster_preview import preview_of
from surveys.readings import actions as readings
from surveys.registry.actions import seed_regions
from surveys.registry.models import Facility, Organisation
from surveys.registry.roster import Change, Item, Plan
from surveys.registry.roster_fields import Kind
from surveys.workbooks.uploaded import READERS
from tests import factories
from tests.browsing import Visitor
from tests.workbooks.hostile import HOSTILE, with_parts

UPLOAD = "/bureau/registry/roster/"
NUMBER, BAD = factories.make_uscc(9100001), "91110105MA0000001X"


def workbook(rows):
    book = Workbook()
    sheet = book.active
    sheet.title = "单位"
    for row in [("统一社会信用代码或登记号", "单位名称", "所在区", "法人"), *rows]:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def send(visitor, content, name="roster.xlsx"):
    return visitor.send(UPLOAD, {"file": SimpleUploadedFile(name, content)})


@pytest.fixture
def officer(world):
    seed_regions()
    return Visitor(world.officer)


@pytest.fixture
def preview(officer):
    """The address of a preview with one good row and one that is wrong."""
    return send(officer, workbook([(NUMBER, "新单位", "朝阳区"), (BAD, "坏号码", "朝阳区")])).url


def test_a_large_roster_is_read_by_the_worker_while_the_officer_watches(officer, monkeypatch):
    monkeypatch.setattr(readings, "SMALL", 1000)
    content = workbook([(NUMBER, "新单位", "朝阳区")])

    waiting = send(officer, content).url
    assert waiting.startswith("/readings/")
    assert "Waiting for its turn" in officer.get(waiting).content.decode()
    readings.read_due(READERS)

    preview = officer.get(f"{waiting}?on")
    assert preview.url.startswith(UPLOAD)
    assert [item.values["name"] for item in officer.get(preview.url).context["plan"].new] == ["新单位"]


def test_a_large_roster_that_cannot_be_used_is_told_so_on_its_page(officer, monkeypatch):
    monkeypatch.setattr(readings, "SMALL", 1000)
    waiting = send(officer, with_parts([("xl/vbaProject.bin", b"x")])).url
    readings.read_due(READERS)

    shown = officer.get(waiting).content.decode()
    assert "macros" in shown
    assert f'href="{UPLOAD}"' in shown


def test_the_same_upload_twice_leads_to_one_preview_and_another_file_to_none(officer):
    key, content = {"once_key": str(uuid.uuid4())}, workbook([(NUMBER, "新单位", "朝阳区")])

    first, again = (officer.post(UPLOAD, key | {"file": SimpleUploadedFile("roster.xlsx", content)}) for _time in "ab")
    other = officer.post(UPLOAD, key | {"file": SimpleUploadedFile("roster.xlsx", workbook([(NUMBER, "别的", "")]))})

    assert (first.url, other.status_code) == (again.url, 409)


def fingerprint(visitor, path):
    return visitor.get(path).context["fingerprint"]


def test_the_template_is_a_workbook_with_the_officers_districts(officer):
    response = officer.get(f"{UPLOAD}template.xlsx")

    assert "attachment" in response.headers["Content-Disposition"]
    assert load_workbook(io.BytesIO(response.content)).sheetnames[0] == "Notes"


def test_a_preview_changes_nothing_and_names_what_is_wrong(officer, preview):
    page = officer.get(preview)

    assert [line.title for line in page.context["new"]] == ["新单位"]
    assert [flaw.location for flaw in page.context["problems"]] == ["单位!A3"]
    assert page.context["plan"].ignored == ["单位!D1 法人"]
    assert not Organisation.objects.filter(number=NUMBER).exists()


def test_the_valid_rows_are_taken_over(officer, preview):
    officer.send(preview, {"take": "valid", "fingerprint": fingerprint(officer, preview)})

    assert Organisation.objects.get(number=NUMBER).name == "新单位"
    assert officer.get(preview).status_code == 404


def test_nothing_means_nothing(officer, preview):
    response = officer.send(preview, {"take": "nothing"})

    assert (response.url, Organisation.objects.filter(number=NUMBER).exists()) == (UPLOAD, False)
    assert officer.get(preview).status_code == 404


def test_a_register_that_changed_meanwhile_is_shown_anew(officer, preview):
    seen = fingerprint(officer, preview)
    Organisation.objects.create(number=NUMBER, name="抢先", region_id="110105")

    response = officer.send(preview, {"take": "valid", "fingerprint": seen})

    assert (response.status_code, len(response.context["changed"])) == (409, 1)
    assert Organisation.objects.get(number=NUMBER).name == "抢先"


def test_a_change_is_shown_with_old_and_new(officer, world):
    path = send(officer, workbook([(world.alice_org.number, "甲云集团", "海淀区")])).url

    (line,) = officer.get(path).context["changed"]

    assert line.details == [("Name", "甲云数据", "甲云集团"), ("District", "Chaoyang", "Haidian")]


def test_a_formula_without_a_result_does_not_pass_for_a_blank(officer, world):
    path = send(officer, workbook([(world.alice_org.number, '="甲云"&"集团"', "朝阳区")])).url

    (flaw,) = officer.get(path).context["problems"]

    assert (flaw.location, "A formula in this cell failed" in flaw.message["en"]) == ("单位!B2", True)


def test_blank_figures_and_choices_are_shown_in_words(world):
    site = factories.make_facility(world.alice_org, kind="cloud", racks=None)
    changes = (
        Change("kind", "cloud", "colocation"),
        Change("racks", None, 12),
        Change("it_kw", Decimal(5), Decimal("1e4")),
    )
    plan = Plan(changed=[Item(Kind.FACILITY, ("n", "c"), "数据中心!A2", {}, site.pk, changes, site.name)])

    with translation.override("en"):
        (line,) = preview_of(plan)["changed"]

    assert line.details == [
        ("Data center type", "cloud", "colocation"), ("Racks", "—", "12"), ("IT power (kW)", "5", "10,000"),
    ]  # fmt: skip


def test_the_same_file_again_says_that_all_is_there(officer, preview):
    officer.send(preview, {"take": "valid", "fingerprint": fingerprint(officer, preview)})

    again = officer.get(send(officer, workbook([(NUMBER, "新单位", "朝阳区")])).url)

    assert "Everything in the file is in the register already." in again.text


@pytest.mark.parametrize("title", ["单位", "名录"])
def test_a_file_without_rows_that_can_be_read_is_not_called_known(officer, title):
    book = load_workbook(io.BytesIO(workbook([])))
    book["单位"].delete_rows(1)
    book["单位"].append([title])
    file = io.BytesIO()
    book.save(file)

    response = send(officer, file.getvalue())

    assert response.status_code == 400
    assert response.context["form"].errors["file"] == [
        "No filled row stands below known headings. Fill in the template and upload that."
    ]


def test_a_preview_belongs_to_its_officer(world, preview):
    assert Visitor(factories.make_officer(world.city)).get(preview).status_code == 404


@pytest.mark.parametrize("flaw", HOSTILE)
def test_a_hostile_file_gives_a_clear_page(flaw, officer):
    response = send(officer, HOSTILE[flaw]())

    assert response.status_code == 400
    assert len(response.context["form"].errors["file"]) == 1
    assert not Facility.objects.exists()


@pytest.mark.parametrize("name", ["roster.xlsm", "roster.xls", "roster", "roster.xlsx.html", "../../x.csv"])
def test_another_kind_of_file_is_refused_by_its_name(name, officer):
    assert send(officer, workbook([]), name).status_code == 400


def test_no_file_at_all_is_told(officer):
    assert "Choose the workbook to upload." in officer.send(UPLOAD).text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_roster_as_text_is_taken_over(officer, encoding):
    content = f"名录;;\n统一社会信用代码或登记号;单位名称;所在区\n{NUMBER};新单位;朝阳区\n".encode(encoding)
    preview = send(officer, content, "名录.csv").url

    officer.send(preview, {"take": "valid", "fingerprint": fingerprint(officer, preview)})

    assert Organisation.objects.get(number=NUMBER).name == "新单位"


def test_what_is_peculiar_about_the_file_stands_on_the_preview(officer):
    book = load_workbook(io.BytesIO(workbook([(NUMBER, "新单位", "朝阳区")])))
    book["单位"].row_dimensions[2].hidden = True
    file = io.BytesIO()
    book.save(file)

    page = officer.get(send(officer, file.getvalue()).url)

    assert "Hidden or filtered rows were read too: 2." in page.text


def test_a_number_cut_by_the_spreadsheet_is_refused_by_its_cell(officer):
    page = officer.get(send(officer, workbook([(911101050000000123, "新单位", "朝阳区")])).url)

    assert [(flaw.location, "15 digits" in flaw.message["en"]) for flaw in page.context["problems"]] == [
        ("单位!A2", True)
    ]


def test_names_that_look_alike_stand_on_the_preview(officer, world):
    page = officer.get(send(officer, workbook([(NUMBER, "甲云 数据", "朝阳区")])).url)

    assert [hint.location for hint in page.context["hints"]] == ["单位!B2"]
    assert f"is also the name of the organisation {world.alice_org.number}" in page.text
