import re
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from surveys.reports.tables.energy import r03, r04, r05, r06
from surveys.reports.tables.response import r01_by_region
from surveys.templatetags.charts import bar_chart
from tests.reports.examples import CHAOYANG, HAIDIAN, answered, microdata, row, worked_example


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def html_of(table):
    return Template("{% load charts %}{% bar_chart table %}").render(Context({"table": table}))


def lines_of(table):
    return dict(bar_chart(table)["chart"].lines)


def test_there_is_a_bar_for_each_figure_and_none_for_the_total():
    lines = lines_of(r03(worked_example()))

    figures = {name: [bar.figure for bar in bars] for name, bars in lines.items()}
    assert figures == {"Chaoyang": ["12.13", "27.50"], "Haidian": ["3.30", "48.00"]}


def test_the_longest_bar_fills_the_room_and_the_others_keep_the_proportion():
    lines = lines_of(r03(worked_example()))

    widths = {name: [Decimal(bar.width) for bar in bars] for name, bars in lines.items()}
    assert widths == {"Chaoyang": [Decimal("25.3"), Decimal("57.3")], "Haidian": [Decimal("6.9"), Decimal(100)]}


def test_percentages_are_drawn_of_a_hundred():
    table = r01_by_region(microdata(row(answered(1)), row(None), row(None), row(None)))

    assert [bar.width for bar in lines_of(table)["Chaoyang"]] == ["25", "25"]


def test_a_blank_is_a_dash_without_a_bar():
    table = r03(microdata(row(answered(1, 1)), row(None, region=HAIDIAN)))

    bar = lines_of(table)["Haidian"][0]
    assert (bar.figure, bar.width) == ("—", "0")


def test_where_there_is_nothing_but_noughts_there_is_nothing_to_draw():
    assert html_of(r06(microdata())).strip() == ""


def test_a_negative_rest_has_no_bar():
    table = r05(microdata(row(answered(1000, 0, hosted=[("01", "100.05")]))))

    (bar,) = lines_of(table)["not attributed"]
    assert (bar.figure, bar.width) == ("-0.50", "0")


def test_tables_without_a_chart_draw_nothing():
    assert html_of(r04(worked_example())).strip() == ""
    assert html_of(r03(microdata())).strip() == ""


def test_districts_stand_by_their_mining_and_then_by_their_total():
    small, large = (type(CHAOYANG)(code=code, name_en=code, path=code) for code in ("1", "2"))
    table = r03(
        microdata(
            row(answered(10, 0), region=small), row(answered(30, 0), region=large), row(answered(9, 5), region=HAIDIAN)
        )
    )

    assert list(lines_of(table)) == ["Haidian", "2", "1"]


def test_businesses_stand_by_size_and_what_is_left_over_last():
    hosted = [("01", 10), ("02", 30), ("09", 20)]
    table = r05(microdata(row(answered(1000, 0, hosted=hosted))))

    assert list(lines_of(table)) == ["finance", "cryptocurrency mining", "internet and cloud", "not attributed"]


def test_bands_keep_their_order():
    names = list(lines_of(r06(worked_example())))

    assert names == [row[0] for row in r06(worked_example()).rows]


def test_name_figures_and_units_are_text_and_the_bars_are_left_out_when_read():
    html = html_of(r03(worked_example()))

    first = re.search(r"<tr>.*?</tr>", html, re.DOTALL)[0]
    read = re.sub(r'<td aria-hidden="true">.*?</td>', "", first, flags=re.DOTALL)
    assert re.sub(r"<[^>]*>|\s+", " ", read).split() == [
        "Chaoyang", "Mining", "electricity", "12.13", "GWh", "Total", "electricity", "27.50", "GWh",
    ]  # fmt: skip
    assert '<th scope="row">Chaoyang</th>' in first
    assert "<svg" not in read


def test_it_is_safe_under_the_content_policy():
    assert re.search(r"style=|<script|\son\w+=|https?:", html_of(r03(worked_example()))) is None


def test_names_are_escaped():
    assert "<b>" not in html_of(r03(microdata(row(answered(1, 1), region=type(HAIDIAN)(code="1", name_en="<b>x</b>")))))


def test_a_single_kind_of_bar_is_named_with_its_unit():
    (key,) = bar_chart(r05(worked_example()))["chart"].keys

    assert (key.label, key.unit) == ("Electricity", "GWh")
