"""The address a letter comes back to: one for each letter, so that whatever comes back says which it was."""

import hashlib
import hmac
import re
import uuid

from django.conf import settings

from surveys.notices.models import Notice

TAIL = re.compile(r"\+([0-9a-f]{32})([0-9a-f]{16})@")


def return_address_of(notice: Notice) -> str | None:
    """None where no address is set to which letters come back: then they do to the sender."""
    if not settings.RETURN_ADDRESS:
        return None
    name, _at, domain = settings.RETURN_ADDRESS.rpartition("@")
    return f"{name}+{notice.pk.hex}{_mac(notice.pk)}@{domain}"


def letters_named_in(text: str) -> list[uuid.UUID]:
    """The ids in the return addresses of a text, of those only that we made."""
    found = (uuid.UUID(hex) for hex, mac in TAIL.findall(text.lower()) if hmac.compare_digest(_mac_of(hex), mac))
    return list(dict.fromkeys(found))


def _mac(pk: uuid.UUID) -> str:
    return _mac_of(pk.hex)


def _mac_of(hex: str) -> str:
    text = f"returned:{hex}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), text, hashlib.sha256).hexdigest()[:16]
