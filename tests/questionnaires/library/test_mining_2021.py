"""The 2021 form: each check of the catalogue fails where it should and nowhere else, and the worked numbers come out."""

from datetime import date
from decimal import Decimal

import pytest

from surveys.questionnaires.evaluation.evaluating import evaluate, nil_answers
from tests.questionnaires.examples import (
    MINER,
    NOW,
    ORGANISATION,
    SITE,
    answer,
    answer_as_miner,
    evaluated,
    keys,
    mining,
    rows,
    typed,
)


def test_a_careful_return_has_no_findings():
    assert keys(answer()) == []
    assert keys(answer_as_miner()) == []


def test_the_emergency_form_asks_only_what_is_needed():
    form = mining(extended=False)
    numbers = [question.number for question in form.questions if not question.table and question.type != "calculated"]

    assert " ".join(numbers) == (
        "A01 A02 A03 A04 A04.1 A05 A06 A07 A08 A09 B01 B02 B02.1 B09 B10 B11 B12 B13 B14 B18 "
        "C01 C02 C06 C08 C09 C10 C13 C14 C15 C16 D01 D02 D04"
    )


def test_the_emergency_form_is_answered_without_the_extended_questions():
    asked = mining(extended=False).writable()
    short = {name: one for name, one in {**ORGANISATION, **SITE, **MINER}.items() if name in asked}
    evaluation = evaluated(mining(extended=False), **short)

    assert keys(evaluation) == []
    assert not asked & {"racks", "fleet", "declaration"}


# check: what makes it fail, the severity, where it stands
FAILING = [
    ("E02", {"uscc": "91110000600037341M"}, "hard", "uscc"),
    ("E04", {"contact_phone": "010-12345678"}, "hard", "contact_phone"),
    ("E04", {"contact_email": "nobody"}, "hard", "contact_email"),
    ("E08", {"start_month": "2021-04"}, "hard", "start_month"),
    ("E09", {"racks_in_use": "1001"}, "hard", "racks_in_use"),
    ("E10", {"racks_in_use": "100"}, "soft", "racks_in_use"),
    ("E11", {"it_kw": "1,900"}, "soft", "it_kw"),
    ("E12", {"rack_kw": "4"}, "soft", "it_kw"),
    ("E13", {"business": rows({"business_type": "01", "business_share": "99.8"})}, "hard", "business"),
    ("E14", {"business": MINER["business"]}, "hard", "business"),
    ("E15", {"period_from": "2021-04-01", "period_to": "2021-03-31"}, "hard", "period_to"),
    ("E15", {"period_from": "2020-05-01", "period_to": "2021-04-29"}, "hard", "period_to"),
    ("E15", {"period_from": "2020-03-30"}, "hard", "period_to"),
    ("E16", {"period_from": "2020-04-10"}, "soft", "period_to"),
    ("E17", {"total_kwh": "0"}, "hard", "total_kwh"),
    ("E19", {"total_kwh": "100.5"}, "soft", "total_kwh"),
    ("E19", {"total_kwh": "1,650.5"}, "soft", "total_kwh"),
    ("E20", {"it_kwh": "1,051.3", "total_kwh": "1,200.5"}, "soft", "it_kwh"),
    ("E21", {"it_kwh": "300"}, "soft", "it_kwh"),
    ("E21", {"it_kwh": "899"}, "soft", "it_kwh"),
    ("E23", {"total_method": "estimate"}, "hard", "remarks"),
    ("E52", {"total_kwh": "900"}, "soft", "total_kwh"),
]


@pytest.mark.parametrize(("check", "changes", "severity", "question"), FAILING)
def test_checks_of_the_site(check, changes, severity, question):
    findings = answer(**changes).findings

    assert [(one.check, one.severity, one.question) for one in findings] == [(check, severity, question)]


FAILING_FOR_MINERS = [
    ("E08", {"planned_exit": "2021-04-27"}, "hard", "planned_exit"),
    ("E14", {"business": SITE["business"]}, "hard", "business"),
    ("E23", {"mining_method": "nameplate"}, "hard", "remarks"),
    ("E25", {"mining_from": "2021-04-01"}, "hard", "mining_from"),
    ("E25", {"mining_to": "2020-03-31"}, "hard", "mining_from"),
    ("E28", {"hashrate": "10"}, "soft", "hashrate"),
    ("E30", {"it_kwh": "260", "total_kwh": "600.5", "mining_kwh": "261"}, "soft", "mining_kwh"),
    (
        "E30",
        {"it_kwh": "260", "total_kwh": "600.5", "mining_kwh": "261", "mining_method": "pdu"},
        "hard",
        "mining_kwh",
    ),
    ("E31", {"mining_kwh": "180"}, "soft", "mining_kwh"),
    ("E31", {"mining_kwh": "300"}, "soft", "mining_kwh"),
    ("E34", {"stated_share": "31"}, "soft", "stated_share"),
    ("E34", {"stated_share": "101"}, "hard", "stated_share"),
    ("E35", {"status": "removed", "planned_exit": "2021-04-29"}, "hard", "planned_exit"),
    ("E35", {"status": "stopped", "planned_exit": "2018-12-31"}, "hard", "planned_exit"),
]


@pytest.mark.parametrize(("check", "changes", "severity", "question"), FAILING_FOR_MINERS)
def test_checks_of_mining(check, changes, severity, question):
    findings = answer_as_miner(**changes).findings

    assert (check, severity, question) in [(one.check, one.severity, one.question) for one in findings]
    assert {one.check for one in findings} <= {check, "E31"}


HOSTED = {
    "mining_role": "hosting",
    "rack_kw": "1.2",
    "clients": rows({"client_name": "某公司", "client_racks": "300"}),
}


@pytest.mark.parametrize(
    ("check", "changes", "severity", "question"),
    [
        ("E26", {"clients": rows({"client_name": "某公司", "client_racks": "1001"})}, "hard", "clients"),
        ("E32", {"clients": rows({"client_name": "某公司", "client_racks": "200"})}, "soft", "mining_kwh"),
    ],
)
def test_checks_of_clients(check, changes, severity, question):
    assert keys(answer_as_miner(**HOSTED)) == []
    findings = answer_as_miner(**{**HOSTED, **changes}).findings

    assert [(one.check, one.severity, one.question) for one in findings] == [(check, severity, question)]


@pytest.mark.parametrize(
    "changes",
    [
        {"mining_role": "own hosting", "clients": rows({"client_name": "某公司", "client_racks": "10"})},
        {"clients": rows({"client_name": "某公司", "client_racks": "10"}, {"client_name": "另一公司"})},
    ],
)
def test_e32_says_nothing_while_some_of_the_mining_racks_are_not_known(changes):
    assert keys(answer_as_miner(**{**HOSTED, **changes})) == []


def test_e24_who_cannot_tell_lists_the_clients():
    evaluation = answer(has_mining="unsure", mining_role="hosting")
    assert keys(evaluation) == ["E24:clients"]

    with_clients = answer(has_mining="unsure", mining_role="hosting", clients=rows({"client_name": "某公司"}))
    assert keys(with_clients) == []


def test_e27_compares_each_row_with_its_model():
    fleet = rows(
        {"model": "s19", "machines": "60", "unit_hashrate": "95", "unit_power": "3250"},
        {"model": "s9", "machines": "30", "unit_hashrate": "95", "unit_power": "3.25 kW"},
        {"model": "other", "model_other": "自制", "machines": "10", "unit_hashrate": "1", "unit_power": "3000"},
    )
    evaluation = answer_as_miner(fleet=fleet, mining_kwh="260.5")

    assert keys(evaluation) == ["E27:model:r2"]
    assert evaluation.findings[0].message == {
        "zh": "第 2 行：Antminer S9 的铭牌为 13.5 TH/s、1,323 W，填报的是 95 TH/s、3.25 kW，请核对；经改装的请说明",
        "en": "Row 2: The nameplate of Antminer S9 says 13.5 TH/s and 1,323 W, the answer 95 TH/s and 3.25 kW. "
        "Check it; if the machines were modified, say so",
    }


def test_e29_mining_is_part_of_the_whole():
    findings = answer_as_miner(mining_kwh="1,200", total_kwh="900").findings
    messages = {one.check: one.message for one in findings}

    assert [one.key for one in findings if one.severity == "hard"] == ["E29:mining_kwh"]
    assert messages["E29"] == {
        "zh": "挖矿耗电量（1,200 万千瓦时）大于总用电量（900 万千瓦时），请检查单位或数值",
        "en": "The electricity for mining (12,000,000 kWh) exceeds the total (9,000,000 kWh). Check units and numbers",
    }


def test_e20_and_e21_the_it_equipment_is_part_of_the_whole():
    assert keys(answer(it_kwh="901")) == ["E20:it_kwh", "E21:it_kwh"]


def test_e33_mining_takes_electricity():
    assert keys(answer_as_miner(mining_kwh="0")) == ["E31:mining_kwh", "E33:mining_kwh"]


def test_e37_the_full_form_wants_a_declaration():
    assert keys(answer(declaration="no")) == ["E37:declaration"]


# check: the facts that make it fail
BY_FACTS = [
    ("E01", {"organisation.name": "北京云有限公司"}, "info", "org_name"),
    ("E06", {"siblings.names": ["亦庄二号", "亦庄一号"]}, "hard", "facility_name"),
    ("E06", {"facility.address_taken": True}, "soft", "address"),
    ("E51", {"peers.load": "0.08567"}, "soft", "total_kwh"),
    ("E52", {"siblings.total_kwh": ["9005000", "9005000", "1"]}, "soft", "total_kwh"),
]


@pytest.mark.parametrize(("check", "facts", "severity", "question"), BY_FACTS)
def test_checks_that_need_the_register_or_the_peers(check, facts, severity, question):
    findings = answer(facts=facts).findings

    assert [(one.check, one.severity, one.question) for one in findings] == [(check, severity, question)]


def test_e02_other_registration_numbers_are_not_checked():
    assert keys(answer(uscc="DE-123", facts={"organisation.scheme": "other"})) == []


def test_e07_coordinates_lie_in_the_district():
    box = {"district.south": "39.4", "district.north": "39.9", "district.west": "116.2", "district.east": "116.8"}

    assert keys(answer(latitude="39.8", longitude="116.5", facts=box)) == []
    assert keys(answer(latitude="116.5", longitude="39.8", facts=box)) == ["E07:latitude"]


def test_e35_the_exit_is_not_later_than_asked_for():
    facts = {"round.exit_limit": "2021-05-31"}

    assert keys(answer_as_miner(planned_exit="2021-05-31", facts=facts)) == []
    assert keys(answer_as_miner(planned_exit="2021-06-01", facts=facts)) == ["E35:planned_exit"]


@pytest.mark.parametrize(
    ("times", "likely"),
    [("10000", "0.0901"), ("10", "90.05"), ("0.1", "9,005"), ("0.0001", "9,005,000")],
)
def test_e51_proposes_what_was_probably_meant(times, likely):
    load = Decimal(9005000) / (1200 * 8760)
    (finding,) = answer(facts={"peers.load": str(load / Decimal(times))}).findings

    assert finding.key == "E51:total_kwh"
    assert f"是否应为 {likely} 万千瓦时？" in finding.message["zh"]


def test_t03_standard_coal():
    assert answer(total_kwh="500").values["total_energy"] == Decimal("614500")
    assert answer(total_kwh="1543").values["total_energy"] == Decimal("1896347")


def test_other_energy_enters_the_total():
    values = answer(total_kwh="500", diesel="10", gas="1", heat="100").values

    assert values["total_energy"] == Decimal("614500") + Decimal("14571") + Decimal("12997.1") + Decimal("3412")


def test_t04_what_was_typed_is_kept_beside_the_canonical_value():
    document = answer(total_kwh="1,200.5", grid_kva="20,000").document()

    assert document["answers"]["total_kwh"] == {
        "value": "12005000",
        "unit": "kWh",
        "typed": "1,200.5",
        "typed_unit": "万千瓦时",
    }


@pytest.mark.parametrize(
    ("total", "mined", "share"),
    [
        ("18000", "3200", "17.78"),
        ("9500", "8930", "94.00"),
        ("42000", "0", "0"),
        ("6000", "3300", "55.00"),
        ("0", "0", None),
    ],
)
def test_t05_shares(total, mined, share):
    values = answer_as_miner(total_kwh=f"{total} MWh", mining_kwh=f"{mined} MWh").values

    assert values["mining_share"] == (None if share is None else Decimal(share))
    assert values["mining_energy_share"] == values["mining_share"]


def test_t09_no_more_than_the_connection_delivers():
    (finding,) = answer(total_kwh="18,000.5 MWh", it_kw="1,700", racks_in_use="1000").findings

    assert (finding.check, finding.severity) == ("E18", "hard")
    assert finding.message == {
        "zh": "总用电量（18,000.5 MWh）是电网接入容量 2,000 kVA 在 365 天内全部用满的上限（17,520 MWh）的 102.74%，"
        "请检查单位、数值和统计期",
        "en": "The total (18,000.5 MWh) is 102.74% of what a connection of 2,000 kVA can deliver in 365 days "
        "(17,520 MWh). Check unit, number and period",
    }


def test_t09_a_leap_year_has_a_day_more():
    year = {"period_from": "2020-01-01", "period_to": "2020-12-31"}

    assert "E18:total_kwh" not in keys(answer(total_kwh="17,568 MWh", **year))
    assert "E18:total_kwh" in keys(answer(total_kwh="17,568.001 MWh", **year))


def test_t11_a_fleet_by_its_nameplates():
    fleet = rows({"model": "s19", "machines": "1000", "unit_hashrate": "95", "unit_power": "3250"})
    site = {"grid_kva": "8,000", "it_kw": "5,000", "total_kwh": "3,900.5"}
    evaluation = answer_as_miner(fleet=fleet, mining_kwh="15,000,000 kWh", **site)
    values = evaluation.values

    assert values["fleet_hashrate"] == 95_000
    assert values["fleet_power"] == 3_250
    assert values["fleet_efficiency"] == Decimal("34.21")
    assert values["fleet_kwh"] == 28_470_000
    assert round(values["mining_kwh"] / values["fleet_kwh"], 4) == Decimal("0.5269")
    assert keys(evaluation) == ["E31:mining_kwh"]
    assert "27,046,500 kWh 偏差 -44.54%" in evaluation.findings[0].message["zh"]


def test_t11_machines_that_ran_part_of_the_year_count_for_it():
    values = answer_as_miner(mining_from="2020-10-01", mining_to="2020-12-31").values

    assert (values["mining_days"], values["fleet_kwh"]) == (92, 325 * 92 * 24)


def test_without_mining_nothing_about_mining_counts():
    evaluation = answer_as_miner(has_mining="no", business=SITE["business"])

    assert keys(evaluation) == []
    assert [name for name in evaluation.document()["answers"] if name.startswith("mining")] == []


def test_a_total_that_is_not_available_makes_the_return_partial():
    evaluation = answer_as_miner(total_kwh={"typed": "", "unavailable": "电表更换中"})

    assert keys(evaluation) == []
    assert evaluation.is_partial
    assert evaluation.document()["answers"]["total_kwh"] == {"unavailable": "电表更换中"}
    assert evaluation.values["mining_share"] is None


def test_a_nil_return_gives_the_total_and_the_business_and_nothing_else():
    form = mining(extended=False)
    assert keys(evaluate(form, nil_answers(form), now=NOW, nil=True)) == ["required:business", "required:total_kwh"]

    given = typed(**{name: SITE[name] for name in ("total_kwh", "business")})
    evaluation = evaluate(form, given, now=NOW, nil=True)

    assert evaluation.findings == ()
    assert (evaluation.is_nil, evaluation.is_partial) == (True, False)
    assert evaluation.document()["answers"].keys() == {"has_mining", "total_kwh", "business"}


def test_a_nil_return_carries_the_organisations_data_and_no_more_than_it_gives():
    form = mining(extended=False)
    evaluation = evaluate(form, typed(**ORGANISATION, **SITE), now=NOW, nil=True)

    assert evaluation.document()["answers"].keys() == {*ORGANISATION, "has_mining", "total_kwh", "business"}


def test_confirming_the_organisation_looks_at_its_data_only():
    form = mining(extended=False)

    assert keys(evaluated(form, scope="organisation", **ORGANISATION)) == []
    assert keys(evaluated(form, scope="organisation", **ORGANISATION | {"uscc": "1"})) == ["E02:uscc"]


def test_today_is_the_day_in_beijing():
    late_evening_in_london = NOW.replace(month=3, day=31, hour=20)
    short = {name: one for name, one in {**ORGANISATION, **SITE}.items() if name in mining(False).writable()}
    period = {"period_from": "2020-04-02", "period_to": "2021-04-01"}

    assert keys(evaluated(mining(False), now=late_evening_in_london, **short | period)) == []


def test_values_in_reports_are_those_of_the_form():
    values = answer_as_miner().values

    assert values["period_to"] == date(2021, 3, 31)
    assert values["business"][1] == {"business_type": "09", "business_share": Decimal(30)}


@pytest.mark.parametrize(
    ("mining", "stated", "found"),
    [("305.05", "31.01", True), ("305.04", "30", True), ("305.05", "31", False), ("304.95", "31", True)],
)
def test_e34_compares_with_the_share_before_it_is_rounded(mining, stated, found):
    evaluation = answer_as_miner(total_kwh="1,000", mining_kwh=mining, stated_share=stated)

    assert ("E34:stated_share" in keys(evaluation)) is found
