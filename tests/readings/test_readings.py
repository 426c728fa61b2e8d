import json
import logging
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import SuspiciousOperation

from surveys.lib.clock import database_now
from surveys.lib.files import uploads
from surveys.lib.leases import LEASE
from surveys.readings import actions
from surveys.readings.actions import KeyAlreadyUsed, Refused, ask, read_at_once, read_due, result_of, sweep
from surveys.readings.models import Reading
from tests.browsing import Visitor

BEGUN = datetime(2021, 4, 27, 8, tzinfo=UTC)
LARGE = bytes(actions.SMALL + 1)


def length(reading, content):
    reading.progress(1, 2)
    return {"length": len(content), "about": reading.about}


def refuse(_reading, _content):
    raise Refused({"zh": "太旧", "en": "Too old"})


def fail(_reading, _content):
    raise RuntimeError("a fault of ours")


READERS = {"length": length, "refuse": refuse, "fail": fail}


def asked(by, content=LARGE, kind="length", key=None, **about):
    key = key or uuid.uuid4()
    return ask(key=key, by=by, kind=kind, name="x.xlsx", content=content, about=about, leads_to="/on/", leads_back="/back/", at=BEGUN)  # fmt: skip


@pytest.fixture
def alice(world):
    return world.alice


def page(user, reading, **question):
    return Visitor(user).get(f"/readings/{reading.pk}/", question)


def test_a_worker_reads_what_was_asked_for_and_the_page_goes_on(alice):
    reading = asked(alice, round="r1")
    assert "Waiting for its turn" in page(alice, reading).content.decode()
    assert page(alice, reading, on="").status_code == 200

    assert read_due(READERS, at=BEGUN) == 1

    reading.refresh_from_db()
    assert (reading.is_read, reading.steps_done, reading.steps_in_all) == (True, 1, 2)
    assert result_of(reading.pk, owner=alice) == {"length": len(LARGE), "about": {"round": "r1"}}
    assert 'href="/on/"' in page(alice, reading).content.decode()
    assert page(alice, reading, on="").url == "/on/"
    assert read_due(READERS, at=BEGUN) == 0


def test_a_file_that_cannot_be_used_says_why_in_the_language_of_the_reader(alice):
    reading = asked(alice, kind="refuse")
    read_due(READERS, at=BEGUN)

    shown = page(alice, reading, on="")
    assert "Too old" in shown.content.decode()
    assert 'href="/back/"' in shown.content.decode()
    assert "太旧" in Visitor(alice, "zh-hans").get(f"/readings/{reading.pk}/").content.decode()
    assert result_of(reading.pk, owner=alice) is None


def test_a_fault_of_ours_is_tried_again_and_at_last_said(alice, caplog):
    reading, at = asked(alice, kind="fail"), BEGUN
    for _try in range(Reading.MOST_ATTEMPTS):
        assert read_due(READERS, at=at) == 0
        reading.refresh_from_db()
        at = reading.due_at
        if reading.is_waiting:
            assert "tried again" in page(alice, reading).content.decode()

    assert reading.state == Reading.State.FAILED
    assert "no fault of yours" in page(alice, reading).content.decode()
    assert "fault of ours" not in page(alice, reading).content.decode()


def test_what_a_dead_worker_left_is_found_once_its_lease_is_over(alice):
    reading = asked(alice)
    assert reading.claim(BEGUN)

    assert read_due(READERS, at=BEGUN + LEASE) == 0
    assert read_due(READERS, at=BEGUN + LEASE + timedelta(seconds=1)) == 1


def test_a_worker_that_was_too_slow_settles_nothing(alice):
    reading = asked(alice)

    def lose_the_lease(mine, _content):
        Reading.objects.filter(pk=mine.pk).update(lease_token=uuid.uuid4())
        return {}

    assert read_due({"length": lose_the_lease}, at=BEGUN) == 0
    reading.refresh_from_db()
    assert reading.is_waiting


@pytest.mark.parametrize(("size", "is_read"), [(actions.SMALL, True), (actions.SMALL + 1, False)])
def test_a_small_file_is_read_at_once(alice, size, is_read):
    reading = read_at_once(asked(alice, bytes(size)), READERS, size=size, at=BEGUN)

    assert reading.is_read == is_read
    assert (result_of(reading.pk, owner=alice) is not None) == is_read


def test_the_same_form_again_is_the_same_reading(alice):
    first = asked(alice)
    read_due(READERS, at=BEGUN)

    again = asked(alice, key=first.pk)

    assert (again.pk, again.is_read, Reading.objects.count()) == (first.pk, True, 1)
    with pytest.raises(KeyAlreadyUsed):
        asked(alice, content=b"another file", key=first.pk)
    assert uploads.fetch(first.pk, owner=alice.pk) == LARGE


def test_nobody_else_sees_it(world, alice):
    reading = asked(alice)
    read_due(READERS, at=BEGUN)

    assert page(world.charlie, reading).status_code == page(world.officer, reading, on="").status_code == 404
    assert result_of(reading.pk, owner=world.charlie) is None
    with pytest.raises(SuspiciousOperation):
        asked(world.charlie, key=reading.pk)


def test_a_file_that_is_gone_is_given_up(alice):
    reading = asked(alice)
    uploads.throw_away(reading.pk, owner=alice.pk)

    assert read_due(READERS, at=BEGUN) == 0
    reading.refresh_from_db()
    assert reading.state == Reading.State.FAILED


def test_after_a_day_nothing_is_left(alice):
    reading = asked(alice)
    read_due(READERS, at=BEGUN)

    sweep(BEGUN + uploads.KEPT_FOR)
    assert Reading.objects.count() == 1
    sweep(database_now() + uploads.KEPT_FOR + timedelta(seconds=1))
    assert Reading.objects.count() == 0
    assert (uploads.fetch(reading.pk, owner=alice.pk), result_of(reading.pk, owner=alice)) == (None, None)


def test_a_result_that_no_json_can_hold_is_a_fault_of_ours(alice, caplog):
    asked(alice)
    with caplog.at_level(logging.CRITICAL):
        assert read_due({"length": lambda *_told: object()}, at=BEGUN) == 0


def test_one_that_fails_does_not_hold_up_the_others(alice):
    asked(alice, kind="fail")
    other = asked(alice)

    assert read_due(READERS, at=BEGUN) == 1
    assert json.dumps(result_of(other.pk, owner=alice))
