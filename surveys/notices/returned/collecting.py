"""Reading the mailbox to which letters come back: by IMAP, or a folder of the kind Maildir into which a mail server writes.

A mail is taken out of the new ones only after its row was written, so that nothing is lost when this process dies; the
same mail read twice is one row.
"""

import imaplib
import logging
import mailbox
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.cache import cache

from surveys.notices.returned.actions import take

SECONDS_BETWEEN = 60
SECONDS_TO_ANSWER = 10
MOST_BYTES = 1024 * 1024
MOST_AT_A_TIME = 200

logger = logging.getLogger(__name__)
Taken = Callable[[bytes], object]


def is_due() -> bool:
    return bool(settings.RETURN_MAILBOX) and cache.add("returned_mail_collected", True, SECONDS_BETWEEN)


def collect(taken: Taken = take) -> int:
    """How many new mails were read. A mailbox that cannot be reached is tried again the next time."""
    address = urlsplit(settings.RETURN_MAILBOX)
    try:
        if address.scheme == "maildir":
            return _from_folder(Path(unquote(address.path)), taken)
        return _by_imap(settings.RETURN_MAILBOX, taken)
    except (OSError, imaplib.IMAP4.error) as error:
        logger.warning("the mailbox for returned letters cannot be read: %s", type(error).__name__)
        return 0


def _from_folder(folder: Path, taken: Taken) -> int:
    box = mailbox.Maildir(folder, create=False)
    new = [key for key, message in box.iteritems() if message.get_subdir() == "new"][:MOST_AT_A_TIME]
    for key in new:
        taken(box.get_bytes(key)[:MOST_BYTES])
        message = box[key]
        message.set_subdir("cur")
        message.add_flag("S")
        box[key] = message
    return len(new)


def _by_imap(url: str, taken: Taken) -> int:
    address = urlsplit(url)
    secure = address.scheme == "imaps"
    kind, port = (imaplib.IMAP4_SSL, 993) if secure else (imaplib.IMAP4, 143)
    with kind(address.hostname or "", address.port or port, timeout=SECONDS_TO_ANSWER) as line:
        line.login(unquote(address.username or ""), unquote(address.password or ""))
        line.select(unquote(address.path.strip("/")) or "INBOX")
        _answer, found = line.search(None, "UNSEEN")
        numbers = (found[0] or b"").split()[:MOST_AT_A_TIME]
        for number in numbers:
            _answer, parts = line.fetch(number.decode(), f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
            taken(next(part[1] for part in parts if isinstance(part, tuple)))
            line.store(number.decode(), "+FLAGS", r"(\Seen)")
        return len(numbers)
