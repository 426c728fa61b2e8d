"""The world of the tests: one bureau with its people, two operators who are strangers to each other, one other regulator."""

import gc
import io
import json
import logging
import os

import pytest
from django.core.cache import cache
from django.test import override_settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from config.logging import lines
from tests import factories

# Speed is measured by tests/benchmarks; here a busy machine must not make a right result wrong.
hypothesis_settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("house")


def pytest_collection_modifyitems(config, items):
    """What waits for servers of its own comes first, so that at the end nobody waits for it.

    On PostgreSQL only what asks for a database runs: the rest is the same on any.
    """
    items.sort(key=lambda item: item.get_closest_marker("services") is None)
    if os.environ.get("TEST_DATABASE") == "postgres":
        config.hook.pytest_deselected(items=[item for item in items if not asks_for_a_database(item)])
        items[:] = filter(asks_for_a_database, items)


def asks_for_a_database(item):
    return item.get_closest_marker("django_db") is not None or "django_db_setup" in item.fixturenames


def pytest_collection_finish():
    """What is there now stays, and need not be looked through for garbage over and over again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(autouse=True)
def no_memory_of_other_tests(db_blocker_free_cache):
    """Login throttles live in the cache, and must not leak from one test into the next."""


@pytest.fixture
def db_blocker_free_cache(request):
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        cache.clear()


@pytest.fixture(scope="session", autouse=True)
def quick_settings():
    """Argon2 is slow on purpose. And each client would look through all static files, of which none is asked for one."""
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with override_settings(PASSWORD_HASHERS=hashers, WHITENOISE_USE_FINDERS=False):
        yield


@pytest.fixture
def world(db):
    return factories.make_world()


@pytest.fixture
def log():
    """What was logged so far, line by line, as a real installation writes it."""
    handler, root = logging.StreamHandler(io.StringIO()), logging.getLogger()
    handler.setFormatter(lines(as_json=True))
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in handler.stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)
