import os
import threading
import time

import pytest
from django.db import transaction

from surveys.lib import waking
from surveys.lib.waking import MOST_WAITING, Bell


class Broker:
    """Takes names, but only while its gate is open: a frozen broker is one whose gate is shut."""

    def __init__(self):
        self.gate, self.taken, self.busy = threading.Event(), [], threading.Event()

    def publish(self, task):
        self.busy.set()
        self.gate.wait(10)
        self.taken.append(task)


@pytest.fixture
def broker():
    broker = Broker()
    yield broker
    broker.gate.set()


def wait_until(condition):
    until = time.monotonic() + 5
    while not condition() and time.monotonic() < until:
        time.sleep(0.01)


def test_a_ring_is_handed_to_the_broker(broker):
    broker.gate.set()
    Bell(broker.publish).ring("deliver")

    wait_until(lambda: broker.taken)
    assert broker.taken == ["deliver"]


def test_a_frozen_broker_holds_up_nobody_who_rings(broker):
    bell = Bell(broker.publish)

    started = time.monotonic()
    for n in range(1000):
        bell.ring(f"task {n}")

    assert time.monotonic() - started < 0.5
    assert bell.waiting.qsize() == MOST_WAITING


def test_what_waits_already_is_not_rung_for_again(broker):
    bell = Bell(broker.publish)
    bell.ring("first")
    broker.busy.wait(5)
    for task in ("deliver", "export", "deliver", "deliver"):
        bell.ring(task)

    broker.gate.set()
    wait_until(lambda: len(broker.taken) == 3)
    assert broker.taken == ["first", "deliver", "export"]


def test_a_ring_during_the_handing_over_is_not_lost(broker):
    """The work of the second ring was committed after the broker was told of the first one."""
    bell = Bell(broker.publish)
    bell.ring("deliver")
    broker.busy.wait(5)
    bell.ring("deliver")

    broker.gate.set()
    wait_until(lambda: len(broker.taken) == 2)
    assert broker.taken == ["deliver", "deliver"]


def test_a_bell_rings_in_a_forked_web_process_too(broker):
    waking._bell.ring("surveys.tasks.unknown")
    before = waking._bell

    child = os.fork()
    if child == 0:
        os._exit(0 if waking._bell is not before and waking._bell._thread is None else 1)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.django_db(transaction=True)
def test_nothing_is_rung_for_what_was_rolled_back(broker, monkeypatch):
    monkeypatch.setattr(waking, "_bell", Bell(broker.publish))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        waking.wake_after_commit("deliver")
        raise ZeroDivisionError
    with transaction.atomic():
        waking.wake_after_commit("export")
        assert not broker.busy.is_set()

    broker.gate.set()
    wait_until(lambda: broker.taken)
    assert broker.taken == ["export"]
