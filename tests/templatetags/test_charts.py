import re
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from surveys.reports.tables.energy import r03, r04, r05, r06
from surveys.templatetags.charts import bar_chart, fitting
from tests.reports.examples import HAIDIAN, answered, microdata, row, worked_example


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def html_of(table):
    return Template("{% load charts %}{% bar_chart table %}").render(Context({"table": table}))


def test_there_is_a_bar_for_each_figure_and_none_for_the_total():
    chart = bar_chart(r03(worked_example()))["chart"]

    assert [line.name for line in chart.lines] == ["Chaoyang", "Haidian"]
    assert [bar.figure for line in chart.lines for bar in line.bars] == ["27.50", "12.13", "48.00", "3.30"]


def test_the_longest_bar_fills_the_room_and_the_others_keep_the_proportion():
    chart = bar_chart(r03(worked_example()))["chart"]

    widths = [Decimal(line.bars[0].width) for line in chart.lines]
    assert widths == [Decimal("263.5"), Decimal(460)]


def test_a_blank_is_a_dash_without_a_bar():
    table = r03(microdata(row(answered(1, 1)), row(None, region=HAIDIAN)))

    bar = bar_chart(table)["chart"].lines[1].bars[0]
    assert (bar.figure, bar.width) == ("—", "0")


def test_where_there_is_nothing_but_noughts_there_is_nothing_to_draw():
    assert html_of(r06(microdata())).strip() == ""


def test_a_negative_rest_has_no_bar():
    table = r05(microdata(row(answered(1000, 0, hosted=[("01", "100.05")]))))

    bar = bar_chart(table)["chart"].lines[-1].bars[0]
    assert (bar.figure, bar.width) == ("-0.50", "0")


def test_tables_without_a_chart_draw_nothing():
    assert html_of(r04(worked_example())).strip() == ""
    assert html_of(r03(microdata())).strip() == ""


def test_the_description_names_the_largest():
    chart = bar_chart(r03(worked_example()))["chart"]

    assert chart.description == (
        "Total electricity: the largest is Haidian with 48.00 GWh. "
        "Mining electricity: the largest is Chaoyang with 12.13 GWh."
    )


def test_the_picture_can_be_read_out_and_is_safe_under_the_content_policy():
    html = html_of(r03(worked_example()))

    assert re.search(r'aria-labelledby="chart-R03-title chart-R03-desc"', html)
    assert html.count("<title") == 5
    assert re.search(r"style=|<script|\son\w+=|https?:", html) is None


def test_a_table_with_the_same_figures_stands_beside():
    html = html_of(r03(worked_example()))

    cells = re.findall(r'<td class="number">([^<]*)</td>', html)
    assert cells == ["27.50", "12.13", "48.00", "3.30"]


def test_names_are_escaped():
    assert "<b>" not in html_of(r03(microdata(row(answered(1, 1), region=type(HAIDIAN)(code="1", name_en="<b>x</b>")))))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Haidian", "Haidian"),
        ("智能计算、高性能计算", "智能计算、高性能计算"),
        ("AI and high-performance computing", "AI and high-performance c…"),
    ],
)
def test_long_names_are_cut_to_the_room_there_is(name, shown):
    assert fitting(name) == shown


def test_one_kind_of_bar_needs_no_legend():
    table = r06(worked_example())

    assert bar_chart(table)["chart"].keys == ()
