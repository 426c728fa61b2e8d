import threading
from datetime import UTC, datetime, timedelta

import pytest

from surveys.lib import leases
from surveys.lib.leases import LEASE, LONGEST_WAIT, RENEWED_EVERY
from surveys.notices.models import Notice
from tests.servers import wait_for

NOW = datetime(2021, 4, 27, 4, 0, tzinfo=UTC)
LATER = NOW + LEASE + timedelta(seconds=1)


@pytest.fixture
def row(db):
    return Notice.objects.create(key="1", kind="issued", due_at=NOW, created_at=NOW)


def reread(row):
    return Notice.objects.get(pk=row.pk)


def test_a_row_waits_from_the_moment_it_is_due(row):
    assert list(Notice.waiting(NOW - timedelta(seconds=1))) == []
    assert list(Notice.waiting(NOW)) == [row]


def test_the_row_due_first_comes_first(row):
    earlier = Notice.objects.create(key="2", kind="issued", due_at=NOW - timedelta(hours=1), created_at=NOW)

    assert list(Notice.waiting(NOW)) == [earlier, row]


def test_of_two_workers_one_gets_the_row(row):
    rival = reread(row)

    assert (row.claim(NOW), rival.claim(NOW)) == (True, False)
    assert reread(row).attempts == 1


def test_a_row_whose_worker_died_is_free_again_when_the_lease_has_run_out(row):
    row.claim(NOW)

    assert reread(row).claim(NOW + LEASE) is False
    assert reread(row).claim(LATER) is True


def test_a_row_that_is_done_is_not_claimed_again(row):
    row.claim(NOW)

    assert row.finish(NOW) is True
    assert (reread(row).state, reread(row).done_at, reread(row).claim(LATER)) == ("done", NOW, False)


def test_a_worker_that_lost_its_lease_cannot_settle_the_row(row):
    row.claim(NOW)
    successor = reread(row)
    successor.claim(LATER)

    assert (row.finish(LATER), row.fail(LATER, "slow"), successor.finish(LATER)) == (False, False, True)


def test_each_failure_waits_twice_as_long_but_never_longer_than_the_longest(row):
    waits, at = [], NOW
    for _ in range(Notice.MOST_ATTEMPTS - 1):
        row.claim(at)
        row.fail(at, "no answer")
        waits.append(reread(row).due_at - at)
        at = reread(row).due_at

    assert waits == [min(timedelta(minutes=2**n), LONGEST_WAIT) for n in range(Notice.MOST_ATTEMPTS - 1)]
    assert (reread(row).state, reread(row).last_error) == ("queued", "no answer")


def test_after_the_last_try_it_is_left_to_a_person(row):
    Notice.objects.update(attempts=Notice.MOST_ATTEMPTS - 1)
    row.claim(NOW)
    row.fail(NOW, "no answer")

    assert (reread(row).state, list(Notice.waiting(LATER))) == ("failed", [])


def test_what_cannot_succeed_is_given_up_at_once(row):
    row.claim(NOW)
    row.fail(NOW, "no such address", for_good=True)

    assert (reread(row).state, reread(row).last_error) == ("failed", "no such address")


def test_a_row_that_kills_every_worker_is_given_up_at_last(row):
    at = NOW
    for _ in range(Notice.MOST_ATTEMPTS):
        assert reread(row).claim(at) is True
        at += LEASE + timedelta(seconds=1)

    assert reread(row).claim(at) is False
    assert (reread(row).state, reread(row).last_error) == ("failed", "Every worker that tried died at it.")


def test_a_lease_is_renewed_only_by_the_one_who_holds_it(row):
    row.claim(NOW)
    successor = reread(row)
    successor.claim(LATER)

    assert (row.renew(LATER), successor.renew(LATER)) == (False, True)
    assert reread(row).lease_until == LATER + LEASE


def test_a_row_that_is_settled_is_held_by_nobody_any_more(row):
    row.claim(NOW)
    row.finish(NOW)

    assert row.renew(NOW) is False


@pytest.mark.django_db(transaction=True)  # the lease is renewed by a thread with a connection of its own
def test_a_lease_is_renewed_while_the_work_goes_on_and_not_longer(monkeypatch):
    monkeypatch.setattr(leases, "RENEWED_EVERY", timedelta(milliseconds=10))
    row = Notice.objects.create(key="1", kind="issued", due_at=NOW, created_at=NOW)
    row.claim(NOW)

    with row.kept():
        assert wait_for(lambda: reread(row).lease_until > NOW + LEASE, 10)

    assert not [thread for thread in threading.enumerate() if str(row.pk) in thread.name]


def test_a_worker_may_miss_two_renewals():
    assert RENEWED_EVERY * 3 < LEASE
