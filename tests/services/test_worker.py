"""Celery's own worker and beat, which may take the place of ours, on a real database, with each broker and with none."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress

import pytest

from tests.servers import free_port, root, valkey, wait_for
from tests.services.installation import environment, mails, web_process

pytestmark = pytest.mark.services
WORKER = "worker --concurrency 1 --queues default,mail,export --without-gossip --without-mingle"
BEAT = "beat --pidfile= --schedule {folder}/beat-schedule"


@contextmanager
def running(options, folder, redis_url=""):
    """A Celery process that is killed with all its children at the end."""
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "config", *options.format(folder=folder).split()]
    with (folder / "celery.log").open("ab") as log:
        process = subprocess.Popen(
            command, cwd=root(), env=environment(folder, redis_url), stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def worker_is_ready(folder):
    return wait_for(lambda: "ready." in (folder / "celery.log").read_text(), 30)


def test_through_the_folder_a_worker_is_woken(folder):
    """There is no beat, so nothing but the wake-up can have told it."""
    with running(WORKER, folder), web_process(folder) as write:
        write("1")

        assert wait_for(lambda: mails(folder) == 1, 30), (folder / "celery.log").read_text()


def test_through_redis_a_worker_is_woken(folder):
    port = free_port()
    redis_url = f"redis://127.0.0.1:{port}/0"
    with valkey(port), running(WORKER, folder, redis_url), web_process(folder, redis_url) as write:
        write("1")

        assert wait_for(lambda: mails(folder) == 1, 30), (folder / "celery.log").read_text()


def test_with_a_dead_redis_the_request_is_quick_and_the_sweep_finds_the_work(folder):
    port = free_port()
    redis_url = f"redis://127.0.0.1:{port}/0"

    with web_process(folder, redis_url) as write:
        assert write("1") < 0.5
    with valkey(port), running(WORKER, folder, redis_url), running(BEAT, folder, redis_url):
        assert wait_for(lambda: mails(folder) == 1, 30), (folder / "celery.log").read_text()


def test_a_frozen_redis_slows_no_request(folder):
    port = free_port()
    with valkey(port) as server, web_process(folder, f"redis://127.0.0.1:{port}/0") as write:
        os.kill(server._process.pid, signal.SIGSTOP)
        try:
            assert write("1") < 0.5
        finally:
            os.kill(server._process.pid, signal.SIGCONT)


def test_a_worker_survives_the_death_of_redis(folder):
    port = free_port()
    redis_url = f"redis://127.0.0.1:{port}/0"
    with running(WORKER, folder, redis_url), running(BEAT, folder, redis_url):
        with valkey(port):
            assert worker_is_ready(folder)
        with web_process(folder, redis_url) as write:
            write("1")
        with valkey(port):
            assert wait_for(lambda: mails(folder) == 1, 60), (folder / "celery.log").read_text()


def test_a_killed_worker_loses_nothing_and_the_next_one_goes_on(folder):
    with running(WORKER, folder) as first:
        assert worker_is_ready(folder)
        os.killpg(first.pid, signal.SIGKILL)
    with web_process(folder) as write:
        write("a", "b", "c")
    shutil.rmtree(folder / "spool")  # and all wake-ups are lost

    with running(WORKER, folder), running(BEAT, folder):
        assert wait_for(lambda: mails(folder) == 3, 30), (folder / "celery.log").read_text()
