"""An installation in a folder, and the processes of its web side in little."""

import os
import subprocess
import sys

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


def write_notices(folder, *keys, redis_url=""):
    """Seconds that it took."""
    command = [sys.executable, "-m", "tests.services.writing", *keys]
    done = subprocess.run(command, cwd=root(), env=environment(folder, redis_url), check=True, capture_output=True)
    return float(done.stdout)


def mails(folder):
    return len(list(folder.glob("mails/*.eml")))
