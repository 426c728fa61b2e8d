"""The whole system on one machine: web, worker and beat under one supervisor. For more machines see config/deploy/."""

import fcntl
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection

from config.celery import DEFAULT, EXPORT, MAIL
from surveys.lib.clock import database_now
from surveys.lib.heartbeat import since_last_pulse
from surveys.management.children import Announce, Child, keep_running

LONGEST_SILENCE = timedelta(minutes=12)  # a task may take ten, and a single worker sweeps only between tasks


class CannotServe(Exception):
    """Nothing was started."""


class AlreadyServing(CannotServe):
    """This part is served already from the same data folder; stop the other one first."""


class PortTaken(CannotServe):
    """Something else listens at this address; choose another port."""


def bring_up_to_date() -> None:
    """Database, cache table and static files, to what this version of the code expects."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
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
    children = []
    if web:
        _refuse_a_taken_port(host, port)
        children.append(web_server(host, port))
    if worker:
        children.append(background_worker())
    if beat:
        children.append(clock())
    with ExitStack() as locks:
        for child in children:
            locks.enter_context(_the_only(child.name))
        announce(f"Serving {', '.join(child.name for child in children)}. Wake-ups go through {which_broker()}.")
        if web:
            announce(f"Open http://{host}:{port}/ — stop with Ctrl-C.")
        keep_running(children, announce)


def web_server(host: str, port: int) -> Child:
    os.environ.setdefault("WEB_CONCURRENCY", "2")
    options = f"--bind {host}:{port} --threads 4 --timeout 60 --graceful-timeout 20 --log-level warning"
    housekeeping = "--max-requests 2000 --max-requests-jitter 200 --no-control-socket"
    return _python("web", "gunicorn", "config.wsgi", *options.split(), *housekeeping.split())


def background_worker() -> Child:
    _forget_old_wake_ups()
    options = f"--concurrency 1 --queues {DEFAULT},{MAIL},{EXPORT} --without-gossip --without-mingle"
    child = _python("worker", "celery", "--quiet", "-A", "config", "worker", *options.split())
    child.is_well = lambda: _is_new(child) or _has_a_pulse()
    return child


def clock() -> Child:
    """Beat, in a process of its own: inside the worker it would outlive a killed worker as an orphan."""
    schedule = str(settings.DATA_DIR / "beat-schedule")
    return _python("beat", "celery", "--quiet", "-A", "config", "beat", "--schedule", schedule, "--pidfile=")


def _python(name: str, *module_and_options: str) -> Child:
    return Child(name, [sys.executable, "-m", *module_and_options], settings.ROOT)


def _forget_old_wake_ups() -> None:
    """Thousands may lie in the folder after days without a worker; the first sweep finds what they were about."""
    for message in settings.SPOOL_DIR.glob("messages/*"):
        message.unlink(missing_ok=True)


def _is_new(child: Child) -> bool:
    return time.monotonic() - child.started_at < LONGEST_SILENCE.total_seconds()


def _has_a_pulse() -> bool:
    try:
        silence = since_last_pulse(database_now())
    except DatabaseError:
        return True  # what ails then is not the worker
    finally:
        connection.close()
    return silence is not None and silence < LONGEST_SILENCE


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
