"""Many at once, where a database server lets many: a link takes one answer, and an answer is added once."""

import pytest
from django.db import connection

from surveys.responses.models import Draft
from surveys.responses.tenants.answering import NotOpen
from surveys.responses.tenants.asking import NoLongerOpen, withdraw_from_tenant
from surveys.responses.tenants.models import TenantRequest
from surveys.responses.tenants.taking import NothingToTake
from tests.responses.stories import BEFORE
from tests.responses.tenants.stories import ask_of, declare, declared, kwh, take
from tests.responses.test_at_the_same_time import THREADS, at_once, stage

__all__ = ["stage"]
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="needs a server; part of every run on PostgreSQL"),
]


def test_a_link_takes_one_of_ten_answers(stage):
    world, _round, response = stage
    request = ask_of(response, world.alice)

    made = at_once(lambda n: declare(request, total_kwh=kwh(str(n))), range(1, THREADS + 1))

    assert [type(one) for one in made if isinstance(one, Exception)] == [NotOpen] * (THREADS - 1)
    (kept,) = [one for one in made if isinstance(one, TenantRequest)]
    assert TenantRequest.objects.get().answers == kept.answers


def test_what_is_answered_and_withdrawn_at_once_is_one_of_the_two(stage):
    world, _round, response = stage
    for _try in range(THREADS):
        request = ask_of(response, world.alice)
        deeds = [
            lambda request=request: declare(request, total_kwh=kwh("1")),
            lambda request=request: withdraw_from_tenant(request=request, by=world.alice, at=BEFORE),
        ]

        made = at_once(lambda deed: deed(), deeds)

        assert sum(isinstance(one, NotOpen | NoLongerOpen) for one in made) == 1
        now = TenantRequest.objects.get(pk=request.pk)
        assert bool(now.answered_at) != bool(now.withdrawn_at)


def test_ten_who_add_the_same_add_it_once(stage):
    world, _round, response = stage
    request = declared(response, world.alice, "0.5", unit="万千瓦时")
    base = Draft.objects.get(response=response).version

    made = at_once(lambda _n: take(response, world.alice, request, adds=True, base=base), range(THREADS))

    assert sum(isinstance(one, NothingToTake) for one in made) == THREADS - 1
    draft = Draft.objects.get(response=response)
    assert draft.answers["total_kwh"]["typed"] == "3001"
    assert len(draft.declared["total_kwh"]) == 1
