from decimal import Decimal
from fractions import Fraction

import pytest

from surveys.lib.units import canonical_unit, convert, find, from_canonical, is_unit, to_canonical, unit


@pytest.mark.parametrize(
    ("value", "symbol", "to", "result"),
    [
        (1, "万千瓦时", "kWh", 10_000),
        (1, "万千瓦时", "GJ", 36),
        (1, "万千瓦时", "MWh", 10),
        (1, "亿千瓦时", "GWh", 100),
        (1, "TWh", "kWh", 10**9),
        (1, "kWh", "MJ", Fraction("3.6")),
        (1, "GJ", "kWh", Fraction(2500, 9)),
        (1, "kcal", "kJ", Fraction("4.1868")),
        (1, "万tce", "kgce", 10_000_000),
        (1, "EH/s", "TH/s", 1_000_000),
        (1, "亩", "m²", Fraction(2000, 3)),
        (1, "万吨CO2", "t CO2", 10_000),
        (1, "m³/MWh", "L/kWh", 1),
        (1, "EB", "PB", 1_000),
        (1, "PB", "TB", 1_000),
        (1, "TB", "GB", 1_000),
        (1, "Tb/s", "Gb/s", 1_000),
        (1, "Gb/s", "Mb/s", 1_000),
        (1, "GB/s", "Gb/s", 8),
        (1, "MB/s", "Mb/s", 8),
        (1, "TB/s", "Tb/s", 8),
        (1, "¢/kWh", "$/MWh", 10),
        (1, "$/kWh", "$/MWh", 1_000),
        (1, "kV", "V", 1_000),
        (1, "千元", "元", 1_000),
        ("0.5", "亿元", "万元", 5_000),
        (1, "℃·d", "℃·d", 1),
        (1, "个月", "个月", 1),
    ],
)
def test_t04_converts_exactly(value, symbol, to, result):
    assert convert(value, symbol, to) == result


def test_t04_stores_ten_thousand_kwh_as_kwh():
    assert to_canonical(Decimal("1200.5"), "万千瓦时") == Decimal("12005000")
    assert from_canonical(Decimal("12005000"), "万千瓦时") == Decimal("1200.5")


def test_gigajoules_stay_gigajoules_because_their_kwh_never_end():
    assert to_canonical(Decimal("1.5"), "GJ") == Decimal("1.5")
    assert to_canonical(Decimal(500), "MJ") == Decimal("0.5")


def test_only_a_power_factor_turns_kva_into_kw():
    with pytest.raises(ValueError, match="kVA is apparent power, kW is power"):
        convert(1, "kVA", "kW")


def test_coal_equivalents_are_factors_and_not_units():
    with pytest.raises(ValueError, match="kgce is standard coal, kWh is energy"):
        convert(1, "kgce", "kWh")


@pytest.mark.parametrize(
    ("typed", "symbol"),
    [
        ("KWH", "kWh"),
        ("度", "kWh"),
        ("万 kWh", "万千瓦时"),
        ("万度", "万千瓦时"),
        ("m3", "m³"),
        ("㎾", "kW"),
        ("吨", "t"),
        ("度电", "kWh"),
        ("千瓦小时", "kWh"),
        ("万千瓦小时", "万千瓦时"),
        ("kW•h", "kWh"),
        ("kW⋅h", "kWh"),
        ("kW∙h", "kWh"),
        ("万kW・h", "万千瓦时"),
        ("MW⋅h", "MWh"),
        ("kW●h", "kWh"),
        ("kW-h", "kWh"),
        ("MW.h", "MWh"),
        ("兆瓦·时", "MWh"),
        ("亿千瓦・时", "亿千瓦时"),
        ("kW\u200bh", "kWh"),
        ("萬千瓦時", "万千瓦时"),
        ("億度電", "亿千瓦时"),
        ("kV•A", "kVA"),
        ("mw", "MW"),
        ("mwh", "MWh"),
    ],
)
def test_finds_units_in_the_ways_people_write_them(typed, symbol):
    assert find(typed).symbol == symbol


@pytest.mark.parametrize(
    ("typed", "symbol"), [("Gb/s", "Gb/s"), ("gb/s", "Gb/s"), ("Gbps", "Gb/s"), ("GB/s", "GB/s"), ("TB/s", "TB/s")]
)
def test_bits_and_bytes_differ_by_case_alone(typed, symbol):
    assert find(typed).symbol == symbol


@pytest.mark.parametrize(
    ("typed", "symbol"),
    [("°C", "℃"), ("°C·d", "℃·d"), ("K·d", "℃·d"), ("months", "个月"), ("exabytes", "EB"), ("USD/MWh", "$/MWh"), ("c/kWh", "¢/kWh"), ("千伏", "kV")],
)  # fmt: skip
def test_finds_the_units_of_forms_from_elsewhere(typed, symbol):
    assert find(typed).symbol == symbol


@pytest.mark.parametrize("typed", ["mW", "mWh", "mVA", "mJ", "mH/s", "pH/s", "ｍＷ"])
def test_a_thousandth_is_not_taken_for_a_million(typed):
    assert find(typed) is None


def test_unknown_units_are_not_found():
    assert find("furlong") is None
    assert not is_unit("furlong")
    with pytest.raises(KeyError):
        unit("furlong")


def test_units_are_labelled_in_english():
    assert unit("万千瓦时").label("en") == "10,000 kWh"
    assert unit("万千瓦时").label("zh") == "万千瓦时"


def test_units_share_a_canonical_unit_or_none():
    assert canonical_unit(["MWh", "万千瓦时"]) == "kWh"
    assert canonical_unit(["MWh", "GJ"]) is None


@pytest.mark.parametrize(
    ("typed", "symbol"),
    [
        ("US$", "USD"),
        ("$", "USD"),
        ("美元", "USD"),
        ("€", "EUR"),
        ("eur", "EUR"),
        ("万欧元", "万EUR"),
        ("￥", "元"),
        ("HK$", "HKD"),
    ],
)
def test_currencies_are_units(typed, symbol):
    assert find(typed).symbol == symbol


def test_a_currency_is_worth_nothing_in_another():
    assert canonical_unit(["USD", "万USD"]) == "USD"
    assert canonical_unit(["USD", "EUR"]) is None
    with pytest.raises(ValueError, match="money in USD"):
        convert(Decimal(1), "USD", "元")
