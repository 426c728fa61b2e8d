"""A worker: one process for one kind of work, which it looks for every few seconds, and at once when the broker rings.

So nothing that happens to the broker costs more than those seconds, and one kind of work never waits for another.
"""

import logging
import os
import resource
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

from celery import Task
from django.conf import settings
from django.db import close_old_connections, connections
from kombu import Consumer

from config.celery import DEFAULT, EXPORT, MAIL, READING, app
from config.garbage import spare_what_is_loaded
from surveys import tasks
from surveys.lib.clock import database_now
from surveys.lib.heartbeat import note_pulse

SECONDS_FOR_A_TURN = 600
SECONDS_OF_A_LINE = 60
SECONDS_BETWEEN_LINES = 1
LOOK_UP_EVERY = 0.5
MOST_KIB = 400_000

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Work:
    task: "Task[[], int | None]"
    queue: str
    """Whose messages ring for it."""


KINDS = {
    "mail": Work(tasks.deliver_notices, MAIL),
    "exports": Work(tasks.make_exports, EXPORT),
    "uploads": Work(tasks.read_uploads, READING),
    "beat": Work(tasks.sweep, DEFAULT),
}


def work(kind: str) -> None:
    """Until SIGTERM or SIGINT."""
    spare_what_is_loaded()
    rung = Event()
    Thread(target=listen, args=[KINDS[kind].queue, rung], name="listening", daemon=True).start()
    with _told_to_stop() as told_to_stop:
        while not told_to_stop:
            rung.clear()
            if not take_a_turn(kind):
                _wait(rung, told_to_stop)
            if is_swollen() and not told_to_stop:
                os.execv(sys.executable, sys.orig_argv)  # a workbook has used much memory: begin anew with little


def is_swollen() -> bool:
    """By what is used now: the peak, which getrusage tells, outlives the new beginning and would call for another."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return False  # only Linux says
    return pages * resource.getpagesize() > MOST_KIB * 1024


@contextmanager
def _told_to_stop() -> Iterator[list[int]]:
    told: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _frame: told.append(number))
    yield told


def _wait(rung: Event, told_to_stop: list[int]) -> None:
    until = time.monotonic() + settings.SWEEP_SECONDS
    while not told_to_stop and time.monotonic() < until and not rung.wait(LOOK_UP_EVERY):
        pass


def take_a_turn(kind: str) -> bool:
    """Whether anything was done, and so more may be waiting. What fails now is tried again in the next turn.

    A turn that hangs, wherever it may be, is ended by the system with its process; the supervisor starts it anew.
    """
    signal.alarm(SECONDS_FOR_A_TURN)
    close_old_connections()
    try:
        note_pulse(kind, database_now())
        return bool(KINDS[kind].task.apply(throw=True).result)
    except Exception:  # whatever it is, the worker lives on
        logger.exception("a turn of the worker for %s failed", kind)
        connections.close_all()
        return False


def listen(queue: str, rung: Event) -> None:
    """For ever. A line to the broker that has fallen silent is not trusted for longer than a minute."""
    while True:
        try:
            _hear(queue, rung)
        except Exception as error:  # whatever the broker's library raises: it is looked into the database all the same
            logger.info("the broker is not to be had (%s); the worker looks every few seconds", error)
            time.sleep(SECONDS_BETWEEN_LINES)


def _hear(queue: str, rung: Event) -> None:
    until = time.monotonic() + SECONDS_OF_A_LINE
    with app.connection_for_read() as line, Consumer(line, [app.amqp.queues[queue]], no_ack=True) as consumer:
        consumer.register_callback(lambda _body, _message: rung.set())
        while time.monotonic() < until:
            with suppress(TimeoutError):  # nothing was said
                line.drain_events(timeout=1)
