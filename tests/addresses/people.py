"""The cast: three operators, of whom two are in one round, their colleagues, and officers of every role and reach."""

import uuid

from surveys.accounts.models import Membership
from surveys.accounts.roles import Role
from surveys.responses.issuing import issue
from surveys.rounds import actions as rounds
from tests import factories
from tests.addresses.browsing import session_of
from tests.addresses.things import things_of
from tests.factories import DEADLINE
from tests.responses.stories import make_issued_round

CANARY = "绝密甲乙丙"


def make_cast(world):
    """Things by owner, and people by role, with the side they are on."""
    world.charlie_org.name = f"丙{CANARY}"
    world.charlie_org.save()
    theirs = factories.make_organisation("津算", world.stranger_authority.region)
    teresa = factories.make_operator(theirs, name="Teresa")
    factories.make_facility(theirs)
    round, other = make_issued_round(world), issued_elsewhere(world)
    things = {
        "alice": things_of(round, world.alice_org, world.officer, world.alice),
        "charlie": things_of(round, world.charlie_org, world.officer, world.charlie),
        "tianjin": things_of(other, theirs, world.stranger_officer, teresa),
    }
    people = officers_of(world) | operators_of(world, teresa) | {"nobody": (world.nobody, "")}
    for user, _ in people.values():
        user.session = session_of(user)
    return things, people


def issued_elsewhere(world):
    officer = world.stranger_officer
    survey = rounds.start_survey(by=officer, authority=world.stranger_authority, template_name="mining_2021")
    plan = {"at": factories.ISSUED, "deadline": DEADLINE, "enquiries": "1", "nil_gives_figures": False}
    other = rounds.create_round(by=officer, survey=survey, **plan)
    issue(by=officer, round=other, at=factories.ISSUED)
    other.refresh_from_db()
    return other


def officers_of(world):
    city = {role: factories.make_officer(world.city, role) for role in (Role.VIEWER, Role.REVIEWER, Role.ADMINISTRATOR)}
    return {
        **{str(role): (user, "city") for role, user in city.items()},
        "survey_manager": (world.officer, "city"),
        "district": (world.district_officer, "district"),
        "stranger": (world.stranger_officer, "tianjin-bureau"),
    }


def operators_of(world, teresa):
    return {
        "alice": (world.alice, "alice"),
        "bob": (world.bob, "alice"),
        "elsewhere": (colleague_with(world, facilities=[str(uuid.uuid4())]), "alice's, another site"),
        "section": (colleague_with(world, sections=["CN-BJ-MINING-2021/mining"]), "alice's, one section"),
        "charlie": (world.charlie, "charlie"),
        "teresa": (teresa, "tianjin"),
    }


def colleague_with(world, **part):
    user = factories.make_operator(world.alice_org, Role.CONTRIBUTOR)
    Membership.objects.filter(user=user).update(**part)
    return user
