import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest

from surveys.audit.actions import record
from surveys.audit.chain import GENESIS, Break, hash_of, head, seal, unsealed, verify
from surveys.audit.models import ChainHead, Event
from tests.factories import make_organisation

NOW = datetime(2021, 4, 27, 4, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
def history(db):
    """Five sealed events."""
    organisation = make_organisation("甲云数据")
    for n in range(5):
        details = {"from": "甲", "count": n, "list": ["1.50", None, True]}
        record("changed", by=None, about=organisation, at=NOW + timedelta(minutes=n), details=details)
    seal()
    return list(Event.objects.order_by("seq"))


def test_events_are_numbered_in_the_order_in_which_they_were_written(history):
    assert [(e.seq, e.at) for e in history] == [(n + 1, NOW + timedelta(minutes=n)) for n in range(5)]
    assert head() == (5, history[-1].hash)


def test_later_events_continue_the_chain_whatever_their_moment(history):
    record("changed", by=None, about=make_organisation(), at=NOW - timedelta(days=1))

    assert (seal(), unsealed().count()) == (1, 0)
    assert (head()[0], verify()) == (6, [])


def test_sealing_goes_in_batches(history):
    for _ in range(3):
        record("changed", by=None, about=make_organisation(), at=NOW)

    assert [seal(limit=2), seal(limit=2), seal(limit=2)] == [2, 1, 0]
    assert verify() == []


def test_an_outsider_computes_the_same_hash_from_the_rows_alone(history):
    """Written without anything of ours: a court's expert must come to the same result in any language."""
    previous = GENESIS
    for e in history:
        row = {
            "v": 1, "seq": e.seq, "id": str(e.id), "at": e.at.strftime("%Y-%m-%dT%H:%M:%S.%f+00:00"), "verb": e.verb,
            "actor_id": None, "actor_name": "", "object_kind": "organisation", "object_id": e.object_id,
            "object_name": "甲云数据", "round_id": None, "organisation_id": e.object_id, "details": e.details,
        }  # fmt: skip
        canonical = json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        previous = hashlib.sha256((previous + canonical).encode()).hexdigest()

    assert previous == history[-1].hash


@pytest.mark.parametrize(
    "change",
    [
        {"at": NOW}, {"actor_name": "别人"}, {"verb": "closed"}, {"object_name": "乙"}, {"details": {}},
        {"organisation_id": "00000000-0000-0000-0000-000000000001"},
    ],
)  # fmt: skip
def test_a_changed_event_is_named(history, change):
    Event.objects.filter(seq=3).update(**change)

    assert verify() == [Break(3, str(history[2].pk), "changed")]


def test_a_rewritten_event_betrays_itself_at_the_next(history):
    Event.objects.filter(seq=3).update(hash="f" * 64)

    assert verify() == [Break(3, str(history[2].pk), "changed"), Break(4, str(history[3].pk), "changed")]


def test_a_removed_event_is_named_by_its_number(history):
    history[1].delete()

    assert verify() == [Break(2, "", "missing")]


def test_the_first_event_removed(history):
    history[0].delete()

    assert verify() == [Break(1, "", "missing")]


def test_two_events_that_changed_places(history):
    Event.objects.filter(seq=2).update(seq=9)
    Event.objects.filter(seq=3).update(seq=2)
    Event.objects.filter(seq=9).update(seq=3)

    assert [b.seq for b in verify()] == [2, 3, 4]


def test_only_the_last_so_many_are_looked_at_when_asked(history):
    Event.objects.filter(seq=2).update(verb="closed")

    assert (verify(last=3), [b.seq for b in verify(last=4)], [b.seq for b in verify(last=99)]) == ([], [2], [2])


def test_an_empty_history_holds(db):
    assert (seal(), verify(), verify(last=10)) == (0, [], [])


def test_events_cut_off_from_the_end_are_missed_by_the_head(history):
    Event.objects.filter(seq__gt=3).delete()

    assert (verify(), verify(last=2)) == ([Break(4, "", "missing")], [Break(4, "", "missing")])


def test_a_history_cut_off_stays_broken_when_the_sealer_goes_on(history):
    history[-1].delete()
    record("changed", by=None, about=make_organisation(), at=NOW)
    seal()

    assert (head()[0], verify()) == (6, [Break(5, "", "missing")])


def test_the_whole_history_erased(history):
    Event.objects.all().delete()

    assert verify() == [Break(1, "", "missing")]


def test_an_event_sealed_past_the_head_is_a_strangers(history):
    record("changed", by=None, about=make_organisation(), at=NOW)
    Event.objects.filter(seq=None).update(seq=6, hash="f" * 64)

    assert [b.reason for b in verify()] == ["changed", "sealed by a stranger"]


def test_a_last_event_rewritten_with_its_hash_is_not_the_one_the_head_names(history):
    Event.objects.filter(seq=5).update(verb="closed")
    last = Event.objects.get(seq=5)
    Event.objects.filter(seq=5).update(hash=hash_of(history[3].hash, last))

    assert verify() == [Break(5, "", "changed")]


def test_a_head_that_was_erased_is_itself_a_break(history):
    ChainHead.objects.all().delete()

    assert verify() == [Break(5, "", "the end is not noted")]
