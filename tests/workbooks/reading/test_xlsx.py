import io
import zipfile
from datetime import UTC, date, datetime

import openpyxl
import pytest
from django.utils import translation
from openpyxl.chart import BarChart

from surveys.lib.confined import patience
from surveys.workbooks import reading
from surveys.workbooks.reading import WorkbookRefused, column_letters, limits, read_workbook
from surveys.workbooks.reading.formats import parsed
from tests.workbooks import hostile
from tests.workbooks.packages_of_others import PACKAGES, packed, parts


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("flaw", hostile.HOSTILE)
def test_a_hostile_workbook_is_refused_with_a_sentence(flaw):
    with pytest.raises(WorkbookRefused) as refused:
        read_workbook(hostile.HOSTILE[flaw]())

    assert len(str(refused.value)) > 10


@pytest.mark.parametrize("package", PACKAGES)
def test_workbooks_of_every_making_are_read(package):
    (sheet,) = read_workbook(PACKAGES[package]()).sheets

    assert (sheet.name, sheet.rows) == ("survey", [["单位", "1200.5"]])


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("_x005F_x0041_", "_x0041_"),
        ("max005F_id", "max005F_id"),
        ("_x005F_x005F_x005F_x0041_", "_x005F_x0041_"),
    ],
)
def test_an_underscore_that_was_escaped_is_read_as_typed_wherever_the_text_stands(written, typed):
    cells = f'<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>{written}</t></is></c></row>'
    (sheet,) = read_workbook(packed(parts(cells, shared=f"<si><t>{written}</t></si>"))).sheets

    assert sheet.rows == [[typed, typed]]


def test_openpyxl_is_kept_from_entities_too():
    assert openpyxl.DEFUSEDXML


def test_cells_come_back_as_they_would_be_typed():
    row = (
        "文字",
        1200,
        0.1,
        1e15,
        True,
        date(2021, 4, 28),
        datetime(2021, 4, 28, 12, 30, tzinfo=UTC).replace(tzinfo=None),
    )

    (sheet,) = read_workbook(hostile.honest([row, ("last",)])).sheets

    assert sheet.rows[0] == ["文字", "1200", "0.1", "1000000000000000", "TRUE", "2021-04-28", "2021-04-28 12:30:00"]


def test_a_moment_is_read_to_the_second_as_it_is_shown():
    noon = datetime(2021, 4, 28, 11, 59, 59, 999_000, tzinfo=UTC).replace(tzinfo=None)

    (sheet,) = read_workbook(hostile.honest([(noon,)])).sheets

    assert sheet.rows == [["2021-04-28 12:00:00"]]


def test_a_formula_that_failed_is_no_blank():
    (sheet,) = read_workbook(hostile.with_sheet('<row r="1"><c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>')).sheets

    assert sheet.rows == [["#DIV/0!"]]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1"><f>B1+1</f></c>',
        '<c r="A1" s="1" t="n"><f>B1+1</f><v></v></c>',
        '<c r="A1"><f t="shared" si="0"/><v/></c>',
    ],
)
def test_a_formula_nobody_has_worked_out_is_no_blank(cell):
    (sheet,) = read_workbook(hostile.with_sheet(f'<row r="1">{cell}<c r="B1"><v>7</v></c></row>')).sheets

    assert sheet.rows == [["#GETTING_DATA", "7"]]


def test_a_formula_that_gives_an_empty_text_is_a_blank():
    cells = '<c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><f>1+1</f><v>2</v></c>'

    (sheet,) = read_workbook(hostile.with_sheet(f'<row r="1">{cells}</row>')).sheets

    assert sheet.rows == [["", "2"]]


def test_places_count_from_the_first_cell_even_when_it_is_blank():
    (sheet,) = read_workbook(hostile.with_cell_at("C3")).sheets

    assert sheet.rows == [["", "", ""], ["", "", ""], ["", "", "1"]]
    assert sheet.location(2, 2) == "Sheet!C3"


@pytest.mark.parametrize(
    "reference", [f"A{reading.MOST_ROWS}", f"{column_letters(reading.MOST_COLUMNS - 1)}1", "SF4000"]
)
def test_the_last_cell_within_the_limits_is_read(reference):
    (sheet,) = read_workbook(hostile.with_cell_at(reference)).sheets

    assert sheet.rows[-1][-1] == "1"


@pytest.mark.parametrize(
    "reference", [f"A{reading.MOST_ROWS + 1}", f"{column_letters(reading.MOST_COLUMNS)}1", "SF4001"]
)
def test_the_first_cell_beyond_the_limits_is_refused(reference):
    with pytest.raises(WorkbookRefused):
        read_workbook(hostile.with_cell_at(reference))


@pytest.mark.parametrize("holding", ["<v></v>", "<v/>", "<f>1+1</f>", "<is><t>x</t></is>"])
def test_a_cell_far_out_that_could_hold_something_is_refused(holding):
    with pytest.raises(WorkbookRefused):
        read_workbook(hostile.with_sheet(f'<row r="900000"><c r="XFD900000" t="str">{holding}</c></row>'))


def test_cells_without_references_are_counted_one_by_one():
    with pytest.raises(WorkbookRefused):
        read_workbook(hostile.with_sheet("<row>" + "<c><v>1</v></c>" * 501 + "</row>"))


def test_two_hundred_parts_are_allowed():
    assert [sheet.name for sheet in read_workbook(hostile.with_many_parts(200)).sheets] == ["Sheet"]


def test_settings_of_a_printer_do_no_harm():
    content = hostile.with_parts([("xl/printerSettings/printerSettings1.bin", b"x")])

    assert [sheet.name for sheet in read_workbook(content).sheets] == ["Sheet"]


@pytest.mark.parametrize(("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_column_letters(column, letters):
    assert column_letters(column) == letters


STYLES = (
    '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="000"/><numFmt numFmtId="165" formatCode="0.00"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="165"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/>'
    "</cellXfs></styleSheet>"
)


def test_a_number_that_is_shown_as_a_code_is_that_code():
    cells = "".join(f'<c r="{letter}1" s="{style}"><v>7</v></c>' for style, letter in enumerate("ABC"))
    text = '<c r="D1" s="1" t="str"><v>7</v></c><c r="E1" s="9"><v>7</v></c>'
    content = with_styles(f'<row r="1">{cells}{text}</row>')

    assert read_workbook(content).sheets[0].rows == [["7", "007", "7", "7", "7"]]


def test_codes_of_another_sheet_are_not_shown_here():
    book = openpyxl.Workbook()
    for name, format in (("甲", "000"), ("乙", "General")):
        sheet = book.create_sheet(name)
        sheet["A1"], sheet["A1"].number_format = 7, format
    file = io.BytesIO()
    book.save(file)

    assert [sheet.rows for sheet in read_workbook(file.getvalue()).sheets[1:]] == [[["007"]], [["7"]]]


def with_styles(cells):
    return hostile.with_parts(
        replaced={"xl/styles.xml": STYLES.encode(), "xl/worksheets/sheet1.xml": hostile.sheet_of(cells)}
    )


@pytest.mark.parametrize(
    ("number", "is_cut"),
    [
        *(("999999999999999", False), ("1000000000000000", True), ("1234567890123456789", True)),
        *(("-1234567890123456", True), ("0.1", False), ("0.000000012345678", False), ("12345678.123456789", True)),
    ],
)  # fmt: skip
def test_a_number_of_more_digits_than_a_spreadsheet_keeps_is_marked(number, is_cut):
    cells = f'<row r="1"><c r="A1"><v>{number}</v></c><c r="B1" t="str"><v>{number}</v></c></row>'

    assert read_workbook(hostile.with_sheet(cells)).sheets[0].cut == ({(0, 0)} if is_cut else set())


def peculiar():
    book = openpyxl.Workbook()
    sheet = book.active
    for row in range(1, 5):
        sheet.append([row, row, row])
    sheet.merge_cells("B2:B3")
    sheet.row_dimensions[3].hidden = sheet.column_dimensions["C"].hidden = True
    book.create_sheet("藏").sheet_state = "veryHidden"
    book.create_chartsheet("图").add_chart(BarChart())
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_what_is_hidden_and_merged_is_read_and_marked():
    book = read_workbook(peculiar())
    sheet, hidden = book.sheets

    assert [row[0] for row in sheet.rows] == ["1", "2", "3", "4"]
    assert ([str(area) for area in sheet.merged], sheet.hidden_rows, sheet.hidden_columns) == (["B2:B3"], (2,), (2,))
    assert (sheet.is_hidden, hidden.is_hidden, book.left_out) == (False, True, ("图",))


def test_links_are_named_and_not_followed():
    relation = '<Relationships><Relationship Id="rId1" Target="file:///C:/tmp/Other%20one.xlsx"/></Relationships>'
    content = hostile.with_parts([("xl/externalLinks/_rels/externalLink1.xml.rels", relation.encode())])

    assert read_workbook(content).links == ("Other one.xlsx",)


def test_embedded_objects_are_named_and_not_read():
    parts = [
        ("xl/embeddings/oleObject1.bin", b"x"),
        ("xl/embeddings/Sheet2.xlsx", b"x"),
        ("xl/ctrlProps/ctrlProp1.xml", b"<a/>"),
    ]

    book = read_workbook(hostile.with_parts(parts))

    assert (book.objects, [sheet.name for sheet in book.sheets]) == (
        ("oleObject1.bin", "Sheet2.xlsx", "ctrlProp1.xml"), ["Sheet"]
    )  # fmt: skip


def test_a_roster_of_fifty_thousand_rows_fits():
    text = '<c t="inlineStr" s="1"><is><t>北京市朝阳区示例路东段科技园区一号院 {}</t></is></c>'
    rows = (f'<row r="{row}" ht="14.4">{text.format(row * 7919) * 10}</row>' for row in range(1, 50_001))
    content = hostile.with_sheet("".join(rows))

    with patience(120):  # by the clock, which says nothing on a busy machine; of the processor it has its ten seconds
        (sheet,) = read_workbook(content).sheets

    assert (len(sheet.rows), len(sheet.rows[-1])) == (50_000, 10)


@pytest.mark.parametrize(("unpacked", "is_read"), [(0, True), (1, False)])
def test_what_unpacks_to_more_than_the_limit_is_refused(unpacked, is_read, monkeypatch):
    content = hostile.honest()
    whole = sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(content)).infolist())
    monkeypatch.setattr(limits, "MOST_UNPACKED", whole - unpacked)

    if is_read:
        assert parsed(content).sheets
    else:
        with pytest.raises(WorkbookRefused, match="50,000"):
            parsed(content)


@pytest.mark.parametrize(("name", "words"), [("xl/styles.xml", "50,000"), ("[Content_Types].xml", "1 MiB")])
def test_parts_that_are_read_as_a_whole_are_short(name, words, monkeypatch):
    monkeypatch.setattr(limits, "MOST_OF_STYLES", 10)
    monkeypatch.setattr(limits, "MOST_OF_A_LIST", 10 if name.startswith("[") else 10_000)

    with pytest.raises(WorkbookRefused, match=words):
        parsed(hostile.honest())


def test_a_binary_workbook_is_not_taken_for_macros():
    with pytest.raises(WorkbookRefused, match="xlsb"):
        read_workbook(hostile.with_parts(extra=[("xl/workbook.bin", b"")]))
