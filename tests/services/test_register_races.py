"""Two officers in the register at the same time, on a database where that is possible."""

import threading
import uuid
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from surveys.registry import actions, roster
from surveys.registry.models import Contact, Facility, Organisation
from surveys.registry.queries import known_for
from surveys.responses.actions import RoundIsClosed, open_for_answering
from surveys.responses.going_over import BegunMeanwhile, move
from surveys.responses.models import Draft, Response
from tests import factories
from tests.browsing import Visitor
from tests.registry.rosters import facility, upload
from tests.responses.stories import fill_in, make_issued_round

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite lets one write at a time; TEST_DATABASE=postgres runs this"
    ),
]
BEIJING = ["110000/"]
WAITING_FOR_US = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"


@contextmanager
def before_another_commits(deed):
    """Runs the body in a transaction, starts the deed, and commits only when the deed has to wait for it."""
    results = []

    def run():
        try:
            results.append(deed())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        yield results
        thread.start()
        while thread.is_alive() and not somebody_waits():
            thread.join(0.01)
    thread.join()


def somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute(WAITING_FOR_US)
        return cursor.fetchone()[0] > 0


def test_an_import_does_not_undo_what_a_colleague_just_changed(world):
    actions.seed_regions()
    one, _two = (
        factories.make_facility(world.alice_org, code=code, name="一号楼", racks=100) for code in ("DC01", "DC02")
    )
    number = world.alice_org.number
    file = upload(facilities=[facility(number, "DC01", name="二号楼"), facility(number, "DC02", racks="300")])
    expected = roster.plan(file, known_for(file), BEIJING).fingerprint()

    with before_another_commits(
        lambda: actions.import_roster(by=None, upload=file, within=BEIJING, expected=expected)
    ) as results:
        actions.change(by=None, row=one, changes={"racks": 200})

    assert len(results) == 1
    assert list(Facility.objects.order_by("code").values_list("name", "racks")) == [("二号楼", 200), ("一号楼", 300)]


def test_an_import_stops_when_the_same_field_is_being_changed(world):
    actions.seed_regions()
    site = factories.make_facility(world.alice_org, code="DC01", name="一号楼", racks=100)
    file = upload(facilities=[facility(world.alice_org.number, "DC01", racks="300")])
    expected = roster.plan(file, known_for(file), BEIJING).fingerprint()

    def take_over():
        with pytest.raises(actions.PlanChanged):
            actions.import_roster(by=None, upload=file, within=BEIJING, expected=expected)

    with before_another_commits(take_over) as results:
        actions.change(by=None, row=site, changes={"racks": 200})

    site.refresh_from_db()
    assert (results, site.racks) == ([None], 200)


def test_an_import_does_not_wait_for_ever(world):
    actions.seed_regions()
    site = factories.make_facility(world.alice_org, code="DC01", racks=100)
    file = upload(facilities=[facility(world.alice_org.number, "DC01", racks="300")])
    expected = roster.plan(file, known_for(file), BEIJING).fingerprint()

    def take_over():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
        with pytest.raises(actions.PlanChanged):
            actions.import_roster(by=None, upload=file, within=BEIJING, expected=expected)
        connection.close()

    thread = threading.Thread(target=take_over)
    with transaction.atomic():
        actions.change(by=None, row=site, changes={"name": "二号楼"})
        thread.start()
        thread.join()

    site.refresh_from_db()
    assert (site.name, site.racks) == ("二号楼", 100)


def test_an_organisation_entered_by_two_at_once_is_told_to_the_second(world):
    number = factories.make_uscc()
    form = {"scheme": "uscc", "number": number, "name": "新单位", "kind": "cloud", "region": "110105"}
    visitor = Visitor(world.officer)

    with before_another_commits(
        lambda: visitor.post("/bureau/registry/add/", form | {"once_key": str(uuid.uuid4())})
    ) as results:
        Organisation.objects.create(number=number, name="抢先", region_id="110105")

    (response,) = results
    assert (response.status_code, list(response.context["form"].errors)) == (200, ["number"])
    assert Organisation.objects.get(number=number).name == "抢先"


def test_a_code_given_to_two_data_centers_at_once_is_told_to_the_second(world):
    sites = [factories.make_facility(world.alice_org, code=code) for code in ("DC01", "DC02")]
    form = {"code": "DC03", "name": "三号楼", "kind": "cloud", "region": "110105", "once_key": str(uuid.uuid4())}
    visitor = Visitor(world.officer)

    with before_another_commits(
        lambda: visitor.post(f"/bureau/registry/facilities/{sites[0].pk}/change/", form)
    ) as results:
        Facility.objects.filter(pk=sites[1].pk).update(code="DC03")

    (response,) = results
    assert (response.status_code, list(response.context["form"].errors)) == (200, ["code"])


def test_a_contact_that_a_colleague_removes_at_once_is_gone(world):
    contact = factories.make_contact(world.alice_org)
    form = {"name": "李四", "email": contact.email, "language": "zh-hans", "once_key": str(uuid.uuid4())}
    visitor = Visitor(world.officer)

    with before_another_commits(
        lambda: visitor.post(f"/bureau/registry/contacts/{contact.pk}/change/", form)
    ) as results:
        Contact.objects.filter(pk=contact.pk).delete()

    assert [response.status_code for response in results] == [404]


def move_over(world, task):
    at = task.round.issued_at
    site, since = task.facility, at.date()
    move(by=world.officer, facility=site, to=world.charlie_org, since=since, reason="转让", going_over=[task], at=at)


@pytest.fixture
def task(world):
    return make_issued_round(world).assignments.select_related("round", "facility").get(organisation=world.alice_org)


def test_who_opens_a_form_that_goes_over_leaves_nothing_in_it(world, task):
    """What is known of the old operator would stand in the new one's form."""
    stale = Response.objects.select_related("assignment__round").get(assignment=task)

    def open_it():
        with pytest.raises(RoundIsClosed):
            open_for_answering(response=stale, by=world.alice)
        return "refused"

    with before_another_commits(open_it) as results:
        move_over(world, task)

    assert results == ["refused"]
    stale.refresh_from_db()
    assert (stale.opened_at, Draft.objects.count()) == (None, 0)


def test_what_is_begun_while_it_is_to_go_over_stays(world, task):
    def move_it():
        with pytest.raises(BegunMeanwhile):
            move_over(world, task)
        return "refused"

    with before_another_commits(move_it) as results:
        fill_in(task.response, world.alice, at=task.round.issued_at)

    task.facility.refresh_from_db()
    assert (results, task.facility.organisation) == (["refused"], world.alice_org)
