import os
import signal
import subprocess
import sys
import textwrap
from datetime import timedelta

import pytest

from config.celery import app
from surveys.lib.clock import database_now
from surveys.lib.heartbeat import since_last_pulse
from surveys.management import working
from surveys.management.working import KINDS, Work, take_a_turn
from surveys.notices import outbox
from surveys.notices.wording import Content
from tests.factories import make_contact, make_organisation
from tests.servers import root


@pytest.fixture(autouse=True)
def no_alarm_after_the_test():
    yield
    signal.alarm(0)


# A turn begins with a connection of its own, so nothing of these tests may hang on one that goes.
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", KINDS)
def test_a_turn_leaves_a_pulse_and_nothing_due_is_nothing_done(kind):
    assert take_a_turn(kind) is False

    assert since_last_pulse(kind, database_now()) < timedelta(seconds=5)


@pytest.mark.django_db(transaction=True)
def test_after_a_turn_in_which_something_was_done_there_may_be_more(mailoutbox):
    contact = make_contact(make_organisation())
    outbox.write(key="1", to=contact, content=Content("issued", "请填报", "{link}"), at=database_now())

    assert (take_a_turn("mail"), len(mailoutbox)) == (True, 1)
    assert take_a_turn("mail") is False


@app.task
def stumble():
    raise RuntimeError("of the database or of our own")


@pytest.mark.django_db(transaction=True)  # a worker whose turn failed trusts no connection any more
def test_a_turn_that_fails_ends_no_worker(monkeypatch, log):
    monkeypatch.setitem(KINDS, "stumbling", Work(stumble, "default"))

    assert take_a_turn("stumbling") is False

    said = [line["event"] for line in log() if line["logger"] == working.__name__]
    assert said == ["a turn of the worker for stumbling failed"]


def test_a_turn_that_hangs_ends_its_process(tmp_path):
    """So that whoever looks after it, be it serve, systemd or a container engine, starts it anew."""
    hangs = """
        import django; django.setup()
        from django.core.management import call_command
        from config.celery import app
        from surveys.management import working

        @app.task
        def hang():
            while True:
                pass

        call_command("createcachetable", verbosity=0)  # where its pulse is noted
        working.SECONDS_FOR_A_TURN = 1
        working.KINDS["hanging"] = working.Work(hang, "default")
        working.take_a_turn("hanging")
    """
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings", "DATA_DIR": str(tmp_path)}

    done = subprocess.run([sys.executable, "-c", textwrap.dedent(hangs)], cwd=root(), env=os.environ | settings)

    assert done.returncode == -signal.SIGALRM


def test_a_worker_that_is_told_to_stop_while_it_has_used_much_memory_stops(tmp_path):
    """To begin anew would forget it, and whoever waits for its end would kill it in the middle of something else."""
    told = """
        import os, signal, django; django.setup()
        from django.core.management import call_command
        from config.celery import app
        from surveys.management import working

        @app.task
        def is_told():
            os.kill(os.getpid(), signal.SIGTERM)

        call_command("createcachetable", verbosity=0)
        working.MOST_KIB = 1
        working.KINDS["told"] = working.Work(is_told, "default")
        working.work("told")
    """
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings", "DATA_DIR": str(tmp_path), "REDIS_URL": ""}
    command = [sys.executable, "-c", textwrap.dedent(told)]

    assert subprocess.run(command, cwd=root(), env=os.environ | settings, timeout=60).returncode == 0


def test_a_worker_that_began_anew_does_not_do_so_for_ever():
    """The system keeps the peak of its memory with the process, whatever runs in it."""
    swells = """
        import os, sys, django; django.setup()
        from surveys.management import working

        print(working.is_swollen(), flush=True)
        if not os.environ.get("AGAIN"):
            much = b"1" * working.MOST_KIB * 1024
            print(working.is_swollen(), flush=True)
            os.environ["AGAIN"] = "1"
            os.execv(sys.executable, sys.orig_argv)
    """
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings"}

    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(swells)],
        cwd=root(),
        env=os.environ | settings,
        capture_output=True,
        text=True,
    )

    assert done.stdout.split() == ["False", "True", "False"], done.stderr
