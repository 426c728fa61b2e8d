"""The public keys that receipts were ever signed with, and the receipts themselves, byte for byte as they were signed."""

import hashlib
import json
from datetime import datetime

from django.db import models
from django.db.models import Q

from surveys.lib.clock import in_utc
from surveys.receipts.checking import PublicKey
from surveys.receipts.facts import ReceiptFacts

CODE_LENGTH = 16


class ReceiptKey(models.Model):
    """The public half of an authority's key. Whoever must keep the private half: custody.py. Rows are never deleted, for
    receipts outlive the key they were signed with."""

    authority = models.ForeignKey(
        "surveys.Authority",
        null=True,
        on_delete=models.PROTECT,
        related_name="receipt_keys",
        help_text="Empty: the whole installation's, of the time when authorities had no keys of their own.",
    )
    kid = models.CharField(primary_key=True, max_length=16, help_text="The first digits of its fingerprint.")
    public_key = models.CharField(max_length=64, help_text="32 bytes in hexadecimal.")
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(help_text="Not valid any more at this very moment.")
    revoked_at = models.DateTimeField(null=True, help_text="Since when somebody else may have it.")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["valid_from", "made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=models.F("valid_from")), name="a_receipt_key_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return self.kid

    @property
    def raw(self) -> bytes:
        return bytes.fromhex(self.public_key)

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()

    @property
    def published(self) -> PublicKey:
        return PublicKey(
            raw=self.raw,
            valid_from=in_utc(self.valid_from),
            valid_until=in_utc(self.valid_until),
            revoked_at=in_utc(self.revoked_at) if self.revoked_at else None,
            authority=str(self.authority_id) if self.authority_id else None,
        )

    def is_valid(self, at: datetime) -> bool:
        return self.valid_from <= at < self.valid_until and self.revoked_at is None


class SignedReceipt(models.Model):
    """Made once for a revision, and from then on handed out as it is: the key it was signed with may be gone meanwhile."""

    revision = models.OneToOneField(
        "surveys.Revision", primary_key=True, on_delete=models.PROTECT, related_name="signed_receipt"
    )
    document = models.TextField(help_text="Canonical JSON with its signature.")

    def __str__(self) -> str:
        return str(self.revision)

    @property
    def content(self) -> bytes:
        text: str = self.document
        return text.encode()

    @property
    def facts(self) -> ReceiptFacts:
        """What it says; nobody has looked at its signature here."""
        found: ReceiptFacts = json.loads(self.document)
        return found

    @property
    def code(self) -> str:
        """What is told with the number to whoever may look the receipt up. Nobody can work it out who does not hold the
        receipt, for the signature is part of what it is made from."""
        return hashlib.sha256(self.content).hexdigest()[:CODE_LENGTH]

    @property
    def code_in_groups(self) -> str:
        """`3f9a-77c2-0b1e-a4d0`, as it is printed."""
        return "-".join(self.code[start : start + 4] for start in range(0, CODE_LENGTH, 4))
