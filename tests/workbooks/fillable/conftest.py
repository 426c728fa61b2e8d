"""A round with two data centers of Alice's and one of Charlie's, and the workbook that Alice was handed."""

from datetime import timedelta

import pytest

from surveys.rounds.models import Assignment
from surveys.workbooks.fillable.returned.preparing import prepare
from surveys.workbooks.reading import read_workbook
from tests import factories
from tests.factories import DEADLINE
from tests.responses.stories import confirm, make_issued_round
from tests.workbooks.fillable.by_hand import hand_out

BEFORE = DEADLINE - timedelta(hours=2)


@pytest.fixture
def round(world):
    for code in ("F01", "F02"):
        factories.make_facility(world.alice_org, code=code, name=f"机房{code}")
    return make_issued_round(world)


@pytest.fixture
def confirmed(world, round):
    return confirm(round, world.alice_org, world.alice, at=BEFORE)


@pytest.fixture
def handed(world, round, confirmed):
    return hand_out(round, world.alice_org)


@pytest.fixture
def tried(world, round):
    """What the workbook would change."""

    def try_out(content, **more):
        content = content if isinstance(content, bytes) else content.content
        return prepare(
            book=read_workbook(content), round=round, organisation=world.alice_org,
            assignments=Assignment.objects.all(), at=BEFORE + timedelta(minutes=1), **more,
        )  # fmt: skip

    return try_out
