"""Wake-ups for the worker: rung after commit, by a thread of their own, so that a dead or frozen broker slows nobody.

A wake-up carries nothing but the name of a task that looks for due rows by itself. So it may be lost, doubled or late:
every few seconds a worker looks by itself.
"""

import logging
import os
import threading
from collections.abc import Callable
from queue import Full, Queue

from django.db import transaction

from config.celery import SECONDS_OF_USE, app

MOST_WAITING = 16

logger = logging.getLogger(__name__)


class Bell:
    """A bounded queue of task names and the thread that hands them on, one after the other, to `publish`."""

    def __init__(self, publish: Callable[[str], None]) -> None:
        self.publish = publish
        self.waiting: Queue[str] = Queue(MOST_WAITING)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def ring(self, task: str) -> None:
        """Never waits: a name that waits already, or for which there is no room, is dropped."""
        if task in list(self.waiting.queue):
            return
        self._start_once()
        try:
            self.waiting.put_nowait(task)
        except Full:
            logger.info("too many wake-ups are waiting; the sweep will find the work of %s", task)

    def _start_once(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._hand_over, name="wake-ups", daemon=True)
                self._thread.start()

    def _hand_over(self) -> None:
        while True:
            self.publish(self.waiting.get())


def publish(task: str) -> None:
    try:
        app.send_task(task, expires=SECONDS_OF_USE, retry=False)
    except Exception as error:  # whatever the broker's library raises: the work stands in the database
        logger.warning("the broker is not to be had (%s); the sweep will find the work of %s", error, task)


_bell = Bell(publish)


def ring(task: str) -> None:
    _bell.ring(task)


def wake_after_commit(task: str) -> None:
    """Ring for a task once the running transaction is committed; nothing is rung if it is rolled back."""
    transaction.on_commit(lambda: ring(task))


def _new_bell_in_a_forked_process() -> None:
    """Threads do not survive a fork, and a lock that one of them held would stay locked for ever."""
    global _bell
    _bell = Bell(publish)


os.register_at_fork(after_in_child=_new_bell_in_a_forked_process)
