#!/usr/bin/env python
import os
import sys
from pathlib import Path

from django.core.management import execute_from_command_line

ROOT = Path(__file__).resolve().parent
# The demo has a folder of its own, the others only read the files they are given: none of them needs a secret.
NEEDS_NO_INSTALLATION = ("demo", "evaluate", "checkdefinition", "checkanswers")
SAYS_WHICH_INSTALLATION = ("SECRET_KEY", "DATABASE_URL", "DATA_DIR", "SITE_URL", "DEBUG", "DEMO")


def nothing_but_the_demo_is_here() -> bool:
    """After a demo the other commands look at it, until somebody says which installation they are to work on."""
    unsaid = not any(name in os.environ for name in SAYS_WHICH_INSTALLATION) and not (ROOT / ".env").exists()
    return unsaid and (ROOT / "var/demo/surveys.sqlite3").exists()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # Settings are read before any command runs.
    if sys.argv[1:2] and sys.argv[1] in NEEDS_NO_INSTALLATION:
        os.environ.setdefault("DEMO", "1")
    elif nothing_but_the_demo_is_here():
        print("No SECRET_KEY is set: working on the demo in var/demo.", file=sys.stderr)
        os.environ["DEMO"] = "1"
    execute_from_command_line(sys.argv)
