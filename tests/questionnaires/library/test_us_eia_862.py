"""The American monthly report: company, facility, suppliers, machines."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import cache

import pytest

from surveys.questionnaires.editing.missing_translations import untranslated
from surveys.questionnaires.evaluation.initial_answers import first_answers
from surveys.questionnaires.evaluation.totals import totals
from surveys.questionnaires.library import template
from surveys.questionnaires.loading.loader import load
from tests.questionnaires.examples import evaluated, keys, rows

NOW = datetime(2024, 2, 20, 15, 0, tzinfo=UTC)
JANUARY = {"round.period_start": "2024-01-01", "round.period_end": "2024-01-31"}

COMPANY = {
    "company_name": "West Texas Hash LLC",
    "company_address": "1 Main Street, Midland, TX 79701",
    "contact_name": "B. Miller",
    "contact_email": "b.miller@example.com",
    "contact_phone": "432-555-0100",
    "reporting_month": "2024-01",
    "facility_count": "1",
}
SUPPLIER = {
    "supplier": "Plains Power",
    "supplier_id": "12345",
    "supplier_type": "retailer",
    "contracted_kw": "60",
    "supplied_kwh": "30,000",
    "supply_price": "42.5",
    "is_interruptible": "yes",
}
MACHINES = {
    "make": "Bitmain",
    "model": "s19",
    "algorithm": "sha256",
    "machines": "10,000",
    "unit_hashrate": "95",
    "unit_power": "3.25",
    "average_age": "18",
}
FACILITY = {
    "facility_name": "Midland One",
    "street": "100 Ranch Road",
    "city": "Midland",
    "county": "Midland",
    "state": "TX",
    "zip_code": "79701",
    "latitude": "31.997300",
    "longitude": "-102.077900",
    "status": "operating",
    "tenure": "owns",
    "total_kwh": "30,000",
    "mining_kwh": "24,000",
    "peak_kw": "45",
    "available_kw": "60",
    "suppliers": rows(SUPPLIER),
    "fleet": rows(MACHINES),
    "hashrate": "0.95",
    "average_hashrate": "0.9",
}
ONLY_STATUS = {name: one for name, one in FACILITY.items() if list(FACILITY).index(name) < 10}


@cache
def form():
    return load(template("us_eia_862"))


def answer(*, facts=None, **changes):
    answers = {name: one for name, one in {**COMPANY, **FACILITY, **changes}.items() if one is not None}
    return evaluated(form(), now=NOW, facts=JANUARY | (facts or {}), **answers)


def test_the_form_asks_in_the_order_of_its_codes():
    numbers = [question.number for question in form().questions if not question.table]

    assert " ".join(number for number in numbers if number) == (
        "U01 U01.1 U01.2 U01.3 U01.4 U01.5 U02 U10 U10.1 U10.2 U10.3 U10.4 U10.5 U10.6 U10.7 U11 U11.1 U12 U13 U14 U15 "
        "U15.1 U20 U30 U30.11 U31 U31.1 U40 U40.1 U99"
    )


def test_suppliers_and_machines_are_tables():
    columns = {name: [one.number for one in form().question(name).questions] for name in ("suppliers", "fleet")}

    assert columns == {
        "suppliers": [f"U20.{place}" for place in range(1, 8)],
        "fleet": [f"U30.{place}" for place in range(1, 11)],
    }
    assert form().question("suppliers").rows.min == 1


def test_every_text_is_there_in_both_languages():
    assert untranslated(template("us_eia_862")) == []


def test_no_page_has_more_than_seven_questions():
    shown = [[one for one in section.questions if one.type != "hidden"] for section in form().sections]

    assert max(map(len, shown)) == 7


def test_the_models_are_those_of_the_2021_form():
    assert template("us_eia_862")["choices"]["miners"] == template("mining_2021")["choices"]["miners"]


def test_a_careful_report_has_no_findings():
    assert keys(answer()) == []


def test_figures_are_kept_in_canonical_units():
    values = answer().values

    assert (values["total_kwh"], values["peak_kw"]) == (30_000_000, 45_000)
    assert values["hashrate"] == values["fleet_hashrate"] == 950_000
    assert values["suppliers"][0]["supply_price"] == Decimal("42.5")
    assert values["has_mining"] == "yes"


def test_the_price_may_be_given_in_cents():
    values = answer(suppliers=rows(SUPPLIER | {"supply_price": "4.25 ¢/kWh"})).values

    assert values["suppliers"][0]["supply_price"] == Decimal("42.5")


def test_of_a_facility_that_does_not_run_only_the_status_is_asked():
    assert keys(evaluated(form(), now=NOW, **COMPANY, **ONLY_STATUS | {"status": "standby"})) == []


def test_without_mining_no_machines_are_asked():
    evaluation = answer(mining_kwh="0", fleet=None, hashrate=None, average_hashrate=None)

    assert keys(evaluation) == []
    assert evaluation.values["has_mining"] == "no"


def test_the_reporting_month_is_that_of_the_round():
    facts = {"round.period_start": "2024-01-01"}
    first = first_answers(form(), "organisation", known={}, now=NOW, facts=facts)

    assert first["reporting_month"] == {"typed": "2024-01"}


# check: what makes it fail, the severity, where it stands
FAILING = [
    ("E04", {"contact_phone": "unknown"}, "hard", "contact_phone"),
    ("E04", {"contact_phone": "(432) 555-0100 ext. Smith"}, "hard", "contact_phone"),
    ("E04", {"contact_email": "nobody"}, "hard", "contact_email"),
    ("E03", {"zip_code": "10001"}, "soft", "zip_code"),
    ("E17", {"total_kwh": "0", "mining_kwh": "0", "suppliers": rows(SUPPLIER | {"supplied_kwh": "0"})}, "hard", "total_kwh"),
    ("E29", {"mining_kwh": "30,000.001"}, "hard", "mining_kwh"),
    ("E18", {"peak_kw": "40"}, "hard", "total_kwh"),
    ("E19", {"total_kwh": "4,400", "mining_kwh": "4,000", "suppliers": rows(SUPPLIER | {"supplied_kwh": "4,400"})}, "soft", "total_kwh"),
    ("E22", {"peak_kw": "60.001"}, "hard", "peak_kw"),
    ("E50", {"suppliers": rows(SUPPLIER, SUPPLIER | {"supplied_kwh": "301"})}, "soft", "suppliers"),
    ("E28", {"hashrate": "1"}, "soft", "hashrate"),
    ("U31", {"average_hashrate": "0.951"}, "hard", "average_hashrate"),
    ("constraint", {"zip_code": "7970"}, "hard", "zip_code"),
    ("constraint", {"longitude": "102.0779"}, "hard", "longitude"),
]  # fmt: skip


@pytest.mark.parametrize(("check", "changes", "severity", "question"), FAILING)
def test_checks(check, changes, severity, question):
    findings = answer(**changes).findings

    assert (check, severity, question) in [(one.check, one.severity, one.question) for one in findings]
    assert {one.check for one in findings} <= {check, "E03"}


PASSING = [
    {"mining_kwh": "30,000"},
    {"peak_kw": "40.33"},
    {"peak_kw": "60"},
    {"suppliers": rows(SUPPLIER, SUPPLIER | {"supplied_kwh": "300"})},
    {"hashrate": "0.99"},
    {"contact_phone": "+1 (432) 555-0100"},
    {"contact_phone": "(432) 555-0100 ext. 12"},
    {"contact_phone": "432–555–0100 x12"},
    {"contact_phone": "（４３２）５５５－０１００"},
    {"state": "NM", "zip_code": "88201-0001"},
]


@pytest.mark.parametrize("changes", PASSING)
def test_what_just_passes(changes):
    assert keys(answer(**changes)) == []


def test_e27_compares_each_row_with_its_model():
    slow = MACHINES | {"model": "s9", "machines": "1"}

    assert keys(answer(fleet=rows(MACHINES, slow))) == ["E27:model:r2"]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"unit_power": "3250"}, ["U30:unit_power:r1"]),
        ({"unit_power": "3250", "algorithm": "randomx"}, []),
        ({"unit_power": "10.45"}, []),
        ({"unit_power": "10.46"}, ["U30:unit_power:r1"]),
        ({"unit_power": "0.75"}, ["U30:unit_power:r1"]),
    ],
)
def test_machines_nobody_builds_are_doubted(changes, found):
    """10.45 kW for 95 TH/s are 110 J/TH."""
    unknown = MACHINES | {"model": "other", "model_other": "home-made"}

    assert keys(answer(fleet=rows(unknown | changes))) == found


@pytest.mark.parametrize(
    ("status", "month", "expected"),
    [
        ("retired", "2023-12", []),
        ("retired", "2024-02", ["E08:status_month"]),
        ("planned", "2024-02", []),
        ("planned", "2024-01", ["E08:status_month"]),
    ],
)
def test_e08_retired_before_and_planned_after(status, month, expected):
    answers = COMPANY | ONLY_STATUS | {"status": status, "status_month": month}

    assert keys(evaluated(form(), now=NOW, **answers)) == expected


BY_FACTS = [
    ("E01", {"organisation.name": "West Texas Hash Inc"}, "info", "company_name"),
    ("E05", {"facility.name": "Midland One", "siblings.names": ["Odessa Two"]}, "soft", "facility_name"),
    ("E06", {"siblings.names": ["Midland One"]}, "hard", "facility_name"),
    ("E06", {"facility.address_taken": True}, "soft", "street"),
    ("E07", {"district.south": "33", "district.north": "34", "district.west": "-103", "district.east": "-102"}, "soft", "latitude"),
]  # fmt: skip


@pytest.mark.parametrize(("check", "facts", "severity", "question"), BY_FACTS)
def test_checks_that_need_the_register(check, facts, severity, question):
    findings = answer(facts=facts).findings

    assert [(one.check, one.severity, one.question) for one in findings] == [(check, severity, question)]


def test_findings_on_the_load_count_in_days():
    (found,) = answer(peak_kw="40").findings

    assert "a demand of 40 MW amounts to in 31 days (29,760 MWh)" in found.message["en"]


def test_figures_may_be_missing_with_a_reason_and_take_their_method():
    missing = {"typed": "", "unavailable": "shared meter"}
    evaluation = answer(mining_kwh=missing, fleet=None, hashrate=None, average_hashrate=None)

    assert (keys(evaluation), evaluation.is_partial) == ([], True)
    assert evaluation.document()["answers"]["mining_kwh"]["unavailable"] == "shared meter"
    assert keys(answer(total_kwh={"typed": "30,000", "method": "estimated"})) == []


def test_prices_and_ages_are_not_added_up():
    sums = totals(form(), answer())

    assert (set(sums["suppliers"]), set(sums["fleet"])) == (
        {"contracted_kw", "supplied_kwh"},
        {"machines", "row_hashrate", "row_power"},
    )


def test_e05_a_company_with_one_facility_counts_one():
    assert keys(answer(facts={"facility.name": "Midland One"})) == []
    assert keys(answer(facts={"facility.name": "Midland One"}, facility_count="2")) == ["E05:facility_name"]
