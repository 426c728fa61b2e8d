"""The yearly return: its items are those of the domain, each check fails where it should, the indicators come out."""

from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from surveys.questionnaires.editing.missing_translations import untranslated
from surveys.questionnaires.evaluation.totals import totals
from surveys.questionnaires.library import template
from surveys.questionnaires.loading.loader import load
from tests.questionnaires.examples import evaluated, keys, rows

FORM = template("annual_return")
ORGANISATION = {
    "org_name": "北京数据有限公司",
    "uscc": "91110000600037341L",
    "responsible": "李四",
    "contact_name": "张三",
    "contact_phone": "13800000000",
}
# Of 2020, a leap year; the means of the months are 1,500.1 MWh.
SITE = {
    "facility_name": "亦庄一号",
    "district": "110115",
    "address": "某街 2 号",
    "period_from": "2020-01-01",
    "period_to": "2020-12-31",
    "dc_type": "colocation",
    "start_month": "2015-06",
    "design_racks": "800",
    "racks_in_use": "600",
    "it_kw": "2,000",
    "grid_kva": "4,000",
    "total_kwh": "1,800.12",
    "total_method": "bill",
    "it_kwh": "12,500 MWh",
    "it_point": "ups",
    "cooling_kwh": "400",
    "distribution_kwh": "100",
    "other_kwh": "50.12",
    "green_power": "300",
    "green_certificates": "1,200",
    "own_renewable": "120",
    "water_in": "32,000",
    "reclaimed_water": "10,000",
    "makeup_water": "25,000",
    "heat_reused": "3,240",
    "heat_to": "园区供暖",
    "months": rows(*[{"month_kwh": "150.01"}] * 12),
    "business": rows({"business_type": "01", "business_share": "100"}),
    "has_mining": "no",
    "plan": "更换冷水机组，分两年实施",
    "planned_pue": "1.3",
    "plan_month": "2022-06",
}
MINER = {
    "business": rows({"business_type": "01", "business_share": "70"}, {"business_type": "09", "business_share": "30"}),
    "has_mining": "yes",
    "mining_kwh": "375",
}


@cache
def form():
    return load(FORM)


def answer(*, facts=None, reasons=None, **changes):
    answers = {name: one for name, one in {**ORGANISATION, **SITE, **changes}.items() if one is not None}
    return evaluated(form(), facts=facts, reasons=reasons, **answers)


def findings(**changes):
    return [(one.check, one.severity, one.question) for one in answer(**changes).findings]


def test_a_careful_return_has_no_findings():
    assert keys(answer()) == []
    assert keys(answer(**MINER)) == []


def test_every_item_of_the_yearly_return_is_asked_in_order():
    numbers = [question.number.partition(".")[0] for question in form().questions if question.number]

    assert list(dict.fromkeys(numbers)) == [f"Y{n:02d}" for n in range(1, 16)]


def test_every_text_stands_in_both_languages():
    assert untranslated(FORM) == []


def test_no_page_asks_more_than_seven_questions():
    assert max(len(section.questions) for section in form().sections) == 7


# check: what makes it fail, the severity, where it stands
FAILING = [
    ("E02", {"uscc": "91110000600037341M"}, "hard", "uscc"),
    ("E04", {"contact_phone": "010-12345678"}, "hard", "contact_phone"),
    ("E04", {"contact_email": "nobody"}, "hard", "contact_email"),
    ("E08", {"start_month": "2021-01"}, "hard", "start_month"),
    ("E08", {"plan_month": "2021-03"}, "hard", "plan_month"),
    ("E09", {"racks_in_use": "801"}, "hard", "racks_in_use"),
    ("E10", {"racks_in_use": "159"}, "soft", "racks_in_use"),
    ("E10", {"racks_in_use": "399"}, "info", "racks_in_use"),
    ("E11", {"it_kw": "3,601", "design_racks": "1,000"}, "soft", "it_kw"),
    ("E12", {"design_racks": "1,601", "racks_in_use": "801"}, "soft", "it_kw"),
    ("E13", {"business": rows({"business_type": "01", "business_share": "99.8"})}, "hard", "business"),
    ("E14", {"business": MINER["business"]}, "hard", "business"),
    ("E15", {"period_from": "2021-01-01"}, "hard", "period_to"),
    ("E16", {"period_from": "2020-01-08"}, "soft", "period_to"),
    ("E20", {"it_kw": "1,400"}, "soft", "it_kwh"),
    ("E22", {"other_kwh": "59.2"}, "hard", "it_kwh"),
    ("E22", {"reclaimed_water": "32,001"}, "hard", "reclaimed_water"),
    ("E22", {"makeup_water": "32,161"}, "hard", "makeup_water"),
    ("E23", {"total_method": "estimate"}, "hard", "remarks"),
    ("E24", {"has_mining": "unsure"}, "hard", "clients"),
    ("E44", {"green_certificates": "13,802"}, "hard", "green_power"),
    ("E45", {"water_in": "125,001"}, "hard", "water_in"),
    ("E45", {"water_in": "50,001"}, "soft", "water_in"),
    ("E46", {"heat_reused": "64,805"}, "hard", "heat_reused"),
    ("E52", {"total_kwh": "1,800"}, "soft", "total_kwh"),
]


@pytest.mark.parametrize(("check", "changes", "severity", "question"), FAILING)
def test_each_check_fails_where_it_should(check, changes, severity, question):
    assert findings(**changes) == [(check, severity, question)]


# The same, on the other side of the bound.
PASSING = [
    {"start_month": "2020-12"},
    {"plan_month": "2021-04"},
    {"racks_in_use": "800"},
    {"racks_in_use": "400"},
    {"it_kw": "3,600", "design_racks": "1,000"},
    {"design_racks": "1,600", "racks_in_use": "800"},
    {"business": rows({"business_type": "01", "business_share": "99.9"})},
    {"period_from": "2020-01-07"},
    {"other_kwh": "59.12"},
    {"reclaimed_water": "32,000"},
    {"makeup_water": "32,000"},
    {"total_method": "estimate", "remarks": "按变压器负荷推算"},
    {"has_mining": "unsure", "clients": rows({"client_name": "某公司"})},
    {"green_certificates": "13,801"},
    {"water_in": "50,000"},
    {"heat_reused": "64,804"},
]


@pytest.mark.parametrize("changes", PASSING)
def test_each_check_passes_where_it_should(changes):
    assert findings(**changes) == []


def test_e17_a_site_in_operation_used_electricity():
    assert ("E17", "hard", "total_kwh") in findings(total_kwh="0")
    assert ("E17", "hard", "total_kwh") not in findings(total_kwh="0", racks_in_use="0")


def test_e18_and_e19_the_connection_bounds_the_total():
    """4,000 kVA deliver 35,136 MWh in 366 days; 95 % of them at a power factor of 0.9 are 30,041.28 MWh."""
    too_much = findings(total_kwh="35,136.1 MWh")
    doubtful = findings(total_kwh="30,041.3 MWh")

    assert [one for one in too_much if one[0] in ("E18", "E19")] == [("E18", "hard", "total_kwh")]
    assert [one for one in doubtful if one[0] in ("E18", "E19")] == [("E19", "soft", "total_kwh")]
    assert [one for one in findings(total_kwh="30,041 MWh") if one[0] in ("E18", "E19")] == []


def test_e20_and_e21_the_it_equipment_is_part_of_the_whole():
    hard = {one for one in findings(it_kwh="1,801") if one[1] == "hard"}

    assert hard == {("E20", "hard", "it_kwh"), ("E21", "hard", "it_kwh"), ("E22", "hard", "it_kwh")}


def test_e21_and_e43_a_poor_pue_is_doubted_and_told():
    assert findings(it_kwh="7,200.4 MWh", water_in="28,000") == [("E21", "soft", "it_kwh"), ("E43", "info", "it_kwh")]
    assert findings(it_kwh="12,000.7 MWh") == [("E43", "info", "it_kwh")]
    assert findings(it_kwh="12,000.8 MWh") == []


def test_e29_and_e33_mining_is_part_of_the_whole():
    assert findings(**MINER | {"mining_kwh": "1,800.13"}) == [("E29", "hard", "mining_kwh")]
    assert findings(**MINER | {"mining_kwh": "0"}) == [("E33", "hard", "mining_kwh")]


def test_e47_the_months_add_up_to_the_year():
    uneven = [{"month_kwh": "150.01"}] * 10

    assert findings(months=rows(*uneven, {"month_kwh": "150.01"}, {"month_kwh": "140.9"})) == [
        ("E47", "hard", "months")
    ]
    assert findings(months=rows(*uneven, {"month_kwh": "150.01"}, {"month_kwh": "141.1"})) == []
    assert keys(answer(months=rows(*uneven, {"month_kwh": "40"}, {"month_kwh": "260.02"}))) == ["E47:month_kwh:r11"]


def test_e47_a_wrong_total_makes_no_month_doubtful():
    found = findings(total_kwh="2,500.12", it_kwh="1,250")

    assert [one for one in found if one[0] == "E47"] == [("E47", "hard", "months")]


def test_e47_months_outside_the_period_are_not_doubted():
    half = rows(*[{"month_kwh": "0"}] * 7, *[{"month_kwh": "150.01"}] * 5)
    late = {"period_from": "2020-08-01", "total_kwh": "750.05", "it_kwh": "520", "water_in": "10,000"}
    late |= {"cooling_kwh": None, "reclaimed_water": "0", "makeup_water": "0"}

    assert keys(answer(**late, months=half, facts={"previous.total_kwh": "18000000"})) == ["E16:period_to"]
    assert [one for one in keys(answer(months=half)) if one.startswith("E47:month_kwh")] == [
        f"E47:month_kwh:r{month}" for month in range(1, 8)
    ]


@pytest.mark.parametrize(
    ("period", "doubted"),
    [
        ({"period_from": "2020-08-01", "period_to": "2020-12-31"}, ["r5"]),
        ({"period_from": "2020-05-31", "period_to": "2020-12-31"}, []),
        ({"period_from": "2020-01-01", "period_to": "2020-04-30"}, ["r5"]),
        ({"period_from": "2020-07-01", "period_to": "2021-03-31"}, ["r5"]),
        ({"period_from": "2020-07-01", "period_to": "2021-05-01"}, []),
    ],
)
def test_e47_electricity_in_a_month_outside_the_period_is_doubted(period, doubted):
    months = rows(*[{"month_kwh": "0" if n != 5 else "150.01"} for n in range(1, 13)])
    outside = "不在报告期内"

    found = [one for one in answer(**period, months=months).findings if outside in one.message["zh"]]

    assert [one.row for one in found] == doubted


def test_there_are_twelve_months():
    assert findings(months=rows(*[{"month_kwh": "163.6473"}] * 11)) == [("rows", "hard", "months")]
    assert [row["month"] for row in answer().values["months"]] == list(range(1, 13))
    assert totals(form(), answer())["months"] == {"month_kwh": 18_001_200}


# check: the facts that make it fail
BY_FACTS = [
    ("E01", {"organisation.name": "北京云有限公司"}, "info", "org_name"),
    ("E06", {"siblings.names": ["亦庄一号"]}, "hard", "facility_name"),
    ("E06", {"facility.address_taken": True}, "soft", "address"),
    ("E51", {"peers.load": "0.1025"}, "soft", "total_kwh"),
    ("E52", {"siblings.total_kwh": ["18001200", "18001200"]}, "soft", "total_kwh"),
    ("E53", {"previous.total_kwh": "13800000"}, "soft", "total_kwh"),
]


@pytest.mark.parametrize(("check", "facts", "severity", "question"), BY_FACTS)
def test_checks_that_need_the_register_the_peers_or_the_last_year(check, facts, severity, question):
    assert findings(facts=facts) == [(check, severity, question)]


def test_e53_a_change_of_less_than_a_third_is_nothing_to_explain():
    assert findings(facts={"previous.total_kwh": "13900000"}) == []


def test_t03_standard_coal_by_both_calibers():
    small = answer(total_kwh="500").values
    large = answer(total_kwh="1543", coal_per_kwh="0.3000").values

    assert (small["total_energy"], small["total_energy_equal"]) == (Decimal(614_500), None)
    assert (large["total_energy"], large["total_energy_equal"]) == (Decimal(1_896_347), Decimal(4_629_000))


def test_other_energy_enters_both_totals():
    values = answer(total_kwh="500", coal_per_kwh="0.3", diesel="10", gas="1", heat="100").values
    other = Decimal("14571") + Decimal("12997.1") + Decimal("3412")

    assert values["total_energy"] == Decimal(614_500) + other
    assert values["total_energy_equal"] == Decimal(1_500_000) + other


def test_t07_indicators():
    values = answer(total_kwh="18,000 MWh").values

    assert values["pue"] == Decimal("1.440")
    assert (values["grade"], values["excess_kwh"]) == ("3", Decimal(1_125_000))
    assert values["wue"] == Decimal("2.560")
    assert (values["renewable_kwh"], values["ref"]) == (Decimal(5_400_000), Decimal("0.3000"))
    assert values["erf"] == Decimal("0.0500")


@pytest.mark.parametrize(
    ("it", "grade"), [("15,001", "1"), ("13,847.1", "2"), ("12,000.8", "3"), ("11,990", ">3"), ("18,100", None)]
)
def test_grades_of_gb_40879(it, grade):
    assert answer(it_kwh=f"{it} MWh").values["grade"] == grade


@pytest.mark.parametrize(
    ("total", "grade", "excess"),
    [
        ("12,000,000", "1", None),
        ("12,004,000", "2", None),
        ("13,500,000", "3", None),
        ("13,504,000", "3", Decimal(4000)),
        ("15,000,000", "3", Decimal(1_500_000)),
        ("15,004,000", ">3", Decimal(1_504_000)),
    ],
)
def test_a_grade_goes_by_the_ratio_before_it_is_rounded(total, grade, excess):
    values = answer(total_kwh=f"{total} kWh", it_kwh="10,000,000 kWh").values

    assert (values["grade"], values["excess_kwh"]) == (grade, excess)


def test_without_it_electricity_there_is_no_grade():
    assert answer(it_kwh="0 kWh").values["grade"] is None


def test_t08_a_group_is_judged_by_its_sums():
    sites = [("18000", "12500"), ("9500", "8800"), ("42000", "28000")]
    values = [answer(total_kwh=f"{total} MWh", it_kwh=f"{it} MWh").values for total, it in sites]
    group = sum(one["total_kwh"] for one in values) / sum(one["it_kwh"] for one in values)

    assert [one["pue"] for one in values] == [Decimal("1.440"), Decimal("1.080"), Decimal("1.500")]
    assert round(group, 4) == Decimal("1.4097")


def test_t20_part_of_a_year_is_scaled_for_comparison_only():
    values = answer(total_kwh="2,500 MWh", period_from="2020-06-15").values

    assert (values["period_days"], values["annual_kwh"]) == (200, Decimal(4_562_500))
    assert values["total_kwh"] == Decimal(2_500_000)
    assert answer().values["annual_kwh"] is None


def test_certificates_count_a_megawatt_hour_each():
    assert answer().values["certificates_kwh"] == Decimal(1_200_000)


def test_business_is_shown_in_electricity():
    business = answer(**MINER).values["business"]

    assert [row["business_kwh"] for row in business] == [Decimal(8_750_000), Decimal(3_750_000)]


def test_a_plan_is_asked_above_1_35_only():
    plan = {"plan": None, "planned_pue": None, "plan_month": None}

    assert findings(**plan) == [("required", "hard", name) for name in plan]
    assert findings(**plan, it_kwh="13,329.3 MWh", cooling_kwh="300") == [("required", "hard", name) for name in plan]
    assert findings(**plan, it_kwh="13,334.3 MWh", cooling_kwh="300") == []
    assert findings(planned_pue="1.441") == [("constraint", "hard", "planned_pue")]


def test_a_planned_pue_is_compared_with_the_ratio_and_not_with_what_is_shown():
    above = answer(total_kwh="18,005 MWh", planned_pue="1.44")

    assert above.values["pue"] == Decimal("1.44")
    assert "constraint:planned_pue" not in [finding.key for finding in above.findings]
    below = answer(total_kwh="17,995 MWh", planned_pue="1.44")
    assert "constraint:planned_pue" in [finding.key for finding in below.findings]


def test_the_equal_value_factor_is_not_taken_in_another_unit():
    assert findings(coal_per_kwh="3.0") == [("constraint", "hard", "coal_per_kwh")]


def test_water_that_was_not_metered_may_be_missing_with_a_reason():
    evaluation = answer(water_in={"typed": "", "unavailable": "水表故障"})

    assert keys(evaluation) == []
    assert evaluation.values["wue"] is None
    assert not evaluation.is_partial


def test_a_missing_core_figure_makes_the_return_partial():
    evaluation = answer(it_kwh={"typed": "", "unavailable": "未安装计量"}, it_point=None, plan=None)

    assert evaluation.is_partial
    assert evaluation.values["pue"] is None


def test_reports_find_the_period_and_the_roles():
    values = answer().values
    roles = form().roles

    assert (values[roles["period_from"]], values[roles["period_to"]]) == (date(2020, 1, 1), date(2020, 12, 31))
    assert {"total_kwh", "it_kwh", "mining_kwh", "has_mining", "business", "it_kw"} <= roles.keys()
