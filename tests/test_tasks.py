"""The tasks are thin: what they call is tested beside it. Here: that each does its deed, and that all are known by name."""

import inspect
import logging
import os
import uuid
from datetime import timedelta

import pytest
from celery import current_app
from django.conf import settings
from django.core.cache import cache
from structlog.contextvars import bind_contextvars, get_contextvars

from config.celery import DEFAULT, all_settings, app
from surveys import tasks
from surveys.accounts import password_forms, tidying
from surveys.accounts.models import FailedLogin, ForgottenPassword
from surveys.audit.actions import record
from surveys.audit.chain import unsealed
from surveys.lib import waking
from surveys.lib.clock import database_now
from surveys.lib.files import uploads
from surveys.lib.leases import Leased
from surveys.management.working import KINDS
from surveys.notices import outbox
from surveys.notices.models import Notice
from surveys.notices.wording import Content
from surveys.receipts.models import ReceiptKey
from surveys.reports import actions as reports
from surveys.responses import review
from surveys.responses.models import Attachment
from surveys.responses.reminding import send_reminders
from tests.factories import make_attachment, make_contact, make_organisation
from tests.mail_server import mail_server
from tests.responses.stories import confirm, fill_in, make_issued_round, response_of, submit
from tests.servers import wait_for
from tests.services.deployments import WAYS


def names_of_messages():
    """Takes what was published out of the folder broker."""
    with app.connection_for_read() as connection:
        queues = [connection.SimpleQueue(name) for name in ("default", "mail", "export")]
        found = []
        for queue in queues:
            while queue.qsize():
                message = queue.get(block=False)
                message.ack()
                found.append(message.headers["task"].removeprefix("surveys.tasks."))
    return sorted(found)


@pytest.fixture
def empty_broker(db):
    """And nothing to tidy up for an hour."""
    names_of_messages()
    tidying.is_due()


def write_notice(at):
    contact = make_contact(make_organisation())
    return outbox.write(key="1", to=contact, content=Content("issued", "请填报", "{link}"), at=at)


def rung_for():
    """Up to now: the bell hands on one name after the other, so what is rung for last arrives last."""
    waking.ring("surveys.tasks.sweep")
    found = []
    assert wait_for(lambda: found.extend(names_of_messages()) or "sweep" in found, 10)
    return sorted(set(found) - {"sweep"})


def test_a_sweep_seals_new_history_and_reminds(world, empty_broker):
    make_contact(world.alice_org)
    now = database_now()
    make_issued_round(world, at=now - timedelta(hours=3), deadline=now + timedelta(hours=1))

    tasks.sweep()

    assert (unsealed().count(), Notice.objects.filter(kind="reminder").exists()) == (0, True)


def test_a_sweep_makes_the_key_of_an_authority_that_begins_to_ask(world, empty_broker, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    tasks.sweep()
    assert not ReceiptKey.objects.exists()
    make_issued_round(world)
    tasks.sweep()

    assert ReceiptKey.objects.get().authority == world.city


def test_a_sweep_tells_what_was_accepted_the_day_before(world, empty_broker):
    now = database_now()
    round = make_issued_round(world, at=now - timedelta(days=2), deadline=now)
    confirm(round, world.alice_org, world.alice, at=now - timedelta(days=1))
    response = response_of(round, world.alice_org)
    fill_in(response, world.alice, at=now - timedelta(days=1))
    revision = submit(response, world.alice, at=now - timedelta(days=1))
    review.accept(revision=revision, by=world.officer, at=now - timedelta(days=1))

    tasks.sweep()

    assert Notice.objects.filter(kind="accepted").count() == 1


def test_what_fails_in_a_sweep_does_no_harm_to_the_rest(world, settings, log, tmp_path):
    record("registered", by=None, about=make_organisation(), at=database_now())
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads" / "x.xlsx").symlink_to(tmp_path / "uploads" / "x.xlsx")  # leads nowhere but to itself
    settings.DATA_DIR = tmp_path
    Attachment.objects.all().delete()

    tasks.sweep()

    assert unsealed().count() == 0
    told = [line["event"] for line in log() if line["logger"] == "surveys.tasks"]
    assert told == ["a part of the work failed: sweep_uploads"]


def test_a_sweep_throws_away_what_nobody_decided_about_for_a_day(db, empty_broker):
    now, owner = database_now(), uuid.uuid4()
    fresh, stale = uploads.keep(b"fresh", owner=owner), uploads.keep(b"stale", owner=owner)
    (path,) = [path for path in (settings.DATA_DIR / "uploads").iterdir() if stale.hex in path.name]
    old = (now - timedelta(days=1, seconds=1)).timestamp()
    os.utime(path, (old, old))

    tasks.sweep()

    assert (uploads.fetch(fresh, owner=owner), uploads.fetch(stale, owner=owner)) == (b"fresh", None)


def test_a_sweep_tidies_up_once_an_hour(db, empty_broker):
    FailedLogin.objects.create(account="", place="", at=database_now() - timedelta(days=2))
    tasks.sweep()
    assert FailedLogin.objects.exists()

    cache.delete("tidied")
    tasks.sweep()
    assert not FailedLogin.objects.exists()


def test_a_sweep_rings_for_whoever_forgot_a_password(db, empty_broker):
    ForgottenPassword.objects.create(email="a@example.org", at=database_now())

    tasks.sweep()

    assert rung_for() == ["deliver_notices"]


def test_a_sweep_rings_for_a_notice_that_is_due(db, empty_broker):
    write_notice(database_now() + timedelta(hours=1))
    tasks.sweep()
    assert rung_for() == []

    Notice.objects.update(due_at=database_now())
    tasks.sweep()
    assert rung_for() == ["deliver_notices"]


def test_a_sweep_looks_for_files_no_answer_names_once_a_month_has_gone_by(world, empty_broker):
    now = database_now()
    response = response_of(make_issued_round(world), world.alice_org)
    attachment = make_attachment(response, world.alice, at=now + timedelta(hours=1))
    tasks.sweep()
    assert Attachment.objects.filter(pk=attachment.pk).exists()

    Attachment.objects.update(look_at=now)
    tasks.sweep()
    assert not Attachment.objects.filter(pk=attachment.pk).exists()


def test_notices_are_delivered(db, mailoutbox):
    write_notice(database_now())

    tasks.deliver_notices()

    assert [mail.subject for mail in mailoutbox] == ["请填报"]


def test_what_goes_before_the_letters_holds_none_of_them_up(world, mailoutbox, log):
    """Such as a reminder with a key that nobody can read."""
    make_contact(world.alice_org)
    now = database_now()
    make_issued_round(world, at=now - timedelta(hours=3), deadline=now + timedelta(hours=1))
    send_reminders(at=now)
    Notice.objects.filter(kind="reminder").update(key="of another release", due_at=now + timedelta(days=1))
    write_notice(now)

    tasks.deliver_notices()

    assert "请填报" in [mail.subject for mail in mailoutbox]
    told = [line["event"] for line in log() if line["logger"] == "surveys.tasks"]
    assert told == ["a part of the work failed: withdraw_overtaken_reminders"]


def test_a_reminder_that_was_overtaken_while_it_waited_is_not_delivered(world, mailoutbox):
    make_contact(world.alice_org)
    now = database_now()
    make_issued_round(world, at=now - timedelta(hours=3), deadline=now + timedelta(hours=1))
    send_reminders(at=now - timedelta(hours=1))
    send_reminders(at=now)

    tasks.deliver_notices()

    (reminder,) = (mail for mail in mailoutbox if "催报" in mail.subject)
    assert "尚余 1 小时 0 分" in reminder.body


def test_history_is_sealed(db):
    record("registered", by=None, about=make_organisation(), at=database_now())

    tasks.seal_history()

    assert unsealed().count() == 0


def test_nothing_due_is_nothing_done(db, mailoutbox):
    tasks.deliver_notices()
    tasks.make_exports()
    tasks.send_reminders()

    assert mailoutbox == []


def test_whoever_wakes_or_schedules_a_task_knows_its_name():
    named = {outbox.DELIVER, reports.WAKES, password_forms.ANSWER, *all_settings()["task_routes"]}
    named |= {entry["task"] for entry in all_settings()["beat_schedule"].values()}

    assert sorted(named - set(current_app.tasks)) == []


ROWS_WITH_A_LEASE = Leased.__subclasses__()


def test_every_task_is_the_work_of_a_worker():
    tasks = {name for name in current_app.tasks if name.startswith("surveys.")}

    assert {work.task.name for work in KINDS.values()} == tasks, "surveys/management/working.py: name it among KINDS"


def test_a_worker_is_rung_for_through_the_queue_of_its_task():
    routes = all_settings()["task_routes"]

    assert {kind: routes.get(work.task.name, {"queue": DEFAULT})["queue"] for kind, work in KINDS.items()} == {
        kind: work.queue for kind, work in KINDS.items()
    }


@pytest.mark.parametrize("rows", ROWS_WITH_A_LEASE, ids=lambda rows: rows.__name__)
def test_the_sweep_looks_for_every_row_that_a_worker_claims(rows):
    assert f"{rows.__name__}.waiting(" in inspect.getsource(tasks.ring_for_what_waits), (
        f"surveys/tasks.py: ring_for_what_waits() does not look whether a {rows.__name__} is waiting"
    )


@pytest.mark.parametrize("way", ["systemd", "compose"])
def test_every_kind_of_work_is_done_wherever_it_is_deployed(way):
    done = [command[command.index("work") + 1] for command in WAYS[way]()]

    assert sorted(done) == sorted(KINDS)


def test_only_the_sweep_stands_in_the_timetable():
    [entry] = all_settings()["beat_schedule"].values()

    assert (entry["task"], entry["schedule"]) == ("surveys.tasks.sweep", settings.SWEEP_SECONDS)


def test_a_task_ends_before_the_broker_gives_its_work_to_another(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    limits = all_settings()

    assert limits["task_time_limit"] < limits["broker_transport_options"]["visibility_timeout"]


# --- what their lines in the log say ---------------------------------------------------------------------------------


def test_a_line_of_a_task_says_which_and_what_about(world, settings, log):
    contact = make_contact(world.alice_org)
    round = make_issued_round(world)
    Notice.objects.all().delete()
    notice = outbox.write(
        key="1", to=contact, content=Content("issued", "请填报", "{link}"), at=database_now(), round=round,
        organisation=world.alice_org,
    )  # fmt: skip

    with mail_server(settings, MAIL="550 who are you"):
        done = tasks.deliver_notices.apply()

    (line,) = [line for line in log() if line["logger"] == "surveys.notices.delivery"]
    assert {name: line[name] for name in ("task", "task_id", "notice", "round", "organisation")} == {
        "task": "surveys.tasks.deliver_notices",
        "task_id": done.id,
        "notice": str(notice.pk),
        "round": str(round.pk),
        "organisation": str(world.alice_org.pk),
    }


@app.task
def speak():
    logging.getLogger(__name__).info("said in a task")


def test_the_next_task_says_nothing_of_the_one_before(log):
    bind_contextvars(round="of the one before")
    first, second = speak.apply(), speak.apply()

    assert [
        (line["task_id"], line["task"], "round" in line) for line in log() if line["event"] == "said in a task"
    ] == [
        (first.id, "tests.test_tasks.speak", False),
        (second.id, "tests.test_tasks.speak", False),
    ]
    assert get_contextvars() == {}
