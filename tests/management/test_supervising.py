import socket

import pytest
from django.core.management import CommandError, call_command

from surveys.management import supervising
from surveys.management.supervising import AlreadyServing, PortTaken, parts, supervise, worker_for


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR, settings.SPOOL_DIR = tmp_path, tmp_path / "spool"


def test_the_password_of_redis_is_not_told(settings):
    settings.REDIS_URL = "rediss://user:secret@queue.example.org:6380/0"

    assert supervising.which_broker() == "Redis at queue.example.org"


def test_without_redis_the_folder_is_told(settings):
    settings.REDIS_URL = ""

    assert supervising.which_broker() == f"the folder {settings.SPOOL_DIR} (set REDIS_URL to use Redis)"


def test_one_part_is_served_once_from_one_folder():
    with supervising._the_only("beat"), pytest.raises(AlreadyServing):
        supervise("127.0.0.1", 0, web=False, worker=False)


def test_a_port_in_use_is_told_before_anything_starts():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()

        with pytest.raises(PortTaken):
            supervise("127.0.0.1", other.getsockname()[1])


def test_a_number_that_no_port_can_have_is_told_too():
    with pytest.raises(PortTaken, match="99999 cannot be used"):
        supervise("127.0.0.1", 99999)


def test_the_command_tells_it_as_an_error(db, settings):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()

        with pytest.raises(CommandError, match="choose another one with --port"):
            call_command("serve", port=other.getsockname()[1])


def test_wake_ups_from_before_are_forgotten(settings):
    (settings.SPOOL_DIR / "messages").mkdir(parents=True)
    (settings.SPOOL_DIR / "messages" / "1.default.msg").touch()

    worker_for("mail")

    assert list((settings.SPOOL_DIR / "messages").iterdir()) == []


@pytest.mark.parametrize(
    ("asked", "started"),
    [
        ({}, ["web", "mail", "exports", "uploads", "beat"]),
        ({"worker": False}, ["web", "beat"]),
        ({"web": False, "beat": False}, ["mail", "exports", "uploads"]),
    ],
)
def test_each_kind_of_work_has_a_process_of_its_own(asked, started):
    wanted = {"web": True, "worker": True, "beat": True} | asked

    assert [part.name for part in parts("127.0.0.1", 8000, **wanted)] == started
