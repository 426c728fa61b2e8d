"""R15 and its lines on the cover."""

from decimal import Decimal

import pytest
from django.utils import translation

from surveys.reports import queries
from surveys.reports.obtained import Grade, Obtained
from surveys.reports.snapshots import look
from surveys.reports.tables.energy import r04
from surveys.reports.tables.method import cover
from surveys.reports.tables.obtained import r15
from surveys.reports.tables.response import r01_by_region
from surveys.responses.actions import open_for_answering
from tests.reports.examples import answered, microdata, row
from tests.responses.stories import BEFORE, confirm, fill_in, make_issued_round, response_of, submit
from tests.responses.tenants.stories import ask_of, declare, kwh, take


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def of(grade, declared=0):
    return Obtained(grade, Decimal(declared))


def some():
    return microdata(
        row(answered(100, 40, total_obtained=of(Grade.MEASURED), mining_obtained=of(Grade.ESTIMATED, 10_000))),
        row(answered(200, total_obtained=of(Grade.MEASURED, 50_000))),
        row(answered(100, 10)),
        row(answered(None, says="unsure")),
        row(),
    )


def lines(table):
    return {line[0]: line[1:] for line in table.rows}


def test_each_way_with_its_returns_its_sum_and_its_share():
    table = r15(some())

    assert lines(table) == {
        "measured": (2, 250_000, Decimal("62.5"), 0, 0, 0),
        "calculated": (0, 0, 0, 0, 0, 0),
        "estimated": (0, 0, 0, 1, 30_000, 60),
        "declared by tenants": (1, 50_000, Decimal("12.5"), 1, 10_000, 20),
        "not said": (1, 100_000, 25, 1, 10_000, 20),
    }


def test_the_line_of_all_is_what_the_other_tables_add_up():
    made = some()
    table = r15(made)

    assert table.total[1:] == (3, 400_000, 100, 2, 50_000, 100)
    facts = dict(zip(cover(made).column("code"), cover(made).column("value"), strict=True))
    assert (facts["total_kwh"], facts["mining_kwh"]) == (400_000, 50_000)


def test_another_method_has_a_line_only_where_there_is_one():
    made = microdata(row(answered(100, total_obtained=of(Grade.OTHER))))

    assert lines(r15(made))["in another way"][:2] == (1, 100_000)
    assert "in another way" not in lines(r15(some()))


def test_the_cover_says_it_in_a_line():
    facts = dict(zip(cover(some()).column("code"), cover(some()).column("value"), strict=True))

    assert facts["total_obtained"] == "measured 62.50 %, declared by tenants 12.50 %, not said 25.00 %"
    assert facts["mining_obtained"] == "estimated 60.00 %, declared by tenants 20.00 %, not said 20.00 %"


def test_where_nothing_was_answered_nothing_is_said():
    made = microdata(row())

    assert dict(zip(cover(made).column("code"), cover(made).column("value"), strict=True))["total_obtained"] is None
    assert set(lines(r15(made))["measured"]) == {0, None}


# --- from the database --------------------------------------------------------------------------------------------


@pytest.fixture
def report(world):
    """Alice's total is partly of tenants, her mining figure from a meter of its own."""
    round = make_issued_round(world)
    response = response_of(round, world.alice_org)
    confirm(round, world.alice_org, world.alice)
    open_for_answering(response=response, by=world.alice, at=BEFORE)
    fill_in(response, world.alice)
    made = declare(ask_of(response, world.alice), total_kwh=kwh("1,500.25", "MWh", "estimated"))
    take(response, world.alice, made, adds=True)
    submit(response, world.alice)
    return queries.microdata(look(round=round, by=world.officer, provisional=True, at=BEFORE))


def test_what_was_taken_over_stands_apart_from_what_the_operator_billed(report):
    table = lines(r15(report))

    assert table["measured"][:2] == (1, Decimal(30_005_000))
    assert table["declared by tenants"][:2] == (1, Decimal(1_500_250))
    assert r15(report).total_of("total_kwh") == Decimal(31_505_250)


def test_tenants_are_not_named(report):
    tables = [r15(report), cover(report), r01_by_region(report)]

    assert not any("甲租户" in str(cell) for table in tables for line in table.rows for cell in line)


def test_the_ledger_says_which_returns_the_tenants_part_is_of():
    made = microdata(
        row(answered(100, 40, mining_obtained=of(Grade.MEASURED, 10_000))),
        row(answered(100, 20, mining_obtained=of(Grade.MEASURED, 30_000))),
        row(answered(50, 5)),
        row(answered(50, None, says="unsure")),
    )

    assert r04(made).column("declared_kwh") == [10_000, 20_000, 0, None]
    assert (
        r04(made).total_of("declared_kwh")
        == dict(zip(r15(made).column("obtained"), r15(made).column("mining_kwh"), strict=True))["declared by tenants"]
    )


def test_a_ledger_without_tenants_has_no_column_of_theirs():
    made = microdata(row(answered(100, 40)))

    assert "declared_kwh" not in [column.code for column in r04(made).columns]
