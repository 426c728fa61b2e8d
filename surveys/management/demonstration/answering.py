"""What the demo's operators type into the mining form, right or wrong. Figures come from the seeded generator."""

from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum, auto
from random import Random
from typing import Any

from surveys.lib.numbers import show_number
from surveys.registry.models import Facility

Typed = dict[str, Any]
HOURS = Decimal(8760)
BUSINESSES = ("01", "02", "03", "04", "05", "06", "07", "08")


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
    mines = substance in (Substance.MINES, Substance.FORMER)
    answers: Typed = {
        "business": _businesses(mines, rng),
        "total_kwh": quantity(total, rng),
        "total_method": entry(rng.choice(("bill", "bill", "meter", "dcim"))),
        "has_mining": entry(
            {Substance.MINES: "yes", Substance.FORMER: "former", Substance.UNSURE: "unsure"}.get(substance, "no")
        ),
    }
    if mines:
        answers |= _mining(total, substance, today, rng)
    if substance is Substance.UNSURE:
        answers |= {"mining_role": entry("racks"), "clients": _clients(facility, rng)}
    return answers


def _businesses(mines: bool, rng: Random) -> list[dict[str, Any]]:
    types = [*(["09"] if mines else []), *rng.sample(BUSINESSES, rng.randint(1, 3))]
    cuts = sorted(rng.sample(range(5, 100, 5), len(types) - 1))
    shares = [end - start for start, end in zip([0, *cuts], [*cuts, 100], strict=True)]
    return [
        {"row": f"r{number}", "cells": {"business_type": entry(kind), "business_share": entry(str(share))}}
        for number, (kind, share) in enumerate(zip(types, shares, strict=True), 1)
    ]


def _mining(total: Decimal, substance: Substance, today: date, rng: Random) -> Typed:
    share = Decimal(rng.choice((3, 6, 9, 14, 22, 35, 48, 62, 81, 93)))
    status = "removed" if substance is Substance.FORMER else rng.choice(("operating", "stopped"))
    exit_on = today - timedelta(days=rng.randint(5, 60)) if status == "removed" else today + timedelta(days=60)
    return {
        "mining_role": entry("own"),
        "hashrate": entry(str(rng.randint(5, 400)), unit="PH/s"),
        "mining_kwh": quantity((total * share / 100).quantize(Decimal("0.01")), rng),
        "mining_method": entry(rng.choice(("meter", "pdu", "apportioned"))),
        "stated_share": entry(str(share)),
        "status": entry(status),
        "planned_exit": entry(exit_on.isoformat()),
        "measures": entry("已停止新增上架，按计划清退。" if status != "removed" else "设备已全部下架并断电。"),
    }


def _clients(facility: Facility, rng: Random) -> list[dict[str, Any]]:
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
