"""Whether receipts can be signed, today and for some time."""

from datetime import timedelta

from django.utils.translation import gettext as _

from surveys.lib.clock import database_now
from surveys.management.examination import Found
from surveys.models import ReceiptKey
from surveys.receipts import custody
from surveys.receipts.queries import key_in_use

ENDS_SOON = timedelta(days=30)
MAKE, ROTATE = "python manage.py receiptkey make", "python manage.py receiptkey rotate"


def receipt_key() -> Found:
    at = database_now()
    key = key_in_use(at)
    if key is None:
        command = ROTATE if ReceiptKey.objects.exists() else MAKE
        return Found("receipt key", _("none is valid; receipts are not signed"), _run(command))
    if trouble := _trouble_with(key):
        return Found("receipt key", *trouble)
    told = {"kid": key.kid, "until": f"{key.valid_until:%Y-%m-%d}"}
    says = _("%(kid)s is valid until %(until)s") % told + f", SHA-256 {key.fingerprint}"
    is_followed = ReceiptKey.objects.filter(valid_from__gte=key.valid_until, revoked_at=None).exists()
    ends_soon = key.valid_until - at < ENDS_SOON and not is_followed
    return Found("receipt key", says, _run(ROTATE) if ends_soon else "")


def _run(command: str) -> str:
    return _("Run: %(command)s") % {"command": command}


def _trouble_with(key: ReceiptKey) -> tuple[str, str] | None:
    """What is wrong, and what to do."""
    path = custody.path_of(key.kid)
    try:
        custody.private_key(key.kid)
    except custody.KeyNotAtHand:
        says = _("the private key of %(kid)s is missing; receipts are not signed") % {"kid": key.kid}
        return says, _("Put %(path)s back from the backup, or set RECEIPT_KEYS; else run: %(command)s") % {
            "path": path,
            "command": ROTATE,
        }
    except custody.KeyUnreadable as error:
        return _("%(place)s is not the private key, or cannot be read") % {"place": error}, _run(ROTATE)
    if custody.is_open_to_others(key.kid):
        return _("%(path)s can be read by others") % {"path": path}, _run(f"chmod 600 {path}")
    return None
