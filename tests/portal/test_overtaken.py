"""A page on which somebody declares was shown, and then a colleague submitted or the authority concluded its review."""

import pytest

from surveys.responses import review
from surveys.responses.models import Response, Revision
from tests.portal.declaring import declare
from tests.portal.visitor import Visitor
from tests.responses.stories import fill_in, submit

OVERTAKEN = "本页显示之后"


def change(response, world):
    total = {"typed": "2,900.5", "unit": "万千瓦时"}
    fill_in(Response.objects.get(pk=response.pk), world.alice, at=None, total_kwh=total)


@pytest.fixture
def first(world, ready):
    return submit(ready, world.alice, at=None)


@pytest.fixture
def sent_back(world, first, round):
    remarks = {"total_kwh": "请核对单位"}
    told = {"remarks": remarks, "note": "", "new_deadline": round.deadline}
    return lambda: review.send_back(revision=first, by=world.officer, **told)


@pytest.fixture(params=["check", "nil"])
def page(request, ready):
    return f"/portal/assignments/{ready.assignment_id}/{request.param}/"


def test_after_a_sending_back_the_remarks_are_read_before_anything_is_submitted(
    world, alice, ready, first, page, sent_back
):
    change(ready, world)
    alice.open(page)
    sent_back()

    declare(alice)

    assert Revision.objects.count() == 1
    assert OVERTAKEN in alice.text
    assert "请核对单位" in alice.text
    declare(alice)
    assert Revision.objects.count() == 2


def test_after_a_sending_back_was_taken_back_the_page_says_so(world, alice, ready, first, page, sent_back):
    sent_back()
    change(ready, world)
    alice.open(page)
    review.recall(revision=first, by=world.officer)

    declare(alice)

    assert Revision.objects.count() == 1
    assert OVERTAKEN in alice.text


def test_what_was_accepted_meanwhile_is_not_replaced(world, alice, ready, first, page):
    change(ready, world)
    alice.open(page)
    review.accept(revision=first, by=world.officer)

    declare(alice)

    assert alice.response.status_code == 409
    assert Revision.objects.count() == 1


def test_a_submission_does_not_replace_the_nil_return_of_a_colleague(world, alice, ready):
    alice.open(f"/portal/assignments/{ready.assignment_id}/check/")
    declare(Visitor(world.alice).open(f"/portal/assignments/{ready.assignment_id}/nil/"))

    declare(alice)

    assert [one.is_nil for one in Revision.objects.all()] == [True]
    assert OVERTAKEN in alice.text
