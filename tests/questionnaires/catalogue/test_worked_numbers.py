"""The worked numbers of the domain that are calculations of a form: T05, T07, T08, T10, T11, T20 and T21."""

from decimal import Decimal

import pytest

from tests.questionnaires.examples import definition, evaluated, question, rows

ENERGY = {"units": ["MWh", "kWh"]}
SITE = definition(
    question("total", "decimal", **ENERGY),
    question("it", "decimal", **ENERGY),
    question("renewable", "decimal", **ENERGY),
    question("reused", "decimal", **ENERGY),
    question("water", "decimal", unit="m³"),
    question("days", "integer", unit="天"),
    question("pue", "calculated", calculation="round(${total} div ${it}, 4)"),
    question("grade", "calculated", calculation="if(${pue} <= 1.2, 1, if(${pue} <= 1.3, 2, if(${pue} <= 1.5, 3, 4)))"),
    question("excess", "calculated", unit="kWh", calculation="max(0, ${total} - 1.35 * ${it})"),
    question("surcharge", "calculated", unit="元", calculation="${excess} * 0.2"),
    question("wue", "calculated", unit="L/kWh", calculation="${water} * 1000 div ${it}"),
    question("ref", "calculated", calculation="${renewable} div ${total}"),
    question("erf", "calculated", calculation="${reused} div ${total}"),
    question("a_year", "calculated", unit="kWh", calculation="${total} div ${days} * 365"),
    question("annualised", "calculated", calculation="${days} < 360"),
    checks=[
        {"check": "E21", "with": {"it": "it", "total": "total"}},
        {"check": "E43", "with": {"it": "it", "total": "total"}},
    ],
)


def test_t07_indicators():
    values = evaluated(SITE, total="18000", it="12500", water="32000", renewable="5400", reused="900").values

    assert (values["pue"], values["grade"]) == (Decimal("1.44"), 3)
    assert (values["excess"], values["surcharge"]) == (1_125_000, 225_000)
    assert (values["wue"], values["ref"], values["erf"]) == (Decimal("2.56"), Decimal("0.3"), Decimal("0.05"))


def test_t07_the_ratio_keeps_the_limit_of_grade_three():
    assert evaluated(SITE, total="18000", it="12500").findings == ()


def test_t20_two_hundred_days_are_scaled_and_say_so():
    values = evaluated(SITE, total="2500", days="200").values

    assert (values["a_year"], values["annualised"]) == (4_562_500, True)
    assert evaluated(SITE, total="2500", days="365").values["annualised"] is False


GROUP = definition(
    question("sites", "table", questions=[question("total", "decimal", **ENERGY), question("it", "decimal", **ENERGY)]),
    question("pue", "calculated", calculation="round(sum(${total}) div sum(${it}), 4)"),
)


def test_t08_the_pue_of_a_group_is_a_ratio_of_sums():
    sites = rows({"total": "18000", "it": "12500"}, {"total": "9500", "it": "8800"}, {"total": "42000", "it": "28000"})

    assert evaluated(GROUP, sites=sites).values["pue"] == Decimal("1.4097")


SHARES = definition(
    question(
        "sites",
        "table",
        questions=[
            question("total", "decimal", **ENERGY),
            question("mining", "decimal", **ENERGY),
            question("share", "calculated", unit="%", calculation="round(${mining} div ${total} * 100, 2)"),
        ],
    ),
    question("overall", "calculated", unit="%", calculation="round(sum(${mining}) div sum(${total}) * 100, 4)"),
    checks=[{"check": "E29", "with": {"part": "mining", "whole": "total"}, "table": "sites"}],
)


def test_t05_the_share_of_a_group_is_a_ratio_of_sums():
    sites = [("18000", "3200"), ("9500", "8930"), ("42000", "0"), ("6000", "3300"), ("0", "0")]
    evaluation = evaluated(SHARES, sites=rows(*({"total": total, "mining": mined} for total, mined in sites)))
    shares = [row["share"] for row in evaluation.values["sites"]]

    assert shares == [Decimal("17.78"), 94, 0, 55, None]
    assert evaluation.values["overall"] == Decimal("20.4371")
    assert evaluation.findings == ()


FLEET = definition(
    question("stated", "decimal", units=["PH/s"]),
    question("efficiency", "decimal", unit="J/TH"),
    question("power", "calculated", unit="kW", calculation="${stated} * ${efficiency} div 1000"),
    question("year", "calculated", unit="kWh", calculation="${power} * 8760"),
    question("running", "calculated", unit="kWh", calculation="${year} * 0.95"),
    question("site", "calculated", unit="kWh", calculation="${running} * 1.10"),
)


def test_t10_hash_rate_and_electricity():
    values = evaluated(FLEET, stated="10", efficiency="98").values

    assert (values["power"], values["year"]) == (980, 8_584_800)
    assert (values["running"], values["site"]) == (8_155_560, 8_971_116)


def test_t11_a_thousand_s19():
    form = definition(
        question("machines", "integer"),
        question("fleet_hashrate", "calculated", unit="PH/s", calculation="${machines} * 95"),
        question("fleet_power", "calculated", unit="kW", calculation="${machines} * 3250 div 1000"),
        question(
            "efficiency", "calculated", unit="J/TH", calculation="round(${fleet_power} * 1000 div ${fleet_hashrate}, 2)"
        ),
        question("year", "calculated", unit="kWh", calculation="${fleet_power} * 8760"),
        question("mining", "decimal", unit="kWh"),
        checks=[{"check": "E31", "with": {"mining": "mining", "nameplate": "year"}}],
    )
    evaluation = evaluated(form, machines="1000", mining="15000000")
    values = evaluation.values

    assert (values["fleet_hashrate"], values["fleet_power"]) == (95_000, 3_250)
    assert (values["efficiency"], values["year"]) == (Decimal("34.21"), 28_470_000)
    assert round(values["mining"] / values["year"], 4) == Decimal("0.5269")
    assert [(one.check, one.severity) for one in evaluation.findings] == [("E31", "soft")]


@pytest.mark.parametrize(
    ("number", "places", "result"),
    [("0.125", "2", "0.13"), ("0.135", "2", "0.14"), ("-0.125", "2", "-0.13"), ("2.5", "0", "3")],
)
def test_t21_halves_are_rounded_away_from_zero(number, places, result):
    form = definition(question("a", "decimal"), question("b", "calculated", calculation=f"round(${{a}}, {places})"))

    assert evaluated(form, a=number).values["b"] == Decimal(result)
