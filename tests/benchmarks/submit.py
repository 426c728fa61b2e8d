"""The full submission over HTTP against a bare view that inserts one row, on the same kind of server (performance.md, P4)."""

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from urllib.parse import urlencode

from tests.servers import free_port, root, start_postgres, wait_for

PEOPLE = 1600  # each submits once: the same again would be no new revision
CONNECTIONS, SECONDS, RUNS, WORKERS = 8, 4.0, 3, 4
CSRF = "c" * 32
OURS, FLOOR = "config.wsgi:application", "tests.benchmarks.floors:bare_application()"


def measure():
    return {"sqlite": measure_on(""), "postgresql": _measure_on_postgres()}


def _measure_on_postgres():
    try:
        address = start_postgres()
    except (ImportError, OSError, subprocess.SubprocessError) as error:
        return {"left out": f"PostgreSQL did not start: {error}"}
    return measure_on(address)


def measure_on(database):
    """With an empty address on SQLite, in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="surveys-benchmark-") as folder:
        os.makedirs(os.path.join(folder, "static"))
        here = os.environ | {"DATA_DIR": folder, "DEMO": "1", "LOG_LEVEL": "ERROR", "DATABASE_URL": database}
        if not database:
            del here["DATABASE_URL"]
        crowd = json.loads(_run(here, "-m", "tests.benchmarks.herd", str(PEOPLE)))
        with server(OURS, here) as ours, server(FLOOR, here) as floor:
            return _compare(crowd, ours, floor)


def _run(here, *arguments):
    done = subprocess.run(
        [sys.executable, *arguments], cwd=root(), env=here, check=True, capture_output=True, text=True
    )
    return done.stdout


@contextmanager
def server(application, here):
    """gunicorn with four sync workers; yields its port."""
    port = free_port()
    command = ["-m", "gunicorn", application, "-b", f"127.0.0.1:{port}", "-w", str(WORKERS), "--log-level", "error"]
    process = subprocess.Popen([sys.executable, *command, "--no-control-socket"], cwd=root(), env=here)
    try:
        if not wait_for(lambda: _answers(port), 30):
            raise RuntimeError(f"{application} did not start")
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def _answers(port):
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def request(port, method, path, session, fields):
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Cookie": f"sessionid={session}; csrftoken={CSRF}", "Content-Type": "application/x-www-form-urlencoded"}
    connection.request(method, path, urlencode(fields), headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def submit_once(port, person):
    fields = {"csrfmiddlewaretoken": CSRF, "once_key": str(uuid.uuid4()), "base": person["base"]}
    fields |= {"name": person["name"], "position": "manager", "declared": "on"}
    return request(port, "POST", f"/portal/assignments/{person['assignment']}/check/", person["session"], fields)


def insert_once(port, person):
    return request(port, "POST", "/bare/", person["session"], {})


def _compare(crowd, ours, floor):
    """Each run has people of its own, so that nobody submits twice."""
    works = {"submissions": (submit_once, ours, 302), "floor": (insert_once, floor, 200)}
    found = {name: [] for name in works}
    groups = [crowd[place :: RUNS + 1] for place in range(RUNS + 1)]
    for work, port, wanted in works.values():
        run(work, port, groups[0], wanted, SECONDS / 2)
    for group in groups[1:]:
        for name, (work, port, wanted) in works.items():
            found[name].append(run(work, port, group, wanted, SECONDS))
    rates, p99s, wrong = ({name: [one[n] for one in runs] for name, runs in found.items()} for n in range(3))
    rate = {name: statistics.median(of_one) for name, of_one in rates.items()}
    return {
        "per second": {name: round(value, 1) for name, value in rate.items()},
        "p99 in milliseconds": {name: round(1000 * statistics.median(of_one)) for name, of_one in p99s.items()},
        "wrong answers": {name: sum(of_one) for name, of_one in wrong.items()},
        "ratio to the floor": round(rate["submissions"] / rate["floor"], 3),
    }


def run(work, port, crowd, wanted, seconds):
    """Requests per second, the 99th percentile of their time in seconds, and how many were answered otherwise.

    It is over after so many seconds, or when everybody has had his turn.
    """
    begin = time.perf_counter()

    def keep_going(people):
        answers = []
        for person in people:
            start = time.perf_counter()
            if start > begin + seconds:
                break
            status = work(port, person)
            answers.append((time.perf_counter() - start, status != wanted))
        return answers

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        shares = [crowd[place::CONNECTIONS] for place in range(CONNECTIONS)]
        answers = sorted(answer for found in pool.map(keep_going, shares) for answer in found)
    spent = time.perf_counter() - begin
    p99 = answers[int(0.99 * (len(answers) - 1))][0]
    return len(answers) / spent, p99, sum(bad for _time, bad in answers)
