"""What is said where the answers a report was made from are not those that were submitted."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveys.reports.microdata import Microdata

RECEIPTS_NAMED = 10


def warnings(microdata: Microdata) -> list[str]:
    """Empty as long as everything read is what its hash says."""
    return [*_altered(microdata), *_another_snapshot(microdata)]


def _altered(microdata: Microdata) -> list[str]:
    receipts = microdata.altered
    if not receipts:
        return []
    words = ngettext(
        "Caution: %(n)d return does not hold what was submitted; it was changed in the database: %(receipts)s.",
        "Caution: %(n)d returns do not hold what was submitted; they were changed in the database: %(receipts)s.",
        len(receipts),
    )
    named = _(", ").join(receipts[:RECEIPTS_NAMED]) + (" …" if len(receipts) > RECEIPTS_NAMED else "")
    return [words % {"n": len(receipts), "receipts": named}]


def _another_snapshot(microdata: Microdata) -> list[str]:
    if microdata.is_of_its_snapshot:
        return []
    return [
        _("Caution: the answers are not those the snapshot was taken of; its SHA-256 was %(sha256)s.")
        % {"sha256": microdata.snapshot.sha256}
    ]
