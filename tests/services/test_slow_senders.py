"""Whoever sends or reads slowly keeps nobody else waiting, also where no proxy in front takes requests in whole."""

import socket
from contextlib import ExitStack

import pytest

from tests.services.deployments import WAYS
from tests.services.serving import answers, served

pytestmark = pytest.mark.services
THREADS = 4 * 4  # of the largest of our examples


def begin(port, text):
    line = socket.create_connection(("127.0.0.1", port), timeout=10)
    line.sendall(text.replace("\n", "\r\n").encode())
    return line


HEAD = "POST /accounts/login/ HTTP/1.1\nHost: 127.0.0.1\nContent-Type: application/x-www-form-urlencoded\n"
SLOW = {
    "nothing yet": "",
    "half a head": HEAD,
    "half a body": f"{HEAD}Content-Length: 1000\n\nlogin=a",
    "a body in pieces": f"{HEAD}Transfer-Encoding: chunked\n\n5\nlogin\n",
}


@pytest.mark.parametrize("way", WAYS)
def test_slow_senders_keep_nobody_waiting(folder, way):
    with served(way, folder) as (port, _), ExitStack() as lines:
        for text in SLOW.values():
            for _ in range(THREADS + 1):
                lines.enter_context(begin(port, text))

        assert answers(port), (folder / "web.log").read_text()


def test_many_requests_at_once_fill_no_log(folder):
    """More than there are threads; each is answered in its turn, which nobody needs to be told."""
    with served("serve", folder) as (port, _), ExitStack() as lines:
        whole = "GET /healthz HTTP/1.1\nHost: 127.0.0.1\nConnection: close\n\n"
        sent = [lines.enter_context(begin(port, whole)) for _ in range(4 * THREADS)]

        assert {line.makefile("rb").readline() for line in sent} == {b"HTTP/1.1 200 OK\r\n"}

    assert "Task queue" not in (folder / "web.log").read_text()


def test_a_request_sent_in_two_halves_is_answered_when_it_is_whole(folder):
    with served("serve", folder) as (port, _), begin(port, "GET /healthz HTTP/1.1\nHo") as line:
        assert answers(port)

        line.sendall(b"st: 127.0.0.1\r\nConnection: close\r\n\r\n")

        assert line.makefile("rb").readline() == b"HTTP/1.1 200 OK\r\n"


def test_whoever_has_begun_to_speak_is_heard_out_and_answered_before_the_server_goes(folder):
    with served("systemd", folder) as (port, process), ExitStack() as lines:
        begun = [
            lines.enter_context(begin(port, f"{HEAD}Expect: 100-continue\nContent-Length: 7\n\n")) for _ in range(8)
        ]
        assert {line.recv(100) for line in begun} == {b"HTTP/1.1 100 Continue\r\n\r\n"}

        process.terminate()
        for line in begun:
            line.sendall(b"login=a")

        assert {line.recv(22) for line in begun} == {b"HTTP/1.1 403 Forbidden"}  # there was no CSRF token
        assert process.wait(30) == 0
