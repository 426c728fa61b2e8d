"""Accepting at once what leaves nothing to look into."""

import pytest

from surveys.accounts.roles import Role
from surveys.audit.models import Event
from surveys.responses import review
from surveys.responses.models import Response, Revision, UntoldAcceptance
from tests import factories
from tests.bureau.officer import Officer
from tests.responses.stories import confirm, fill_in, response_of, submit

NEXT = "without doubts…"
TICKED = "Accept the ticked returns"


@pytest.fixture
def alices(submitted):
    """As if no check had found anything."""
    Revision.objects.filter(pk=submitted.pk).update(findings=[])
    return submitted


@pytest.fixture
def charlies(world, round, now):
    """One that raised a doubt."""
    response = response_of(round, world.charlie_org)
    confirm(round, world.charlie_org, world.charlie, at=now)
    fill_in(response, world.charlie, at=now)
    made = submit(response, world.charlie, at=now)
    Revision.objects.filter(pk=made.pk).update(findings=[{"check": "E11"}])
    return made


def state(revision):
    return Response.objects.get(pk=revision.response_id).state


def test_only_what_raised_no_doubt_is_accepted(officer, world, round, alices, charlies):
    officer.at("review_queue", round.pk).follow("Accept the one return without doubts…")

    officer.the_form().press(TICKED)

    assert (state(alices), state(charlies)) == ("accepted", "submitted")
    assert "1 return was accepted." in officer.text
    assert Event.objects.filter(verb="accepted").count() == 1
    assert officer.h1 == "Waiting for review"


def test_each_acceptance_is_concluded_as_if_it_were_made_alone(officer, world, round, alices):
    officer.at("review_accept_plain", round.pk).the_form().press(TICKED)

    assert alices.decisions.get().decided_by == world.officer
    assert UntoldAcceptance.objects.get().decision == alices.decisions.get()


@pytest.mark.parametrize("change", [{"findings": [{"check": "E11"}]}, {"is_partial": True}, {"number": 2}])
def test_what_is_doubted_partial_or_corrected_is_left_to_be_read(officer, round, alices, change):
    Revision.objects.filter(pk=alices.pk).update(**change)

    assert NEXT not in officer.at("review_queue", round.pk).text
    assert "No return is without doubts here" in officer.at("review_accept_plain", round.pk).text


def test_a_correction_that_raises_no_doubt_is_read_too(officer, world, round, alices, now):
    review.send_back(
        revision=alices, by=world.officer, remarks={"total_kwh": "?"}, note="", new_deadline=round.deadline
    )
    response = Response.objects.get(pk=alices.response_id)
    fill_in(response, world.alice, at=now, remarks={"typed": "as billed"})
    Revision.objects.filter(pk=submit(response, world.alice, at=now).pk).update(findings=[])

    assert NEXT not in officer.at("review_queue", round.pk).text


def test_what_is_unticked_is_left_to_be_read(officer, world, round, alices, charlies):
    Revision.objects.filter(pk=charlies.pk).update(findings=[])
    officer.at("review_accept_plain", round.pk).the_form()
    (box,) = officer.form.xpath(f".//input[@value='{charlies.pk}']")
    box.checked = False

    officer.press(TICKED)

    assert (state(alices), state(charlies)) == ("accepted", "submitted")
    assert "1 return was accepted." in officer.text


def test_what_raised_a_doubt_is_not_accepted_by_a_program_either(officer, round, alices, charlies):
    officer.post("review_accept_plain", round.pk, revision=[str(charlies.pk), "nonsense"])

    assert (state(alices), state(charlies)) == ("submitted", "submitted")
    assert "1 return was left as it is" in officer.text


def test_every_name_is_shown_with_its_figures(officer, round, alices):
    officer.at("review_accept_plain", round.pk)

    assert [officer.cells(n) for n in (2, 3, 4, 5)] == [["甲云数据"], ["30,005,000"], ["0"], ["0.00"]]


def test_the_filter_of_the_queue_narrows_it(officer, round, alices):
    assert NEXT not in officer.at("review_queue", round.pk, query="?nil=yes").text
    assert "No return is without doubts here" in officer.at("review_accept_plain", round.pk, query="?nil=yes").text
    assert "No return is without doubts here" in officer.at("review_accept_plain", round.pk, query="?nil=what").text


def test_what_came_in_since_the_page_was_drawn_stays_and_the_rest_is_accepted(officer, round, alices, charlies):
    officer.at("review_accept_plain", round.pk).the_form()
    Revision.objects.filter(pk=charlies.pk).update(findings=[])

    officer.press(TICKED)

    assert (state(alices), state(charlies)) == ("accepted", "submitted")
    assert "1 return was accepted." in officer.text and "left as it is" not in officer.text


def test_what_a_colleague_concluded_meanwhile_is_told(officer, world, round, alices, charlies):
    Revision.objects.filter(pk=charlies.pk).update(findings=[])
    officer.at("review_accept_plain", round.pk).the_form()
    review.accept(revision=alices, by=world.officer)

    officer.press(TICKED)

    assert state(charlies) == "accepted"
    assert "1 return was accepted." in officer.text and "1 return was left as it is" in officer.text


def test_what_was_corrected_meanwhile_is_read_first(officer, world, round, alices, now):
    officer.at("review_accept_plain", round.pk).the_form()
    response = response_of(round, world.alice_org)
    fill_in(response, world.alice, at=now, remarks={"typed": "更正"})
    submit(response, world.alice, at=now)

    officer.press(TICKED)

    assert state(alices) == "submitted"
    assert "1 return was left as it is" in officer.text


def test_who_may_only_look_is_not_offered_it(world, round, alices):
    viewer = Officer(factories.make_officer(world.city, role=Role.VIEWER))

    assert NEXT not in viewer.at("review_queue", round.pk).text
    assert viewer.at("review_accept_plain", round.pk).status == 403
