"""Who prepares is not who submits, where the round or the organisation demands it."""

import uuid

import pytest

from surveys.audit.models import Event
from surveys.notices.models import Notice
from surveys.responses import actions
from surveys.responses.models import Draft
from surveys.responses.signing.actions import demand_second_person, mark_ready, send_back_to_preparer
from surveys.responses.signing.queries import NeedsSecondPerson, signing_of
from surveys.responses.states import NotAllowedNow
from tests import factories
from tests.factories import DEADLINE
from tests.responses.stories import BEFORE, confirm, fill_in, fresh, make_issued_round, response_of, submit


@pytest.fixture
def dora(world):
    """Another manager of Alice's organisation."""
    return factories.make_operator(world.alice_org, name="Dora")


@pytest.fixture(params=["the round", "the organisation"])
def response(request, world, dora):
    """Bob has filled it in."""
    round = make_issued_round(world, two_persons=request.param == "the round")
    if request.param == "the organisation":
        demand_second_person(by=world.alice, organisation=world.alice_org, demanded=True)
    confirm(round, world.alice_org, world.alice)
    response = response_of(round, world.alice_org)
    fill_in(response, world.bob)
    return response_of(round, world.alice_org)


def ready(response, by, **more):
    return mark_ready(response=response, by=by, at=BEFORE, **more)


def test_nobody_submits_what_is_not_marked_as_ready(world, response):
    with pytest.raises(NeedsSecondPerson) as refusal:
        submit(response, world.alice)

    assert refusal.value.is_own is False


def test_who_marked_it_does_not_sign_it_and_another_does(world, dora, response):
    ready(response, world.alice)

    with pytest.raises(NeedsSecondPerson) as refusal:
        submit(response, world.alice)
    revision = submit(response, dora)

    assert refusal.value.is_own is True
    assert (revision.submitted_by, revision.is_late) == (dora, False)


def test_who_typed_any_of_it_does_not_sign_it(world, dora, response):
    version = Draft.objects.get(response=response).version
    changes = {"remarks": {"typed": "x"}}
    actions.save_draft(response=response, by=dora, base=version, changes=changes, at=BEFORE)
    ready(fresh(response), world.bob)

    with pytest.raises(NeedsSecondPerson):
        submit(response, dora)
    assert submit(response, world.alice)


def test_what_is_changed_afterwards_is_not_ready_any_more(world, dora, response):
    ready(response, world.bob)
    version = Draft.objects.get(response=response).version
    actions.save_draft(
        response=response, by=world.bob, base=version, changes={"remarks": {"typed": "later"}}, at=BEFORE
    )

    with pytest.raises(NeedsSecondPerson):
        submit(response, dora)


def test_the_next_revision_is_prepared_anew(world, dora, response):
    ready(response, world.bob)
    submit(response, dora)
    version = Draft.objects.get(response=response).version
    actions.save_draft(response=response, by=world.bob, base=version, changes={"remarks": {"typed": "2"}}, at=BEFORE)

    with pytest.raises(NeedsSecondPerson):
        actions.submit(response=fresh(response), by=dora, key=uuid.uuid4(), declared_by="D", because="更正", at=BEFORE)


def test_the_same_key_gives_the_same_receipt_again(world, dora, response):
    ready(response, world.bob)
    key = uuid.uuid4()

    assert submit(response, dora, key=key) == submit(response, dora, key=key)


def test_whoever_may_sign_is_told_once_and_nobody_else(world, dora, response):
    ready(response, world.alice)
    ready(response, world.alice)

    assert [one.to_email for one in Notice.objects.filter(kind="to_sign")] == [dora.email]


def test_what_is_not_whole_cannot_be_marked(world, response):
    version = Draft.objects.get(response=response).version
    actions.save_draft(response=response, by=world.bob, base=version, changes={"total_kwh": None}, at=BEFORE)

    with pytest.raises(actions.NotReadyToSubmit):
        ready(fresh(response), world.bob)


def test_what_was_changed_since_it_was_read_is_not_marked(world, response):
    with pytest.raises(actions.ChangedSinceShown):
        ready(response, world.bob, shown="0")


def test_a_signer_sends_it_back_with_a_word(world, dora, response):
    ready(response, world.bob)

    send_back_to_preparer(response=response, by=dora, word="总用电量请核对", at=BEFORE)

    letter = Notice.objects.get(kind="not_signed")
    assert (letter.to_email, "总用电量请核对" in letter.body) == (world.bob.email, True)
    with pytest.raises(NeedsSecondPerson):
        submit(response, dora)
    ready(response, world.bob)
    assert submit(response, dora)


def test_who_may_not_sign_sends_nothing_back(world, response):
    ready(response, world.alice)

    with pytest.raises(NotAllowedNow):
        send_back_to_preparer(response=response, by=world.alice, word="x", at=BEFORE)


def test_a_signature_after_the_deadline_is_late_though_it_was_ready_before(world, dora, response):
    ready(response, world.bob)

    assert submit(response, dora, at=DEADLINE.replace(second=1)).is_late


def test_when_nobody_is_left_to_sign_another_manager_can_be_let_in(world, dora, response):
    version = Draft.objects.get(response=response).version
    for number, manager in enumerate((world.alice, dora)):
        changes = {"remarks" if number else "total_kwh": {"typed": f"300{number}", "unit": "万千瓦时"}}
        actions.save_draft(response=response, by=manager, base=version + number, changes=changes, at=BEFORE)
    assert signing_of(fresh(response)).signers == []

    erin = factories.make_operator(world.alice_org, name="Erin")

    assert signing_of(fresh(response)).signers == [erin]


def test_a_nil_return_takes_two_people_as_well(world, dora, response):
    def nil(by):
        return actions.submit_nil(response=response, by=by, key=uuid.uuid4(), declared_by="N", at=BEFORE)

    ready(response, world.alice)
    with pytest.raises(NeedsSecondPerson):
        nil(dora)
    ready(response, world.alice, nil=True)
    with pytest.raises(NeedsSecondPerson):
        nil(world.alice)
    with pytest.raises(NeedsSecondPerson):
        submit(response, dora)
    assert nil(dora).is_nil


def test_one_person_is_enough_where_nobody_demands_two(world):
    round = make_issued_round(world)
    confirm(round, world.alice_org, world.alice)
    fill_in(response_of(round, world.alice_org), world.alice)

    assert submit(response_of(round, world.alice_org), world.alice)


def test_what_the_organisation_demands_of_itself_is_in_the_history(world):
    for demanded in (True, True, False):
        demand_second_person(by=world.alice, organisation=world.alice_org, demanded=demanded)

    verbs = Event.objects.filter(verb__in=("demanded_signer", "waived_signer")).order_by("id")
    assert [one.verb for one in verbs] == ["demanded_signer", "waived_signer"]
