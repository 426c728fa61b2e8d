"""A receipt number is found in whichever round it is, and by nobody who may not see the return."""

from datetime import timedelta

import pytest

from surveys.responses.models import Response
from surveys.responses.receipts import LETTERS
from surveys.rounds.models import Round
from tests.responses.stories import fill_in, make_issued_round, response_of, submit


def mistyped(number):
    other = next(letter for letter in LETTERS if letter != number[0])
    return other + number[1:]


@pytest.mark.parametrize("write", [str, str.lower, lambda number: number.replace("-", " "), lambda n: f"  {n}  "])
def test_the_number_leads_to_the_return(officer, submitted, write):
    officer.at("receipt", query=f"?number={write(submitted.receipt)}")

    assert officer.url == f"/bureau/responses/{submitted.response_id}/revisions/1/"


def test_the_first_page_has_a_field_for_it(officer, submitted):
    officer.at("home")
    box = officer.page.xpath("//form[@role='search']")[0]
    name = box.xpath(".//input/@name")[0]

    officer.open(f"{box.get('action')}?{name}={submitted.receipt}")

    assert officer.status == 200
    assert submitted.response.assignment.facility.name in officer.h1


def test_an_earlier_revision_is_found_by_its_own_number(world, officer, round, submitted):
    fill_in(response_of(round, world.alice_org), world.alice, at=None, remarks={"typed": "x"})
    submit(response_of(round, world.alice_org), world.alice, at=None)

    officer.at("receipt", query=f"?number={submitted.receipt}")

    assert officer.url.endswith("/revisions/1/")


def test_a_misheard_number_and_an_unknown_one_are_told_apart(officer, submitted):
    officer.at("receipt", query=f"?number={mistyped(submitted.receipt)}")
    assert "is no receipt number" in officer.text
    number = submitted.receipt
    type(submitted).objects.filter(pk=submitted.pk).update(receipt="x")

    officer.at("receipt", query=f"?number={number}")

    assert "No return that you may see" in officer.text


def test_to_officers_of_elsewhere_it_does_not_exist(stranger, submitted):
    stranger.at("receipt", query=f"?number={submitted.receipt}")

    assert "No return that you may see" in stranger.text


def test_the_search_of_its_round_lists_it(officer, round, submitted):
    officer.at("round", round.pk, query=f"?q={submitted.receipt.lower()}")

    assert officer.cells(2) == ["甲云数据"]


def test_the_search_of_another_round_leads_to_it(world, officer, round, submitted, now):
    Round.objects.filter(pk=round.pk).update(deadline=now - timedelta(hours=1), closed_at=now)
    other = make_issued_round(world, at=now, deadline=round.deadline)
    for address in ("round", "review_queue"):
        submit_in(world, other)
        officer.at(address, other.pk, query=f"?q={submitted.receipt}").follow("Open it")

        assert officer.url == f"/bureau/responses/{submitted.response_id}/revisions/1/"


def submit_in(world, round):
    """So that there is a queue to search in."""
    Response.objects.filter(assignment__round=round, assignment__organisation=world.charlie_org).update(
        state="submitted"
    )


@pytest.mark.parametrize("address", ["organisations", "facilities"])
def test_the_search_of_the_register_leads_to_it(officer, submitted, address):
    officer.at(address, query=f"?q={submitted.receipt}")

    assert officer.url == f"/bureau/responses/{submitted.response_id}/revisions/1/"
