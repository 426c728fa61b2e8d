"""The number of a form: which round, whose, in which version and when it was written, signed so that nobody makes one up.

It is short enough to be the text of a defined name, which ends at 255 characters.
"""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.core.signing import BadSignature, Signer

FORMAT = 1
_SALT = "surveys.workbooks.fillable"


@dataclass(frozen=True, slots=True)
class FormToken:
    round: UUID
    organisation: UUID
    version: UUID
    language: str
    written_at: datetime

    @property
    def number(self) -> str:
        """What can be read out on the telephone: the end of the signed text."""
        return sign(self)[-8:]


def sign(form: FormToken) -> str:
    ids = "".join(map(_written, (form.round, form.organisation, form.version)))
    return Signer(salt=_SALT).sign(f"{FORMAT}.{ids}.{form.language}.{int(form.written_at.timestamp())}")


def read(text: str) -> FormToken | None:
    """None for what we did not sign, or signed for another format."""
    try:
        number, ids, language, moment = Signer(salt=_SALT).unsign(text.strip()).split(".")
    except (BadSignature, ValueError):
        return None
    if number != str(FORMAT):
        return None
    round, organisation, version = (_read(ids[start : start + 22]) for start in (0, 22, 44))
    return FormToken(round, organisation, version, language, datetime.fromtimestamp(int(moment), UTC))


def _written(id: UUID) -> str:
    return base64.urlsafe_b64encode(id.bytes).decode().rstrip("=")


def _read(text: str) -> UUID:
    return UUID(bytes=base64.urlsafe_b64decode(f"{text}=="))
