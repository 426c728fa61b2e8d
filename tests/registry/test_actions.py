import pytest
from django.db import connection

from surveys.audit.models import Event
from surveys.registry import actions, roster
from surveys.registry.actions import PlanChanged
from surveys.registry.models import Facility, Organisation, Region
from surveys.registry.queries import known_for
from surveys.registry.roster_fields import Kind
from tests import factories
from tests.registry.rosters import contact, facility, organisation, upload

BEIJING = ["110000/"]


def big_upload(count):
    numbers = [factories.make_uscc(8_000_000 + n) for n in range(count // 10)]
    return upload(
        [organisation(number, name=f"单位{number}") for number in numbers],
        [facility(number, f"DC{n}", it_kw=str(n)) for number in numbers for n in range(10)],
        [contact(number) for number in numbers],
    )


def test_seeding_twice_gives_one_beijing_with_sixteen_districts(db):
    actions.seed_regions()
    actions.seed_regions()

    assert Region.objects.filter(parent_id="110000").count() == 16
    assert Region.objects.get(pk="110119").path == "110000/110119/"


def test_adding_and_changing_is_in_the_history(world):
    site = factories.make_facility(world.alice_org, name="一号楼")

    actions.change(by=world.officer, row=site, changes={"name": "二号楼", "racks": site.racks})

    event = Event.objects.get(verb="changed_entry")
    assert event.details == {"fields": ["name"], "changes": {"name": ["一号楼", "二号楼"]}}
    assert (event.actor_name, event.organisation_id) == ("王主任", world.alice_org.pk)


def test_a_change_to_the_same_is_no_event(world):
    changed = actions.change(by=world.officer, row=world.alice_org, changes={"name": world.alice_org.name})

    assert (changed, Event.objects.count()) == (False, 0)


def test_a_new_row_is_an_event(world):
    row = Organisation(number=factories.make_uscc(), name="新单位", region=world.alice_org.region)

    actions.add(by=world.officer, row=row)

    assert Event.objects.get().object_name == "新单位"


def test_a_contact_that_is_removed_stays_in_the_history(world):
    someone = factories.make_contact(world.alice_org, name="李四")

    actions.remove_contact(by=world.officer, contact=someone)

    assert (Event.objects.get().verb, world.alice_org.contacts.count()) == ("removed_contact", 0)


def test_a_roster_of_three_thousand_facilities_needs_few_queries(db, django_assert_max_num_queries):
    actions.seed_regions()
    file = big_upload(3000)

    with django_assert_max_num_queries(110):
        plan = roster.plan(file, known_for(file), BEIJING)
        actions.apply_plan(by=None, plan=plan)

    assert (Facility.objects.count(), Event.objects.filter(verb="registered").count()) == (3000, 3600)


def test_an_import_does_what_the_preview_showed(world):
    actions.seed_regions()
    file = big_upload(10)
    expected = roster.plan(file, known_for(file), BEIJING).fingerprint()

    actions.import_roster(by=world.officer, upload=file, within=BEIJING, expected=expected)

    assert Facility.objects.count() == 10


def test_an_import_stops_when_the_register_changed_meanwhile(world):
    actions.seed_regions()
    file = big_upload(10)
    expected = roster.plan(file, known_for(file), BEIJING).fingerprint()
    actions.import_roster(by=world.officer, upload=file, within=BEIJING, expected=expected)

    with pytest.raises(PlanChanged):
        actions.import_roster(by=world.officer, upload=file, within=BEIJING, expected=expected)


def test_an_organisation_that_comes_while_the_register_is_read_hinders_nobody(world):
    actions.seed_regions()
    file = big_upload(10)
    (number,) = {row.cells["number"].text for row in file.rows if "number" in row.cells}

    waiting = [number]

    def enter_it_then(execute, sql, *rest):
        result = execute(sql, *rest)
        if waiting and 'FROM "surveys_organisation"' in sql:
            newcomer = Organisation.objects.create(number=waiting.pop(), name="抢先", region_id="110105")
            factories.make_facility(newcomer)
        return result

    with connection.execute_wrapper(enter_it_then):
        known = known_for(file)

    assert known.find(Kind.ORGANISATION, (number,)) is None


def test_an_import_that_meets_a_row_made_meanwhile_writes_nothing(world):
    actions.seed_regions()
    file = big_upload(10)
    plan = roster.plan(file, known_for(file), BEIJING)
    taken = plan.new[0].key[0]
    Organisation.objects.create(number=taken, name="抢先", region_id="110105")

    with pytest.raises(actions.IntegrityError):
        actions.apply_plan(by=world.officer, plan=plan)

    assert Facility.objects.count() == 0
