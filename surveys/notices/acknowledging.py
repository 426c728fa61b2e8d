"""The link with which a letter is acknowledged: for one contact, in one round, and good for nothing else.

Nothing of it is stored. It says who is asked and is signed with the secret key, so it opens no account and shows no
answers; with another address of the contact the old link ends.
"""

import hashlib
import hmac
import uuid

from django.conf import settings
from django.urls import reverse

from surveys.notices.models import Notice
from surveys.registry.models import Contact

PLACE = "{acknowledge}"
"""Where the link stands in the words of a letter."""
LENGTH_OF_IDS = 32


def token_of(round_id: uuid.UUID, contact: Contact) -> str:
    ids = round_id.bytes + contact.pk.bytes
    return (ids + _mac(ids, contact.email)).hex()


def path_of(round_id: uuid.UUID, contact: Contact) -> str:
    return reverse("letter", args=[token_of(round_id, contact)])


def _mac(ids: bytes, email: str) -> bytes:
    text = b"acknowledge:" + ids + email.lower().encode()
    return hmac.new(settings.SECRET_KEY.encode(), text, hashlib.sha256).digest()


def find(token: str) -> tuple[uuid.UUID, Contact] | None:
    """The round and the contact; None for a forged or broken token, and for one of an address that was given up."""
    try:
        whole = bytes.fromhex(token)
    except ValueError:
        return None
    ids, mac = whole[:LENGTH_OF_IDS], whole[LENGTH_OF_IDS:]
    if len(ids) < LENGTH_OF_IDS:
        return None
    contact = Contact.objects.select_related("organisation").filter(pk=uuid.UUID(bytes=ids[16:])).first()
    if contact is None or not hmac.compare_digest(_mac(ids, contact.email), mac):
        return None
    return uuid.UUID(bytes=ids[:16]), contact


def contact_of(notice: Notice) -> Contact | None:
    """The contact to whom it goes: named last in its key, unless he was removed since."""
    try:
        last = uuid.UUID(notice.key.rpartition(":")[2])
    except ValueError:
        return None
    return Contact.objects.filter(pk=last, organisation=notice.organisation_id).first()


def with_its_place(body: str, notice: Notice, otherwise: str) -> str:
    """The text with the link in its place; `otherwise` stands there where nobody is left who could use it."""
    if PLACE not in body:
        return body
    round_id, contact = notice.round_id, contact_of(notice)
    link = settings.SITE_URL + path_of(round_id, contact) if round_id and contact else otherwise
    return body.replace(PLACE, link)
