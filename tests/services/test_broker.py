"""Whatever happens to the broker, every effect is on its way again within fifteen seconds, however it is deployed."""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest
import redis

from tests.servers import free_port, root, valkey, wait_for
from tests.services.deployments import WAYS
from tests.services.installation import environment, mails, web_process

pytestmark = pytest.mark.services
SECONDS = 15


@contextmanager
def running(commands, folder, redis_url, sweep_seconds=5):
    """Killed with all their children at the end. They look as often as they do where nobody sets it."""
    settings = environment(folder, redis_url) | {"SWEEP_SECONDS": str(sweep_seconds)}
    with (folder / "workers.log").open("ab") as log:
        processes = [
            subprocess.Popen(command, cwd=root(), env=settings, stdout=log, stderr=log, start_new_session=True)
            for command in commands
        ]
    try:
        yield processes
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


class Broker:
    """A server on one port that can be ill in every way we know of."""

    def __init__(self, stack):
        self.stack, self.port = stack, free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self):
        self.server = self.stack.enter_context(ExitStack())
        self.pid = self.server.enter_context(valkey(self.port))._process.pid

    def client(self):
        return redis.Redis(port=self.port, socket_timeout=2)

    def frozen(self):
        os.kill(self.pid, signal.SIGSTOP)
        yield
        os.kill(self.pid, signal.SIGCONT)

    def flushed(self):
        yield
        self.client().flushall()

    def full(self):
        self.client().config_set("maxmemory", 1)
        yield
        self.client().config_set("maxmemory", 0)

    def read_only(self):
        self.client().replicaof("127.0.0.1", free_port())
        yield
        self.client().replicaof("NO", "ONE")

    def restarted(self):
        os.kill(self.pid, signal.SIGKILL)
        self.server.close()
        yield
        self.start()


ILLS = (Broker.frozen, Broker.flushed, Broker.full, Broker.read_only, Broker.restarted)


@pytest.fixture(scope="module")
def late(empty_installation, tmp_path_factory):
    """What was late in each way of deployment. They stand side by side, since most of it is waiting."""
    one_by_one = threading.Lock()
    with ThreadPoolExecutor(len(WAYS)) as pool:
        folders = {way: shutil.copytree(empty_installation, tmp_path_factory.mktemp(way) / "data") for way in WAYS}
        return {way: pool.submit(late_letters, way, folder, one_by_one) for way, folder in folders.items()}


def late_letters(way, folder, one_by_one):
    """One is written while the broker is ill and one when it is well again, at moments that differ."""
    chance, late = random.Random(way), []
    with ExitStack() as stack:
        broker = Broker(stack)
        with one_by_one:  # to start costs more than all that follows
            stack.enter_context(running(WAYS[way](), folder, broker.url))
            write = stack.enter_context(web_process(folder, broker.url))
            write("start")
            assert wait_for(lambda: mails(folder) == 1, 60), (folder / "workers.log").read_text()
        letters = ((ill, phase) for ill in chance.sample(ILLS, len(ILLS)) for phase in phases_of(ill, broker))
        for written, (ill, phase) in enumerate(letters, start=2):
            time.sleep(chance.uniform(0, 2))  # the moment within the turns of the workers, not a wait for anything
            write(f"{ill.__name__} {phase}")
            if not wait_for(lambda: mails(folder) == written, SECONDS):  # noqa: B023 -- asked at once
                late.append((ill.__name__, phase, (folder / "workers.log").read_text()[-3000:]))
    return late


def phases_of(ill, broker):
    phases = ill(broker)
    for phase in ("ill", "well"):
        next(phases, None)
        yield phase


@pytest.mark.parametrize("way", WAYS)
def test_every_letter_is_on_its_way_within_fifteen_seconds(late, way):
    assert late[way].result() == []


NEVER = 600


@pytest.mark.parametrize("through", ["folder", "redis"])
def test_a_worker_is_woken_at_once_and_stops_when_told(folder, through):
    """It would look by itself only after ten minutes, so nothing but the ring can have told it."""
    with ExitStack() as stack:
        url = Broker(stack).url if through == "redis" else ""
        [worker] = stack.enter_context(running([[sys.executable, "manage.py", "work", "mail"]], folder, url, NEVER))
        write = stack.enter_context(web_process(folder, url))
        write("1")  # perhaps found by the worker's first turn
        assert wait_for(lambda: mails(folder) == 1, 30), (folder / "workers.log").read_text()

        write("2")
        assert wait_for(lambda: mails(folder) == 2, 30), (folder / "workers.log").read_text()

        worker.terminate()
        assert worker.wait(SECONDS) == 0


def test_letters_do_not_wait_for_a_workbook(folder):
    """Nor for the broker, which is not there at all."""
    nowhere = f"redis://127.0.0.1:{free_port()}/0"
    with running(WAYS["serve"](), folder, nowhere), web_process(folder, nowhere) as write:
        assert wait_for(lambda: _pid_of(folder, "exports"), SECONDS)
        with as_busy_as_can_be(_pid_of(folder, "exports")):
            write("1")

            assert wait_for(lambda: mails(folder) == 1, SECONDS), (folder / "workers.log").read_text()[-3000:]


@contextmanager
def as_busy_as_can_be(pid):
    """What stands still hears of no end, so it must go on before it is told."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def _pid_of(folder, kind):
    """Of the worker that belongs to this installation."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            command = (process / "cmdline").read_bytes().split(b"\0")
            if (
                command[-3:-1] == [b"work", kind.encode()]
                and str(folder).encode() in (process / "environ").read_bytes()
            ):
                return int(process.name)
    return None
