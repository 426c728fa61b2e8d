"""Where no mail server is set: each mail becomes a file in MAIL_DIR that any mail program opens."""

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


def file_of(message_id: str) -> Path:
    name = message_id.strip("<>").partition("@")[0]
    return Path(settings.MAIL_DIR) / f"{name}.eml"


class EmailBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        settings.MAIL_DIR.mkdir(parents=True, exist_ok=True)
        for email in email_messages:
            message = email.message()
            file_of(message["Message-ID"]).write_bytes(message.as_bytes())
        return len(email_messages)
