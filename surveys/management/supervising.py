"""The whole system on one machine: web, workers and beat under one supervisor. For more machines see config/deploy/."""

import fcntl
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command

from surveys.lib.clock import database_now
from surveys.management.children import Announce, Child, keep_running
from surveys.management.working import KINDS
from surveys.receipts.actions import make_first_keys


class CannotServe(Exception):
    """Nothing was started."""


class AlreadyServing(CannotServe):
    """This part is served already from the same data folder; stop the other one first."""


class PortTaken(CannotServe):
    """Something else listens at this address; choose another port."""


def bring_up_to_date() -> None:
    """Database, cache table and static files, to what this version of the code expects; and a key to sign receipts with."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    make_first_keys(at=database_now())
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    if not (settings.DEBUG or settings.DEMO):
        call_command("collectstatic", interactive=False, verbosity=0)


def which_broker() -> str:
    if not settings.REDIS_URL:
        return f"the folder {settings.SPOOL_DIR} (set REDIS_URL to use Redis)"
    address = urlsplit(settings.REDIS_URL)
    return f"Redis at {address.hostname or address.path}"  # its password stays untold


def supervise(
    host: str, port: int, *, web: bool = True, worker: bool = True, beat: bool = True, announce: Announce = print
) -> None:
    """Serve until this process gets SIGTERM or Ctrl-C. Raises AlreadyServing, PortTaken before anything is started."""
    if web:
        _refuse_a_taken_port(host, port)
    children = parts(host, port, web=web, worker=worker, beat=beat)
    with ExitStack() as locks:
        for child in children:
            locks.enter_context(_the_only(child.name))
        announce(f"Serving {', '.join(child.name for child in children)}. Wake-ups go through {which_broker()}.")
        if web:
            announce(f"Open http://{host}:{port}/ — stop with Ctrl-C.")
        keep_running(children, announce)


def parts(host: str, port: int, *, web: bool, worker: bool, beat: bool) -> list[Child]:
    workers = [worker_for(kind) for kind in KINDS if (beat if kind == "beat" else worker)]
    return [web_server(host, port), *workers] if web else workers


def web_server(host: str, port: int) -> Child:
    os.environ.setdefault("WEB_CONCURRENCY", "2")
    options = f"--bind {host}:{port} --threads 4 --timeout 60 --graceful-timeout 20 --log-level warning"
    options += " --worker-class config.web_worker.BufferingWorker"
    housekeeping = "--max-requests 2000 --max-requests-jitter 200 --no-control-socket"
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", *options.split(), *housekeeping.split()]
    return Child("web", command, settings.ROOT)


def worker_for(kind: str) -> Child:
    _forget_old_wake_ups()
    return Child(kind, [sys.executable, "manage.py", "work", kind], settings.ROOT)


def _forget_old_wake_ups() -> None:
    """Thousands may lie in the folder after days without a worker; the first turn finds what they were about."""
    for message in settings.SPOOL_DIR.glob("messages/*"):
        message.unlink(missing_ok=True)


def _refuse_a_taken_port(host: str, port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except (OSError, OverflowError) as error:  # the latter for a number that no port can have
            reason = getattr(error, "strerror", None) or error
            raise PortTaken(f"{host}:{port} cannot be used ({reason}); choose another one with --port.") from error


@contextmanager
def _the_only(name: str) -> Iterator[None]:
    """The kernel holds the lock for as long as this process lives, so that no crash leaves it behind."""
    with (settings.DATA_DIR / f"{name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyServing(f"Another process serves the {name} of {settings.DATA_DIR} already.") from error
        yield
