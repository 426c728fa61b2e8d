import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils import translation

from surveys.reports.book import TABLES
from surveys.reports.tables.energy import r03, r04
from surveys.reports.tables.response import r02
from surveys.reports.tables.table import Column, Kind, number
from surveys.templatetags.report_tables import AT_FIRST, columns_on_request, report_table, shown
from tests.reports.examples import answered, microdata, row, worked_example


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def html_of(table, page=None):
    template = Template("{% load report_tables %}{% report_table table 'Asia/Shanghai' page %}")
    return template.render(Context({"table": table, "page": page}))


@pytest.mark.parametrize(
    ("cell", "column", "text"),
    [
        (None, number("n", "", "kWh"), "—"),
        (Decimal("12345.678"), number("n", "", "kWh"), "12,346"),
        (Decimal("20.4371"), number("n", "", "%", 2), "20.44"),
        (3, number("n", "", ""), "3"),
        (date(2021, 6, 30), Column("d", "", kind=Kind.DATE), "2021-06-30"),
        (datetime(2021, 4, 28, 4, tzinfo=UTC), Column("m", "", kind=Kind.MOMENT), "2021-04-28 12:00"),
        ("<b>", Column("t", ""), "<b>"),
    ],
)
def test_cells_for_people(cell, column, text):
    assert shown(cell, column, "Asia/Shanghai") == text


def test_units_stand_in_the_header_and_the_total_in_the_foot():
    html = " ".join(html_of(r03(worked_example())).split())

    assert 'Total electricity <span class="unit">kWh</span>' in html
    assert re.search(r"<tfoot>.*75,500,000.*</tfoot>", html)


def test_the_total_stands_under_the_last_page_only():
    table = r03(worked_example())
    pages = Paginator(range(2), 1)

    assert [report_table(table, "UTC", pages.page(n))["total"] is None for n in (1, 2)] == [True, False]


def test_a_page_shows_its_own_rows():
    table = r03(worked_example())

    cells = report_table(table, "UTC", Paginator(range(2), 1).page(2))["rows"]
    assert [line[0].text for line in cells] == ["Haidian"]


def test_a_row_leads_back_to_the_revision_it_was_taken_from():
    one = row(answered(9, 1), name="F1")

    assert f'<a href="/bureau/responses/{one.response_id}/revisions/1/">F1</a>' in html_of(r04(microdata(one)))


def test_who_has_not_answered_leads_to_the_response():
    one = row(name="F1")

    assert f'<a href="/bureau/responses/{one.response_id}/">F1</a>' in html_of(r02(microdata(one)))


def test_names_are_escaped():
    assert "<script>" not in html_of(r04(microdata(row(answered(9, 1), name="<script>"))))


def test_an_empty_table_says_so():
    assert "No row yet." in html_of(r04(microdata()))


# --- wide tables -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", sorted(AT_FIRST))
def test_what_a_page_shows_at_first_are_columns_of_the_table(id):
    columns = [column.code for column in TABLES[id](worked_example()).columns]

    assert set(AT_FIRST[id]) < set(columns)
    assert len(AT_FIRST[id]) < 10


@pytest.mark.parametrize("id", sorted(TABLES.keys() - {"cover"}))
def test_a_table_of_more_columns_than_fit_shows_the_main_ones_at_first(id):
    table = TABLES[id](worked_example())

    assert columns_on_request(table) or len(table.columns) < 13


def test_rows_and_total_keep_to_the_columns_that_are_shown():
    table = TABLES["R03"](worked_example())

    few, all_ = report_table(table, "UTC", all_columns=False), report_table(table, "UTC")

    assert [column.code for column, _unit in few["columns"]] == list(AT_FIRST["R03"])
    assert {len(row) for row in [*few["rows"], few["total"]]} == {len(AT_FIRST["R03"])}
    assert {len(row) for row in [*all_["rows"], all_["total"]]} == {len(table.columns)}
    assert few["total"][5].text == all_["total"][table.index("share_percent")].text
