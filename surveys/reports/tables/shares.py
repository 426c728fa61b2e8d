"""What is said about figures: which returns are in no share, how far they could move it, what cannot be right, and which
returns count until they are corrected."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveys.lib.numbers import show_number
from surveys.reports.amounts import spoken
from surveys.reports.microdata import Group
from surveys.reports.statistics import Share, known_sum
from surveys.reports.tables.periods import listed


def left_out(share: Share) -> list[str]:
    """What is in no share, in each direction, and how far it could move the share."""
    parts, wholes = share.parts_alone, share.wholes_alone
    told = [
        (
            share.zeros_alone,
            ngettext(
                "%(n)d return declares no mining, gives no total electricity (nil returns need not) and is in no share.",
                "%(n)d returns declare no mining, give no total electricity (nil returns need not) and are in no share.",
                share.zeros_alone,
            ),
        ),
        (
            len(parts),
            ngettext(
                "%(n)d return with %(amount)s of mining is in no share for want of a total.",
                "%(n)d returns with %(amount)s of mining are in no share for want of a total.",
                len(parts),
            ),
        ),
        (
            len(wholes),
            ngettext(
                "%(n)d return with a total of %(amount)s cannot tell how much was mining and is in no share.",
                "%(n)d returns with a total of %(amount)s cannot tell how much was mining and are in no share.",
                len(wholes),
            ),
        ),
    ]
    sums = (Decimal(0), sum(parts, Decimal(0)), sum(wholes, Decimal(0)))
    sentences = [words % {"n": n, "amount": spoken(kwh)} for (n, words), kwh in zip(told, sums, strict=True) if n]
    return [*sentences, *_range(share)]


def _range(share: Share) -> list[str]:
    if share.range is None:
        return []
    least, most = (show_number(percent, 2) for percent in share.range)
    words = _(
        "With what those could add, the share lies between %(least)s %% and %(most)s %%; a total that is not known can lower it further."
    )
    return [words % {"least": least, "most": most}]


def doubts(group: Group) -> list[str]:
    """Figures that cannot be right are shown, but never without a word."""
    added = [(row.name_of_reporting_unit, row.answered) for row in group.rows if row.answered]
    above = [name for name, answered in added if answered.exceeds_its_total and not answered.is_apart]
    below = [name for name, answered in added if answered.is_below_zero and not answered.is_apart]
    told = [
        (
            above,
            ngettext(
                "Caution: %(n)d return gives more electricity for mining than in total; its share cannot be right: %(names)s.",
                "Caution: %(n)d returns give more electricity for mining than in total; their shares cannot be right: %(names)s.",
                len(above),
            ),
        ),
        (
            below,
            ngettext(
                "Caution: %(n)d return gives electricity below zero, which cannot be right: %(names)s.",
                "Caution: %(n)d returns give electricity below zero, which cannot be right: %(names)s.",
                len(below),
            ),
        ),
    ]
    return [words % {"n": len(names), "names": listed(names)} for names, words in told if names]


def being_replaced(group: Group) -> list[str]:
    """What was accepted goes on counting while it is corrected, and never without a word."""
    found = group.being_replaced
    if not found:
        return []
    total = known_sum(answered.total_kwh for answered in found)
    if total is None:
        words = ngettext(
            "%(n)d return counted here is being corrected; until then what was accepted counts.",
            "%(n)d returns counted here are being corrected; until then what was accepted counts.",
            len(found),
        )
        return [words % {"n": len(found)}]
    words = ngettext(
        "%(n)d return counted here is being corrected; until then what was accepted counts, with %(amount)s in total.",
        "%(n)d returns counted here are being corrected; until then what was accepted counts, with %(amount)s in total.",
        len(found),
    )
    return [words % {"n": len(found), "amount": spoken(total)}]
