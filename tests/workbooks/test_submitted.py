import io
from decimal import Decimal

import openpyxl
import pytest
from django.utils.translation import override

from surveys.questionnaires.queries import definition_of
from surveys.rendering.answer_sheets import tables_of_document
from surveys.reports.tables.table import Column, Kind, Table, text
from surveys.workbooks.submitted import Submitted, write_submitted
from tests.responses.conftest import response, round
from tests.responses.stories import fill_in, submit

__all__ = ["response", "round"]
HOSTILE = '=HYPERLINK("http://x")'


@pytest.fixture
def revision(world, response):
    fill_in(
        response,
        world.alice,
        remarks={"typed": HOSTILE},
    )
    return submit(response, world.alice)


def written(tables, facts=(("项目", "内容"),), **more):
    file = io.BytesIO()
    told = {"title": "摸排", "unit": "一号", "mark": "7KQ4-M2XD-P9RT", "time_zone": "Asia/Shanghai", **more}
    write_submitted(Submitted(facts=facts, tables=tables, **told), file)
    return openpyxl.load_workbook(file)


def tables_of(revision):
    return tables_of_document(definition_of(revision.version), revision.answers, revision.findings, revision.reasons)


def line_of(sheet, words):
    return next(row for row in sheet.iter_rows(values_only=True) if words in str(row[1]))


def test_every_answer_stands_there_as_sent_and_as_a_number(revision):
    book = written(tables_of(revision))
    line = line_of(book.worksheets[1], "总用电量")

    assert line[2:5] == ("3,000.5 万千瓦时", 30005000, "kWh")
    total = next(cell for row in book.worksheets[1] for cell in row if cell.value == 30005000)
    assert total.number_format == "#,##0"


def test_what_was_calculated_is_a_number_too(revision):
    line = line_of(written(tables_of(revision)).worksheets[1], "综合能源消费量")

    assert line[4] == "kgce" and line[2] == f"{line[3] / 1000:,.3f} tce"


def test_each_table_has_a_sheet_with_a_column_for_each_question(revision):
    book = written(tables_of(revision))
    header, row = list(book.worksheets[2].iter_rows(min_row=4, values_only=True))[:2]

    assert row == ("01 互联网与云", 100)
    assert header[1].endswith("（%）")


def test_text_that_looks_like_a_formula_is_text(revision):
    book = written(tables_of(revision))

    cell = next(cell for row in book.worksheets[1] for cell in row if cell.value == HOSTILE)
    assert cell.data_type == "s" and cell.quotePrefix


@pytest.mark.parametrize(
    ("figure", "number_format"),
    [("3000.50", "#,##0.0"), ("0.001", "#,##0.000"), ("1E+3", "#,##0"), ("-2", "#,##0"), ("0", "#,##0")],
)
def test_no_digit_is_rounded_away(figure, number_format):
    table = Table("", "填报内容", (Column("n", "n", kind=Kind.NUMBER),), ((Decimal(figure),),))
    cell = written([table])["填报内容"].cell(5, 1)

    assert (Decimal(str(cell.value)), cell.number_format) == (Decimal(figure), number_format)


def test_the_cover_says_what_the_receipt_says():
    facts = [("回执编号", "7KQ4-M2XD-P9RT"), ("附件", "a.pdf\nb.pdf"), ("备注", "=1+1")]
    sheet = written([], facts).worksheets[0]

    assert [(row[0], row[1]) for row in sheet.iter_rows(min_row=4, max_col=2, values_only=True)] == facts
    assert sheet.cell(6, 2).data_type == "s"


def test_names_that_a_sheet_cannot_have_are_cut():
    table = Table("B7", "a/b:c?*[d]" + "长" * 40, (text("a", "a"),), (("x",),))

    assert len(written([table]).sheetnames[1]) <= 31


def test_in_english(revision):
    with override("en"):
        book = written(tables_of(revision))

    assert "Answers" in book.sheetnames
