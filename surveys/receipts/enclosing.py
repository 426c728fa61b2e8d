"""The receipt as it goes with its letter: the signed file, and the sheet of paper."""

from collections.abc import Iterator

from surveys.notices.enclosures import Enclosure
from surveys.notices.models import Notice
from surveys.receipts.actions import signed
from surveys.receipts.printing.sheets import printed
from surveys.responses.models import Revision
from surveys.responses.notices import revision_of_receipt


def receipt_enclosed(notice: Notice) -> Iterator[Enclosure]:
    """Nothing as long as there is no key to sign it with."""
    revisions = Revision.objects.select_related("version", "submitted_by", "response__assignment__facility",
        "response__assignment__organisation", "response__assignment__round__survey__authority")  # fmt: skip
    revision = revisions.get(pk=revision_of_receipt(notice.key))
    if found := signed(revision):
        name = f"receipt-{revision.receipt}"
        yield Enclosure(f"{name}.json", found.content, "application/json")
        yield Enclosure(f"{name}.pdf", printed([found]), "application/pdf")
