from datetime import timedelta

import pytest

from surveys.responses.models import Confirmation
from surveys.rounds.models import Round
from tests.api.caller import errors_of, kind_of
from tests.responses.stories import confirm

GIVEN = {
    "responsible": {"typed": "负责人"},
    "org_address": {"typed": "示范路1号"},
    "contact_name": {"typed": "联系人"},
    "contact_phone": {"typed": "13800000001"},
}


@pytest.fixture
def url(round):
    return f"rounds/{round.pk}/confirmation"


def test_before_anybody_confirms_there_is_what_the_register_has(world, program, url):
    found = program.get(url).json()

    assert (found["stamp"], found["is_ready"], found["confirmed_by"]) == ("", False, "")
    assert found["answers"]["org_name"]["typed"] == world.alice_org.name
    assert Confirmation.objects.count() == 0


def test_confirming_takes_the_rest_as_it_stands(world, program, url):
    answer = program.post(url, {"stamp": "", "answers": GIVEN})

    assert answer.status_code == 200, answer.content
    assert answer.json() == program.get(url).json()
    assert answer.json()["is_ready"]
    kept = Confirmation.objects.get().answers
    assert kept["responsible"] == GIVEN["responsible"]
    assert kept["org_name"]["typed"] == world.alice_org.name


def test_what_is_missing_is_told(program, url):
    answer = program.post(url, {"stamp": ""})

    assert kind_of(answer) == (422, "not-ready")
    assert "/answers/responsible" in {one["path"] for one in answer.json()["findings"]}
    assert Confirmation.objects.count() == 0


def test_what_a_colleague_confirmed_meanwhile_is_not_overwritten(world, program, round, url, now):
    program.post(url, {"stamp": "", "answers": GIVEN})
    stamp = program.get(url).json()["stamp"]
    confirm(round, world.alice_org, world.bob, at=now + timedelta(seconds=5), responsible={"typed": "另一负责人"})

    answer = program.post(url, {"stamp": stamp, "answers": GIVEN})

    assert kind_of(answer) == (409, "changed-meanwhile")
    theirs = answer.json()["confirmation"]
    assert theirs["answers"]["responsible"]["typed"] == "另一负责人"
    assert program.post(url, {"stamp": theirs["stamp"], "answers": GIVEN}).status_code == 200


def test_questions_of_the_data_center_have_no_place_here(program, url):
    answer = program.post(url, {"stamp": "", "answers": GIVEN | {"total_kwh": {"typed": "1"}}})

    assert "each data center" in errors_of(answer)["/answers/total_kwh"]


def test_a_closed_round_takes_nothing(program, url, now):
    Round.objects.update(deadline=now, closed_at=now)

    assert kind_of(program.post(url, {"stamp": "", "answers": GIVEN})) == (409, "closed")
    assert program.get(url).status_code == 200
