"""Sending what waits in the outbox: claim a notice, hand it to the mail server, note the try, settle the row.

A worker that dies between the mail server's "250 OK" and the note makes the mail go out twice. SMTP knows no way round
that, so both carry the same Message-ID, by which mail programs show one.
"""

import logging
import time
import uuid
from contextlib import suppress
from datetime import datetime
from email.utils import formataddr
from smtplib import SMTPDataError, SMTPRecipientsRefused
from types import MappingProxyType
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Case, When
from django.utils import translation
from django.utils.encoding import punycode

from surveys.accounts.invitations import is_open, path_of
from surveys.accounts.log_context import about
from surveys.lib.clock import database_now
from surveys.notices import acknowledging, tenant_links
from surveys.notices.enclosures import Enclosing, enclosed_with
from surveys.notices.forgotten_passwords import path_to_new_password
from surveys.notices.kinds import KINDS
from surveys.notices.models import Delivery, Notice
from surveys.notices.returned.addresses import return_address_of

SECONDS_FOR_A_BATCH = 15
SERVICE_CLOSES = 421
NOTHING: Enclosing = MappingProxyType({})
AWAITED_FIRST = Case(When(kind__in=[kind.name for kind in KINDS.values() if kind.is_awaited], then=0), default=1)
WITH_ITS_LINK = Notice.objects.select_related("invitation", "opens", "wording")

logger = logging.getLogger(__name__)


class MailServerTrouble(Exception):
    """The mail server is not to be had; the notice itself may be all right."""


def deliver_due(*, at: datetime | None = None, limit: int = 500, enclosing: Enclosing = NOTHING) -> int:
    """Send what is due over one connection, and say how many went out. It never raises for want of a mail server.

    Without a connection no notice is claimed, so that an outage, however long, uses up nobody's tries.
    """
    waiting = Notice.waiting(at or database_now()).order_by(AWAITED_FIRST, "due_at")
    due = list(waiting[:limit])
    if not due:
        return 0
    connection: BaseEmailBackend = get_connection()
    try:
        connection.open()
        return _deliver_each(due, connection, at, enclosing)
    except OSError as error:
        logger.warning("the mail server cannot be reached: %s", error)
        return 0
    finally:
        with suppress(OSError):  # it may be gone by now
            connection.close()


def _deliver_each(due: list[Notice], connection: BaseEmailBackend, at: datetime | None, enclosing: Enclosing) -> int:
    started, sent = time.monotonic(), 0
    for notice in due:
        if time.monotonic() - started > SECONDS_FOR_A_BATCH:
            break
        with about(notice=notice.pk, round=notice.round_id, organisation=notice.organisation_id):
            try:
                sent += deliver(notice, at=at or database_now(), connection=connection, enclosing=enclosing)
            except MailServerTrouble as error:
                logger.warning("the mail server broke off: %s", error)
                break
    return sent


def deliver(
    notice: Notice, *, at: datetime, connection: BaseEmailBackend | None = None, enclosing: Enclosing = NOTHING
) -> bool:
    """True when the mail server took it. False when another worker has it, or the server refuses this very message.

    Raises MailServerTrouble after noting the try, when the fault is not the message's.
    """
    if not notice.claim(at):
        return False
    notice = WITH_ITS_LINK.get(pk=notice.pk)  # its address may have been corrected since it was listed
    try:
        with notice.kept():
            _with_enclosures(_mail(notice, at, connection), notice, enclosing).send()
    except (OSError, ValueError) as error:
        _note_failure(notice, at, error)
        if _is_about_the_message(error):
            return False
        raise MailServerTrouble(str(error)) from error
    _note_success(notice, at)
    return True


def text_of(notice: Notice, at: datetime) -> str:
    """The body with its links. An invitation that is used up gives way to the page it was to lead to."""
    path = notice.link_path
    if notice.invitation and is_open(notice.invitation, at):
        path = path_of(notice.invitation, leads_to=notice.link_path)
    if notice.opens:
        path = path_to_new_password(notice.opens)
    link = settings.SITE_URL + (path or "/")
    body = tenant_links.with_its_place(notice.body, notice)
    return acknowledging.with_its_place(body, notice, link).replace("{link}", link)


def message_id_of(notice: Notice) -> str:
    return f"<{uuid.uuid5(notice.pk, 'mail')}@{urlsplit(settings.SITE_URL).hostname}>"


def _mail(notice: Notice, at: datetime, connection: BaseEmailBackend | None) -> EmailMessage:
    return EmailMessage(
        subject=notice.subject,
        body=text_of(notice, at),
        from_email=return_address_of(notice),
        to=[formataddr((notice.to_name, _in_ascii(notice.to_email)))],
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": message_id_of(notice),
            "Auto-Submitted": "auto-generated",
        },
        connection=connection,
    )


def _with_enclosures(mail: EmailMessage, notice: Notice, enclosing: Enclosing) -> EmailMessage:
    with translation.override(notice.language):
        for one in enclosed_with(notice, enclosing):
            mail.attach(one.name, one.content, one.content_type)
    return mail


def _in_ascii(address: str) -> str:
    """A domain in Chinese stands in a mail's head as the mail servers know it: `例子.中国` as `xn--fsqu00a.xn--fiqs8s`."""
    name, _at, domain = address.rpartition("@")
    return f"{name}@{punycode(domain)}"


def _answer_code(error: Exception) -> int:
    """What the mail server said of this message, 0 when it said nothing of it."""
    if isinstance(error, SMTPRecipientsRefused):
        return max(code for code, _ in error.recipients.values())
    return error.smtp_code if isinstance(error, SMTPDataError) else 0


def _is_about_the_message(error: Exception) -> bool:
    """A ValueError is an address or a header that cannot be written; 421 says that the server itself is closing."""
    return isinstance(error, ValueError) or _answer_code(error) not in (0, SERVICE_CLOSES)


@transaction.atomic
def _note_success(notice: Notice, at: datetime) -> None:
    Delivery.objects.create(notice=notice, at=at, succeeded=True)
    notice.finish(at)


@transaction.atomic
def _note_failure(notice: Notice, at: datetime, error: Exception) -> None:
    Delivery.objects.create(notice=notice, at=at, succeeded=False, detail=repr(error))
    notice.fail(at, repr(error), for_good=isinstance(error, ValueError) or _answer_code(error) >= 500)
