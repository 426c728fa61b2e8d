"""Every background task. They carry no arguments: the rows in the database say what there is to do, and whose turn it is.

So a task may run twice, at the same time, late or not at all; the next turn of a worker puts it right. A task says how
much it did, by which a worker knows whether more may be waiting.
"""

import logging
from collections.abc import Callable

from celery import shared_task

from surveys.accounts import tidying
from surveys.accounts.models import ForgottenPassword
from surveys.audit import chain
from surveys.lib.clock import database_now
from surveys.lib.waking import ring
from surveys.notices import delivery, forgotten_passwords
from surveys.notices.models import Notice
from surveys.notices.returned import collecting
from surveys.readings import actions as readings
from surveys.readings.models import Reading
from surveys.receipts.actions import make_first_keys
from surveys.receipts.enclosing import receipt_enclosed
from surveys.reports.models import Export
from surveys.responses import acceptances, reminding
from surveys.responses.files import sweeping
from surveys.responses.models import Attachment
from surveys.rounds.calendar import deadlines_enclosed
from surveys.rounds.letters import passing_on, unacknowledged
from surveys.workbooks.fillable.returned import keeping
from surveys.workbooks.report import exports
from surveys.workbooks.uploaded import READERS

ENCLOSING = {
    "receipt": receipt_enclosed,
    **dict.fromkeys(("issued", "extended", "returned", "closed_early", "withdrawn"), deadlines_enclosed),
}
"""What goes with letters, by their kind."""
logger = logging.getLogger(__name__)


def _without_harm_to_the_rest(deed: Callable[[], None]) -> None:
    try:
        deed()
    except Exception:  # whatever it is, the others have nothing to do with it
        logger.exception("a part of the work failed: %s", deed.__name__)


@shared_task
def sweep() -> None:
    """Every few seconds: what the passing of time has made due, and a ring for those who do the rest."""
    for deed in (
        collect_returned_mail,
        pass_on_failed_letters,
        ask_to_acknowledge,
        send_reminders,
        tell_acceptances,
        make_keys_of_receipts,
        seal_history,
        sweep_attachments,
        sweep_uploads,
        tidy,
        ring_for_what_waits,
    ):
        _without_harm_to_the_rest(deed)


def ring_for_what_waits() -> None:
    now = database_now()
    if ForgottenPassword.objects.exists() or Notice.waiting(now).exists():
        ring(deliver_notices.name)
    if Export.waiting(now).exists():
        ring(make_exports.name)
    if Reading.waiting(now).exists():
        ring(read_uploads.name)


@shared_task
def deliver_notices() -> int:
    """What goes before fails alone, too: no receipt waits for it."""
    _without_harm_to_the_rest(answer_forgotten_passwords)
    _without_harm_to_the_rest(withdraw_overtaken_reminders)
    return delivery.deliver_due(enclosing=ENCLOSING)


def answer_forgotten_passwords() -> None:
    forgotten_passwords.answer_all()


def withdraw_overtaken_reminders() -> None:
    reminding.withdraw_overtaken_reminders()


@shared_task
def make_exports() -> int:
    return exports.make_due_exports()


def collect_returned_mail() -> None:
    if collecting.is_due():
        collecting.collect()


def pass_on_failed_letters() -> None:
    passing_on.pass_on_failed_letters()


def ask_to_acknowledge() -> None:
    unacknowledged.ask_to_acknowledge()


@shared_task
def read_uploads() -> int:
    return readings.read_due(READERS)


def send_reminders() -> None:
    reminding.send_reminders()


def tell_acceptances() -> None:
    acceptances.tell_acceptances()


def make_keys_of_receipts() -> None:
    make_first_keys(at=database_now())


def seal_history() -> None:
    chain.seal()


def sweep_attachments() -> None:
    now = database_now()
    if Attachment.objects.filter(look_at__lte=now).exists():
        sweeping.sweep_attachments(now)


def sweep_uploads() -> None:
    readings.sweep(database_now())
    keeping.sweep(database_now())


def tidy() -> None:
    if tidying.is_due():
        tidying.tidy(database_now())
