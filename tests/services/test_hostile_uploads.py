"""Spoilt workbooks, one after the other, to a running server, which answers everybody else meanwhile.

MUTATIONS and MUTATION_SEED say how many and which.
"""

import ast
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from threading import Event, Thread

import pytest

from surveys.lib.confined import limits
from tests.servers import root
from tests.services.installation import environment
from tests.services.test_slow_senders import served
from tests.workbooks.corpus.parts import PARTS
from tests.workbooks.mutations import mutated

pytestmark = pytest.mark.services
COUNT = int(os.environ.get("MUTATIONS", "100"))
SEED = int(os.environ.get("MUTATION_SEED", "1"))
AT_ONCE = 2
SECONDS_BETWEEN_LOOKS = 0.1
TOKEN = "t" * 32
OF_A_DEATH = re.compile(r"was sent SIG|exited with code|WORKER TIMEOUT")
VERDICT = re.compile(r"has read an upload: (?:\\?\")?(\{.*?\})")


class Unredirected(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_told):
        return None


@pytest.fixture
def session(folder):
    made = [sys.executable, "-m", "tests.services.officer"]
    return subprocess.run(made, cwd=root(), env=environment(folder), check=True, stdout=subprocess.PIPE, text=True).stdout.strip()  # fmt: skip


def upload(port, session, content, path="/bureau/registry/roster/", **others):
    """The status of the answer."""
    mark = uuid.uuid4().hex
    fields = {"csrfmiddlewaretoken": TOKEN, "once_key": str(uuid.uuid4())} | others
    body = "".join(f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items())  # fmt: skip
    body += f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="x{suffix_of(content)}"\r\n\r\n'
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}",
        body.encode() + content + f"\r\n--{mark}--\r\n".encode(),
        {"Content-Type": f"multipart/form-data; boundary={mark}", "Cookie": f"sessionid={session}; csrftoken={TOKEN}"},
    )
    try:
        with urllib.request.build_opener(Unredirected).open(request, timeout=60) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def suffix_of(content):
    """The name the content itself claims, so that nothing is refused by its name alone."""
    if content.startswith(b"PK\x03\x04"):
        is_open = b"spreadsheet" in content[:200] or (
            b"content.xml" in content and b"[Content_Types].xml" not in content
        )
        return ".ods" if is_open else ".xlsx"
    return ".xls" if content.startswith(b"\xd0\xcf\x11\xe0") else ".csv"


def is_answered(port):
    """However slow the machine is beside everything else that runs on it."""
    with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=60) as answer:
        return answer.status == 200
    return False


@contextmanager
def watched(port):
    """Somebody else who asks for a page over and over again; yields whether he was answered each time."""
    done, answered = Event(), []

    def ask():
        while not done.wait(SECONDS_BETWEEN_LOOKS):
            answered.append(is_answered(port))

    asking = Thread(target=ask)
    asking.start()
    try:
        yield answered
    finally:
        done.set()
        asking.join()


def test_spoilt_workbooks_harm_nobody(folder, session):
    with (
        served("systemd", folder) as (port, _process),
        watched(port) as answered,
        ThreadPoolExecutor(AT_ONCE) as senders,
    ):
        numbers = range(SEED * 1_000_000, SEED * 1_000_000 + COUNT)
        statuses = Counter(senders.map(lambda number: upload(port, session, mutated(number)), numbers))

    log = (folder / "web.log").read_text()
    verdicts = [ast.literal_eval(found) for found in VERDICT.findall(log)]
    print(f"\n{COUNT} files of seed {SEED}: {dict(statuses)}; {len(verdicts)} were read, {summary(verdicts)}")
    assert statuses.keys() <= {302, 400}
    assert statuses[302]
    assert answered
    assert all(answered)
    assert not OF_A_DEATH.search(log)
    assert "Traceback" not in log
    assert len(verdicts) > COUNT / 2
    assert max(verdict["peak"] for verdict in verdicts) * 1024 <= limits.MOST_BYTES
    assert max(verdict["seconds"] for verdict in verdicts) <= limits.MOST_SECONDS


def test_forms_that_take_long_to_read_keep_nobody_waiting(folder, session):
    """Ten at once, more than are read at a time; who finds no place is asked to try again."""
    content = PARTS["shared texts of a million"]()
    with (
        served("systemd", folder) as (port, _process),
        watched(port) as answered,
        ThreadPoolExecutor(10) as senders,
    ):
        new = {"path": "/bureau/questionnaires/new/", "begin": "file"}
        statuses = set(senders.map(lambda _sender: upload(port, session, content, **new), range(10)))

    log = (folder / "web.log").read_text()
    assert statuses == {200}  # the page once more, with what is wrong
    assert answered
    assert all(answered)
    assert VERDICT.search(log)
    assert not OF_A_DEATH.search(log)
    assert "Traceback" not in log


def summary(verdicts):
    ends = Counter(verdict["status"] for verdict in verdicts)
    peak, slowest = max(one["peak"] for one in verdicts) // 1024, max(one["seconds"] for one in verdicts)
    return f"which ended {dict(ends)}; at most {peak} MiB and {slowest:.2f} s of the processor"
