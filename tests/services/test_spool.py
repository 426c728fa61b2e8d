"""Whoever looks into the folder while another process writes finds a whole file or none."""

import json
import threading
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection

import config.spool  # noqa: F401

EXCHANGE = "default"


class LooksWhileWritten:
    """What is done while it becomes text is done in the middle of the writing."""

    def __init__(self, look):
        self.look, self.seen = look, []

    def __json__(self):
        self.seen.append(self.look())
        return "written"


@pytest.fixture
def channel(tmp_path):
    folders = {name: str(tmp_path) for name in ("data_folder_in", "data_folder_out", "control_folder")}
    with Connection("folder://", transport_options=folders) as connection:
        yield connection.channel()


def taken(channel):
    try:
        return channel._get("default")
    except Empty:
        return None


def table(channel):
    file = Path(channel._exchange_file(EXCHANGE))
    return json.loads(file.read_text()) if file.exists() else None


def test_a_message_that_is_being_written_is_not_there_yet(channel):
    looking = LooksWhileWritten(lambda: taken(channel))

    channel._put("default", looking)

    assert looking.seen == [None]
    assert taken(channel) == "written"
    assert taken(channel) is None


def test_a_table_of_queues_that_is_being_written_is_not_there_yet(channel):
    looking = LooksWhileWritten(lambda: table(channel))

    channel._queue_bind(EXCHANGE, looking, "", "default")

    assert looking.seen[0] is None
    assert None not in looking.seen[1:]
    assert table(channel)[-1] == ["written", "", "default"]


@pytest.mark.parametrize("rest", ["", '{"body": "bnVs', "\x00\x00"])
def test_what_was_never_written_to_its_end_holds_nobody_up(channel, rest):
    """As after a full disk, or a machine that lost its current."""
    Path(channel.data_folder_in, "1_a.default.msg").write_text(rest)
    Path(channel._exchange_file(EXCHANGE)).write_text(rest)

    channel._queue_bind(EXCHANGE, "default", "", "default")
    channel._put("default", "whole")

    assert table(channel) == [["default", "", "default"]]
    assert [taken(channel), taken(channel)] == ["whole", None]


def test_processes_that_start_at_once_write_one_table(channel):
    begin = threading.Barrier(8)

    def bind():
        begin.wait()
        channel._queue_bind(EXCHANGE, "default", "", "default")

    threads = [threading.Thread(target=bind) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert table(channel) == [["default", "", "default"]]
    assert [file.suffix for file in Path(channel._exchange_file(EXCHANGE)).parent.iterdir()] == [".exchange"]
