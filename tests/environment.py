"""What the tests' installation looks like; loaded before Django reads its settings.

TEST_DATABASE=postgres runs those that ask for a database on a PostgreSQL server that is started for the purpose.
"""

import os
from pathlib import Path

from tests.servers import folder_of_this_process, start_postgres

os.environ.setdefault("DEMO", "1")
if "DATA_DIR" not in os.environ:
    os.environ["DATA_DIR"] = folder_of_this_process("surveys-tests-")
if one_of_many := os.environ.get("PYTEST_XDIST_WORKER"):
    os.environ["DATA_DIR"] = str(Path(os.environ["DATA_DIR"], one_of_many))
os.makedirs(os.path.join(os.environ["DATA_DIR"], "static"), exist_ok=True)  # whitenoise warns where there is none
os.environ.setdefault("SITE_URL", "http://127.0.0.1:8000")
os.environ.setdefault("LOG_LEVEL", "ERROR")
if os.environ.get("TEST_DATABASE") == "postgres" and "DATABASE_URL" not in os.environ:
    os.environ["DATABASE_URL"] = start_postgres()  # parallel test processes inherit it
