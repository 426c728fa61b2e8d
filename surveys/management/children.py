"""Processes that are started again when they die, and that go when their parent goes. Knows nothing of what they do."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
RUNS_WELL_AFTER = 60.0
SECONDS_TO_STOP = 30.0
LOOK_EVERY = 0.2
PR_SET_PDEATHSIG = 1

Announce = Callable[[str], None]


class Child:
    """One part: its command, the process that runs it now, and when to start the next one after a death."""

    def __init__(self, name: str, command: Sequence[str], folder: Path) -> None:
        self.name, self.command, self.folder = name, command, folder
        self.process: subprocess.Popen[bytes] | None = None
        self.pause = FIRST_PAUSE
        self.started_at = self.start_again_at = 0.0

    def start(self) -> None:
        """In a session of its own, so that a Ctrl-C reaches the parent alone and a whole group can be killed."""
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.command, cwd=self.folder, start_new_session=True, preexec_fn=_end_with_the_parent
        )

    @property
    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    @property
    def is_due(self) -> bool:
        return self.process is None and time.monotonic() >= self.start_again_at

    def bury(self) -> None:
        """Clear away what the dead one may have left behind, and wait longer each time one dies young."""
        self.kill()
        self.process = None
        lived = time.monotonic() - self.started_at
        self.start_again_at = time.monotonic() + self.pause
        self.pause = FIRST_PAUSE if lived > RUNS_WELL_AFTER else min(self.pause * 2, LONGEST_PAUSE)

    def ask_to_stop(self) -> None:
        if self.process is not None:
            self.process.terminate()

    def wait(self, seconds: float) -> None:
        if self.process is not None:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)

    def kill(self) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def _end_with_the_parent() -> None:
    """Linux tells the child when its parent dies, even by kill -9; elsewhere it must then be stopped by hand."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def keep_running(children: Sequence[Child], announce: Announce) -> None:
    """Until SIGTERM or SIGINT; then the children are stopped in the order in which they are given."""
    told_to_stop: list[int] = []
    before = {
        number: signal.signal(number, lambda number, _frame: told_to_stop.append(number))
        for number in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        _look_after(children, told_to_stop, announce)
    finally:
        announce("Stopping …")
        stop(children)
        for number, handler in before.items():
            signal.signal(number, handler)


def _look_after(children: Sequence[Child], told_to_stop: list[int], announce: Announce) -> None:
    while not told_to_stop:
        for child in children:
            if child.has_died:
                announce(f"The {child.name} died; it starts again in {child.pause:g} s.")
                child.bury()
            elif child.is_due:
                child.start()
        time.sleep(LOOK_EVERY)


def stop(children: Sequence[Child]) -> None:
    """Whoever needs too long is killed with its whole group."""
    deadline = time.monotonic() + SECONDS_TO_STOP
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.wait(max(deadline - time.monotonic(), 0.1))
        child.kill()
