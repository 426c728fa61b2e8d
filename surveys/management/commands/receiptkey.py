"""The keys that authorities sign receipts with: making one, putting a new one in its place, revoking one, listing them."""

from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser

from surveys.lib.clock import database_now, in_utc
from surveys.management.authorities import authority_called
from surveys.models import Authority, ReceiptKey
from surveys.receipts import custody
from surveys.receipts.actions import DAYS_OF_A_KEY, NoSuchKey, revoke, rotate
from surveys.receipts.queries import has_had_a_key, those_who_sign


class Command(BaseCommand):
    help = "Make the key that an authority signs receipts with, put a new one in its place, revoke one, or list them."

    def add_arguments(self, parser: CommandParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True, metavar="make | rotate | revoke | list")
        for deed, told in (("make", "the first key"), ("rotate", "a new key in place of the one in use")):
            one = deeds.add_parser(deed, help=told)
            one.add_argument("--authority", metavar="NAME", help="whose; may be left out where only one asks")
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
        shown = deeds.add_parser("list", help="all keys with their dates, fingerprints and whose they are")
        shown.add_argument("--authority", metavar="NAME", help="those of this one only")

    def handle(self, *args: Any, deed: str, **options: Any) -> None:
        if deed in ("make", "rotate"):
            self._make(deed, options)
        elif deed == "revoke":
            self._revoke(options["kid"])
        whose = {"authority": authority_called(options["authority"])} if options.get("authority") else {}
        for key in ReceiptKey.objects.select_related("authority").filter(**whose):
            self.stdout.write(_line(key))

    def _make(self, deed: str, options: dict[str, Any]) -> None:
        at, authority = database_now(), _whose(options["authority"])
        if deed == "make" and has_had_a_key(authority, at):
            raise CommandError("There is a key already; a new one takes its place with: receiptkey rotate")
        if options["days"] < 1:
            raise CommandError("--days must be at least 1.")
        private = Ed25519PrivateKey.generate() if options["for_environment"] else None
        begins = _begins(options.get("begins"), at)
        made = rotate(authority, at=at, begins=begins, days=options["days"], private=private)
        if private:
            self.stdout.write(f"RECEIPT_KEYS={custody.for_the_environment(private)}")
        else:
            self.stdout.write(f"private key: {custody.path_of(made.kid)}")

    def _revoke(self, kid: str) -> None:
        try:
            revoke(kid, at=database_now())
        except NoSuchKey as error:
            raise CommandError(f"There is no key {kid} that could be revoked.") from error


def _whose(name: str | None) -> Authority:
    if name is not None:
        return authority_called(name)
    signing = list(those_who_sign())
    if len(signing) == 1:
        return signing[0]
    if names := [one.name_zh for one in signing or Authority.objects.all()]:
        raise CommandError(f"Say whose key it is, with --authority and one of these names: {', '.join(names)}")
    raise CommandError("There is no authority yet; make it first, with: manage.py authority")


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
    whose = key.authority.name_zh if key.authority else "the installation"
    dates = f"{in_utc(key.valid_from)} – {in_utc(key.valid_until)}"
    return f"{key.kid}  {dates}  SHA-256 {key.fingerprint}{revoked}  {whose}"
