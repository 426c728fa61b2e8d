from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from surveys.registry.models import Organisation
from surveys.reports.tables.energy import r03
from surveys.reports.tables.method import cover
from surveys.reports.tables.response import r01_by_class, r01_by_region, r02
from tests.reports.examples import AT, CHAOYANG, HAIDIAN, answered, microdata, row


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def total(table, *codes):
    return [table.total_of(code) for code in codes]


def everybody():
    return microdata(
        row(answered(1, 0), kw=4000),
        row(answered(1, 0, is_partial=True), kw=2000, is_late=True),
        row(None, revisions=1, was_sent_back=True, awaits_correction=True, kw=1000),
        row(None, is_opened=True, kw=1000),
        row(None, kw=None),
        row(None, is_eligible=False, kw=9000),
    )


def test_every_unit_has_one_disposition():
    table = r01_by_region(everybody())

    codes = ("frame", "ineligible", "eligible", "complete", "partial", "refusal", "non_contact", "other", "unknown")
    assert total(table, *codes) == [6, 1, 5, 1, 1, 1, 1, 1, 0]


def test_response_is_counted_by_units_and_by_power():
    table = r01_by_region(everybody())

    assert total(table, "rr2", "kw_eligible", "kw_responded", "kw_percent") == [40, 8000, 6000, 75]


def test_units_without_power_are_told():
    assert (
        "1 eligible unit has no IT power in the registry and is left out of the kW." in r01_by_region(everybody()).notes
    )


def test_punctuality_goes_by_the_first_revision():
    table = r01_by_region(everybody())

    assert total(table, "on_time", "late", "overdue", "sent_back", "to_correct") == [2, 1, 2, 1, 1]


def test_what_counts_while_it_is_corrected_is_told_under_every_table_that_counts_it():
    corrected = row(answered(1000, 0), awaits_correction=True)
    superseded = row(answered(500, 0), revisions=2)
    made = microdata(corrected, superseded, row(answered(1, 0)))

    words = "2 returns counted here are being corrected; until then what was accepted counts, with 1.5 GWh in total."
    assert [words in table(made).notes for table in (r01_by_region, r01_by_class, r03)] == [True, True, True]
    assert [row[2] for row in cover(made).rows if row[0] == "being_replaced"] == [2]


def test_of_a_return_without_a_total_that_is_corrected_no_amount_is_told():
    made = microdata(row(answered(None, None), awaits_correction=True))

    assert "1 return counted here is being corrected; until then what was accepted counts." in r01_by_region(made).notes


def test_nobody_is_overdue_before_the_deadline():
    assert r01_by_region(microdata(row(None, deadline=AT + timedelta(hours=1)))).total_of("overdue") == 0


def test_the_districts_add_up_to_the_total():
    table = r01_by_region(microdata(row(answered(1, 0)), row(None, region=HAIDIAN), row(None, region=HAIDIAN)))

    assert table.column("region") == ["Chaoyang", "Haidian"]
    assert table.column("rr2") == [100, 0]
    assert table.total_of("rr2") == Decimal("33.3333")


def test_an_empty_frame_has_no_rate():
    assert total(r01_by_region(microdata()), "frame", "rr2", "kw_percent") == [0, None, None]


def test_operators_are_counted_once_and_only_in_full():
    big = Organisation(name="大", kind="cloud", region=CHAOYANG)
    table = r01_by_class(
        microdata(row(answered(1, 0), organisation=big), row(None, organisation=big), row(answered(1, 0)))
    )

    assert table.column("class") == ["colocation provider", "cloud or internet company"]
    assert table.column("operators") == [1, 1]
    assert table.column("operators_answered") == [1, 0]
    assert total(table, "operators", "operators_answered") == [2, 1]


def test_the_silent_are_listed_the_largest_first():
    table = r02(microdata(row(None, name="small", kw=10), row(answered(1, 0)), row(None, name="big", kw=90)))

    assert table.column("facility") == ["big", "small"]
    assert table.total_of("kw") == 100


def test_who_was_sent_back_or_does_not_belong_is_not_silent():
    assert r02(microdata(row(None, revisions=1, awaits_correction=True), row(None, is_eligible=False))).rows == ()


def test_a_silent_unit_comes_with_whom_to_call():
    table = r02(microdata(row(None, deadline=AT - timedelta(days=2, hours=6))))

    codes = ("state", "days_overdue", "contacts", "phones", "emails", "reminders", "last_login")
    cells = [table.column(code)[0] for code in codes]
    assert cells == ["never opened", Decimal("2.3"), "张三", "13800000000", "z@example.org", 2, None]


def test_after_the_round_is_closed_nobody_grows_more_overdue():
    closed = microdata(row(None, deadline=AT - timedelta(days=2)))
    closed.round.closed_at = AT - timedelta(days=1)

    assert r02(closed).column("days_overdue") == [Decimal("1.0")]


def test_before_the_deadline_there_are_no_days_overdue():
    assert r02(microdata(row(None, deadline=AT, is_opened=True))).column("days_overdue") == [None]


def test_a_provisional_table_says_so():
    assert (
        "Provisional: revisions that nobody has reviewed yet count as responses."
        in r01_by_region(microdata(provisional=True)).notes
    )
