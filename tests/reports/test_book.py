"""The tables beside the book of a report (what is drawn, frozen, linked, written) name what is in the book."""

import pytest

from surveys.reports.book import CHARTS, TABLES, all_tables
from surveys.reports.models import Export
from surveys.reports.statistics import FIELDS, Disposition
from surveys.templatetags.report_tables import LEADS_BACK
from surveys.workbooks.report.book import FROZEN_COLUMNS
from surveys.workbooks.report.exports import WRITERS
from tests.reports.examples import worked_example


@pytest.fixture(scope="module")
def made():
    return {table.id: table for table in all_tables(worked_example())}


def test_every_table_carries_the_id_it_stands_under(made):
    assert list(made) == list(TABLES), "surveys/reports/book.py names a table otherwise than the table does itself"


@pytest.mark.parametrize("id", CHARTS)
def test_a_chart_draws_columns_that_the_table_has(id, made):
    bars = CHARTS[id]

    assert id in made, f"surveys/reports/book.py: CHARTS draws {id}, which is not in TABLES"
    assert {bars.names, *bars.values} <= {column.code for column in made[id].columns}, f"CHARTS[{id!r}]: columns"


@pytest.mark.parametrize("id", sorted(LEADS_BACK))
def test_a_table_that_leads_back_names_facility_and_return(id, made):
    assert id in made, f"surveys/templatetags/report_tables.py: there is no table {id}"
    assert "facility" in [column.code for column in made[id].columns]
    assert len(made[id].sources) == len(made[id].rows)


@pytest.mark.parametrize("id", FROZEN_COLUMNS)
def test_columns_are_frozen_where_there_are_more(id, made):
    assert id in made, f"surveys/workbooks/report/book.py: there is no table {id}"
    assert FROZEN_COLUMNS[id] < len(made[id].columns)


@pytest.mark.parametrize("contents", Export.Contents)
def test_whatever_can_be_asked_for_can_be_written(contents):
    assert contents in WRITERS, f"surveys/workbooks/report/exports.py: WRITERS cannot write {contents!r}"


@pytest.mark.parametrize("disposition", Disposition)
def test_every_disposition_is_counted_and_shown(disposition, made):
    assert disposition in FIELDS, f"surveys/reports/statistics.py: FIELDS does not count {disposition!r}"
    shown = [column for column in made["R01"].columns if column.code == FIELDS[disposition]]
    assert len(shown) == 1, f"surveys/reports/tables/response.py: R01 has no column {FIELDS[disposition]!r}"
