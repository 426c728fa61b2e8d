"""The Texan registration: who registers, five years of demand, and the strict limit of 75 MW."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import cache

import pytest

from surveys.questionnaires.editing.missing_translations import untranslated
from surveys.questionnaires.evaluation.evaluating import evaluate, nil_answers
from surveys.questionnaires.library import template
from surveys.questionnaires.loading.loader import load
from tests.questionnaires.examples import evaluated, keys

NOW = datetime(2025, 3, 3, 15, 0, tzinfo=UTC)
YEARS = [f"demand_{year}_kw" for year in range(1, 6)]

REGISTRANT = {
    "legal_name": "West Texas Hash LLC",
    "parents": "Hash Holdings Inc",
    "principals": "B. Miller, President",
    "business_names": "West Texas Hash LLC",
    "business_address": "1 Main Street, Midland, TX 79701",
    "business_phone": "432-555-0100",
    "business_email": "office@example.com",
    "contact_name": "C. Smith",
    "contact_title": "Counsel",
    "contact_address": "1 Main Street, Midland, TX 79701",
    "contact_phone": "432-555-0101",
    "contact_email": "c.smith@example.com",
    "contact_is_internal": "yes",
    "form_of_business": "llc",
}
FACILITY = {
    "purpose": "new",
    "facility_name": "Midland One",
    "facility_address": "100 Ranch Road, Midland",
    "county": "Midland",
    "site_held": "owned",
    "service_start": "2025-02-28",
    "utility": "oncor",
    "retailer": "Plains Power",
    "voltage_level": "transmission",
    "voltage_kv": "138",
    "onsite_generation_kw": "0",
    "load_kw": "100",
    "previous_peak_kw": "90",
    "interruptible_kw": "80",
    **dict.fromkeys(YEARS, "95"),
    "declaration": "OK",
}


@cache
def form():
    return load(template("texas_25_114"))


def answer(*, facts=None, **changes):
    answers = {name: one for name, one in {**REGISTRANT, **FACILITY, **changes}.items() if one is not None}
    return evaluated(form(), now=NOW, facts=facts, **answers)


def test_the_form_asks_what_the_rule_lists():
    assert " ".join(question.number for question in form().questions) == (
        "TX01 TX01.1 TX01.2 TX01.3 TX02 TX02.1 TX02.2 TX03 TX03.1 TX03.2 TX03.3 TX03.4 TX03.5 TX04 "
        "TX00 TX06 TX06.1 TX06.2 TX07 TX07.1 TX05 TX08 TX09 TX09.1 TX09.2 TX10 TX10.1 TX11 "
        "TX12 TX13 TX14 TX14.1 TX14.2 TX14.3 TX15 TX15.1 TX15.2 TX15.3 TX15.4 TX99 TX98"
    )


def test_every_text_is_there_in_both_languages():
    assert untranslated(template("texas_25_114")) == []


def test_no_page_has_more_than_seven_questions():
    assert max(len(section.questions) for section in form().sections) == 7


def test_a_careful_registration_has_no_findings():
    evaluation = answer()

    assert keys(evaluation) == []
    assert not evaluation.is_partial
    assert evaluation.values["must_register"] is True
    assert evaluation.values["interruptible_share"] == Decimal("88.89")


@pytest.mark.parametrize("year", YEARS)
def test_all_five_years_are_needed(year):
    assert keys(answer(**{year: None})) == [f"required:{year}"]


@pytest.mark.parametrize(
    ("load", "interruptible", "must_register"),
    [("75", "75", False), ("75.001", "75", True), ("100", "9", True), ("100", "8.999", False)],
)
def test_the_limit_of_75_mw_is_strict_and_that_of_ten_percent_is_not(load, interruptible, must_register):
    evaluation = answer(load_kw=load, interruptible_kw=interruptible, previous_peak_kw="90")
    doubts = [key for key in keys(evaluation) if key == "TX-75:load_kw"]

    assert evaluation.values["must_register"] is must_register
    assert doubts == ([] if must_register else ["TX-75:load_kw"])


def test_a_new_facility_compares_with_the_demand_of_its_first_year():
    evaluation = answer(previous_peak_kw=None, demand_1_kw="80")

    assert keys(evaluation) == []
    assert evaluation.values["peak_kw"] == 80_000


# check: what makes it fail, the severity, where it stands
FAILING = [
    ("E04", {"business_phone": "none"}, "hard", "business_phone"),
    ("E04", {"business_email": "nobody"}, "hard", "business_email"),
    ("E04", {"contact_phone": "none"}, "hard", "contact_phone"),
    ("E04", {"contact_email": "nobody"}, "hard", "contact_email"),
    ("E22", {"interruptible_kw": "100.001"}, "hard", "interruptible_kw"),
    ("TX-PEAK", {"previous_peak_kw": "105.001"}, "soft", "previous_peak_kw"),
    ("E40", {"demand_1_kw": "44.999"}, "soft", "demand_1_kw"),
    ("E40", {"demand_1_kw": "135.001"}, "soft", "demand_1_kw"),
]


@pytest.mark.parametrize(("check", "changes", "severity", "question"), FAILING)
def test_checks(check, changes, severity, question):
    findings = answer(**changes).findings

    assert [(one.check, one.severity, one.question) for one in findings] == [(check, severity, question)]


@pytest.mark.parametrize(
    "changes",
    [{"interruptible_kw": "100"}, {"previous_peak_kw": "105"}, {"demand_1_kw": "45"}, {"demand_1_kw": "135"}],
)
def test_what_just_passes(changes):
    assert keys(answer(**changes)) == []


BY_FACTS = [
    ("E01", {"organisation.name": "West Texas Hash Inc"}, "info", "legal_name"),
    ("E06", {"siblings.names": ["Midland One"]}, "hard", "facility_name"),
    ("E06", {"facility.address_taken": True}, "soft", "facility_address"),
]


@pytest.mark.parametrize(("check", "facts", "severity", "question"), BY_FACTS)
def test_checks_that_need_the_register(check, facts, severity, question):
    findings = answer(facts=facts).findings

    assert [(one.check, one.severity, one.question) for one in findings] == [(check, severity, question)]


def test_a_leased_site_names_its_owner():
    assert keys(answer(site_held="leased")) == ["required:site_owner"]


def test_the_declaration_must_be_ticked():
    assert keys(answer(declaration=None)) == ["required:declaration"]


def test_whoever_need_not_register_files_a_nil_return():
    evaluation = evaluate(form(), nil_answers(form()), now=NOW, nil=True)

    assert (evaluation.is_nil, evaluation.findings) == (True, ())


def test_the_registrants_data_are_confirmed_for_themselves():
    assert keys(evaluated(form(), scope="organisation", now=NOW, **REGISTRANT)) == []
