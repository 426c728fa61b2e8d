"""What the reviewer sees of tenants: what was taken over, at its figure; nothing of what was not."""

import pytest

from surveys.responses.models import Draft
from tests.bureau.review.test_reviewing import line
from tests.responses.stories import fresh, submit
from tests.responses.tenants.stories import ask_of, declare, declared, kwh, take


@pytest.fixture
def of_tenants(world, submitted, now):
    """Alice corrects her total: a tenant's figure is added to it, another tenant's is left alone."""
    response = submitted.response
    made = declared(response, world.alice, "1.2", unit="GWh", at=now)
    declare(
        ask_of(response, world.alice, tenant="乙租户", email="b@tenant.example", at=now),
        at=now,
        total_kwh=kwh("99.9", "GWh"),
    )
    take(response, world.alice, made, adds=True, base=Draft.objects.get(response=response).version, at=now)
    return submit(fresh(response), world.alice, at=now)


def test_the_figure_says_what_of_it_tenants_declared_who_and_how(officer, of_tenants):
    officer.at("review", of_tenants.response_id)

    told = line(officer, "total_kwh")
    for part in ("甲租户", "张三（经理）", "measured", "1,200,000 kWh"):
        assert part in told, part
    assert "乙租户" not in officer.text and "99.9" not in officer.text


def test_the_revision_before_says_nothing_of_tenants(officer, of_tenants):
    officer.at("review_revision", of_tenants.response_id, 1)

    assert "甲租户" not in officer.text
