import io
from datetime import date

import pytest
from django.utils import translation
from openpyxl import Workbook, load_workbook

from surveys.registry.actions import seed_regions
from surveys.registry.models import Region
from surveys.registry.roster_fields import FIELDS, Kind
from surveys.workbooks.reading import WorkbookRefused
from surveys.workbooks.roster import read_roster, template
from tests.workbooks.reading import ods_files, xls_files


def book(change=None, /, **sheets):
    made = Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title.replace("_", " "))
        for row in rows:
            sheet.append(row)
        if change:
            change(sheet)
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


@pytest.mark.parametrize("title", ["数据中心", "facilities", "数据中心 Facilities", "数据中心 Data centers"])
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

    assert made.sheetnames == ["填写说明", "单位 Organisations", "数据中心 Data centers", "联系人 Contacts", "lists"]
    assert made["lists"].sheet_state == "hidden"
    for kind, sheet in zip(Kind, made.worksheets[1:4], strict=True):
        with_choices = [field for field in FIELDS[kind] if field.choices or field.is_region]
        assert len(sheet.data_validations.dataValidation) == len(with_choices)
        assert sheet.freeze_panes == "C2"


NUMBER = "统一社会信用代码或登记号"


def test_a_number_whose_last_digits_are_lost_is_marked():
    content = book(单位=[[NUMBER, "单位名称"], [1234567890123456789, "甲云"], ["1234567890123456789", "乙"]])

    assert [row.cells["number"].is_cut for row in read_roster(content).rows] == [True, False]


def test_a_code_that_the_spreadsheet_made_a_day_of_is_marked():
    content = book(数据中心=[[NUMBER, "数据中心编号"], ["X1", date(2021, 1, 2)], ["X1", "1-2"]])

    assert [row.cells["code"].is_day for row in read_roster(content).rows] == [True, False]


def test_a_unit_that_a_figure_bears_by_its_format_is_read():
    def show_megawatts(sheet):
        sheet["C2"].number_format = '0" MW"'

    content = book(show_megawatts, 数据中心=[[NUMBER, "数据中心编号", "IT 功率（kW）"], ["X1", "001", 12]])

    assert [row.cells["it_kw"].text for row in read_roster(content).rows] == ["12 MW"]


def test_a_text_merged_over_several_rows_stands_for_each_of_them():
    rows = [["名录"], [NUMBER, "数据中心编号"], ["X1", "001"], [None, "002"], [None, None], ["X2", "003"]]

    def merge(sheet):
        for area in ("A1:B1", "A3:A5", "A6:B6"):
            sheet.merge_cells(area)

    upload = read_roster(book(merge, 数据中心=rows))

    assert [cell["organisation"][0] for cell in cells(upload)] == ["X1", "X1", "X2"]
    assert [str(remark) for remark in upload.remarks] == [
        "数据中心: Merged cells; their text was read for each row: A3:A5.",
        "数据中心: Merged cells; their text counts for the first cell only: A6:B6.",
    ]


def test_what_was_hidden_or_linked_is_remarked():
    def hide(sheet):
        sheet.row_dimensions[2].hidden = True
        sheet.row_dimensions[9].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet.sheet_state = "hidden"
        sheet.parent.create_sheet("别的")

    upload = read_roster(book(hide, 单位=[[NUMBER, "单位名称"], ["X1", "甲云"]]))

    assert [str(remark) for remark in upload.remarks] == [
        "单位: The sheet is hidden. It was read all the same.",
        "单位: Hidden or filtered rows were read too: 2.",
        "单位: Hidden columns were read too: B.",
    ]


CSV = f"名录 2021,,\n\n{NUMBER},数据中心编号,数据中心名称,法人\nX1,001,一号楼,张三\n"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_as_text_is_known_by_its_headings(separator, encoding):
    upload = read_roster(CSV.replace(",", separator).encode(encoding))

    assert [row.kind for row in upload.rows] == [Kind.FACILITY]
    assert cells(upload) == [
        {"organisation": ("X1", "CSV!A4"), "code": ("001", "CSV!B4"), "name": ("一号楼", "CSV!C4")}
    ]
    assert upload.ignored == ["CSV!D3 法人"]


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        (f"{NUMBER},单位名称", Kind.ORGANISATION),
        ("Organisation number,E-mail,Name", Kind.CONTACT),
        ("Organisation number,Facility code", Kind.FACILITY),
    ],
)
def test_each_kind_has_headings_of_its_own(headings, kind):
    assert {row.kind for row in read_roster(f"{headings}\nX1,y,z\n".encode()).rows} == {kind}


def roster_as_xls():
    cells = [xls_files.shared(0, 0, 0), xls_files.number(1, 0, 7, 1)]
    return xls_files.xls(*cells, name="数据中心", texts=["数据中心编号"], formats=["General", "000"])


def roster_as_ods():
    rows = (ods_files.row(ods_files.text("数据中心编号")), ods_files.row(ods_files.number(7, "007")))
    return ods_files.ods(*rows, name="数据中心")


@pytest.mark.parametrize("text", ["姓名,职务\n张三,主管\n", "", "\n\n", "x"])
def test_a_text_without_our_headings_is_refused(text):
    with pytest.raises(WorkbookRefused):
        read_roster(text.encode())


@pytest.mark.parametrize("made", [roster_as_xls, roster_as_ods])
def test_other_formats_are_read_like_a_workbook(made):
    upload = read_roster(made())

    assert cells(upload) == [{"code": ("007", "数据中心!A2")}]
