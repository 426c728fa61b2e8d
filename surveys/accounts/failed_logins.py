"""Failed tries at a password, and for how long they close the login. A right password counts as no try.

They are rows of the database, so that every process counts the same and an emptied cache opens nothing. Tries made at
the same moment do not wait for one another: at most as many of them as the servers have threads get through.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac

from surveys.accounts.models import FailedLogin


@dataclass(frozen=True)
class Limit:
    tries: int
    span: timedelta


AT_AN_ACCOUNT = Limit(5, timedelta(minutes=15))
FROM_A_PLACE = Limit(300, timedelta(hours=1))
"""A company behind one address: sixty people may close each his own account before the address is closed to all."""
RECEIPTS_FROM_A_PLACE = Limit(30, timedelta(minutes=15))
"""Looked for in vain on the public page, as links of tenants are. A code has sixteen digits, so that guessing is hopeless anyway."""
KEYS_FROM_A_PLACE = Limit(60, timedelta(minutes=15))
"""API keys that do not work. Nobody guesses one; a program that goes on with a revoked key stops asking. One that works is
looked at first, and never waits for those of others behind the same address."""
KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Tried:
    """Digests, since neither addresses of e-mail nor of the network need to be kept for counting."""

    account: str
    place: str


def tried(email: str, place: str, password_hash: str) -> Tried:
    """An account is counted for each place, so that a stranger who guesses does not shut the owner out; and for the
    password that holds now, so that a new one opens the login again wherever it was set."""
    return Tried(_digest(email.strip().lower(), place, password_hash), _digest(place))


def of_receipts(place: str) -> Tried:
    """Receipts that were looked for in vain are counted in the same way, and apart from logins."""
    return Tried("", _digest("receipts", place))


def of_keys(place: str) -> Tried:
    """API keys that do not work, in the same way."""
    return Tried("", _digest("api keys", place))


def of_tenants(place: str) -> Tried:
    """So are the links of tenants that open nothing."""
    return Tried("", _digest("tenants", place))


def _digest(*parts: str) -> str:
    return salted_hmac("surveys.failed_logins", "\n".join(parts), algorithm="sha256").hexdigest()


def account_closed_until(tried: Tried, at: datetime) -> datetime | None:
    """None while the next try is looked at."""
    return _closed_until(AT_AN_ACCOUNT, at, account=tried.account)


def place_closed_until(tried: Tried, at: datetime) -> datetime | None:
    return _closed_until(FROM_A_PLACE, at, place=tried.place)


def receipts_closed_until(tried: Tried, at: datetime) -> datetime | None:
    return _closed_until(RECEIPTS_FROM_A_PLACE, at, place=tried.place)


def keys_closed_until(tried: Tried, at: datetime) -> datetime | None:
    return _closed_until(KEYS_FROM_A_PLACE, at, place=tried.place)


def links_closed_until(tried: Tried, at: datetime) -> datetime | None:
    return _closed_until(RECEIPTS_FROM_A_PLACE, at, place=tried.place)


def _closed_until(limit: Limit, at: datetime, **of: str) -> datetime | None:
    newest_first = FailedLogin.objects.filter(at__gt=at - limit.span, **of).order_by("-at").values_list("at", flat=True)
    deciding = newest_first[limit.tries - 1 : limit.tries].first()
    return deciding + limit.span if deciding else None


def note(tried: Tried, at: datetime) -> None:
    FailedLogin.objects.create(account=tried.account, place=tried.place, at=at)


def forget_old(at: datetime) -> None:
    FailedLogin.objects.filter(at__lt=at - KEPT_FOR).delete()
