from datetime import UTC, datetime

import pytest

from surveys.accounts.invitations import invite
from surveys.accounts.roles import Role
from surveys.audit.actions import record
from tests import factories
from tests.responses.stories import make_issued_round, response_of

AT = datetime(2021, 4, 27, 4, tzinfo=UTC)


@pytest.fixture
def round(world):
    return make_issued_round(world)


def belonging(about, **facts):
    event = record("registered", by=None, about=about, at=AT, **facts)
    event.refresh_from_db()
    return event.round_id, event.organisation_id


def test_an_event_belongs_to_the_round_and_the_organisation_of_what_it_is_about(world, round):
    ours = world.alice_org

    assert belonging(response_of(round, ours).assignment) == (round.pk, ours.pk)
    assert belonging(round) == (round.pk, None)
    assert belonging(ours) == (None, ours.pk)
    assert belonging(ours.facilities.get()) == (None, ours.pk)
    assert belonging(factories.make_contact(ours)) == (None, ours.pk)


def test_what_hangs_on_neither_belongs_to_none(world, round):
    invited = invite(by=world.officer, email="n@example.org", name="N", body=world.city, role=Role.REVIEWER)

    assert [belonging(row) for row in (invited, world.city, round.survey, round.version)] == [(None, None)] * 4


def test_an_organisation_does_something_in_a_round(world, round):
    assert belonging(world.alice_org, round_id=round.pk) == (round.pk, world.alice_org.pk)
