import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from contextlib import contextmanager

import pytest

from surveys.management import children
from surveys.management.children import FIRST_PAUSE, LONGEST_PAUSE, Child, keep_running, stop
from tests.servers import root, wait_for


def child_that(does, folder, name="child"):
    return Child(name, [sys.executable, "-c", textwrap.dedent(does)], folder)


WRITES_ITS_START = "import os, time; open('starts', 'a').write(f'{os.getpid()}\\n'); time.sleep(60)"


def starts(folder):
    return (folder / "starts").read_text().splitlines() if (folder / "starts").exists() else []


@contextmanager
def told_to_stop_when(condition):
    """Sends this process a SIGTERM as soon as the condition is true, as the system does to a service."""

    def watch():
        wait_for(condition, 20)
        os.kill(os.getpid(), signal.SIGTERM)

    watcher = threading.Thread(target=watch)
    watcher.start()
    yield
    watcher.join()


def test_a_dead_child_is_started_again_and_all_stop_when_told(tmp_path):
    said = []
    child = child_that("open('starts', 'a').write('x\\n')", tmp_path)

    with told_to_stop_when(lambda: len(starts(tmp_path)) == 2):
        keep_running([child], said.append)

    assert said == ["The child died; it starts again in 0.5 s.", "Stopping …"]


def test_children_stop_in_the_order_they_are_given(tmp_path):
    writes_its_end = """
        import signal, sys, time
        def end(*_):
            open("ends", "a").write(sys.argv[1]); sys.exit()
        signal.signal(signal.SIGTERM, end)
        open("starts", "a").write("x\\n")
        time.sleep(60)
    """
    parts = [child_that(writes_its_end, tmp_path, name) for name in ("web", "worker", "beat")]
    for part in parts:
        part.command = [*part.command, part.name[0]]

    with told_to_stop_when(lambda: len(starts(tmp_path)) == 3):
        keep_running(parts, lambda _: None)

    assert [part.process.returncode for part in parts] == [0, 0, 0]
    assert sorted((tmp_path / "ends").read_text()) == ["b", "w", "w"]


def test_a_child_that_will_not_go_is_killed_with_its_own_children(tmp_path, monkeypatch):
    monkeypatch.setattr(children, "SECONDS_TO_STOP", 0.2)
    stubborn = """
        import os, signal, time
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.fork()
        open("starts", "a").write(f"{os.getpid()}\\n")
        time.sleep(60)
    """
    child = child_that(stubborn, tmp_path)
    child.start()
    assert wait_for(lambda: len(starts(tmp_path)) == 2, 10)

    stop([child])

    assert child.process.returncode == -signal.SIGKILL
    assert wait_for(lambda: not any(is_alive(int(pid)) for pid in starts(tmp_path)), 5)


def is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(") ")[2][0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_children_go_even_when_the_parent_is_killed(tmp_path):
    parent = f"""
        import pathlib, sys
        from surveys.management.children import Child, keep_running
        keep_running([Child("x", [sys.executable, "-c", {WRITES_ITS_START!r}], pathlib.Path({str(tmp_path)!r}))], print)
    """
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(parent)], cwd=root(), stdout=subprocess.DEVNULL)
    assert wait_for(lambda: len(starts(tmp_path)) == 1, 10)

    process.kill()
    process.wait()

    assert wait_for(lambda: not is_alive(int(starts(tmp_path)[0])), 5)


def test_a_child_that_dies_young_waits_longer_each_time(tmp_path):
    child = child_that("", tmp_path)
    pauses = []
    for _ in range(9):
        child.start()
        child.bury()
        pauses.append(child.start_again_at - time.monotonic())

    assert [round(pause, 1) for pause in pauses] == [FIRST_PAUSE, 1, 2, 4, 8, 16, LONGEST_PAUSE, LONGEST_PAUSE, 30]


def test_a_child_that_lived_long_starts_again_at_once(tmp_path):
    child = child_that("", tmp_path)
    child.pause = LONGEST_PAUSE
    child.start()
    child.started_at -= 3600

    child.bury()

    assert child.pause == FIRST_PAUSE
