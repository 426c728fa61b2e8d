import codecs

import pytest
from django.utils import translation

from surveys.workbooks.reading import MOST_COLUMNS, MOST_ROWS, WorkbookRefused, read_workbook

TABLE = "单位,编号\n甲云,001\n"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def rows(content):
    (sheet,) = read_workbook(content.encode() if isinstance(content, str) else content).sheets
    return sheet.rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_making_of_a_csv_is_read(encoding, separator, end):
    written = TABLE.replace(",", separator).replace("\n", end)

    assert rows(written.encode(encoding)) == [["单位", "编号"], ["甲云", "001"]]


def test_characters_beyond_two_bytes_are_read_in_either_encoding():
    assert rows("㐂,𠮷\n".encode("gb18030")) == rows("㐂,𠮷\n") == [["㐂", "𠮷"]]


def test_utf_16_of_the_other_order_is_known_by_its_mark():
    assert rows(codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"))[1] == ["甲云", "001"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_known_by_its_ascii(encoding):
    assert rows(TABLE.encode(encoding))[1] == ["甲云", "001"]


def test_a_blank_behind_the_separator_belongs_to_no_cell():
    assert rows('单位, 说明\n甲云, "路, 1 号\n东"\n') == [["单位", "说明"], ["甲云", "路, 1 号\n东"]]


def test_marks_of_old_programs_are_read_as_meant():
    assert rows("a|b\nc|e, f\n\x1a") == [["a", "b"], ["c", "e, f"]]
    assert rows('a,b\nc,"d\ve"\n')[1] == ["c", "d\ne"]


@pytest.mark.parametrize(
    "written",
    [
        "名录, 2021 年\n\n单位;量\n甲;1,5\n乙;2,5\n",
        "单位;地址\n甲;路, 1 号\n乙;路, 2 号, 后门\n",
        '单位;说明\n"甲, 乙";"a; b"\n丙;x\n',
    ],
)
def test_the_separator_is_the_one_that_most_rows_share(written):
    assert {len(row) for row in rows(written)[-3:]} == {2}


def test_excels_own_word_on_the_separator_is_heard_and_rows_keep_their_numbers():
    assert rows("sep=;\r\na,b;c\r\n") == [[], ["a,b", "c"]]


def test_one_column_is_a_table_too():
    assert rows("编号\n001\n") == [["编号"], ["001"]]


def test_quoted_cells_may_hold_separators_marks_and_line_breaks():
    assert rows('a,"b ""c"", d\r\ne"\n') == [["a", 'b "c", d\ne']]


def test_codes_kept_as_formulas_are_codes():
    assert rows('="001",="01 A",=1+1\n') == [["001", "01 A", "=1+1"]]


def test_blank_cells_far_out_do_no_harm():
    assert rows("a,b" + "," * 2000 + "\n")[0][:3] == ["a", "b", ""]


def test_the_last_cells_within_the_limits_are_read():
    assert rows("," * (MOST_COLUMNS - 1) + "x\n")[0][-1] == "x"
    assert len(rows("x,y\n" * MOST_ROWS)) == MOST_ROWS


REFUSED = {
    "a column too many": ("," * MOST_COLUMNS + "x\n", "50,000"),
    "a row too many": ("x,y\n" * (MOST_ROWS + 1), "50,000"),
    "a mark that is not closed": ('a,b\nc,"d\ne,f\n', "line 3"),
    "a mark that ends too early": ('a,b\nc,"d"e\n', "line 2"),
    "a web page": ("\n <html><table><tr><td>1</td></tr></table></html>", "web page"),
    "saved answers": ('{"a": 1}', "web page"),
    "neither text nor workbook": (bytes(range(256)) * 4, "neither"),
    "a null character": ("a,\x00b\n", "neither"),
    "cut in a character": (b"\xef\xbb\xbf" + "单".encode()[:2], "neither"),
    "nothing": ("", "empty"),
}


@pytest.mark.parametrize("flaw", REFUSED)
def test_what_is_no_table_is_refused_in_words(flaw):
    content, words = REFUSED[flaw]

    with pytest.raises(WorkbookRefused, match=words):
        rows(content)
