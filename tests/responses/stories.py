"""A round with one data center each of Alice and Charlie, and what they type."""

import uuid
from datetime import timedelta

from surveys.responses import actions
from surveys.responses.confirming import confirm_organisation
from surveys.responses.facts.assignment import prefilled_for_organisation
from surveys.responses.issuing import issue
from surveys.responses.models import Draft, Response
from surveys.rounds import actions as rounds
from tests import factories
from tests.factories import DEADLINE, ISSUED

CLEAN = {
    "business": [{"row": "r1", "cells": {"business_type": {"typed": "01"}, "business_share": {"typed": "100"}}}],
    "total_kwh": {"typed": "3,000.5", "unit": "万千瓦时"},
    "total_method": {"typed": "bill"},
    "has_mining": {"typed": "no"},
}
BEFORE = DEADLINE - timedelta(hours=1)


def make_issued_round(world, at=ISSUED, deadline=DEADLINE, **fields):
    """Issued to whatever facilities there are; each of the two operators gets one when they have none.

    A nil return gives no figures, unless told otherwise."""
    for organisation in (world.alice_org, world.charlie_org):
        if not organisation.facilities.exists():
            factories.make_facility(organisation)
    survey = rounds.start_survey(by=world.officer, authority=world.city, template_name="mining_2021", at=at)
    fields = {"enquiries": "010-5557 0000", "nil_gives_figures": False, **fields}
    round = rounds.create_round(by=world.officer, survey=survey, at=at, deadline=deadline, **fields)
    return issue(by=world.officer, round=round, at=at)


def fresh(response):
    return Response.objects.get(pk=response.pk)


def response_of(round, organisation):
    return Response.objects.get(assignment__round=round, assignment__organisation=organisation)


def confirm(round, organisation, by, at=BEFORE, **more):
    answers = prefilled_for_organisation(round, organisation, at) | {
        "responsible": {"typed": "负责人"},
        "org_address": {"typed": "示范路1号"},
        "contact_name": {"typed": "联系人"},
        "contact_phone": {"typed": "13800000001"},
        **more,
    }
    return confirm_organisation(round=round, organisation=organisation, by=by, answers=answers, at=at)


def fill_in(response, by, at=BEFORE, **changes):
    base = actions.open_for_answering(response=response, by=by, at=at).version
    return actions.save_draft(response=response, by=by, base=base, changes=CLEAN | changes, at=at)


def submit(response, by, at=BEFORE, key=None):
    return actions.submit(response=response, by=by, key=key or uuid.uuid4(), declared_by=by.name, at=at)


def draft_of(response):
    return Draft.objects.get(response=response)
