"""Rows that are measured by patterns are measured as those whose every element is heard."""

import io
import zipfile
from xml.parsers.expat import ExpatError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.workbooks.reading.packages import hear
from surveys.workbooks.reading.xlsx_parts import Part, SharedTexts
from surveys.workbooks.reading.xlsx_rows import MOST_STYLES, plain_rows
from tests.workbooks import hostile
from tests.workbooks.packages_of_others import PACKAGES

STYLES = ["", "000", ""]
PLAIN = [
    '<row r="1"/>',
    '<row r="3"></row>',
    '<row r="2" spans="1:3" ht="12.8" hidden="false" x14ac:dyDescent="0.25"><c r="A2"/><c r="ZZ2" s="0"/></row>',
    '<row r="4"><c r="B4"><v>1</v></c><c r="D4" s="2" t="n"><v>1.5E3</v></c></row>',
    '<row r="5" hidden="0"><c r="A5" t="s"><v>0</v></c><c r="B5" s="0" t="s"><v>1</v></c></row>',
    '<row r="6"><c r="C6" t="inlineStr"><is><t xml:space="preserve"> 示范路 &amp; &#31034;&#x4E2D; </t></is></c></row>',
    '<row r="7"><c r="A7" t="str"><f>A6&amp;"x"</f><v>y</v></c><c r="E7" s="2"><f>1+1</f><v>2</v></c></row>',
    '<row r="8"><c r="A9" t="b"><v>1</v></c></row>',
    '<row r="10"><c r="YY10" s="0" t="n"></c><c r="XX10" s="2"></c><c r="F10" t="n"/></row>',
    '<row r="20"><c r="A20"><f aca="false">1+1</f><v>2</v></c><c r="B20"><f t="shared" si="0"/><v>2</v></c></row>',
    '<row r="21"><c r="C21" t="str"><f>""</f><v></v></c><c r="I21" t="str"><f>""</f></c></row>',
]
NOT_SO_PLAIN = [
    '<row r="11" hidden="1"><c r="A11"><v>1</v></c></row>',
    '<row><c><v>1</v></c><c r="F1"><v>1</v></c><c><v>2</v></c></row>',
    '<row r="12"><c r="A12" s="1"><v>7</v></c></row>',
    '<row r="13"><c r="A13" t="s"><v> 1 </v></c></row>',
    '<row r="14"><c r="A14" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c></row>',
    '<row r="15"><!-- <c r="A999"><v>1</v></c> --><c r="A15"><v><![CDATA[1]]></v></c></row>',
    '<row r="16"><c s="2" r="G16"><v>1</v></c></row>',
    "<row r='17'><c r='A17'><v>1</v></c></row>",
    '<row r="18"><c r="A18"><v/></c></row>',
    '<row r="19">\n<c r="H19"><v>1</v></c>\n</row>',
]
BROKEN = [
    '<row r="1"><c r="A1"><v>&nosuch;</v></c></row>',
    '<row r="1"><c r="A1"><v>&#1;</v></c></row>',
    '<row r="1"><c r="A1"><v>&#55357;</v></c></row>',
    '<row r="1"><c r="A1"><v>&#xDE2D;</v></c></row>',
    '<row r="1"><c r="A1"><v>\x01</v></c></row>',
    '<row r="1"><c r="A1"><v>1]]></v></c></row>',
    '<row r="1" ht="1\x00"><c r="A1"><v>1</v></c></row>',
    '<row r="1" r="2"><c r="A1"><v>1</v></c></row>',
    '<row r="1"><c r="A1"><v>1</c></row>',
    '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
    '<row r="1"><c r="A60000"><v>1</v></c></row>',
    '<row r="1"><c r="ZZZ1"><v>1</v></c></row>',
]
AROUND = '<cols><col min="2" max="3" hidden="1"/></cols>', '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'


def sheet_of(rows):
    return f"<worksheet>{AROUND[0]}<sheetData>{''.join(rows)}</sheetData>{AROUND[1]}</worksheet>".encode()


def measured(content, listen):
    part = Part(SharedTexts(), STYLES)
    try:
        listen(content, part)
    except (ValueError, ExpatError) as error:
        return type(error)
    seen = part.merged, part.hidden_rows, part.hidden_columns, part.shown, part.extent.rows, part.extent.columns
    return *seen, part.shared.cells, part.shared.lengths


def by_patterns(content):
    return measured(content, lambda content, part: part.hear(content))


def by_elements(content):
    return measured(content, hear)


@pytest.mark.parametrize("row", PLAIN)
def test_rows_as_programs_write_them_are_plain(row):
    content = sheet_of([row])
    assert b"<row" not in plain_rows(content, STYLES).rest
    assert by_patterns(content) == by_elements(content)


@pytest.mark.parametrize("row", NOT_SO_PLAIN)
def test_where_one_row_is_not_plain_none_is(row):
    content = sheet_of([PLAIN[3], row])
    assert plain_rows(content, STYLES) is None
    assert by_patterns(content) == by_elements(content)


@pytest.mark.parametrize("row", BROKEN)
def test_what_is_refused_is_refused_either_way(row):
    content = sheet_of([row])
    assert by_patterns(content) == by_elements(content)
    assert isinstance(by_patterns(content), type)


@given(st.lists(st.sampled_from([*PLAIN, *NOT_SO_PLAIN]), max_size=12))
def test_any_rows_together(rows):
    content = sheet_of(rows)
    assert by_patterns(content) == by_elements(content)


@pytest.mark.parametrize("content", [sheet_of(PLAIN).decode().encode("utf-16"), sheet_of(PLAIN) + b"<!-- \xff -->"])
def test_only_unicode_is_looked_at(content):
    assert plain_rows(content, STYLES) is None


def test_of_a_workbook_with_very_many_telling_styles_every_element_is_heard():
    assert plain_rows(sheet_of(PLAIN), ["000"] * (MOST_STYLES + 1)) is None


@pytest.mark.parametrize("name", PACKAGES)
def test_workbooks_of_every_making(name):
    for content in sheets_in(PACKAGES[name]()):
        assert by_patterns(content) == by_elements(content)


@pytest.mark.parametrize("flaw", hostile.HOSTILE)
def test_hostile_workbooks(flaw):
    for content in sheets_in(hostile.HOSTILE[flaw]()):
        assert by_patterns(content) == by_elements(content)


def sheets_in(content):
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for info in package.infolist():
            if "sheet" in info.filename and info.filename.endswith(".xml") and info.file_size < 5_000_000:
                try:
                    yield package.read(info)
                except (RuntimeError, zipfile.BadZipFile, NotImplementedError):
                    continue
