"""What the tests' installation looks like; loaded before Django reads its settings."""

import os
import tempfile

os.environ.setdefault("DEMO", "1")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="surveys-tests-"))
os.environ.setdefault("SITE_URL", "http://127.0.0.1:8000")
os.environ.setdefault("LOG_LEVEL", "ERROR")
