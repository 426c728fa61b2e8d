from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from surveys.reports.microdata import by_region
from surveys.reports.tables.energy import businesses, r03, r04, r05, r06, r09
from surveys.reports.tables.method import cover
from tests.reports.examples import CHAOYANG, HAIDIAN, answered, microdata, row, worked_example


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def by_name(table, code, names):
    return dict(zip(table.column(names), table.column(code), strict=True))


def test_t05_shares_of_the_facilities():
    rows = worked_example().rows

    shares = [round(row.answered.share, 2) for row in rows]

    assert shares == [Decimal("17.78"), Decimal("94.00"), Decimal("0.00"), Decimal("55.00")]


def test_t05_the_overall_share_is_sum_over_sum():
    table = r03(worked_example())

    assert table.total_of("total_kwh") == 75_500_000
    assert table.total_of("mining_kwh") == 15_430_000
    assert table.total_of("share_percent") == Decimal("20.4371")


def test_t05_the_mean_of_the_shares_stands_nowhere():
    tables = [make(worked_example()) for make in (r03, r04, r05, r06, r09)]

    assert "41.69" not in str([table.to_json() for table in tables])


def test_t05_a_share_of_nothing_is_blank():
    table = r03(microdata(row(answered(0, 0))))

    assert (table.total_of("total_kwh"), table.total_of("mining_kwh"), table.total_of("share_percent")) == (0, 0, None)


def test_t03_standard_coal_of_the_mining_electricity():
    assert r03(worked_example()).total_of("mining_tce") == Decimal("1896.347")


def test_the_districts_stand_in_the_order_of_their_codes():
    table = r03(microdata(row(answered(1, 0), region=HAIDIAN), row(answered(2, 0), region=CHAOYANG)))

    assert by_name(table, "total_kwh", "region") == {"Chaoyang": 2000, "Haidian": 1000}


def test_a_district_without_a_return_is_blank_and_not_zero():
    table = r03(microdata(row(None, region=HAIDIAN), row(answered(2, 1))))

    assert by_name(table, "facilities", "region") == {"Chaoyang": 1, "Haidian": 0}
    assert by_name(table, "mining_kwh", "region") == {"Chaoyang": 1000, "Haidian": None}


def test_an_ineligible_unit_counts_nowhere():
    table = r03(microdata(row(answered(2, 1), is_eligible=False)))

    assert (table.rows, table.total_of("facilities")) == ((), 0)


def test_blanks_are_told_and_not_added_as_zero():
    table = r03(microdata(row(answered(9, None, says="unsure")), row(answered(None, None)), row(answered(1, 1))))

    assert (table.total_of("total_kwh"), table.total_of("mining_kwh")) == (10_000, 1000)
    assert (table.total_of("with_mining"), table.total_of("cannot_tell")) == (1, 1)
    assert table.notes[1:] == (
        "1 return declares no mining, gives no total electricity (nil returns need not) and is in no share.",
        "1 return with a total of 9 MWh cannot tell how much was mining and is in no share.",
        "With what those could add, the share lies between 10.00 % and 100.00 %; "
        "a total that is not known can lower it further.",
    )


def shares_of(table):
    codes = ("share_percent", "share_returns", "share_total_kwh", "share_mining_kwh", "share_it_kw_percent")
    return tuple(table.total_of(code) for code in codes)


def test_a_share_is_of_the_returns_that_give_both_figures():
    """Mining without a total beside a total without mining would be 114.62 % of something."""
    table = r03(microdata(row(answered(None, 30_000), kw=3000), row(answered(26_173, 0), kw=1000)))

    assert (table.total_of("total_kwh"), table.total_of("mining_kwh")) == (26_173_000, 30_000_000)
    assert shares_of(table) == (0, 1, 26_173_000, 0, 25)
    assert "1 return with 30 GWh of mining is in no share for want of a total." in table.notes


def test_who_cannot_tell_is_in_neither_sum():
    table = r03(microdata(row(answered(100, 10)), row(answered(900, None, says="unsure")), row(None)))

    assert shares_of(table) == (10, 1, 100_000, 10_000, Decimal("33.3333"))


def test_a_district_has_its_own_part_of_the_power():
    table = r03(
        microdata(
            row(answered(100, 10), kw=300),
            row(None, kw=700),
            row(answered(50, 1), region=HAIDIAN, kw=None),
        )
    )

    assert by_name(table, "share_it_kw_percent", "region") == {"Chaoyang": 30, "Haidian": None}


def test_a_part_greater_than_its_whole_is_not_shown_without_a_word():
    table = r03(microdata(row(answered(10, 12)), row(answered(90, 0))))

    assert table.total_of("share_percent") == 12
    assert table.notes[-1].startswith("Caution: 1 return gives more electricity for mining than in total")


def test_where_nothing_is_missing_nothing_is_told():
    assert r03(microdata(row(answered(10, 2)), row(answered(90, 0)))).notes[1:] == ()


def test_bands_are_of_those_that_have_answered():
    assert r06(microdata(row(answered(10, 2)), row(None))).total_of("facilities") == 1


def test_who_says_no_spends_nothing_on_mining():
    table = r03(microdata(row(answered(5, None, says="no"))))

    assert (table.total_of("mining_kwh"), table.total_of("share_percent")) == (0, 0)


def test_hash_rates_are_shown_in_petahashes():
    assert r03(microdata(row(answered(5, 1, hashrate=Decimal(2500))))).total_of("hashrate_ph") == Decimal("2.5")


def test_the_ledger_lists_whoever_does_not_say_no_the_largest_first():
    table = r04(
        microdata(
            row(answered(9, 1), name="small"),
            row(answered(9, 0, says="no"), name="none"),
            row(answered(9, None, says="unsure"), name="unsure"),
            row(answered(9, 5, says="former"), name="former"),
        )
    )

    assert table.column("facility") == ["former", "small", "unsure"]
    assert table.column("has_mining") == ["formerly", "yes", "cannot tell"]
    assert table.column("share_percent") == [Decimal("55.5556"), Decimal("11.1111"), None]


def test_the_ledger_leads_back_to_the_responses():
    one, other = row(answered(9, 1)), row(answered(9, 5))

    assert r04(microdata(one, other)).sources == (other.response_id, one.response_id)


def test_the_ledger_says_how_and_until_when():
    answer = answered(9, 1, method="meter", status="running", planned_exit=date(2021, 6, 30))

    table = r04(microdata(row(answer)))

    cells = [table.column(code)[0] for code in ("method", "status", "planned_exit", "revision", "receipt")]
    assert cells == ["own meter", "running", date(2021, 6, 30), 1, answer.receipt]


def test_a_choice_without_a_label_is_shown_as_it_is_stored():
    assert r04(microdata(row(answered(9, 1, method="dcim")))).column("method") == ["dcim"]


def test_an_answer_that_is_no_choice_is_shown_in_the_language_of_the_report():
    made = replace(microdata(row(answered(2, 1))), labels={})

    with translation.override("zh-hans"):
        assert r04(made).column("has_mining") == ["是"]


def test_hosted_businesses_take_their_stated_share():
    table = r05(worked_example())

    assert by_name(table, "kwh", "business") == {
        "01": 18_000_000 * Decimal("0.8") + 42_000_000 * Decimal("0.6"),
        "02": 9_500_000 * Decimal("0.06") + 42_000_000 * Decimal("0.4"),
        "09": 18_000_000 * Decimal("0.2") + 9_500_000 * Decimal("0.94"),
        "-": 6_000_000,
    }


def test_hosted_businesses_count_data_centers():
    assert r05(worked_example()).column("facilities") == [2, 2, 2, 1]


def test_a_data_center_that_names_a_business_twice_is_one_data_center():
    found = businesses(microdata(row(answered(1, 0, hosted=[("01", 40), ("01", 60)]))))

    assert (found[0].facilities, found[0].kwh) == (1, 1000)


def test_shares_that_do_not_add_up_leave_a_rest():
    found = businesses(microdata(row(answered(1, 0, hosted=[("01", "99.95")]))))

    assert {b.code: b.kwh for b in found} == {"01": Decimal("999.5"), "02": 0, "09": 0, "-": Decimal("0.5")}


def test_a_blank_share_takes_nothing():
    assert [b.kwh for b in businesses(microdata(row(answered(1, 0, hosted=[("01", None)]))))] == [0, 0, 0, 1000]


def test_without_any_electricity_the_businesses_are_blank():
    table = r05(microdata(row(answered(None, None, hosted=[("01", "100")]))))

    assert (table.column("kwh")[-1], table.total_of("kwh"), table.column("percent")[0]) == (None, None, None)


def test_share_bands():
    table = r06(worked_example())

    assert by_name(table, "facilities", "band") == {
        "0 %": 1,
        "(0, 10] %": 0,
        "(10, 50] %": 1,
        "(50, 90] %": 1,
        "(90, 100] %": 1,
        "not computable": 0,
    }


@pytest.mark.parametrize(
    ("mining", "band"), [("0.001", "(0, 10] %"), ("3000.001", "(10, 50] %"), ("3000", "(0, 10] %")]
)
def test_a_share_lies_in_its_band_before_it_is_rounded(mining, band):
    table = r06(microdata(row(answered(30_000, mining))))

    assert [name for name, here in by_name(table, "facilities", "band").items() if here] == [band]


def test_a_blank_share_lies_in_no_band():
    table = r06(microdata(row(answered(None, None)), row(answered(4, None, says="unsure")), row(answered(0, 0))))

    assert by_name(table, "facilities", "band")["not computable"] == 3
    assert sum(table.column("facilities")) == table.total_of("facilities")


def test_a_signed_nil_return_is_zero_by_declaration_with_or_without_a_total():
    table = r06(
        microdata(
            row(answered(None, None, is_nil=True)),
            row(answered(7, None, is_nil=True)),
            row(answered(5, 0)),
            row(answered(None, 3)),
        )
    )

    found = {name: here for name, here in by_name(table, "facilities", "band").items() if here}
    assert found == {"0 % (declared)": 2, "0 %": 1, "not computable": 1}
    assert by_name(table, "total_kwh", "band")["0 % (declared)"] == 7000
    assert sum(table.column("facilities")) == table.total_of("facilities") == 4


CANNOT_BE_RIGHT = "cannot be right (over 100 %, below zero)"


def test_a_share_above_its_whole_is_computable_and_cannot_be_right():
    found = by_name(r06(microdata(row(answered(10, 12)), row(answered(10, 10)))), "facilities", "band")

    assert (found[CANNOT_BE_RIGHT], found["(90, 100] %"], found["not computable"]) == (1, 1, 0)


@pytest.mark.parametrize(("total", "mining"), [(0, 3), (10, -3), (-10, -3), (-10, 3), (10, 12), (-10, 0)])
def test_what_cannot_be_right_is_in_no_band_and_named(total, mining):
    made = microdata(row(answered(total, mining, says="yes"), name="甲云一号"), row(answered(10, 10), name="丙算一号"))

    found = {name: here for name, here in by_name(r06(made), "facilities", "band").items() if here}
    assert found == {CANNOT_BE_RIGHT: 1, "(90, 100] %": 1}
    cautions = [note for note in r03(made).notes if note.startswith("Caution")]
    assert cautions and all("甲云一号" in note and "丙算一号" not in note for note in cautions)
    assert [fact[2].endswith(cautions[-1]) for fact in cover(made).rows if fact[0] == "share_left_out"] == [True]


def test_emissions_stand_side_by_side():
    table = r09(microdata(row(answered(20_000, 12_000))))

    codes = ["mining_kwh", "CN-AVG-2021", "BEIJING-2021", "CN-ETS-2021", "PAPER-2021"]
    expected = ["12000000", "6681.60", "6825.60", "6972.00", "5280.00"]
    assert [table.total_of(code) for code in codes] == [Decimal(figure) for figure in expected]


def test_words_follow_the_language():
    with translation.override("zh-hans"):
        table = r05(worked_example())

    assert table.column("label") == ["互联网与云", "金融", "虚拟货币挖矿", "未分摊"]


# --- every total reconciles -------------------------------------------------------------------------------------

mwh = st.none() | st.decimals(0, 10**6, places=4)


@st.composite
def returns(draw):
    total = draw(mwh)
    says = draw(st.sampled_from(["yes", "no", "former", "unsure"]))
    mining = draw(mwh) if says in ("yes", "former") else None
    shares = draw(st.lists(st.tuples(st.sampled_from(["01", "02", "09"]), st.decimals(0, 100, places=2)), max_size=3))
    answer = draw(st.none() | st.just(answered(total, mining, says=says, hosted=shares)))
    return row(answer, region=draw(st.sampled_from([CHAOYANG, HAIDIAN])), is_eligible=draw(st.booleans()))


def independent_sum(rows, figure):
    values = [getattr(r.answered, figure) for r in rows if r.is_eligible and r.answered]
    return sum(value for value in values if value is not None)


@given(st.lists(returns(), max_size=12))
def test_totals_are_the_sum_of_the_rows_and_of_the_returns(rows):
    made = microdata(*rows)
    districts, ledger = r03(made), r04(made)

    for code in ("total_kwh", "mining_kwh"):
        added = sum(cell for cell in districts.column(code) if cell is not None)
        assert added == (districts.total_of(code) or 0) == independent_sum(rows, code)
    assert (ledger.total_of("mining_kwh") or 0) == (districts.total_of("mining_kwh") or 0)
    assert districts.total_of("with_mining") + districts.total_of("cannot_tell") == len(ledger.rows)


@given(st.lists(returns(), max_size=12))
def test_businesses_and_bands_add_up_to_all_electricity(rows):
    made = microdata(*rows)
    total = r03(made).total_of("total_kwh") or 0

    assert sum(b.kwh for b in businesses(made) if b.kwh is not None) == total
    assert sum(cell for cell in r06(made).column("total_kwh") if cell is not None) == total


@given(st.lists(returns(), max_size=12))
def test_emissions_are_the_factor_times_the_mining_electricity(rows):
    table = r09(microdata(*rows))

    tonnes = [cell for cell in table.column("CN-AVG-2021") if cell is not None]
    assert sum(tonnes) == (table.total_of("mining_kwh") or 0) * Decimal("0.5568") / 1000


def test_by_region_groups_every_row_once():
    rows = [row(answered(1, 0)), row(answered(1, 0), region=HAIDIAN), row(answered(1, 0))]

    assert [len(group.rows) for group in by_region(rows)] == [2, 1]
