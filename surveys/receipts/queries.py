"""Looking up keys and receipts; looking whether something is a receipt of ours."""

import hmac
import unicodedata
from datetime import datetime

from django.db.models import Q, QuerySet

from surveys.receipts.checking import Reason, Verdict, check, read
from surveys.receipts.facts import ReceiptFacts
from surveys.receipts.models import ReceiptKey, SignedReceipt
from surveys.registry.models import Authority
from surveys.responses.receipts import read_receipt_number


def published_keys() -> QuerySet[ReceiptKey]:
    return ReceiptKey.objects.select_related("authority")


def those_who_sign() -> QuerySet[Authority]:
    """Who asks. As long as nobody does: the only one there is."""
    asking = Authority.objects.filter(survey__isnull=False).distinct()
    return asking if asking.exists() or Authority.objects.count() > 1 else Authority.objects.all()


def key_in_use(authority: Authority, at: datetime) -> ReceiptKey | None:
    """The newest that is valid at this moment: of its own as soon as it has any, until then of the installation's."""
    begun = list(
        ReceiptKey.objects.filter(Q(authority=authority) | Q(authority=None), valid_from__lte=at)
        .select_related("authority")
        .order_by("valid_from", "made_at")
    )
    own = [key for key in begun if key.authority_id]
    return next((key for key in reversed(own or begun) if key.is_valid(at)), None)


def has_had_a_key(authority: Authority, at: datetime) -> bool:
    """One that signs for it, did so or was to: then it is for people to say what comes after."""
    signing = Q(authority=authority) | Q(authority=None, valid_until__gt=at)
    return ReceiptKey.objects.filter(signing).exists()


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
