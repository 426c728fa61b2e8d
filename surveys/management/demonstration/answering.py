"""What the demo's operators type into the mining form, right or wrong. Figures come from the seeded generator."""

from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum, auto
from itertools import pairwise
from random import Random

from surveys.lib.numbers import show_number
from surveys.models import Facility

Typed = dict[str, object]
HOURS = Decimal(8760)
BUSINESSES = ("01", "02", "03", "04", "05", "06", "07", "08")
MINING = "09"
MINING_SHARES = (3, 6, 9, 14, 22, 35, 48, 62, 81, 93)


class Substance(StrEnum):
    """What a data center has to tell."""

    NIL = auto()
    CLEAN = auto()
    MINES = auto()
    FORMER = auto()
    UNSURE = auto()


def total_of(facility: Facility, rng: Random) -> Decimal:
    """A year's electricity in 万千瓦时: the IT load at 45–75 %, times a PUE of 1.25–1.75; never a round number."""
    assert facility.it_kw is not None
    load, pue = Decimal(rng.randint(45, 75)) / 100, Decimal(rng.randint(125, 175)) / 100
    return (facility.it_kw * load * pue * HOURS / 10_000).quantize(Decimal("0.01")) + Decimal("0.0037")


def returned(facility: Facility, substance: Substance, today: date, rng: Random) -> Typed:
    """Everything the form asks beyond what the registry filled in already."""
    total = total_of(facility, rng)
    mining_share = rng.choice(MINING_SHARES) if substance in (Substance.MINES, Substance.FORMER) else 0
    answers: Typed = {
        "business": _businesses(mining_share, rng),
        "total_kwh": quantity(total, rng),
        "total_method": entry(rng.choice(("bill", "bill", "meter", "dcim"))),
        "has_mining": entry(
            {Substance.MINES: "yes", Substance.FORMER: "former", Substance.UNSURE: "unsure"}.get(substance, "no")
        ),
    }
    if mining_share:
        answers |= _mining(total * mining_share / 100, substance, today, rng) | {
            "stated_share": entry(str(mining_share))
        }
    if substance is Substance.UNSURE:
        answers |= {"mining_role": entry("racks"), "clients": _clients(facility, rng)}
    return answers


def _businesses(mining_share: int, rng: Random) -> list[dict[str, object]]:
    """Mining with the share it has of the electricity, and one to three other kinds that cut the rest among them."""
    others = rng.sample(BUSINESSES, rng.randint(1, 3))
    cuts = [mining_share, *sorted(rng.sample(range(mining_share + 1, 100), len(others) - 1)), 100]
    shares = dict(zip(others, (end - start for start, end in pairwise(cuts)), strict=True))
    hosted = {MINING: mining_share} | shares if mining_share else shares
    return [
        {"row": f"r{number}", "cells": {"business_type": entry(kind), "business_share": entry(str(share))}}
        for number, (kind, share) in enumerate(hosted.items(), 1)
    ]


def _mining(used: Decimal, substance: Substance, today: date, rng: Random) -> Typed:
    status = "removed" if substance is Substance.FORMER else rng.choice(("operating", "stopped"))
    exit_on = today - timedelta(days=rng.randint(5, 60)) if status == "removed" else today + timedelta(days=60)
    return {
        "mining_role": entry("own"),
        "hashrate": entry(str(rng.randint(5, 400)), unit="PH/s"),
        "mining_kwh": quantity(used.quantize(Decimal("0.01")), rng),
        "mining_method": entry(rng.choice(("meter", "pdu", "apportioned"))),
        "status": entry(status),
        "planned_exit": entry(exit_on.isoformat()),
        "measures": entry("已停止新增上架，按计划清退。" if status != "removed" else "设备已全部下架并断电。"),
    }


def _clients(facility: Facility, rng: Random) -> list[dict[str, object]]:
    racks = str(rng.randint(1, max(1, (facility.racks or 10) // 4)))
    return [{"row": "r1", "cells": {"client_name": entry("示例托管客户（算力租赁）"), "client_racks": entry(racks)}}]


def entry(typed: str, unit: str = "") -> Typed:
    return {"typed": typed, "unit": unit} if unit else {"typed": typed}


def quantity(value: Decimal, rng: Random) -> Typed:
    """The same quantity as different people type it: with separators, with full-width digits, in MWh, with the unit."""
    shown = show_number(value)
    ways = (
        entry(shown, "万千瓦时"),
        entry(str(value), "万千瓦时"),
        entry(shown.translate(str.maketrans("0123456789.,", "０１２３４５６７８９．，")), "万千瓦时"),
        entry(show_number(value * 10), "MWh"),
        entry(f"{shown} 万千瓦时"),
    )
    return rng.choice(ways)


def in_the_wrong_unit(answers: Typed, total: Decimal) -> Typed:
    """Kilowatt-hours typed into a field of 万千瓦时: ten thousand times too much, more than the grid connection can carry."""
    return answers | {"total_kwh": entry(show_number((total * 10_000).quantize(Decimal(1))), "万千瓦时")}
