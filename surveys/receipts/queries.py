"""Looking up keys and receipts; looking whether something is a receipt of ours."""

import hmac
import unicodedata
from datetime import datetime

from surveys.receipts.checking import Reason, Verdict, check, read
from surveys.receipts.facts import ReceiptFacts
from surveys.receipts.models import ReceiptKey, SignedReceipt
from surveys.responses.receipts import read_receipt_number


def key_in_use(at: datetime) -> ReceiptKey | None:
    """The newest of those that are valid at this moment."""
    valid = ReceiptKey.objects.filter(valid_from__lte=at, valid_until__gt=at, revoked_at=None)
    return valid.order_by("-valid_from", "-made_at").first()


def judged(content: bytes) -> Verdict:
    """By the keys of this installation. A receipt whose key was revoked counts if it is the very one on record: whoever
    stole the key cannot have put it there. Raises UnusableFile."""
    verdict = check(content, {key.kid: key.published for key in ReceiptKey.objects.all()})
    if verdict.reason is Reason.REVOKED and verdict.facts and _is_on_record(verdict.facts):
        return Verdict(Reason.VALID, verdict.facts)
    return verdict


def _is_on_record(receipt: ReceiptFacts) -> bool:
    kept = SignedReceipt.objects.filter(revision__receipt=receipt["receipt_no"]).first()
    return kept is not None and read(kept.content) == receipt


def held_by(number: str, code: str) -> SignedReceipt | None:
    """The receipt with this number, for whoever knows its code; both however they are typed."""
    found = SignedReceipt.objects.filter(revision__receipt=read_receipt_number(number)).first()
    typed = "".join(letter for letter in unicodedata.normalize("NFKC", code).lower() if letter.isalnum())
    return found if found and hmac.compare_digest(found.code.encode(), typed.encode()) else None
