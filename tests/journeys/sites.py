"""A site for one journey: a server in a thread, on a database that only this journey uses."""

import sqlite3
from contextlib import contextmanager

from django.db import connections
from pytest_django.live_server_helper import LiveServer


@contextmanager
def serving(folder):
    """The site's address."""
    with _database_on_disk(folder / "journey.sqlite3"):
        server = LiveServer("127.0.0.1")
        try:
            yield server.url
        finally:
            server.stop()


@contextmanager
def _database_on_disk(path):
    """The tests' SQLite lives in memory on one connection, which the server's threads would have to share.

    So a copy of it is used, by everybody on a connection of his own, as in real life. PostgreSQL serves all as it is.
    """
    in_memory = connections["default"]
    facts = in_memory.settings_dict
    before = facts["NAME"], facts["CONN_MAX_AGE"]
    facts["CONN_MAX_AGE"] = 0  # a connection that a thread of the server kept would hold up the emptying of tables
    if in_memory.vendor == "sqlite":
        in_memory.ensure_connection()
        with sqlite3.connect(path) as copy:
            in_memory.connection.backup(copy)
        copy.close()
        facts["NAME"] = str(path)
        connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        if in_memory.vendor == "sqlite":
            connections["default"].close()
            connections["default"] = in_memory
        facts["NAME"], facts["CONN_MAX_AGE"] = before
