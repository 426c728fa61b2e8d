"""The European return, as in force and as drafted: its shape, its checks, its indicators and its label."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import cache

import pytest

from surveys.questionnaires.editing.missing_translations import untranslated
from surveys.questionnaires.evaluation.evaluating import evaluate, nil_answers
from surveys.questionnaires.library import template
from surveys.questionnaires.loading.loader import load
from tests.questionnaires.examples import evaluated, keys

NOW = datetime(2025, 5, 1, 8, 0, tzinfo=UTC)
VERSIONS = ["eu_2024_1364_v1", "eu_2024_1364_v2"]

OPERATOR = {
    "operator_name": "Data Centres SA",
    "operator_address": "Rue de la Loi 1, Brussels",
    "contact_name": "A. Janssens",
    "contact_email": "a.janssens@example.eu",
    "contact_phone": "+32 2 000 00 00",
}
SITE = {
    "obligation": "obliged",
    "period_from": "2024-01-01",
    "period_to": "2024-12-31",
    "facility_name": "Brussels North",
    "owner_name": "Buildings SA",
    "lau_code": "BE_21004",
    "dc_type": "colocation",
    "start_month": "2018-03",
    "power_redundancy": "2n",
    "power_redundancy_rack": "2n",
    "cooling_redundancy": "n1",
    "cooling_redundancy_rack": "n",
    "it_kw": "2,000",
    "floor_area": "5,000",
    "computer_room_area": "2,000",
    "total_kwh": "18,000 MWh",
    "backup_kwh": "20 MWh",
    "it_kwh": "12,500 MWh",
    "it_metering_point": "ups",
    "grid_functions": "none",
    "water_m3": "32,000",
    "potable_m3": "30,000",
    "reused_heat_kwh": "900 MWh",
    "waste_heat_temperature": "32",
    "intake_temperature": "25.5",
    "refrigerants": "r134a r717",
    "cooling_degree_days": "120",
    "renewable_kwh": "5,400 MWh",
    "goo_kwh": "3,000 MWh",
    "ppa_kwh": "2,000 MWh",
    "onsite_kwh": "400 MWh",
    "server_capacity": "125000",
    "storage_capacity": "12.5",
    "bandwidth_in": "400",
    "bandwidth_out": "400",
    "traffic_in": "0.8",
    "traffic_out": "1.2",
}
# What version 2 asks instead.
OF_V2 = {"nuts3_code": "BE211", "freshwater_m3": "32,000", "waste_heat_ready": "yes"}
GONE_IN_V2 = {"potable_m3", "bandwidth_in", "bandwidth_out", "traffic_in", "traffic_out"}


@cache
def form(name="eu_2024_1364_v1"):
    return load(template(name))


def answer(*, facts=None, **changes):
    answers = {name: one for name, one in {**OPERATOR, **SITE, **changes}.items() if one is not None}
    return evaluated(form(), now=NOW, facts=facts, **answers)


def answer_v2(**changes):
    careful = {name: one for name, one in {**OPERATOR, **SITE, **OF_V2}.items() if name not in GONE_IN_V2}
    answers = {name: one for name, one in {**careful, **changes}.items() if one is not None}
    return evaluated(form("eu_2024_1364_v2"), now=NOW, **answers)


def codes(name):
    """The numbers of the regulation's data, without what was added to them."""
    numbers = [question.number for question in form(name).questions]
    return [number for number in numbers if number.startswith("EU") and "." not in number]


def test_version_1_asks_what_the_regulation_lists():
    assert " ".join(codes("eu_2024_1364_v1")) == (
        "EU03 EU00 EU01 EU02 EU04 EU05 EU06 EU07 EU08 EU10 EU11 EU12 EU13 EU14 EU15 EU16 EU17 EU18 EU19 EU20 EU21 "
        "EU22 EU23 EU24 EU25 EU26 EU27 EU28 EU29 EU30 EU31 EU32 EU33 EU34 EU99"
    )


def test_version_2_drops_the_traffic_and_replaces_potable_water():
    assert codes("eu_2024_1364_v2") == [
        code for code in codes("eu_2024_1364_v1") if code not in ("EU31", "EU32", "EU33", "EU34")
    ]
    assert form("eu_2024_1364_v2").question("freshwater_m3").number == "EU19"
    assert not form("eu_2024_1364_v2").asks("potable_m3")


def test_the_intake_temperature_and_the_incoming_traffic_have_names_of_their_own():
    assert form().question("intake_temperature").number == "EU22"
    assert form().question("traffic_in").number == "EU33"


@pytest.mark.parametrize("name", VERSIONS)
def test_every_text_is_there_in_both_languages(name):
    assert untranslated(template(name)) == []


@pytest.mark.parametrize("name", VERSIONS)
def test_no_page_has_more_than_seven_questions(name):
    shown = [[one for one in section.questions if one.type != "hidden"] for section in form(name).sections]

    assert max(map(len, shown)) == 7


@pytest.mark.parametrize("name", VERSIONS)
def test_every_figure_takes_a_method_or_the_reason_why_there_is_none(name):
    figures = [question for question in form(name).questions if question.is_number]

    assert [one.name for one in figures if not (one.methods and one.may_be_unavailable)] == []


def test_a_draft_says_that_it_is_not_in_force():
    first_note = form("eu_2024_1364_v2").notes[0]

    assert "尚未生效" in first_note["zh"]
    assert "not in force" in first_note["en"]


def test_a_careful_return_has_no_findings():
    assert keys(answer()) == []
    assert keys(answer_v2()) == []


def test_t07_the_indicators():
    values = answer().values

    assert values["pue"] == Decimal("1.4400")
    assert values["wue"] == Decimal("2.560")
    assert values["erf"] == Decimal("0.0500")
    assert values["ref"] == Decimal("0.3000")


def test_t07_the_class_of_the_label():
    values = answer_v2().values

    assert (values["pue_class"], values["wue_class"]) == ("D", "G")


@pytest.mark.parametrize(
    ("total", "pue_class"),
    [
        ("11,500", "A"),
        ("11,500.001", "B"),
        ("12,500", "B"),
        ("12,501", "C"),
        ("13,500", "C"),
        ("13,501", "D"),
        ("15,000", "D"),
        ("15,000.001", "E"),
        ("17,000", "E"),
        ("17,001", "F"),
        ("19,000", "F"),
        ("19,001", "G"),
    ],
)
def test_a_class_contains_its_upper_bound(total, pue_class):
    assert answer_v2(it_kwh="10,000 MWh", total_kwh=f"{total} MWh").values["pue_class"] == pue_class


@pytest.mark.parametrize(
    ("water", "wue_class"),
    [
        ("1,250", "A"),
        ("2,500", "B"),
        ("5,000", "C"),
        ("2,505", "C"),
        ("7,500", "D"),
        ("7,501", "E"),
        ("10,000", "E"),
        ("10,001", "F"),
        ("12,500", "F"),
        ("12,501", "G"),
    ],
)
def test_the_label_takes_freshwater_only(water, wue_class):
    assert answer_v2(freshwater_m3=water).values["wue_class"] == wue_class


def test_without_it_energy_there_is_no_indicator():
    values = answer(it_kwh={"typed": "", "unavailable": "no meters yet"}, it_metering_point=None).values

    assert [values[name] for name in ("pue", "wue")] == [None, None]


# check: what makes it fail, the severity, where it stands
FAILING = [
    ("E04", {"contact_phone": "none"}, "hard", "contact_phone"),
    ("E04", {"contact_email": "nobody"}, "hard", "contact_email"),
    ("E08", {"start_month": "2025-01"}, "hard", "start_month"),
    ("E15", {"period_to": "2025-12-31"}, "hard", "period_to"),
    ("E16", {"period_from": "2024-02-01"}, "soft", "period_to"),
    ("EU-500", {"it_kw": "499.9", "it_kwh": "4,000 MWh", "total_kwh": "6,000 MWh", "water_m3": "9,000", "potable_m3": "9,000"}, "info", "it_kw"),
    ("E48", {"computer_room_area": "5,001"}, "hard", "computer_room_area"),
    ("E22", {"backup_kwh": "18,001 MWh"}, "hard", "backup_kwh"),
    ("E20", {"it_kwh": "17,569 MWh", "total_kwh": "20,000 MWh"}, "soft", "it_kwh"),
    ("E21", {"it_kwh": "8,100 MWh", "total_kwh": "20,300 MWh"}, "soft", "it_kwh"),
    ("E22", {"potable_m3": "32,001"}, "hard", "potable_m3"),
    ("E45", {"water_m3": "125,001"}, "hard", "water_m3"),
    ("E45", {"water_m3": "600", "potable_m3": "600"}, "soft", "water_m3"),
    ("E46", {"reused_heat_kwh": "18,001 MWh"}, "hard", "reused_heat_kwh"),
    ("E49", {"onsite_kwh": "406 MWh"}, "hard", "renewable_kwh"),
    ("E49", {"renewable_kwh": "18,001 MWh", "goo_kwh": "15,601 MWh"}, "hard", "renewable_kwh"),
]  # fmt: skip


@pytest.mark.parametrize(("check", "changes", "severity", "question"), FAILING)
def test_checks(check, changes, severity, question):
    findings = answer(**changes).findings

    assert [(one.check, one.severity, one.question) for one in findings] == [(check, severity, question)]


def test_e17_total_energy_is_not_zero():
    nothing = answer(total_kwh="0", backup_kwh="0", it_kwh="0", reused_heat_kwh="0", renewable_kwh="0", goo_kwh="0", ppa_kwh="0", onsite_kwh="0")  # fmt: skip

    assert keys(nothing) == ["E17:total_kwh"]
    assert keys(answer(total_kwh={"typed": "", "unavailable": "no meters yet"})) == []


def test_e20_and_e21_the_it_equipment_is_part_of_the_whole():
    assert keys(answer(it_kwh="17,500 MWh", total_kwh="17,499 MWh")) == ["E20:it_kwh", "E21:it_kwh"]


BY_FACTS = [
    ("E01", {"organisation.name": "Data Centers SA"}, "info", "operator_name"),
    ("E06", {"siblings.names": ["Brussels North"]}, "hard", "facility_name"),
    ("E51", {"peers.load": "0.001024"}, "soft", "total_kwh"),
    ("E53", {"previous.total_kwh": "13000000"}, "soft", "total_kwh"),
]


@pytest.mark.parametrize(("check", "facts", "severity", "question"), BY_FACTS)
def test_checks_that_need_the_register_the_peers_or_last_year(check, facts, severity, question):
    findings = answer(facts=facts).findings

    assert [(one.check, one.severity, one.question) for one in findings] == [(check, severity, question)]


def test_facts_that_agree_raise_nothing():
    facts = {"organisation.name": "Data Centres SA", "siblings.names": ["Brussels South"], "peers.load": "0.9", "previous.total_kwh": "17000000"}  # fmt: skip

    assert keys(answer(facts=facts)) == []


def test_the_balance_of_renewables_takes_a_tenth_of_a_percent():
    assert keys(answer(onsite_kwh="405 MWh")) == []


def test_the_temperature_of_waste_heat_is_asked_where_some_was_reused():
    assert keys(answer(waste_heat_temperature=None)) == ["required:waste_heat_temperature"]
    assert keys(answer(waste_heat_temperature=None, reused_heat_kwh="0")) == []


def test_the_battery_is_asked_where_the_grid_is_served():
    assert keys(answer(grid_functions="reserve")) == ["required:grid_battery_kw"]
    assert keys(answer(grid_functions="reserve none", grid_battery_kw="500")) == ["constraint:grid_functions"]


def test_a_figure_that_is_not_available_needs_its_reason():
    assert keys(answer(server_capacity=None)) == ["required:server_capacity"]
    reasoned = answer(server_capacity={"typed": "", "unavailable": "customers do not tell"})

    assert keys(reasoned) == []
    assert not reasoned.is_partial


def test_a_range_is_no_figure():
    assert keys(answer(cooling_degree_days="100-150")) == ["reading:cooling_degree_days"]


def test_the_method_is_kept_with_the_figure():
    entry = {"typed": "12.5", "unit": "PB", "method": "estimated"}

    assert answer(storage_capacity=entry).document()["answers"]["storage_capacity"]["method"] == "estimated"


def test_whoever_is_out_of_scope_files_a_nil_return():
    evaluation = evaluate(form(), nil_answers(form()), now=NOW, nil=True)

    assert (evaluation.is_nil, evaluation.findings) == (True, ())


def test_colocation_is_relieved_of_it_capacity_in_version_2():
    assert keys(answer_v2(server_capacity=None, storage_capacity=None)) == []
    assert keys(answer_v2(server_capacity=None, dc_type="enterprise")) == ["required:server_capacity"]


def test_in_the_design_phase_designed_figures_are_asked():
    assert keys(answer_v2(obligation="design", start_month="2027-06")) == []
    assert keys(answer_v2(obligation="design", start_month="2027-06", total_kwh=None)) == ["required:total_kwh"]

    designed = {"typed": "12.5", "unit": "PB", "method": "designed"}
    entry = answer_v2(obligation="design", start_month="2027-06", storage_capacity=designed)
    assert (keys(entry), entry.document()["answers"]["storage_capacity"]["method"]) == ([], "designed")


def test_an_expected_class_stands_beside_the_issued_one():
    answered = answer_v2(pue_class_issued="B")

    assert (answered.values["pue_class"], answered.values["pue_class_issued"]) == ("D", "B")
    labels = {name: form("eu_2024_1364_v2").question(name).label["en"] for name in ("pue_class", "wue_class")}
    assert all(label.startswith("Expected class") for label in labels.values())


def test_whether_waste_heat_could_be_reused_is_asked_in_version_2():
    assert keys(answer_v2(waste_heat_ready=None)) == ["required:waste_heat_ready"]


@pytest.mark.parametrize("name", ["eu_2024_1364_v1", "eu_2024_1364_v2"])
def test_the_exemption_for_defence_has_two_branches(name):
    hint = form(name).question("obligation").hint

    assert "used for defence and civil protection, and those that provide their services exclusively" in hint["en"]
    assert hint["zh"].count("国防、民防") == 2 and hint["zh"].count("仅") == 1


def test_the_same_question_has_the_same_name_in_both_versions():
    second = form("eu_2024_1364_v2")
    shared = [question.name for question in form().questions if second.asks(question.name)]

    assert [name for name in shared if form().question(name).number != second.question(name).number] == []
    assert {question.name for question in form().questions} - set(shared) == GONE_IN_V2 | {"owner_contact"}
