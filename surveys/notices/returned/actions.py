"""What is done about a mail that came back: the letter is marked as failed, and nobody does it twice."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from surveys.accounts.models import User
from surveys.audit.actions import record
from surveys.lib.clock import database_now
from surveys.notices.delivery import message_id_of
from surveys.notices.models import Delivery, Notice, ReturnedMail
from surveys.notices.returned import reading
from surveys.notices.returned.addresses import letters_named_in
from surveys.notices.returned.reading import ReturnedLetter
from surveys.registry.models import Authority

Verdict = ReturnedMail.Verdict
MOST_LOOKED_AT = 50


@transaction.atomic
def take(
    raw: bytes, *, by: User | None = None, among: "QuerySet[Notice] | None" = None, at: datetime | None = None
) -> ReturnedMail:
    """Read a mail that came back and act on it. `among`: the letters that the officer who hands it in may see; a report
    that the mailbox holds may be about any."""
    at = at or database_now()
    digest = hashlib.sha256(raw).hexdigest()
    if known := ReturnedMail.objects.filter(sha256=digest).first():
        return known
    said = reading.read(raw)
    notice = _letter_of(said, Notice.objects.all() if among is None else among)
    waits = _is_for_a_person(said, notice)
    made = ReturnedMail.objects.create(
        sha256=digest,
        notice=notice,
        authority=notice.authority if notice else _of_nobody_in_particular(among),
        verdict=said.verdict.value,
        recipient=(said.recipient or (notice.to_email if notice else ""))[:320],
        status=said.status,
        subject=said.subject.replace("\x00", "")[:300],
        text=said.text.replace("\x00", "") if waits else "",
        read_at=at,
        handed_in_by=by,
        settled_at=None if waits else at,
    )
    if notice and made.verdict == Verdict.PERMANENT:
        _fail(notice, made, by, at)
    return made


def _is_for_a_person(said: ReturnedLetter, notice: Notice | None) -> bool:
    """What is not understood; and a failure of which nobody can say whose letter it was."""
    return said.verdict == reading.Verdict.UNKNOWN or (said.verdict == reading.Verdict.PERMANENT and notice is None)


@transaction.atomic
def decide(*, by: User, mail: ReturnedMail, has_failed: bool, at: datetime | None = None) -> bool:
    """A person has read it: the letter did not arrive, or there is nothing to do. False when somebody decided before."""
    at = at or database_now()
    if not ReturnedMail.objects.filter(pk=mail.pk, settled_at=None).update(settled_at=at, settled_by=by):
        return False
    if has_failed and mail.notice:
        _fail(mail.notice, mail, by, at)
    return True


def _fail(notice: Notice, mail: ReturnedMail, by: User | None, at: datetime) -> None:
    """As if the mail server had refused it at once. A letter that is sent again meanwhile is left to its new try."""
    why = " ".join(filter(None, (mail.status, mail.subject)))
    sent = Notice.objects.filter(pk=notice.pk, state=Notice.State.DONE)
    if sent.update(state=Notice.State.FAILED, last_error=why):
        Delivery.objects.create(notice=notice, at=at, succeeded=False, detail=why)
        record(
            "letter_came_back", by=by, about=notice, at=at, details={"email": notice.to_email, "status": mail.status}
        )


def _letter_of(said: ReturnedLetter, among: "QuerySet[Notice]") -> Notice | None:
    """By its return address; else by its Message-ID among what was sent to the address the report names."""
    rows = among.select_related("authority")
    if named := rows.filter(pk__in=letters_named_in(said.everything)).first():
        return named
    if not said.recipient:
        return None
    recent = rows.filter(to_email__iexact=said.recipient).order_by("-created_at")[:MOST_LOOKED_AT]
    return next((one for one in recent if message_id_of(one) in said.everything), None)


def _of_nobody_in_particular(among: "QuerySet[Notice] | None") -> Authority | None:
    """Who reads what nobody can be told to be meant by: the authority whose officer handed it in, else the topmost one."""
    handed_in = among.exclude(authority=None).select_related("authority").first() if among is not None else None
    return handed_in.authority if handed_in else Authority.objects.filter(parent=None).order_by("path").first()
