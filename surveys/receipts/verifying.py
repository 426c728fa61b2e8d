"""Whether keys and receipts in the database are still what they were: against signatures, revisions and the history."""

import uuid
from collections.abc import Iterator

from django.db.models import F
from django.utils.translation import gettext as _

from surveys.audit.models import Event
from surveys.lib.clock import in_utc
from surveys.receipts.checking import Reason, UnusableFile, check
from surveys.receipts.facts import ReceiptFacts
from surveys.receipts.models import ReceiptKey, SignedReceipt
from surveys.responses.models import Revision
from surveys.responses.verifying import Flaw

ROWS_AT_ONCE = 500
HELD = (Reason.VALID, Reason.REVOKED)


def flaws_of_receipts() -> Iterator[Flaw]:
    """Keys that nobody is on record to have made, receipts whose signature does not hold, and those that say something else
    than their revision."""
    keys = {key.kid: key for key in ReceiptKey.objects.all()}
    made = Event.objects.filter(verb="made_receipt_key").values_list("details", flat=True)
    told = {(details["fingerprint"], details.get("authority")) for details in made}
    for key in keys.values():
        if (key.fingerprint, key.published.authority) not in told:
            yield Flaw(key.kid, _("no event says that this key was made"))
    published = {kid: key.published for kid, key in keys.items()}
    rows = SignedReceipt.objects.order_by().select_related("revision").defer("revision__answers").annotate(
        authority_id=F("revision__response__assignment__round__survey__authority_id")
    )  # fmt: skip
    for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
        try:
            verdict = check(row.content, published)
        except UnusableFile:
            yield Flaw(row.revision.receipt, _("its receipt cannot be read"))
            continue
        if verdict.reason not in HELD or verdict.facts is None:
            yield Flaw(row.revision.receipt, _("the signature of its receipt does not hold"))
        elif not _agrees(verdict.facts, row.revision, row.authority_id):
            yield Flaw(row.revision.receipt, _("its receipt says something else than the revision"))


def _agrees(facts: ReceiptFacts, revision: Revision, authority: uuid.UUID) -> bool:
    told = {
        "receipt_no": revision.receipt,
        "revision": str(revision.number),
        "nil": revision.is_nil,
        "received_at": in_utc(revision.submitted_at),
        "deadline_in_force": in_utc(revision.deadline),
        "answers_sha256": revision.answers_sha256,
    }
    is_of_the_one_that_asked = facts["authority"].get("id", str(authority)) == str(authority)
    return is_of_the_one_that_asked and all(facts.get(name) == value for name, value in told.items())
