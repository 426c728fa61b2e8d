"""The keys that receipts are signed with: making one, putting a new one in its place, revoking one, listing them."""

from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser

from surveys.lib.clock import database_now, in_utc
from surveys.models import ReceiptKey
from surveys.receipts import custody
from surveys.receipts.actions import DAYS_OF_A_KEY, NoSuchKey, revoke, rotate


class Command(BaseCommand):
    help = "Make the key that receipts are signed with, put a new one in its place, revoke one, or list them."

    def add_arguments(self, parser: CommandParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True, metavar="make | rotate | revoke | list")
        for deed, told in (("make", "the first key"), ("rotate", "a new key in place of the one in use")):
            one = deeds.add_parser(deed, help=told)
            one.add_argument(
                "--days", type=int, default=DAYS_OF_A_KEY, help="how long it is valid, default %(default)s"
            )
            one.add_argument(
                "--for-environment",
                action="store_true",
                help="print the private key for RECEIPT_KEYS, and keep it in no file",
            )
        one.add_argument("--from", dest="begins", metavar="MOMENT", help="ISO 8601 with zone; default now")
        revoked = deeds.add_parser("revoke", help="somebody else may have this key")
        revoked.add_argument("kid", metavar="KID")
        deeds.add_parser("list", help="all keys with their dates and fingerprints")

    def handle(self, *args: Any, deed: str, **options: Any) -> None:
        if deed in ("make", "rotate"):
            self._make(deed, options)
        elif deed == "revoke":
            self._revoke(options["kid"])
        for key in ReceiptKey.objects.all():
            self.stdout.write(_line(key))

    def _make(self, deed: str, options: dict[str, Any]) -> None:
        if deed == "make" and ReceiptKey.objects.exists():
            raise CommandError("There is a key already; a new one takes its place with: receiptkey rotate")
        if options["days"] < 1:
            raise CommandError("--days must be at least 1.")
        private = Ed25519PrivateKey.generate() if options["for_environment"] else None
        at = database_now()
        made = rotate(at=at, begins=_begins(options.get("begins"), at), days=options["days"], private=private)
        if private:
            self.stdout.write(f"RECEIPT_KEYS={custody.for_the_environment(private)}")
        else:
            self.stdout.write(f"private key: {custody.path_of(made.kid)}")

    def _revoke(self, kid: str) -> None:
        try:
            revoke(kid, at=database_now())
        except NoSuchKey as error:
            raise CommandError(f"There is no key {kid} that could be revoked.") from error


def _begins(text: str | None, at: datetime) -> datetime | None:
    if text is None:
        return None
    try:
        begins = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"“{text}” is no moment. Write it like 2027-01-01T00:00:00+08:00.") from error
    if begins.tzinfo is None or begins < at:
        raise CommandError("--from must name its zone and lie ahead, like 2027-01-01T00:00:00+08:00.")
    return begins.astimezone(UTC)


def _line(key: ReceiptKey) -> str:
    revoked = f"  revoked {in_utc(key.revoked_at)}" if key.revoked_at else ""
    return f"{key.kid}  {in_utc(key.valid_from)} – {in_utc(key.valid_until)}  SHA-256 {key.fingerprint}{revoked}"
