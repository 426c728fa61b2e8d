import logging
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import billiard
import pytest

from surveys.lib.confined import Unreadable, confined, door, limits, made, patience, start
from surveys.lib.confined.plain_data import plain

READERS = "tests.lib.confined.readers"
SECONDS = limits.MOST_SECONDS


def read(reader, content=b"abc", **told):
    return confined(f"{READERS}.{reader}", content, **told)


def reason_of(reader, content=b"abc", **told):
    with pytest.raises(Unreadable) as found:
        read(reader, content, **told)
    return found.value.reason


@pytest.mark.parametrize("content", [b"", b"abc", bytes(20 * 1024 * 1024)])
def test_what_a_reader_makes_of_a_file_comes_back(content):
    assert read("length", content, times=2) == 2 * len(content)


@pytest.mark.parametrize("reader", ["sleeps", "works"])
def test_whatever_takes_too_long_is_ended(reader):
    with patience(0.3):
        assert reason_of(reader) == "time"
    assert read("length") == 3


@pytest.mark.parametrize("reader", ["asks_for_too_much", "grows", "aborts", "is_killed"])
def test_whatever_wants_too_much_memory_gets_none(reader):
    assert reason_of(reader) == "memory"
    assert read("length") == 3


def test_memory_is_had_up_to_the_limit():
    assert read("uses", mib=300) == 300
    assert reason_of("uses", mib=512) == "memory"


@pytest.mark.parametrize(
    "reader", ["fails", "leaves", "vanishes", "crashes", "answers_with_what_json_does_not_know", "no_such_reader"]
)
def test_whatever_else_befalls_a_reader_is_a_broken_file(reader):
    assert reason_of(reader) == ("busy" if reader == "no_such_reader" else "broken")
    assert read("length") == 3


def test_an_answer_has_an_end(monkeypatch):
    monkeypatch.setattr(door, "MOST_OF_AN_ANSWER", 1024 * 1024)

    assert reason_of("answers_at_length", mib=2) == "memory"


def test_what_libraries_print_goes_nowhere(capfd):
    assert read("says_much") == "said"
    assert capfd.readouterr() == ("", "")


def test_nothing_can_be_written(tmp_path):
    assert reason_of("writes", path=str(tmp_path / "left.txt")) == "broken"
    assert [path.read_bytes() for path in tmp_path.iterdir()] in ([], [b""])


def test_a_reader_knows_no_secrets_and_nobody_else(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "told to nobody")
    monkeypatch.setenv("DATABASE_URL", "postgres://surveys:secret@127.0.0.1/surveys")

    found = read("surroundings")

    assert not {"SECRET_KEY", "DATABASE_URL", "EMAIL_URL", "DATA_DIR"} & set(found["environment"])
    assert found["settings"] == []
    assert found["open"] == 4  # nothing to hear and to say things on, and the line to whoever asks
    assert (found["threads"], found["core"]) == (1, [0, 0])
    assert (found["cpu"], found["memory"]) == ([SECONDS] * 2, [limits.MOST_BYTES] * 2)


def test_every_file_is_read_by_a_process_of_its_own():
    assert len({read("surroundings")["process"] for _file in range(3)} - {os.getpid()}) == 3


def test_many_threads_are_answered_each():
    with ThreadPoolExecutor(8) as threads:
        lengths = list(threads.map(lambda length: read("length", bytes(length)), range(24)))

    assert lengths == list(range(24))


def test_who_finds_no_place_is_told_so(monkeypatch):
    monkeypatch.setattr(door, "SECONDS_FOR_A_PLACE", 0)
    for _place in range(door.MOST_AT_ONCE):
        assert door._state.places.acquire(blocking=False)
    try:
        assert reason_of("length") == "busy"
    finally:
        for _place in range(door.MOST_AT_ONCE):
            door._state.places.release()
    assert read("length") == 3


def test_a_place_is_given_back_whatever_happens():
    for _file in range(door.MOST_AT_ONCE + 1):
        assert reason_of("fails") == "broken"
    assert read("length") == 3


def test_the_process_that_forks_is_started_again_after_its_death():
    start(f"{READERS}.length")
    before = door._state.forking.process
    before.send_signal(signal.SIGKILL)

    assert read("length") == 3
    assert before.returncode == -signal.SIGKILL


def test_the_process_that_forks_ends_with_whoever_it_reads_for():
    start(f"{READERS}.length")
    forking = door._state.forking.process
    door._end()

    assert forking.returncode == 0


def test_where_no_process_can_be_started_who_asks_is_told_so(monkeypatch):
    door._end()
    monkeypatch.setattr(door.sys, "executable", "/nowhere/python")

    start(f"{READERS}.length")  # of a web process, which lives on
    assert reason_of("length") == "busy"
    monkeypatch.undo()
    assert read("length") == 3


def in_a_daemon(pipe):
    pipe.send(read("length"))


def test_a_worker_of_celery_which_may_have_no_children_of_its_own_kind_reads_too():
    start(f"{READERS}.length")  # of this process, and none of the worker's
    ours, theirs = billiard.Pipe()
    worker = billiard.context.ForkContext().Process(target=in_a_daemon, args=[theirs], daemon=True)
    worker.start()

    assert ours.recv() == 3
    worker.join()
    assert read("length") == 3


def test_what_reading_cost_is_in_the_log(caplog):
    with caplog.at_level(logging.DEBUG, "surveys.lib.confined"):
        read("length")

    ((_reader, verdict),) = [record.args for record in caplog.records]
    assert (verdict["status"], verdict["peak"] < limits.MOST_BYTES / 1024) == (0, True)


@dataclass(frozen=True)
class Inner:
    place: tuple[int, int]


@dataclass(frozen=True)
class Outer:
    names: list[str]
    rows: list[list[str]]
    places: frozenset[tuple[int, int]]
    inner: tuple[Inner, ...]
    maybe: str | None
    is_so: bool = False


OUTER = Outer(["a"], [["b", ""], []], frozenset({(2, 1), (0, 3)}), (Inner((4, 5)),), None, True)


def as_json(value):
    if isinstance(value, list | tuple):
        return [as_json(one) for one in value]
    return {name: as_json(one) for name, one in value.items()} if isinstance(value, dict) else value


def as_told(outer):
    return as_json(plain(outer)) | {
        "places": as_json(plain(outer.places)),
        "inner": [as_json(plain(one)) for one in outer.inner],
    }


def test_dataclasses_come_back_as_they_were():
    assert made(Outer, as_told(OUTER)) == OUTER


@pytest.mark.parametrize(
    "wrong", [{"names": [1]}, {"names": "a"}, {"rows": [None]}, {"places": [[1]]}, {"inner": [[]]}, {"is_so": 1}, None]
)
def test_nothing_but_what_a_dataclass_holds_is_taken(wrong):
    told = as_told(OUTER) | wrong if wrong else {}

    with pytest.raises((TypeError, ValueError, KeyError)):
        made(Outer, told)
