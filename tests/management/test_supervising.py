import socket
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from surveys.lib.clock import database_now
from surveys.lib.heartbeat import note_pulse
from surveys.management import supervising
from surveys.management.supervising import LONGEST_SILENCE, AlreadyServing, PortTaken, background_worker, supervise


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

    background_worker()

    assert list((settings.SPOOL_DIR / "messages").iterdir()) == []


@pytest.mark.django_db(transaction=True)  # the examination closes its connection
@pytest.mark.parametrize(("silence", "is_well"), [(timedelta(minutes=1), True), (LONGEST_SILENCE, False)])
def test_a_worker_is_well_as_long_as_it_has_a_pulse(silence, is_well, monkeypatch):
    worker = background_worker()
    note_pulse(database_now() - silence)

    assert worker.is_well() is is_well


def test_a_worker_that_has_just_begun_is_given_time(db):
    worker = background_worker()
    worker.start_again_at = 0
    worker.started_at = supervising.time.monotonic()
    note_pulse(database_now() - timedelta(days=1))

    assert worker.is_well() is True
