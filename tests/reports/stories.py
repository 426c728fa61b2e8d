"""Returns made the way operators make them, for reports on real rows."""

from datetime import timedelta

from surveys.responses import review
from tests import factories
from tests.factories import DEADLINE
from tests.responses import stories

EVENING = DEADLINE + timedelta(hours=6)
HALF_MINING = {
    "business": [
        {"row": "r1", "cells": {"business_type": {"typed": "01"}, "business_share": {"typed": "50"}}},
        {"row": "r2", "cells": {"business_type": {"typed": "09"}, "business_share": {"typed": "50"}}},
    ],
    "total_kwh": {"typed": "3000.5", "unit": "万千瓦时"},
    "has_mining": {"typed": "yes"},
    "mining_role": {"typed": "own"},
    "mining_from": {"typed": "2020-06-01"},
    "hashrate": {"typed": "50", "unit": "PH/s"},
    "mining_kwh": {"typed": "1500.25", "unit": "万千瓦时"},
    "mining_method": {"typed": "meter"},
    "status": {"typed": "operating"},
}


def make_story(world):
    """Alice's two data centers and Charlie's one were asked; nobody has answered yet."""
    factories.make_facility(world.alice_org, code="A1", name="甲云一号")
    factories.make_facility(world.alice_org, code="A2", name="甲云二号")
    factories.make_facility(world.charlie_org, code="C1", name="丙算一号")
    round = stories.make_issued_round(world)
    stories.confirm(round, world.alice_org, world.alice)
    stories.confirm(round, world.charlie_org, world.charlie)
    return round


def response(round, code):
    return round.assignments.get(facility__code=code).response


def answer(one, by, at=stories.BEFORE, **changes):
    stories.fill_in(one, by, at=at, **changes)
    return stories.submit(type(one).objects.get(pk=one.pk), by, at=at)


def accept(revision, world, at=EVENING):
    return review.accept(revision=revision, by=world.officer, at=at)


def send_back(revision, world, at=EVENING):
    return review.send_back(
        revision=revision,
        by=world.officer,
        remarks={"total_kwh": "请核对单位"},
        note="",
        new_deadline=at + timedelta(days=1),
        at=at,
    )
