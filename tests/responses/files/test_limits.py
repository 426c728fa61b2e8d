from datetime import timedelta

import pytest

from surveys.lib.files.kinds import FileRefused
from surveys.responses.files import limits
from surveys.responses.files.sweeping import KEPT_REPLACED
from surveys.responses.models import Attachment
from tests.lib.files.contents import PDF, png
from tests.responses.evidence import OTHER_PDF, answer_with, attach_to
from tests.responses.stories import BEFORE, confirm, response_of

LIMITS = {"MOST_OF_A_QUESTION": "2 files .* this question", "MOST_OF_A_RESPONSE": "2 files .* this questionnaire"}


@pytest.mark.parametrize("limit", LIMITS)
def test_there_is_a_limit_to_the_files_of_a_question_and_of_a_return(world, response, monkeypatch, limit):
    monkeypatch.setattr(limits, limit, 2)
    for number in range(2):
        attach_to(response, world.alice, content=PDF + bytes(number))

    with pytest.raises(FileRefused, match=LIMITS[limit]):
        attach_to(response, world.alice, content=PDF + b"one too many")
    assert Attachment.objects.count() == 2


def test_another_question_has_room_where_one_is_full(world, response, monkeypatch):
    monkeypatch.setattr(limits, "MOST_OF_A_QUESTION", 1)
    attach_to(response, world.alice)

    assert attach_to(response, world.alice, "photo.png", png(), question="photo")


def test_the_same_file_again_needs_no_room(world, response, monkeypatch):
    monkeypatch.setattr(limits, "MOST_OF_A_QUESTION", 1)

    assert attach_to(response, world.alice) == attach_to(response, world.alice)


@pytest.mark.parametrize(("beyond", "is_taken"), [(0, True), (1, False)])
def test_the_files_of_an_organisation_may_take_up_so_much_and_not_a_byte_more(
    world, response, settings, beyond, is_taken
):
    attach_to(response, world.alice)
    settings.ATTACHMENT_ORGANISATION_BYTES = 2 * len(PDF) + 100 - beyond
    one_more = PDF + bytes(100)

    if is_taken:
        assert attach_to(response, world.alice, content=one_more)
    else:
        with pytest.raises(FileRefused, match="your organisation"):
            attach_to(response, world.alice, content=one_more)


def test_the_files_of_others_take_up_no_room_of_theirs(world, round, response, settings):
    theirs = response_of(round, world.charlie_org)
    confirm(round, world.charlie_org, world.charlie, org_district={"typed": "110108"})
    attach_to(theirs, world.charlie)
    settings.ATTACHMENT_ORGANISATION_BYTES = len(PDF)

    assert attach_to(response, world.alice)


@pytest.mark.parametrize(("late_by", "is_taken"), [(timedelta(0), True), (timedelta(seconds=-1), False)])
def test_what_was_replaced_an_hour_ago_makes_room(world, response, monkeypatch, late_by, is_taken):
    monkeypatch.setattr(limits, "MOST_OF_A_QUESTION", 2)
    replaced = attach_to(response, world.alice)
    named = attach_to(response, world.alice, content=OTHER_PDF)
    answer_with(response, world.alice, named)
    at = BEFORE + KEPT_REPLACED + late_by

    if is_taken:
        attach_to(response, world.alice, content=PDF + b"third", at=at)
        assert not Attachment.objects.filter(pk=replaced.pk).exists()
    else:
        with pytest.raises(FileRefused):
            attach_to(response, world.alice, content=PDF + b"third", at=at)
    assert Attachment.objects.filter(pk=named.pk).exists()
