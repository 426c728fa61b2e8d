import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from surveys.reports.book import TABLES, all_tables
from surveys.reports.tables.method import cover, r18
from surveys.reports.tables.table import plain
from tests.reports.examples import HAIDIAN, microdata, worked_example


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        (None, None),
        ("=1+1", "=1+1"),
        (0, "0"),
        (Decimal("1E+3"), "1000"),
        (Decimal("94.0000"), "94"),
        (date(2021, 4, 28), "2021-04-28"),
        (datetime(2021, 4, 28, 4, tzinfo=UTC), "2021-04-28T04:00:00Z"),
    ],
)
def test_cells_for_machines(cell, written):
    assert plain(cell) == written


def test_the_tables_of_a_report_stand_in_their_order():
    tables = all_tables(worked_example())

    assert [table.id for table in tables] == list(TABLES)


def test_every_row_is_as_long_as_the_header():
    for table in all_tables(worked_example()):
        lengths = {len(row) for row in (*table.rows, *([table.total] if table.total else []))}
        assert lengths <= {len(table.columns)}, table.id


def test_codes_are_unique_and_do_not_follow_the_language():
    codes = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            codes[language] = [[column.code for column in table.columns] for table in all_tables(worked_example())]

    assert codes["zh-hans"] == codes["en"]
    assert [one for one in codes["en"] if len(set(one)) < len(one)] == []


def test_json_has_no_bare_number_and_keeps_the_total_apart():
    with translation.override("en"):
        shape = TABLES["R03"](worked_example()).to_json()

    assert shape["columns"][4] == {"code": "total_kwh", "label": "Total electricity", "unit": "kWh"}
    assert [row[4] for row in shape["rows"]] == ["27500000", "48000000"]
    assert shape["total"][4] == "75500000"
    json.dumps(shape, allow_nan=False)


def test_a_table_without_a_total_has_no_such_key():
    assert "total" not in cover(microdata()).to_json()


def test_the_cover_states_what_the_report_was_made_from():
    with translation.override("en"):
        facts = dict(zip(cover(worked_example()).column("code"), cover(worked_example()).column("value"), strict=True))

    assert facts["round"] == "Mining survey 2021 (CN-BJ-MINING-20210427)"
    assert facts["basis"] == "accepted returns"
    assert facts["snapshot_sha256"] == "b" * 64
    assert (facts["total_kwh"], facts["share_percent"]) == (Decimal(75_500_000), Decimal("20.4371"))


def test_a_provisional_report_says_so_on_its_cover():
    with translation.override("en"):
        values = cover(microdata(provisional=True)).column("value")

    assert "PROVISIONAL: includes revisions not reviewed yet" in values


def test_a_report_of_one_district_says_so():
    with translation.override("en"):
        assert "Haidian" in cover(microdata(region=HAIDIAN)).column("value")


def test_the_method_lists_every_factor_with_its_document():
    with translation.override("en"):
        table = r18(microdata())
    sources = dict(zip(table.column("name"), table.column("source"), strict=True))

    assert sources["CN-ETS-2021"] == "环办气候函〔2022〕111号 (2022-03)"
    assert sources["TCE-CALORIFIC"] == "GB/T 2589-2020 (2020)"
