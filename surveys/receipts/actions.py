"""Making, rotating and revoking keys; signing a receipt when it is first asked for."""

import logging
import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from surveys.audit import chain
from surveys.audit.actions import record
from surveys.lib.canonical_json import canonical_json, canonical_sha256
from surveys.lib.clock import database_now, in_utc
from surveys.receipts import custody
from surveys.receipts.checking import signed_part
from surveys.receipts.document import facts_of
from surveys.receipts.facts import ChainEnd, ReceiptFacts
from surveys.receipts.models import ReceiptKey, SignedReceipt
from surveys.receipts.queries import key_in_use
from surveys.responses.models import Revision

DAYS_OF_A_KEY = 730
logger = logging.getLogger(__name__)


class NoSuchKey(Exception):
    """None is known by this name, or it is revoked already."""


@transaction.atomic
def rotate(
    *, at: datetime, begins: datetime | None = None, days: int = DAYS_OF_A_KEY, private: Ed25519PrivateKey | None = None
) -> ReceiptKey:
    """A new key, the first one as well. From the moment it begins the earlier ones are not valid any more; receipts signed
    until then stay so. `private`: kept by the caller, else it is made and kept in its file."""
    begins = begins or at
    earlier = list(ReceiptKey.objects.select_for_update().filter(valid_until__gt=begins))
    for key in earlier:
        key.valid_until = max(begins, key.valid_from)
        key.save(update_fields=["valid_until"])
    if private is None:
        private = Ed25519PrivateKey.generate()
        custody.keep(private)
    public = custody.raw_public(private)
    made = ReceiptKey.objects.create(
        kid=custody.kid_of(public),
        public_key=public.hex(),
        valid_from=begins,
        valid_until=begins + timedelta(days=days),
        made_at=at,
    )
    until = in_utc(made.valid_until)
    details = {"fingerprint": made.fingerprint, "from": in_utc(made.valid_from), "until": until}
    record("made_receipt_key", by=None, about=made, at=at, details=details)
    return made


@transaction.atomic
def revoke(kid: str, *, at: datetime) -> ReceiptKey:
    """Somebody else may have it. Raises NoSuchKey."""
    key = ReceiptKey.objects.select_for_update().filter(kid=kid, revoked_at=None).first()
    if key is None:
        raise NoSuchKey(kid)
    key.revoked_at = at
    key.save(update_fields=["revoked_at"])
    record("revoked_receipt_key", by=None, about=key, at=at, details={"fingerprint": key.fingerprint})
    return key


def make_the_first_key(*, at: datetime) -> ReceiptKey | None:
    """None where there is or was one already. It is that of the environment where one is given there.

    Two processes that begin at the same moment make two; the younger one is used, and both are published."""
    if ReceiptKey.objects.exists():
        return None
    return rotate(at=at, private=next(iter(custody.given_by_the_environment().values()), None))


def signed(revision: Revision) -> SignedReceipt | None:
    """None while there is no key to sign with."""
    return signed_all([revision]).get(revision.pk)


def signed_all(revisions: Collection[Revision]) -> dict[uuid.UUID, SignedReceipt]:
    """By revision. Those that nobody asked for yet are signed now; of two who ask at the same time the first one's stays."""
    found = _kept(revisions)
    missing = [revision for revision in revisions if revision.pk not in found]
    return {**found, **_kept(missing)} if missing and _sign(missing, database_now()) else found


def _kept(revisions: Collection[Revision]) -> dict[uuid.UUID, SignedReceipt]:
    rows = SignedReceipt.objects.filter(revision__in=[revision.pk for revision in revisions])
    return {row.revision_id: row for row in rows}


def _sign(revisions: Collection[Revision], at: datetime) -> bool:
    """Whether anything could be signed."""
    try:
        key = key_in_use(at) or make_the_first_key(at=at)
        private = custody.private_key(key.kid) if key else None
    except (custody.KeyNotAtHand, custody.KeyUnreadable, OSError):
        key = private = None
    if key is None or private is None:
        logger.error("receipts wait for a key to be signed with")
        return False
    seq, hash = chain.head()
    head: ChainEnd | None = {"seq": str(seq), "hash": hash} if seq else None
    rows = [_row(revision, private, key.kid, head, at) for revision in revisions if _holds(revision)]
    SignedReceipt.objects.bulk_create(rows, ignore_conflicts=True)
    return bool(rows)


def _holds(revision: Revision) -> bool:
    """Whether the answers are still those that were hashed: nothing else is ever signed."""
    if canonical_sha256(revision.answers) == revision.answers_sha256:
        return True
    logger.error(
        "the answers of a revision were changed in the database, so its receipt is not signed: %s", revision.pk
    )
    return False


def _row(
    revision: Revision, private: Ed25519PrivateKey, kid: str, head: ChainEnd | None, at: datetime
) -> SignedReceipt:
    facts = facts_of(revision, kid=kid, head=head, at=at)
    return SignedReceipt(revision=revision, document=sealed(facts, private))


def sealed(facts: ReceiptFacts, private: Ed25519PrivateKey) -> str:
    """The receipt as it is handed out."""
    return canonical_json({**facts, "signature": private.sign(signed_part(facts)).hex()}).decode()
