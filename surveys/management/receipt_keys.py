"""Whether receipts can be signed, today and for some time: of each authority that asks, with a key of its own."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from surveys.lib.clock import database_now
from surveys.management.examination import Found
from surveys.models import Authority, ReceiptKey
from surveys.receipts import custody
from surveys.receipts.queries import has_had_a_key, key_in_use, those_who_sign

NAME = "receipt key"
ENDS_SOON = timedelta(days=30)


def receipt_key() -> Found:
    at, signing = database_now(), list(those_who_sign())
    if not signing:
        return Found(NAME, _("nobody asks yet; the first one makes itself"))
    found = [(authority, *_of(authority, at, named=len(signing) > 1)) for authority in signing]
    if len(found) == 1:
        return Found(NAME, *found[0][1:])
    says = _("; ").join(f"{authority}: {says}" for authority, says, _remedy in found)
    return Found(NAME, says, " ".join(remedy for _authority, _says, remedy in found if remedy))


def _of(authority: Authority, at: datetime, *, named: bool) -> tuple[str, str]:
    """What there is to say of it, and what to do."""
    deed = "rotate" if has_had_a_key(authority, at) else "make"
    command = f"python manage.py receiptkey {deed}" + (f' --authority "{authority.name_zh}"' if named else "")
    command += " --for-environment" if settings.RECEIPT_KEYS else ""
    key = key_in_use(authority, at)
    if key is None:
        return _("none is valid; receipts are not signed"), _run(command)
    if trouble := _trouble_with(key, command):
        return trouble
    told = {"kid": key.kid, "until": f"{key.valid_until:%Y-%m-%d}"}
    says = _("%(kid)s is valid until %(until)s") % told + f", SHA-256 {key.fingerprint}"
    followers = ReceiptKey.objects.filter(authority=authority, valid_from__gt=at, revoked_at=None)
    is_followed = followers.filter(valid_from__lte=key.valid_until).exists()
    return says, "" if is_followed or key.valid_until - at >= ENDS_SOON else _run(command)


def _run(command: str) -> str:
    return _("Run: %(command)s") % {"command": command}


def _trouble_with(key: ReceiptKey, command: str) -> tuple[str, str] | None:
    """What is wrong, and what to do; `command` puts another one in its place."""
    path = custody.path_of(key.kid)
    try:
        custody.private_key(key.kid)
    except custody.KeyNotAtHand:
        says = _("the private key of %(kid)s is missing; receipts are not signed") % {"kid": key.kid}
        return says, _("Put %(path)s back from the backup, or set RECEIPT_KEYS; else run: %(command)s") % {
            "path": path,
            "command": command,
        }
    except custody.KeyUnreadable as error:
        return _("%(place)s is not the private key, or cannot be read") % {"place": error}, _run(command)
    if custody.is_open_to_others(key.kid):
        return _("%(path)s can be read by others") % {"path": path}, _run(f"chmod 600 {path}")
    return None
