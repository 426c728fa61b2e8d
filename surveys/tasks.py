"""Every background task. They carry no arguments: the rows in the database say what there is to do, and whose turn it is.

So a task may run twice, at the same time, late or not at all; the next sweep puts it right.
"""

from celery import shared_task

from surveys.accounts import tidying
from surveys.accounts.models import ForgottenPassword
from surveys.audit import chain
from surveys.lib.clock import database_now
from surveys.lib.files import uploads
from surveys.lib.heartbeat import note_pulse
from surveys.notices import delivery, forgotten_passwords
from surveys.notices.models import Notice
from surveys.reports.models import Export
from surveys.responses import attachments, reminding
from surveys.responses.models import Attachment
from surveys.workbooks.report import exports


@shared_task
def sweep() -> None:
    """Every few seconds: what a lost wake-up left behind, and what the passing of time has made due."""
    now = database_now()
    note_pulse(now)
    if ForgottenPassword.objects.exists():
        answer_forgotten_passwords.delay()
    if Notice.waiting(now).exists():
        deliver_notices.delay()
    if Export.waiting(now).exists():
        make_exports.delay()
    if Attachment.objects.filter(look_at__lte=now).exists():
        sweep_attachments.delay()
    if tidying.is_due():
        tidy.delay()
    send_reminders.delay()
    seal_history.delay()
    uploads.sweep(now)


@shared_task
def answer_forgotten_passwords() -> None:
    forgotten_passwords.answer_all()


@shared_task
def tidy() -> None:
    tidying.tidy(database_now())


@shared_task
def deliver_notices() -> None:
    reminding.withdraw_overtaken_reminders()
    delivery.deliver_due()


@shared_task
def make_exports() -> None:
    exports.make_due_exports()


@shared_task
def send_reminders() -> None:
    reminding.send_reminders()


@shared_task
def seal_history() -> None:
    chain.seal()


@shared_task
def sweep_attachments() -> None:
    attachments.sweep_attachments(database_now())
