"""One web process: gunicorn looks after the processes, waitress speaks with the browsers.

waitress takes a request in whole before a thread begins with it, and hands the answer out without one. So whoever sends
or reads slowly holds a socket and not a thread, also where no proxy in front does that. gunicorn's own threads wait.
"""

import os
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server

from config.garbage import spare_what_is_loaded
from surveys.lib import confined

LOOK_UP_EVERY = 1.0
MOST_CONNECTIONS = 800
"""Below the 1024 open files that a process may have by default."""
SECONDS_OF_SILENCE = 60
SECONDS_TO_BEGIN = 2
LARGEST_HEAD = 64 * 1024
READERS = (
    "surveys.workbooks.reading.formats.parsed_apart",
    "surveys.lib.files.office.kind_told",
    "surveys.lib.files.drawn_pages.draw",
)
"""Ready when the first file comes."""


class BufferingWorker(Worker):  # type: ignore[misc]  # gunicorn has no type stubs
    def run(self) -> None:
        lines: dict[int, Any] = {}
        confined.start(*READERS)
        spare_what_is_loaded()
        server = create_server(self._answer, map=lines, sockets=[one.sock for one in self.sockets], **self._options())
        while self.alive and self.ppid == os.getppid():
            self._serve(lines)
        self._finish(lines)
        server.task_dispatcher.shutdown(timeout=LOOK_UP_EVERY)
        wasyncore.close_all(lines)

    def _options(self) -> dict[str, object]:
        return {
            "threads": self.cfg.threads,
            "connection_limit": MOST_CONNECTIONS,
            "channel_timeout": SECONDS_OF_SILENCE,
            "max_request_header_size": LARGEST_HEAD,
            "max_request_body_size": 4 * settings.ATTACHMENT_MOST_BYTES,  # a page may have three files
            "clear_untrusted_proxy_headers": False,  # which of them are believed is decided by BEHIND_PROXY
            "ident": None,
            "asyncore_use_poll": True,
        }

    def _answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.nr += 1
        if self.nr >= self.max_requests:
            self.alive = False
        answer: Iterable[bytes] = self.wsgi(environ, start_response)
        return answer

    def _serve(self, lines: dict[int, Any]) -> None:
        self.notify()
        wasyncore.loop(timeout=LOOK_UP_EVERY, use_poll=True, map=lines, count=1)

    def _finish(self, lines: dict[int, Any]) -> None:
        """Nobody new comes in; whoever has begun to speak is heard out and answered."""
        until = time.monotonic() + self.cfg.graceful_timeout
        for one in lines.values():
            if isinstance(one, BaseWSGIServer):
                one.accepting = False
        while time.monotonic() < until and any(map(_is_in_the_middle, list(lines.values()))):
            self._serve(lines)


def _is_in_the_middle(line: object) -> bool:
    """Also whoever has only just come in: the first word may be on its way."""
    if not isinstance(line, HTTPChannel):
        return False
    has_just_come = time.time() - line.creation_time < SECONDS_TO_BEGIN
    return has_just_come or bool(line.request or line.requests or line.total_outbufs_len)
