import json
import os
import subprocess
import sys

import pytest
from django.db import connection

from tests.servers import root

SHOW = """
import json
from config import settings as s
print(json.dumps([s.SESSION_COOKIE_NAME, s.SECURE_SSL_REDIRECT, s.DATABASES["default"]["ENGINE"], s.DEMO]))
"""


def python(code, tmp_path, **environment):
    """A process of its own, which knows nothing of the tests' installation."""
    bare = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=root(), env=bare | environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    "environment", [{}, {"SECRET_KEY": ""}, {"SECRET_KEY": " "}, {"DEMO": "0"}, {"SITE_URL": "https://x.example"}]
)
def test_without_a_secret_nothing_starts_and_it_is_said_how_to_make_one(tmp_path, environment):
    done = python("import config.wsgi", tmp_path, **environment)

    assert done.returncode == 1
    assert "SECRET_KEY is not set" in done.stderr
    assert "secrets.token_urlsafe" in done.stderr


def test_a_site_with_https_has_cookies_for_this_host_alone(tmp_path):
    done = python(SHOW, tmp_path, SECRET_KEY="x" * 60, SITE_URL="https://survey.example.org")

    assert json.loads(done.stdout) == ["__Host-sessionid", True, "django.db.backends.sqlite3", False]


@pytest.mark.parametrize("address", ["", "survey.example.org", "HTTPS://survey.example.org"])
def test_a_site_without_its_whole_address_does_not_start(tmp_path, address):
    """Else cookies would travel without https, and no link in a mail would work."""
    done = python("import config.wsgi", tmp_path, SECRET_KEY="x" * 60, SITE_URL=address)

    assert (done.returncode, f"SITE_URL is {address!r}" in done.stderr) == (1, True)


def test_lists_may_have_spaces_behind_their_commas(tmp_path):
    code = "from config import settings as s; print(*s.ALLOWED_HOSTS, *s.CSRF_TRUSTED_ORIGINS, *s.SECRET_KEY_FALLBACKS, sep='|')"
    lists = {"ALLOWED_HOSTS": "a.cn, b.cn,", "CSRF_TRUSTED_ORIGINS": "https://a.cn, https://b.cn"}

    done = python(code, tmp_path, SECRET_KEY="x" * 60, SECRET_KEY_FALLBACKS="old, older", **lists)

    assert done.stdout == "a.cn|b.cn|https://a.cn|https://b.cn|old|older\n"


@pytest.mark.parametrize("address", ["nonsense", "consolemail://", "htpp://mail.example.org"])
def test_an_address_of_no_mail_server_does_not_start(tmp_path, address):
    """Else every letter would silently become a file."""
    done = python("import config.wsgi", tmp_path, SECRET_KEY="x" * 60, EMAIL_URL=address)

    assert (done.returncode, "EMAIL_URL names no mail server" in done.stderr) == (1, True)


@pytest.mark.parametrize(("address", "kept"), [("", "folder"), (" ", "folder"), ("smtp://mail.example.org:25", "smtp")])
def test_mails_go_to_the_server_that_is_named_or_into_a_folder(tmp_path, address, kept):
    code = "from config import settings as s; print(s.EMAIL_BACKEND)"

    assert f".{kept}.EmailBackend" in python(code, tmp_path, SECRET_KEY="x" * 60, EMAIL_URL=address).stdout


def test_the_database_is_named_by_its_address(tmp_path):
    done = python(SHOW, tmp_path, SECRET_KEY="x" * 60, DATABASE_URL="postgres://u:p@127.0.0.1/surveys")

    assert json.loads(done.stdout)[2] == "django.db.backends.postgresql"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite; part of every run on it")
def test_sqlite_takes_the_write_lock_at_once_and_survives_a_power_cut():
    options = connection.settings_dict["OPTIONS"]

    assert options["transaction_mode"] == "IMMEDIATE"
    assert {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL"} <= set(options["init_command"].split("; "))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RETURN_ADDRESS", "returns"),
        ("RETURN_ADDRESS", "re+turns@example.org"),
        ("RETURN_ADDRESS", f"{'x' * 16}@example.org"),
        ("RETURN_MAILBOX", "pop3://u:p@example.org"),
        ("RETURN_MAILBOX", "/var/mail/returns"),
    ],
)
def test_letters_cannot_come_back_to_just_anywhere(tmp_path, name, value):
    done = python("from config import settings", tmp_path, SECRET_KEY="x" * 60, **{name: value})

    assert (done.returncode, name in done.stderr) == (1, True)
