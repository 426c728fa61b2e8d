"""An installation in a folder, and the processes of its web side in little."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager

from tests.servers import root


def environment(folder, redis_url=""):
    return os.environ | {
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/surveys.sqlite3",
        "REDIS_URL": redis_url,
        "SWEEP_SECONDS": "0.5",
        "LOG_LEVEL": "INFO",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }


@contextmanager
def web_process(folder, redis_url=""):
    """A web process in little. Yields what lets it write a notice for each key, and tells how many seconds that took."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.services.writing"],
        cwd=root(), env=environment(folder, redis_url), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip

    def write(*keys):
        print(json.dumps(keys), file=process.stdin, flush=True)
        return float(process.stdout.readline())

    with process:  # which goes when nothing more is said to it
        yield write


def mails(folder):
    return len(list(folder.glob("mails/*.eml")))
