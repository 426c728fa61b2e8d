"""The process that readers are forked from: it has one thread, no secrets and no database, and has imported what they need.

Every file is read by a fresh process. What became of it is told behind its answer, as the last line, by this one.
"""

import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import django
from django.conf import settings
from django.utils.translation import gettext, override

from surveys.lib.confined import wire
from surveys.lib.confined.limits import TOO_MUCH_MEMORY, confine
from surveys.lib.confined.plain_data import plain

FAILED = 1
SECONDS_TO_TELL = 5
MOST_DESCRIPTORS = 1024
Reader = Callable[..., object]


def main(descriptor: str, locale: str) -> None:
    """Until whoever asks closes the line, or dies."""
    line = socket.socket(fileno=int(descriptor))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _learn_the_words(locale)
    reading: dict[int, socket.socket] = {}
    ended = _told_of_ends()
    while True:
        heard, _writable, _wrong = select.select([line, ended], [], [])
        if ended in heard:
            ended.recv(1024)
            _tell_ends(reading)
        if line in heard:
            job = wire.next_job(line)
            if job is None:
                return
            name, asked = job
            reading[_forked(_reader(name), asked)] = asked


def _learn_the_words(locale: str) -> None:
    """Read once for all; a file that is refused is refused in every language."""
    settings.configure(LANGUAGE_CODE="zh-hans", USE_I18N=True, LOCALE_PATHS=[locale])
    django.setup()
    for language in ("zh-hans", "en"):
        with override(language):
            gettext("The file is empty. Choose another one.")


def _told_of_ends() -> socket.socket:
    """Something to hear there whenever a reader has ended."""
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    signal.set_wakeup_fd(theirs.detach(), warn_on_full_buffer=False)
    return ours


def _tell_ends(reading: dict[int, socket.socket]) -> None:
    while reading:
        child, status, used = os.wait4(-1, os.WNOHANG)
        if not child:
            return
        verdict = {"status": os.waitstatus_to_exitcode(status), "seconds": used.ru_utime + used.ru_stime}
        with reading.pop(child) as asked, suppress(OSError):  # nobody waits any longer
            asked.settimeout(SECONDS_TO_TELL)
            asked.shutdown(socket.SHUT_RD)  # whoever is still sending need not go on
            asked.sendall(b"\n" + json.dumps(verdict | {"peak": used.ru_maxrss}).encode())
            asked.shutdown(socket.SHUT_WR)


def _reader(name: str) -> Reader:
    module, _dot, function = name.rpartition(".")
    reader: Reader = getattr(importlib.import_module(module), function)
    gc.freeze()
    return reader


def _forked(reader: Reader, asked: socket.socket) -> int:
    """Nothing of the parent's is done a second time, such as what it does at its end."""
    child = os.fork()
    if child:
        return child
    status = FAILED
    try:
        _read(reader, asked)
        status = 0
    except MemoryError:
        status = TOO_MUCH_MEMORY
    finally:
        os._exit(status)


def _read(reader: Reader, asked: socket.socket) -> None:
    signal.set_wakeup_fd(-1)
    _let_go_of_all_but(asked)
    head: dict[str, Any] = json.loads(wire.frame(asked))
    confine(head["seconds"])
    gc.disable()  # this process does not live long enough for it
    answer = reader(wire.frame(asked), **head["told"])
    with suppress(BrokenPipeError):  # nobody waits any longer
        asked.sendall(json.dumps(answer, ensure_ascii=False, separators=(",", ":"), default=plain).encode())


def _let_go_of_all_but(asked: socket.socket) -> None:
    """What is said by libraries goes nowhere, and lines to others are theirs."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.closerange(3, asked.fileno())
    os.closerange(asked.fileno() + 1, MOST_DESCRIPTORS)


if __name__ == "__main__":
    main(*sys.argv[1:])
