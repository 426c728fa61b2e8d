import re
import shutil
import subprocess
import zipfile
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.utils import translation
from python_calamine import CalamineWorkbook

from surveys.reports.book import all_tables
from surveys.reports.tables.fitting import for_people
from surveys.reports.tables.table import Kind, Table
from surveys.workbooks.cells import LONGEST_TITLE, MOST_CHARACTERS, fitting
from surveys.workbooks.report.book import COVER_ROW, HEADER_ROW, sheet_title, write_report
from surveys.workbooks.styles import TALLEST, column_width, lines_of, width_of
from tests.reports.examples import answered, microdata, row, worked_example
from tests.servers import missing

# What spreadsheets take for formulas, links, macros, errors or numbers when a cell is not written as text.
PAYLOADS = [
    *("=1+1", "=SUM(A1:A9)", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x.example","点击")', '=WEBSERVICE("http://x.example")'),
    *("=IMPORTXML(A1,A2)", '=DDE("cmd";"/C calc";"x")', "=1+1+cmd|' /C calc'!A0", "={1,2}", "==1", "=A1", "=-1", "=@A1"),
    *("+1+1", "+cmd|' /C calc'!A0", "+A1", "-1+1", "-2+3+cmd|' /C calc'!A0", "-A1", "@SUM(1+1)", "@A1", "@import"),
    *("\t=1+1", "\n=1+1", " =1+1", "'=1+1", '"=1+1"', ";=1+1", ",=1+1", "＝1+1", "#N/A", "#REF!", "#VALUE!", "TRUE"),
    *("1E5", "007", "2021-04-28", "12:30", "50%", "1,234", "<script>", "&amp;", "]]>", "<f>1+1</f>"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def written(tmp_path, made, language="en"):
    path = tmp_path / "report.xlsx"
    write_report(made, path, language=language)
    return path


def read(tmp_path, made, language="en"):
    return openpyxl.load_workbook(written(tmp_path, made, language))


def sheet_of(book, table):
    return next(sheet for sheet in book.worksheets if sheet.title.split()[0] == table.id)


def as_read(value):
    """A figure with the digits it was read with; a moment back in UTC."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    return Decimal(repr(value)) if isinstance(value, (int, float)) else value


def test_figures_equal_the_tables_read_by_openpyxl(tmp_path):
    made = worked_example()
    book = read(tmp_path, made)

    for table in map(for_people, all_tables(made)[1:]):
        sheet = sheet_of(book, table)
        for number, cells in enumerate((*table.rows, *([table.total] if table.total else [])), start=HEADER_ROW + 1):
            found = [as_read(sheet.cell(number, place + 1).value) for place in range(len(cells))]
            assert found == [None if cell == "" else cell for cell in cells], (table.id, number)


def test_figures_equal_the_tables_read_by_calamine(tmp_path):
    made = worked_example()
    book = CalamineWorkbook.from_path(written(tmp_path, made))

    for table in map(for_people, all_tables(made)[1:]):
        name = next(name for name in book.sheet_names if name.split()[0] == table.id)
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)[HEADER_ROW:]
        for cells, found in zip(table.rows, rows, strict=False):
            figures = [i for i, column in enumerate(table.columns) if column.is_figure and cells[i] is not None]
            assert [as_read(found[i]) for i in figures] == [cells[i] for i in figures], table.id


@pytest.mark.parametrize("figure", ["64.1", "12005000.1234", "0.0001", "999999999999.999", "0"])
def test_a_figure_is_written_digit_for_digit(tmp_path, figure):
    made = microdata(row(answered(None, None, says="yes", total_kwh=Decimal(figure))))
    path = written(tmp_path, made)

    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]

    assert any(f"<v>{figure}</v>" in sheet for sheet in sheets)


def test_no_cell_is_a_formula_and_every_payload_stays_text(tmp_path):
    made = microdata(*(row(answered(9, 1), name=payload) for payload in PAYLOADS))
    sheet = sheet_of(read(tmp_path, made), all_tables(made)[5])

    cells = [sheet.cell(HEADER_ROW + 1 + n, 2) for n in range(len(PAYLOADS))]
    assert {cell.value for cell in cells} == set(PAYLOADS)
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert len(PAYLOADS) >= 40


@pytest.mark.parametrize("payload", ["=1+1", "\x00=1+1", "＝1+1", "＋1", "－1", "＠SUM(A1)"])
def test_a_payload_stays_text_when_somebody_edits_the_cell(tmp_path, payload):
    made = microdata(row(answered(9, 1), name=payload))

    assert sheet_of(read(tmp_path, made), all_tables(made)[5]).cell(HEADER_ROW + 1, 2).quotePrefix


@pytest.mark.parametrize("typed", ["_x0041_", "_x005F_x0041_", "_x0041_x000D_", "Q_X0041_", "_x004_", "a_x00ff_b"])
def test_what_looks_like_the_code_of_a_character_is_read_back_as_typed(tmp_path, typed):
    path = written(tmp_path, microdata(row(answered(9, 1), name=typed)))

    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("R04 Mining ledger").to_python(skip_empty_area=False)
    assert rows[HEADER_ROW][1] == typed


@pytest.mark.parametrize("length", [MOST_CHARACTERS - 7, MOST_CHARACTERS - 1, MOST_CHARACTERS, MOST_CHARACTERS + 9])
def test_no_code_of_a_character_is_cut_in_two(length):
    kept = fitting(("_x0041_" * 6000)[:length])

    assert len(kept) <= MOST_CHARACTERS
    assert re.fullmatch(r"(_x005F_x0041_|_x005F_x0041)*(_x?[0-9]{0,4})?", kept)


def test_a_title_holds_no_code_of_a_character():
    table = Table("D02", "项目_x0041_名", columns=(), rows=())

    assert sheet_title(table) == "D02 项目 x0041_名"


def test_no_sheet_holds_a_formula_element(tmp_path):
    path = written(tmp_path, microdata(*(row(None, name=payload) for payload in PAYLOADS)))

    with zipfile.ZipFile(path) as archive:
        assert [name for name in archive.namelist() if "worksheets/" in name and b"<f>" in archive.read(name)] == []


def test_a_spreadsheet_shows_the_payloads_literally(tmp_path):
    if not shutil.which("soffice"):
        missing("LibreOffice (the package libreoffice-calc)")
    path = written(tmp_path, microdata(*(row(None, name=payload, kw=1) for payload in PAYLOADS)))
    convert = [
        "soffice",
        "--headless",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
    ]
    subprocess.run([*convert, "--outdir", tmp_path / "again", path], check=True, capture_output=True, timeout=120)

    sheet = openpyxl.load_workbook(tmp_path / "again" / "report.xlsx")["R02 Not answered"]
    shown = {sheet.cell(HEADER_ROW + 1 + n, 2).value for n in range(len(PAYLOADS))}
    assert shown == set(PAYLOADS)


def test_control_characters_are_removed_and_counted(tmp_path):
    book = read(tmp_path, microdata(row(answered(9, 1), name="甲\x00乙\x1f\ud800")))

    assert book["R04 Mining ledger"].cell(HEADER_ROW + 1, 2).value == "甲乙"
    notes = [cell.value for cell in book["Cover"]["A"] if cell.value]
    assert notes[-1] == "3 control characters that a workbook cannot hold were removed."


def test_a_title_pasted_from_elsewhere_does_not_spoil_the_file(tmp_path):
    made = microdata(row(answered(9, 1)))
    made.round.title_en, made.round.title_zh = "Round\x0b of\x0c 2021 " + "&" * 150, "批次"

    sheet = read(tmp_path, made)["R04 Mining ledger"]

    assert sheet["A2"].value.startswith("Round of 2021 &&")
    foot = sheet.oddFooter
    assert foot.left.text == "Round of 2021 " + "&&" * 76
    assert sum(len(f"&L&8{part.text}") for part in (foot.left, foot.center, foot.right)) <= 255


def test_the_name_of_a_sheet_neither_begins_nor_ends_with_an_apostrophe():
    assert (
        sheet_title(Table("D02", "What the meters of the tenants'[s] sites'", (), ()))
        == "D02 What the meters of the tena"
    )
    assert sheet_title(Table("D02", "Sites of the operators'", (), ())) == "D02 Sites of the operators"


def test_the_name_of_a_sheet_is_one_line_and_as_long_as_spreadsheets_count():
    title = sheet_title(Table("D02", "用电\r\n明细 " + "\U00020000" * 20, (), ()))

    assert title == "D02 用电 明细 " + "\U00020000" * 10
    assert len(title.encode("utf-16-le")) // 2 <= LONGEST_TITLE


def test_the_cover_comes_first_and_a_sheet_for_each_table_follows(tmp_path):
    book = read(tmp_path, worked_example())

    assert [sheet.title.split()[0] for sheet in book.worksheets] == [
        "Cover",
        *[t.id for t in all_tables(worked_example())[1:]],
    ]


def test_the_cover_holds_figures_as_figures(tmp_path):
    cover = read(tmp_path, worked_example())["Cover"]
    facts = {cover.cell(n, 1).value: cover.cell(n, 2) for n in range(COVER_ROW, cover.max_row + 1)}

    assert facts["Mining electricity (kWh)"].value == 15_430_000
    assert facts["Mining electricity (kWh)"].number_format == "#,##0"
    assert facts["Mining share (%)"].value == 20.4371


@pytest.mark.parametrize(
    ("provisional", "basis"), [(False, "accepted returns"), (True, "PROVISIONAL: includes revisions not reviewed yet")]
)
def test_every_sheet_says_what_it_counts(tmp_path, provisional, basis):
    book = read(tmp_path, microdata(row(answered(1, 1)), provisional=provisional))

    assert {sheet["A3"].value for sheet in book.worksheets} == {basis}


def test_sheets_are_frozen_filtered_and_ready_to_print(tmp_path):
    sheet = read(tmp_path, worked_example())["R04 Mining ledger"]

    assert sheet.freeze_panes == "C5"
    assert sheet.auto_filter.ref == "A4:N7"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
        "landscape",
        1,
        0,
    )
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.oddFooter.center.text == "page &P of &N"


@pytest.mark.parametrize(
    ("code", "number_format"), [("total_kwh", "#,##0"), ("share_percent", "0.00"), ("submitted_at", "yyyy-mm-dd hh:mm")]
)
def test_figures_have_number_formats(tmp_path, code, number_format):
    table = all_tables(worked_example())[5]
    sheet = sheet_of(read(tmp_path, worked_example()), table)

    assert sheet.cell(HEADER_ROW + 1, table.index(code) + 1).number_format == number_format


def test_dates_and_moments_are_real_dates_in_the_zone_of_the_round(tmp_path):
    table = all_tables(worked_example())[5]
    made = microdata(row(answered(9, 1, planned_exit=date(2021, 6, 30))))
    sheet = sheet_of(read(tmp_path, made), table)

    cells = [sheet.cell(HEADER_ROW + 1, table.index(code) + 1).value for code in ("planned_exit", "submitted_at")]
    assert [f"{cell:%Y-%m-%d %H:%M}" for cell in cells] == ["2021-06-30 00:00", "2021-04-28 13:00"]
    assert sheet.cell(HEADER_ROW, table.index("submitted_at") + 1).value == "Submitted at\n(Beijing time)"


def test_a_day_before_spreadsheets_begin_to_count_is_written_as_text(tmp_path):
    made = microdata(row(answered(9, 1, planned_exit=date(202, 6, 30))))
    table = all_tables(made)[5]

    cell = sheet_of(read(tmp_path, made), table).cell(HEADER_ROW + 1, table.index("planned_exit") + 1)

    assert (cell.value, cell.data_type) == ("0202-06-30", "s")


def test_tables_that_are_drawn_have_a_native_chart(tmp_path):
    book = read(tmp_path, worked_example())

    drawn = [sheet.title.split()[0] for sheet in book.worksheets if sheet._charts]
    assert drawn == ["R01", "R03", "R05", "R06"]


def test_an_empty_round_makes_a_workbook_without_charts_of_nothing(tmp_path):
    book = read(tmp_path, microdata())

    assert [sheet.title.split()[0] for sheet in book.worksheets if sheet._charts] == ["R05", "R06"]


def test_the_workbook_speaks_chinese(tmp_path):
    book = read(tmp_path, worked_example(), "zh-hans")

    assert book.sheetnames[0] == "封面"
    assert book["R03 分区挖矿用电"].cell(HEADER_ROW, 5).value == "总用电量\n（kWh）"


def test_no_row_is_taller_than_a_spreadsheet_and_a_page_allow(tmp_path):
    made = microdata(row(answered(9, 1), name="甲" * 10_000))

    sheet = sheet_of(read(tmp_path, made), all_tables(made)[5])

    assert sheet.row_dimensions[HEADER_ROW + 1].height == TALLEST


def test_a_chinese_character_is_two_columns_wide():
    assert (width_of("数据中心A1"), lines_of("数据中心" * 5, 22)) == (10, 2)


def test_a_column_is_as_wide_as_its_widest_cell():
    table = all_tables(microdata(row(None, name="某某云计算科技有限公司第一数据中心")))[3]

    widths = [column_width(table.columns[i], "", [r[i] for r in table.rows]) for i in (1, 3)]
    assert widths == [37, 9]
    assert table.columns[3].kind is Kind.NUMBER
