"""Having a file read in a process of its own: what comes back is plain data, or the reason why there is none.

The process that forks the readers is started by exec and not by fork, since this one may have threads and connections
to a database; it is started once, and again if it dies. A process forked from this one starts its own.
"""

import atexit
import json
import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Lock
from typing import Any, Literal

from django.conf import settings

from surveys.lib.confined import wire
from surveys.lib.confined.limits import MOST_SECONDS, TOO_MUCH_MEMORY

MOST_AT_ONCE = 2
"""Of the four threads of a web process, so that the others answer meanwhile."""
SECONDS_FOR_A_PLACE = 2
SECONDS_BEYOND = 5
"""For which is waited longer than a reader lives, lest a machine that stands still hold a thread for ever."""
MOST_OF_AN_ANSWER = 256 * 1024 * 1024
_OUT_OF_TIME = frozenset({-signal.SIGALRM, -signal.SIGXCPU})
_OUT_OF_MEMORY = frozenset({TOO_MUCH_MEMORY, -signal.SIGABRT, -signal.SIGKILL})
"""Libraries that are not written in Python abort where they get no memory, and Linux kills where there is none left."""

Reason = Literal["time", "memory", "broken", "busy"]
logger = logging.getLogger(__name__)
_patience: ContextVar[float] = ContextVar("patience", default=MOST_SECONDS)


class Unreadable(ValueError):
    """Nothing came of reading; `busy` has nothing to do with the file."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class _Forking:
    """The process that forks, and the line to it."""

    process: subprocess.Popen[bytes]
    line: socket.socket

    def end(self) -> None:
        self.line.close()
        self.process.wait()


@dataclass
class _State:
    lock: Lock = field(default_factory=Lock)
    places: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(MOST_AT_ONCE))
    forking: _Forking | None = None


_state = _State()


def confined(reader: str, content: bytes, **told: object) -> Any:
    """What the function of this dotted name makes of the content, as JSON knows it. Raises Unreadable."""
    if not _state.places.acquire(timeout=SECONDS_FOR_A_PLACE):
        raise Unreadable("busy")
    try:
        return _answer(reader, content, {"told": told, "seconds": _patience.get()})
    finally:
        _state.places.release()


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """How long may be waited for one file in this thread; where nobody looks at a page meanwhile, longer than usual."""
    before = _patience.set(seconds)
    try:
        yield
    finally:
        _patience.reset(before)


def start(*readers: str) -> None:
    """Have these ready, so that the first who asks need not wait; where that fails, it is said when somebody asks."""
    with suppress(Unreadable):
        for reader in readers:
            _asking(reader).close()


def _answer(reader: str, content: bytes, head: dict[str, Any]) -> Any:
    for _try in range(2):
        with _asking(reader) as line:
            line.settimeout(head["seconds"] + SECONDS_BEYOND)
            with suppress(BrokenPipeError, ConnectionResetError):  # it has ended already, and says of what
                wire.send_frame(line, json.dumps(head).encode())
                wire.send_frame(line, content)
            answer, _end, verdict = _heard(line).rpartition(b"\n")
        if verdict:  # else the process that forks has died, which is not the file's doing
            return _judged(answer, json.loads(verdict), reader)
    raise Unreadable("busy")


def _heard(line: socket.socket) -> bytearray:
    heard = bytearray()
    try:
        while piece := line.recv(1024 * 1024):
            heard += piece
            if len(heard) > MOST_OF_AN_ANSWER:
                raise Unreadable("memory")
    except TimeoutError as error:
        raise Unreadable("time") from error
    except ConnectionResetError:
        heard.clear()
    return heard


def _judged(answer: bytearray, verdict: dict[str, Any], reader: str) -> Any:
    status = verdict["status"]
    logger.log(logging.WARNING if status else logging.INFO, "%s has read an upload: %s", reader, verdict)
    if status in _OUT_OF_TIME:
        raise Unreadable("time")
    if status in _OUT_OF_MEMORY:
        raise Unreadable("memory")
    try:
        return json.loads(answer)
    except ValueError as error:  # it ended in the middle, or without a word
        raise Unreadable("broken") from error


def _asking(reader: str) -> socket.socket:
    """A line to a process of its own. Raises Unreadable where none can be started."""
    ours, theirs = socket.socketpair()
    with _state.lock, theirs:
        try:
            try:
                wire.send_job(_running().line, reader, theirs)
            except (BrokenPipeError, ConnectionResetError):
                _end()
                wire.send_job(_running().line, reader, theirs)
        except OSError as error:
            ours.close()
            logger.exception("no process for reading uploads could be started")
            raise Unreadable("busy") from error
    return ours


def _running() -> _Forking:
    _state.forking = _state.forking or _started()
    return _state.forking


def _started() -> _Forking:
    ours, theirs = socket.socketpair()
    with theirs:
        try:
            return _Forking(_process(theirs), ours)
        except OSError:
            ours.close()
            raise


def _process(theirs: socket.socket) -> subprocess.Popen[bytes]:
    """Nothing of the environment goes along: secrets stand in it."""
    return subprocess.Popen(
        [sys.executable, "-m", "surveys.lib.confined.forking", str(theirs.fileno()), str(settings.LOCALE_PATHS[0])],
        cwd=settings.ROOT,
        env={"LANG": "C.UTF-8"},
        pass_fds=[theirs.fileno()],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def _end() -> None:
    forking, _state.forking = _state.forking, None
    if forking is not None:
        forking.end()


def _forget() -> None:
    """After a fork: the process that forks belongs to the parent."""
    global _state
    if _state.forking is not None:
        _state.forking.line.close()
        _state.forking.process.returncode = 0  # it is the parent's to wait for
    _state = _State()


atexit.register(_end)
os.register_at_fork(after_in_child=_forget)
