"""Making, rotating and revoking keys; signing a receipt when it is first asked for."""

import logging
import uuid
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction
from django.db.models import Min, Q, QuerySet

from surveys.audit import chain
from surveys.audit.actions import record
from surveys.lib.canonical_json import canonical_json, canonical_sha256
from surveys.lib.clock import database_now, in_utc
from surveys.receipts import custody
from surveys.receipts.checking import signed_part
from surveys.receipts.document import facts_of
from surveys.receipts.facts import ChainEnd, ReceiptFacts
from surveys.receipts.models import ReceiptKey, SignedReceipt
from surveys.receipts.queries import has_had_a_key, key_in_use, those_who_sign
from surveys.registry.models import Authority
from surveys.responses.models import Revision

DAYS_OF_A_KEY = 730
logger = logging.getLogger(__name__)


class NoSuchKey(Exception):
    """None is known by this name, or it is revoked already."""


@transaction.atomic
def rotate(
    authority: Authority,
    *,
    at: datetime,
    begins: datetime | None = None,
    days: int = DAYS_OF_A_KEY,
    private: Ed25519PrivateKey | None = None,
) -> ReceiptKey:
    """A new key of this authority, its first one as well. From the moment it begins its earlier ones are not valid any
    more; receipts signed until then stay so. `private`: kept by the caller, else it is made and kept in its file."""
    begins = begins or at
    _end(ReceiptKey.objects.filter(authority=authority), begins)
    if private is None:
        private = Ed25519PrivateKey.generate()
        custody.keep(private)
    public = custody.raw_public(private)
    made = ReceiptKey.objects.create(
        authority=authority,
        kid=custody.kid_of(public),
        public_key=public.hex(),
        valid_from=begins,
        valid_until=begins + timedelta(days=days),
        made_at=at,
    )
    _end_that_of_the_installation()
    dates = {"from": in_utc(made.valid_from), "until": in_utc(made.valid_until)}
    record("made_receipt_key", by=None, about=made, at=at, details=_told_of(made) | dates)
    return made


def _end(keys: QuerySet[ReceiptKey], at: datetime) -> None:
    for key in keys.select_for_update().filter(valid_until__gt=at):
        key.valid_until = max(at, key.valid_from)
        key.save(update_fields=["valid_until"])


def _end_that_of_the_installation() -> None:
    """It is needed until the last of those who ask has a key of its own."""
    those = Authority.objects.filter(Q(survey__isnull=False) | Q(receipt_keys__isnull=False))
    begins = {one.begins for one in those.annotate(begins=Min("receipt_keys__valid_from"))}
    if None not in begins:
        _end(ReceiptKey.objects.filter(authority=None), max(begins))


def _told_of(key: ReceiptKey) -> dict[str, object]:
    if (authority := key.authority) is None:
        return {"fingerprint": key.fingerprint}
    names = {"zh": authority.name_zh, "en": authority.name_en}
    return {"fingerprint": key.fingerprint, "authority": str(authority.pk), "whose": names}


@transaction.atomic
def revoke(kid: str, *, at: datetime) -> ReceiptKey:
    """Somebody else may have it. Raises NoSuchKey."""
    key = ReceiptKey.objects.select_for_update().filter(kid=kid, revoked_at=None).first()
    if key is None:
        raise NoSuchKey(kid)
    key.revoked_at = at
    key.save(update_fields=["revoked_at"])
    record("revoked_receipt_key", by=None, about=key, at=at, details=_told_of(key))
    return key


def make_first_keys(*, at: datetime) -> None:
    """For everybody who signs and never had one."""
    for authority in those_who_sign():
        make_the_first_key(authority, at=at)


def make_the_first_key(authority: Authority, *, at: datetime) -> ReceiptKey | None:
    """None where there is or was one already. Where the environment holds keys it is one of those that is nobody's yet, and
    none as long as all are somebody's: who keeps keys there wants none in a file.

    Two processes that begin at the same moment make two; the younger one is used, and both are published."""
    if has_had_a_key(authority, at):
        return None
    given = custody.given_by_the_environment()
    taken = set(ReceiptKey.objects.filter(kid__in=given).values_list("kid", flat=True))
    private = next((key for kid, key in given.items() if kid not in taken), None)
    return None if given and private is None else rotate(authority, at=at, private=private)


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
    asked_by: dict[Authority, list[Revision]] = {}
    for revision in revisions:
        asked_by.setdefault(revision.response.assignment.round.survey.authority, []).append(revision)
    seq, hash = chain.head()
    head: ChainEnd | None = {"seq": str(seq), "hash": hash} if seq else None
    rows: list[SignedReceipt] = []
    for authority, theirs in asked_by.items():
        if pair := _key_of(authority, at):
            rows += [_row(revision, *pair, head, at) for revision in theirs if _holds(revision)]
    SignedReceipt.objects.bulk_create(rows, ignore_conflicts=True)
    return bool(rows)


def _key_of(authority: Authority, at: datetime) -> tuple[ReceiptKey, Ed25519PrivateKey] | None:
    """Both halves of the one in use. Where one is not at hand, the receipts of the others are signed all the same."""
    with suppress(custody.KeyNotAtHand, custody.KeyUnreadable, OSError):
        if key := key_in_use(authority, at) or make_the_first_key(authority, at=at):
            return key, custody.private_key(key.kid)
    logger.error("receipts of the authority %s wait for a key to be signed with", authority.pk)
    return None


def _holds(revision: Revision) -> bool:
    """Whether the answers are still those that were hashed: nothing else is ever signed."""
    if canonical_sha256(revision.answers) == revision.answers_sha256:
        return True
    logger.error(
        "the answers of a revision were changed in the database, so its receipt is not signed: %s", revision.pk
    )
    return False


def _row(
    revision: Revision, key: ReceiptKey, private: Ed25519PrivateKey, head: ChainEnd | None, at: datetime
) -> SignedReceipt:
    facts = facts_of(revision, key=key, head=head, at=at)
    return SignedReceipt(revision=revision, document=sealed(facts, private))


def sealed(facts: ReceiptFacts, private: Ed25519PrivateKey) -> str:
    """The receipt as it is handed out."""
    return canonical_json({**facts, "signature": private.sign(signed_part(facts)).hex()}).decode()
