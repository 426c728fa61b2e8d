"""What a process that reads an upload may come to do. They run there; each is named by its dotted name."""

import os
import resource
import signal
import sys
import threading
import time
from pathlib import Path

from django.conf import settings

MIB = 1024 * 1024


def length(content, *, times=1):
    return len(content) * times


def sleeps(content):
    time.sleep(60)


def works(content):
    while True:
        pass


def asks_for_too_much(content):
    return len(bytearray(600 * MIB))


def grows(content):
    kept = []
    while True:
        kept.append(bytearray(MIB))


def uses(content, *, mib):
    return len(bytearray(mib * MIB)) // MIB


def fails(content):
    raise ValueError(content)


def leaves(content):
    sys.exit(0)


def vanishes(content):
    os._exit(0)


def aborts(content):
    os.abort()


def crashes(content):
    os.kill(os.getpid(), signal.SIGSEGV)


def is_killed(content):
    os.kill(os.getpid(), signal.SIGKILL)


def answers_with_what_json_does_not_know(content):
    return object()


def answers_at_length(content, *, mib):
    return "x" * (mib * MIB)


def says_much(content):
    print("x" * MIB, flush=True)
    return "said"


def writes(content, *, path):
    Path(path).write_bytes(content)


def surroundings(content):
    """What an intruder would find."""
    return {
        "environment": sorted(os.environ),
        "open": len(os.listdir("/proc/self/fd")) - 1,  # one of them looks at the folder
        "threads": threading.active_count(),
        "settings": [name for name in ("DATABASES", "SECRET_KEY", "EMAIL_HOST") if settings.is_overridden(name)],
        "core": resource.getrlimit(resource.RLIMIT_CORE),
        "cpu": resource.getrlimit(resource.RLIMIT_CPU),
        "memory": resource.getrlimit(resource.RLIMIT_AS),
        "process": os.getpid(),
    }
