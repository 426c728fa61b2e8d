"""Units of measurement and the exact factors between them.

Every unit is a fraction of its quantity's base unit. A figure is stored in the unit's `canonical`, which is the base
unit unless the step to it would never end as a decimal: 1 GJ is 277.777… kWh, so gigajoules stay gigajoules.
Standard coal (kgce) is a quantity of its own: what a kWh is worth in coal is a published factor, not a unit.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

from surveys.lib.cleaning import without_invisible

# Repeating decimals (GJ shown in kWh) are cut here; everything that ends is exact.
_SHOWN = Context(prec=60)


@dataclass(frozen=True, slots=True)
class Unit:
    symbol: str
    quantity: str
    in_base: Fraction
    canonical: str
    english: str
    spellings: tuple[str, ...]

    @property
    def every_spelling(self) -> tuple[str, ...]:
        return self.symbol, self.english, *self.spellings

    def label(self, language: str) -> str:
        return self.english if language == "en" else self.symbol


def _rows(quantity: str, canonical: str, *rows: tuple[str, str | Fraction | int, str, str]) -> list[Unit]:
    return [
        Unit(symbol, quantity, Fraction(in_base), canonical, english or symbol, tuple(spellings.split()))
        for symbol, in_base, english, spellings in rows
    ]


def _counted(symbol: str, english: str) -> list[Unit]:
    return _rows(english, symbol, (symbol, 1, english, ""))


# The codes of ISO 4217 and how people write them; what one is worth in another changes by the day, so none is converted.
_MONIES = """
USD 美元 美金 US$ $ dollars
EUR 欧元 € euros
GBP 英镑 £
JPY 日元 日圆
HKD 港元 港币 HK$
MOP 澳门元 MOP$
TWD 新台币 NT$
KRW 韩元 ₩
SGD 新加坡元 S$
AUD 澳元 A$
CAD 加元 C$
CHF 瑞士法郎 瑞郎
SEK 瑞典克朗
NOK 挪威克朗
DKK 丹麦克朗
ISK 冰岛克朗
PLN 波兰兹罗提 zł
CZK 捷克克朗 Kč
RUB 卢布 ₽
KZT 坚戈 ₸
INR 印度卢比 ₹
THB 泰铢 ฿
MYR 林吉特 RM
IDR 印尼盾 Rp
VND 越南盾 ₫
PHP 菲律宾比索 ₱
AED 阿联酋迪拉姆
SAR 沙特里亚尔
TRY 土耳其里拉 ₺
ZAR 南非兰特
KES 肯尼亚先令 KSh
NGN 奈拉 ₦
BRL 雷亚尔 R$
MXN 墨西哥比索 MX$
PYG 瓜拉尼 ₲
"""


def _monies() -> Iterator[Unit]:
    for line in _MONIES.split("\n"):
        if line:
            code, chinese, *others = line.split()
            one = (code, 1, "", " ".join([chinese, *others]))
            yield from _rows(f"money in {code}", code, one, (f"万{code}", 10_000, f"10,000 {code}", f"万{chinese}"))


# symbol, how many base units it is, English name where the symbol is Chinese, other spellings people type
_UNITS = [
    *_rows(
        "energy",
        "kWh",
        ("kWh", 1, "", "千瓦时 度 度电 千瓦小时 kW·h kW.h kW-h kW*h 千瓦·时 千瓦·小时 kilowatt-hours"),
        ("万千瓦时", 10_000, "10,000 kWh", "万kWh 万度 万度电 万千瓦小时 万kW·h 万kW.h 万千瓦·时"),
        ("亿千瓦时", 100_000_000, "100 million kWh", "亿kWh 亿度 亿度电 亿千瓦小时 亿kW·h 亿kW.h 亿千瓦·时"),
        ("MWh", 1_000, "", "兆瓦时 兆瓦小时 MW·h MW.h MW-h 兆瓦·时"),
        ("GWh", 1_000_000, "", "吉瓦时 吉瓦小时 GW·h GW.h GW-h 吉瓦·时"),
        ("TWh", 1_000_000_000, "", "太瓦时 太瓦小时 TW·h TW.h TW-h 太瓦·时"),
    ),
    *_rows(
        "energy",
        "GJ",
        ("GJ", Fraction(2500, 9), "", "吉焦 百万千焦"),
        ("MJ", Fraction(5, 18), "", "兆焦"),
        ("kJ", Fraction(1, 3600), "", "千焦"),
        ("kcal", Fraction("4.1868") / 3600, "", "千卡 大卡"),
    ),
    *_rows(
        "power",
        "kW",
        ("kW", 1, "", "千瓦"),
        ("W", "0.001", "", "瓦"),
        ("MW", 1_000, "", "兆瓦"),
        ("万千瓦", 10_000, "10,000 kW", "万kW"),
        ("GW", 1_000_000, "", "吉瓦"),
    ),
    *_rows(
        "apparent power",
        "kVA",
        ("kVA", 1, "", "千伏安 kV·A kV.A 千伏·安"),
        ("MVA", 1_000, "", "兆伏安 MV·A MV.A 兆伏·安"),
    ),
    *_rows(
        "volume",
        "m³",
        ("m³", 1, "", "立方米 方"),
        ("万m³", 10_000, "10,000 m³", "万立方米 万方"),
        ("L", "0.001", "", "升"),
    ),
    *_rows(
        "hash rate",
        "TH/s",
        ("TH/s", 1, "", "THs TH"),
        ("MH/s", "0.000001", "", "MHs MH"),
        ("GH/s", "0.001", "", "GHs GH"),
        ("PH/s", 1_000, "", "PHs PH"),
        ("EH/s", 1_000_000, "", "EHs EH"),
    ),
    *_rows("efficiency of hashing", "J/TH", ("J/TH", 1, "", "")),
    *_rows(
        "carbon dioxide",
        "kg CO2",
        ("kg CO2", 1, "", "kgCO2 kgCO2e"),
        ("t CO2", 1_000, "", "tCO2 吨CO2 tCO2e"),
        ("万吨CO2", 10_000_000, "10,000 t CO2", "万tCO2"),
        ("Mt CO2", 1_000_000_000, "", "MtCO2"),
    ),
    *_rows(
        "standard coal",
        "kgce",
        ("kgce", 1, "", "千克标准煤 公斤标准煤"),
        ("tce", 1_000, "", "吨标准煤 吨标煤"),
        ("万tce", 10_000_000, "10,000 tce", "万吨标准煤 万吨标煤"),
    ),
    *_rows("mass", "kg", ("kg", 1, "", "千克 公斤"), ("t", 1_000, "", "吨"), ("万t", 10_000_000, "10,000 t", "万吨")),
    *_rows("area", "m²", ("m²", 1, "", "平方米 平米")),
    *_rows("area", "亩", ("亩", Fraction(2000, 3), "mu", "")),
    *_rows("water use", "L/kWh", ("L/kWh", 1, "", ""), ("m³/MWh", 1, "", "")),
    *_rows("emission factor", "kg/kWh", ("kg/kWh", 1, "", "kgCO2/kWh"), ("t/MWh", 1, "", "tCO2/MWh")),
    *_rows("share", "%", ("%", 1, "", "百分之")),
    *_rows("angle", "°", ("°", 1, "", "度(角)")),
    *_rows("time", "h", ("h", 1, "", "小时 hours")),
    *_rows("days", "天", ("天", 1, "days", "日")),
    *_rows(
        "money",
        "元",
        ("元", 1, "yuan", "人民币 CNY RMB ¥"),
        ("千元", 1_000, "1,000 yuan", ""),
        ("万元", 10_000, "10,000 yuan", ""),
        ("亿元", 100_000_000, "100 million yuan", ""),
    ),
    *_monies(),
    *_rows("price", "元/kWh", ("元/kWh", 1, "yuan/kWh", "元/千瓦时 元/度")),
    *_rows(
        "price in dollars",
        "$/MWh",
        ("$/MWh", 1, "", "USD/MWh US$/MWh 美元/MWh 美元/兆瓦时"),
        ("$/kWh", 1_000, "", "USD/kWh US$/kWh 美元/kWh"),
        ("¢/kWh", 10, "", "c/kWh cents/kWh 美分/kWh"),
    ),
    *_rows(
        "price in euros",
        "€/MWh",
        ("€/MWh", 1, "", "EUR/MWh 欧元/MWh 欧元/兆瓦时"),
        ("€/kWh", 1_000, "", "EUR/kWh 欧元/kWh"),
        ("ct/kWh", 10, "", "欧分/kWh"),
    ),
    *_rows("temperature", "℃", ("℃", 1, "°C", "摄氏度")),
    *_rows("degree days", "℃·d", ("℃·d", 1, "°C·d", "K·d Kd 度日 degree-days")),
    *_rows("voltage", "kV", ("kV", 1, "", "千伏"), ("V", "0.001", "", "伏")),
    *_rows(
        "amount of data",
        "PB",
        ("PB", 1, "", "petabytes 拍字节"),
        ("GB", "0.000001", "", "gigabytes"),
        ("TB", "0.001", "", "terabytes"),
        ("EB", 1_000, "", "exabytes 艾字节"),
    ),
    # Bytes before bits: whoever writes gb/s in lower case means bits, as networks are measured.
    *_rows(
        "data rate",
        "Gb/s",
        ("GB/s", 8, "", ""),
        ("MB/s", "0.008", "", ""),
        ("TB/s", 8_000, "", ""),
        ("Gb/s", 1, "", "Gbps Gbit/s"),
        ("Mb/s", "0.001", "", "Mbps Mbit/s"),
        ("Tb/s", 1_000, "", "Tbps Tbit/s"),
    ),
    *_counted("台", "machines"),
    *_counted("架", "racks"),
    *_counted("个", "items"),
    *_counted("张", "certificates"),
    *_counted("人", "people"),
    *_counted("个月", "months"),
]


RATIOS = frozenset(
    {
        "share", "angle", "water use", "emission factor", "efficiency of hashing", "price", "temperature", "degree days",
        "voltage",
    }
)  # fmt: skip
"""The quantities that say how much of one thing there is to another, or how high it stands: adding them up says nothing."""

# What keyboards and spreadsheets have for the dot of a product, and the signs of units as Hong Kong and Macao write them.
_SAME = str.maketrans("•∙⋅‧・⸱●◦ꞏ萬億時電噸標準臺個張畝", "·········万亿时电吨标准台个张亩") | {ord("瓩"): "kW"}


def _compact(text: str) -> str:
    """m³ = m3, ㎾ = kW, kW⋅h = kW·h, no spaces."""
    return re.sub(r"\s+", "", without_invisible(unicodedata.normalize("NFKC", text).translate(_SAME)))


def _spelling(text: str) -> str:
    """How spellings are compared: also without case."""
    return _compact(text).casefold()


_BY_SYMBOL = {unit.symbol: unit for unit in _UNITS}
_BY_SPELLING = {_spelling(name): unit for unit in _UNITS for name in unit.every_spelling}


def unit(symbol: str) -> Unit:
    """The unit with exactly this symbol; KeyError when there is none."""
    return _BY_SYMBOL[symbol]


def symbols() -> list[str]:
    return list(_BY_SYMBOL)


def is_unit(symbol: str) -> bool:
    return symbol in _BY_SYMBOL


def find(typed: str) -> Unit | None:
    """The unit somebody typed, in any of its spellings; case counts only where it tells two apart, such as Gb/s and GB/s.

    Whoever writes mW, with capitals where they belong, means a milliwatt, which is asked nowhere, and no megawatt.
    """
    if exact := _BY_SYMBOL.get(typed.strip()):
        return exact
    found = _BY_SPELLING.get(_spelling(typed))
    return None if found and _is_a_thousandth(_compact(typed), found.symbol) else found


def _is_a_thousandth(typed: str, symbol: str) -> bool:
    """m for milli and p for pico, where the unit's own prefix is the capital M or P."""
    is_small = typed[:1] in ("m", "p") and symbol[:1] == typed[:1].upper()
    return is_small and typed != typed.casefold()


def convert(value: Decimal | Fraction | int, symbol: str, to: str) -> Fraction:
    """Exact; ValueError between quantities that only a factor or a measurement can connect, such as kVA and kW."""
    source, target = unit(symbol), unit(to)
    if source.quantity != target.quantity:
        raise ValueError(f"{symbol} is {source.quantity}, {to} is {target.quantity}")
    return Fraction(value) * source.in_base / target.in_base


def to_canonical(value: Decimal, symbol: str) -> Decimal:
    return in_decimal(convert(value, symbol, unit(symbol).canonical))


def from_canonical(value: Decimal, symbol: str) -> Decimal:
    return in_decimal(convert(value, unit(symbol).canonical, symbol))


def in_decimal(value: Fraction) -> Decimal:
    """Exact where the decimal ends, else 60 digits."""
    return _SHOWN.divide(Decimal(value.numerator), Decimal(value.denominator))


def canonical_unit(symbols: Iterable[str]) -> str | None:
    """The unit in which figures entered in any of these are stored; None when they have no unit in common."""
    found = {unit(symbol).canonical for symbol in symbols}
    return found.pop() if len(found) == 1 else None
