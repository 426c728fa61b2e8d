"""Two at the same time, on a database where that is possible."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from surveys.audit.actions import record
from surveys.audit.chain import seal, unsealed, verify
from surveys.lib.clock import database_now
from surveys.notices import outbox
from surveys.notices.models import Notice
from surveys.notices.wording import Content
from surveys.questionnaires.actions import publish
from surveys.responses import issuing
from surveys.rounds import actions as rounds
from surveys.rounds.models import Round
from tests.factories import make_authority, make_contact, make_facility, make_organisation, make_world
from tests.questionnaires.examples import question, stored
from tests.servers import wait_for

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite lets one write at a time; TEST_DATABASE=postgres runs this"
    ),
]
NOW = datetime(2021, 4, 27, 4, 0, tzinfo=UTC)


def at_once(deeds):
    """What each deed gave back, all of them started at the same moment on connections of their own."""
    gate, results = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(n, deed):
        gate.wait()
        try:
            results[n] = deed()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, deed)) for n, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_eight_workers_one_gets_the_row():
    Notice.objects.create(key="1", kind="issued", due_at=NOW, created_at=NOW)
    rivals = [Notice.objects.get() for _ in range(8)]

    assert sorted(at_once([lambda n=n: n.claim(NOW) for n in rivals])) == [False] * 7 + [True]
    assert Notice.objects.get().attempts == 1


def test_the_same_key_written_at_once_is_one_notice():
    contact = make_contact(make_organisation())
    message = {"key": "1", "to": contact, "content": Content("issued", "请填报", "{link}"), "at": NOW}

    written = at_once([lambda: outbox.write(**message)] * 4)

    assert sorted(notice is None for notice in written) == [False, True, True, True]


def test_one_seals_and_the_others_go_away():
    organisation = make_organisation()
    for _ in range(300):
        record("registered", by=None, about=organisation, at=NOW)

    sealed = at_once([seal] * 4)
    sealed.append(seal())

    assert (sum(sealed), unsealed().count(), verify()) == (300, 0, [])


def test_sealing_waits_for_no_deed_that_is_still_going_on():
    record("registered", by=None, about=make_organisation(), at=NOW)
    with transaction.atomic():
        record("registered", by=None, about=make_organisation(), at=NOW)

        assert at_once([seal]) == [1]
    assert (seal(), verify()) == (1, [])


def test_versions_published_at_once_follow_each_other():
    authority = make_authority()
    definitions = [stored(question(name)) for name in ("kwh", "kva", "racks", "note")]

    versions = at_once([lambda one=one: publish(by=None, authority=authority, definition=one) for one in definitions])

    assert sorted(version.number for version in versions) == [1, 2, 3, 4]


def test_a_round_whose_deadline_passes_while_a_colleague_is_at_it_is_not_issued():
    world = make_world()
    make_facility(world.alice_org)
    survey = rounds.start_survey(by=world.officer, authority=world.city, template_name="mining_2021")
    deadline = database_now() + timedelta(seconds=1)
    draft = rounds.create_round(by=world.officer, survey=survey, deadline=deadline, enquiries="010-1")

    def issue():
        with pytest.raises(rounds.NotReady):
            issuing.issue(by=world.officer, round=draft)

    with ThreadPoolExecutor(1) as colleague:
        with transaction.atomic():
            Round.objects.select_for_update().get(pk=draft.pk)
            issued = colleague.submit(lambda: at_once([issue]))
            assert wait_for(lambda: database_now() > deadline, 3)
        issued.result()

    assert Round.objects.get(pk=draft.pk).issued_at is None


def test_rounds_started_at_once_get_codes_of_their_own():
    world = make_world()
    survey = rounds.start_survey(by=world.officer, authority=world.city, template_name="mining_2021")

    started = at_once([lambda: rounds.create_round(by=world.officer, survey=survey, at=NOW)] * 4)

    stem = "CN-BJ-MINING-20210427"
    assert sorted(round.code for round in started) == [stem, f"{stem}-2", f"{stem}-3", f"{stem}-4"]
