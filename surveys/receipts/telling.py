"""A receipt told to people, item by item, in the language that is active: on pages, on paper and in workbooks alike."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from surveys.lib.clock import show, show_to_the_second
from surveys.lib.language import current_language
from surveys.lib.text import in_language
from surveys.receipts.facts import ReceiptFacts

Lines = list[tuple[str, str]]


def lines_of(facts: ReceiptFacts) -> Lines:
    """Item and what is said of it."""
    return [*_whose(facts), *_when(facts), *_what(facts)]


def title_of(facts: ReceiptFacts) -> str:
    return _text(facts["round"]["title"])


def authority_of(facts: ReceiptFacts) -> str:
    return _text({"zh": facts["authority"]["zh"], "en": facts["authority"]["en"]})


def received_at(facts: ReceiptFacts) -> str:
    return show_to_the_second(_moment(facts["received_at"]), facts["round"]["time_zone"])


def unit_of(facts: ReceiptFacts) -> str:
    """The reporting unit."""
    return (facts["facility"] or facts["organisation"])["name"]


def is_on_time(facts: ReceiptFacts) -> str:
    return _("late") if facts["late"] else _("on time")


def _whose(facts: ReceiptFacts) -> Lines:
    organisation, facility = facts["organisation"], facts["facility"]
    unit = [(_("Data center"), _named(facility["name"], facility["code"]))] if facility else []
    return [
        (_("Receipt number"), facts["receipt_no"]),
        (_("Issued by"), authority_of(facts)),
        (_("Round"), title_of(facts)),
        (_("Organisation"), _named(organisation["name"], organisation["number"])),
        *unit,
    ]


def _when(facts: ReceiptFacts) -> Lines:
    zone, judged = facts["round"]["time_zone"], facts["judged_by"]
    told = [
        (_("Received"), received_at(facts) + _(", ") + is_on_time(facts)),
        (_("Deadline then in force"), show(_moment(facts["deadline_in_force"]), zone)),
    ]
    if judged["received_at"] != facts["received_at"]:
        told += [(_("Judged by revision 1"), show_to_the_second(_moment(judged["received_at"]), zone))]
    return told


def _what(facts: ReceiptFacts) -> Lines:
    kind = _("nil return") if facts["nil"] else _("answers")
    by = [(_("Submitted by"), facts["submitted_by"])] if facts["submitted_by"] else []
    files = "\n".join(
        _named(file["name"], f"{file['size']} B, SHA-256 {file['sha256']}") for file in facts["attachments"]
    )
    return [
        (_("Revision"), _named(facts["revision"], kind)),
        (_("Declared by"), facts["declared_by"]),
        *by,
        (_("SHA-256 of the answers"), facts["answers_sha256"]),
        (_("SM3 of the answers"), facts["answers_sm3"]),
        *([(_("Files"), files)] if files else []),
    ]


def _named(name: str, more: str) -> str:
    return _("%(name)s (%(more)s)") % {"name": name, "more": more}


def _text(words: Mapping[str, str]) -> str:
    return in_language(dict(words), current_language())


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
