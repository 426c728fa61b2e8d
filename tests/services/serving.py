"""The web side of an installation as it runs for real, at a port of its own."""

import os
import signal
import subprocess
import urllib.request
from contextlib import contextmanager, suppress

from tests.servers import free_port, root, wait_for
from tests.services.deployments import web
from tests.services.installation import environment


@contextmanager
def served(way, folder, **settings):
    """Yields the port and the process; goes by one of the ways that the manual names."""
    port = free_port()
    with (folder / "web.log").open("ab") as log:
        process = subprocess.Popen(
            web(way, port), cwd=root(), env=environment(folder) | settings,
            stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        assert wait_for(lambda: answers(port), 60), (folder / "web.log").read_text()
        yield port, process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def answers(port):
    with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
        return answer.status == 200
    return False
