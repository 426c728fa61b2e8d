import io

import pytest
from django.utils import translation
from openpyxl import Workbook, load_workbook

from surveys.registry.actions import seed_regions
from surveys.registry.models import Region
from surveys.registry.roster_fields import FIELDS, Kind
from surveys.workbooks.reading import WorkbookRefused
from surveys.workbooks.roster import read_roster, template


def book(**sheets):
    made = Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title.replace("_", " "))
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def cells(upload):
    return [{name: (cell.text, cell.location) for name, cell in row.cells.items()} for row in upload.rows]


def test_headings_are_matched_in_either_language_and_any_order():
    content = book(单位=[["Name ", " 统一社会信用代码或登记号*"], ["甲云", "X1"], [None, " "], ["乙", "X2"]])

    assert cells(read_roster(content)) == [
        {"name": ("甲云", "单位!A2"), "number": ("X1", "单位!B2")},
        {"name": ("乙", "单位!A4"), "number": ("X2", "单位!B4")},
    ]


@pytest.mark.parametrize("title", ["数据中心", "facilities", "数据中心 Facilities"])
def test_sheets_are_known_in_either_language(title):
    content = book(**{title: [["Facility code"], ["DC01"]]})

    assert [row.kind for row in read_roster(content).rows] == [Kind.FACILITY]


def test_a_heading_nobody_knows_is_named():
    content = book(单位=[["单位名称", "法定代表人"], ["甲云", "张三"]])

    assert read_roster(content).ignored == ["单位!B1 法定代表人"]


def test_a_title_may_stand_above_the_headings():
    content = book(单位=[["名录"], [None], ["单位名称", "法定代表人"], ["甲云", "张三"]])

    upload = read_roster(content)

    assert (cells(upload), upload.ignored) == ([{"name": ("甲云", "单位!A4")}], ["单位!B3 法定代表人"])


def test_a_column_without_a_heading_is_named():
    content = book(单位=[["单位名称", None, " "], ["甲云", None, None], ["乙", "张三", None]])

    assert read_roster(content).ignored == ["单位!B3 张三"]


def test_a_sheet_nobody_knows_is_named_by_its_columns():
    content = book(单位=[["单位名称"], ["甲云"]], 机房=[[None], ["编号", "名称"], ["DC01", "一号楼"]], 空=[])

    assert read_roster(content).ignored == ["机房!A2 编号", "机房!B2 名称"]


def test_a_heading_twice_is_refused():
    with pytest.raises(WorkbookRefused):
        read_roster(book(单位=[["单位名称", "Name"], ["甲云", "甲"]]))


def test_a_workbook_without_our_sheets_is_refused():
    with pytest.raises(WorkbookRefused):
        read_roster(book(Sheet1=[["单位名称"], ["甲云"]]))


def test_a_sheet_without_rows_is_no_problem():
    assert read_roster(book(单位=[])).rows == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_template_reads_as_an_empty_roster(language, db):
    seed_regions()

    with translation.override(language):
        upload = read_roster(template(Region.objects.all()))

    assert (upload.rows, upload.ignored) == ([], [])


def test_the_template_has_lists_frozen_headings_and_its_notes_first(db):
    seed_regions()

    made = load_workbook(io.BytesIO(template(Region.objects.all())))

    assert made.sheetnames == ["填写说明", "单位 Organisations", "数据中心 Facilities", "联系人 Contacts", "lists"]
    assert made["lists"].sheet_state == "hidden"
    for kind, sheet in zip(Kind, made.worksheets[1:4], strict=True):
        with_choices = [field for field in FIELDS[kind] if field.choices or field.is_region]
        assert len(sheet.data_validations.dataValidation) == len(with_choices)
        assert sheet.freeze_panes == "C2"
