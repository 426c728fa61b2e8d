"""Receipts on paper: PDF with Chinese letters inside, so that it looks alike wherever it is opened."""

import json
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TypeVar

import segno
import typst
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from surveys.lib.language import current_language
from surveys.receipts.facts import ReceiptFacts
from surveys.receipts.models import SignedReceipt
from surveys.receipts.printing.glyphs import FAMILY, FONT, printable
from surveys.receipts.telling import authority_of, is_on_time, lines_of, received_at, title_of, unit_of

TEMPLATE = Path(__file__).with_name("receipt.typ")
T = TypeVar("T")
MASK = 3
"""Any of the eight can be read; to weigh them all takes three quarters of the time."""
Printed = dict[str, object]


def printed(receipts: Sequence[SignedReceipt]) -> bytes:
    """One page each, in the language that is active; where there are several, a list of them first."""
    told = _told(receipts)
    inputs = {"told": json.dumps(_printable(told), ensure_ascii=False)}
    made = typst.compile(
        TEMPLATE.read_bytes(), format="pdf", sys_inputs=inputs, font_paths=_fonts(), ignore_system_fonts=True
    )
    assert isinstance(made, bytes)
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT.parent)])


def _told(receipts: Sequence[SignedReceipt]) -> Printed:
    address = address_of_check()
    pages = [_page(one, one.facts) for one in receipts]
    return {
        "family": FAMILY,
        "language": current_language(),
        "title": _("Receipt of data submitted"),
        "number": _("Receipt number"),
        "code": _("Check code"),
        "qr": _("Leads to the page where the receipt is checked"),
        "explanation": _(
            "This sheet repeats what the signed receipt (JSON) says. It is checked at %(address)s by number and check "
            "code, or with the code beside it."
        )
        % {"address": address},
        "footer": address,
        "receipts": pages,
        "summary": _summary(receipts) if len(pages) > 1 else None,
    }


def _page(receipt: SignedReceipt, facts: ReceiptFacts) -> Printed:
    return {
        "authority": authority_of(facts),
        "round": title_of(facts),
        "unit": unit_of(facts),
        "number": facts["receipt_no"],
        "code": receipt.code_in_groups,
        "lines": [*lines_of(facts)[1:], (_("Signed with the key"), facts["kid"])],
        "qr": _qr(f"{address_of_check()}#{facts['receipt_no']}/{receipt.code}"),
    }


def _summary(receipts: Sequence[SignedReceipt]) -> Printed:
    rows = [(unit_of(one.facts), one.facts["receipt_no"], one.code_in_groups, _arrival(one.facts)) for one in receipts]
    return {
        "caption": _("%(round)s: %(n)d receipts") % {"round": title_of(receipts[0].facts), "n": len(receipts)},
        "columns": [_("Reporting unit"), _("Receipt number"), _("Check code"), _("Received")],
        "rows": rows,
    }


def _arrival(facts: ReceiptFacts) -> str:
    return f"{received_at(facts)}\n{is_on_time(facts)}"


def address_of_check() -> str:
    return f"{settings.SITE_URL}{reverse('public:receipts')}"


def _qr(text: str) -> str:
    """As SVG. What stands behind # is sent to no server by who follows it."""
    drawn = BytesIO()
    segno.make(text, error="m", micro=False, mask=MASK).save(drawn, kind="svg", border=1)
    return drawn.getvalue().decode()


def _printable(value: T) -> T:
    """Every text in it."""
    if isinstance(value, str):
        return value if value.startswith("<?xml") else printable(value)  # type: ignore[return-value]  # str stays str
    if isinstance(value, dict):
        return {name: _printable(part) for name, part in value.items()}  # type: ignore[return-value]
    return [_printable(part) for part in value] if isinstance(value, list | tuple) else value  # type: ignore[return-value]
