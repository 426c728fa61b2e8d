"""People with everything answered, each logged in: what is left is the submission. One is made by the product's own
actions, the others are copies, written in bulk."""

import uuid
from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import connection

from surveys.accounts.models import Membership, User
from surveys.accounts.roles import Role
from surveys.lib.clock import database_now
from surveys.responses.models import Confirmation, Draft, Response
from tests import factories
from tests.responses.stories import confirm, fill_in, make_issued_round


def make_crowd(people):
    """[{"session", "assignment", "base", "name"}]; also the table of the floor."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (person varchar(40), document text)")
    world, now = factories.make_world(), database_now()
    model = factories.make_facility(world.alice_org, address="示范路0号")
    round = make_issued_round(world, at=now - timedelta(hours=1), deadline=now + timedelta(days=1))
    response = Response.objects.get(assignment__facility=model)
    confirm(round, world.alice_org, world.alice, at=now)
    fill_in(response, world.alice, at=now)
    return [_told(user, assignment) for user, assignment in _copies(response, people)]


def _copies(response, people):
    assignment = response.assignment
    draft, confirmed = Draft.objects.get(response=response), Confirmation.objects.get()
    numbers = range(1, people + 1)
    organisations = _many(
        _copy(assignment.organisation, number=f"X{n}", name=f"单位{n}", scheme="other") for n in numbers
    )
    facilities = _many(
        _copy(assignment.facility, organisation=organisations[n - 1], address=f"示范路{n}号", name=f"数据中心{n}")
        for n in numbers
    )
    users = _many(User(email=f"copy{n}@example.org", name=f"用户{n}", password="!") for n in numbers)
    _many(Membership(user=u, organisation=o, role=Role.MANAGER) for u, o in zip(users, organisations, strict=True))
    assignments = _many(_copy(assignment, organisation=f.organisation, facility=f) for f in facilities)
    responses = _many(_copy(response, assignment=one) for one in assignments)
    addresses = ({"typed": facility.address} for facility in facilities)
    _many(
        Draft(response=one, answers=draft.answers | {"address": address}, version=draft.version, touched=draft.touched)
        for one, address in zip(responses, addresses, strict=True)
    )
    _many(_copy(confirmed, organisation=organisation) for organisation in organisations)
    return list(zip(users, assignments, strict=True))


def _many(rows):
    made = list(rows)
    return type(made[0]).objects.bulk_create(made, batch_size=500)


def _copy(row, **changes):
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    copy = type(row)(**(fields | {"id": uuid.uuid4()}))
    for name, value in changes.items():
        setattr(copy, name, value)
    return copy


def _told(user, assignment):
    return {"session": _session_of(user), "assignment": str(assignment.pk), "base": 1, "name": user.name}


def _session_of(user):
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    content = {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: user.get_session_auth_hash(),
    }
    key = uuid.uuid4().hex
    Session.objects.create(
        session_key=key, session_data=store.encode(content), expire_date=database_now() + timedelta(days=1)
    )
    return key
