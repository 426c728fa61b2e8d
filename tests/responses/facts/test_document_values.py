import uuid

import pytest

from surveys.responses.facts.document_values import value_of
from surveys.responses.models import Revision
from tests.responses.stories import BEFORE, confirm, fill_in, make_issued_round, response_of, submit


@pytest.mark.parametrize("name", ["kwh", "kwh__total", "a-b", "Kwh_"])
def test_an_answer_is_found_whatever_its_question_is_called(world, name):
    round = make_issued_round(world)
    confirm(round, world.alice_org, world.alice)
    response = response_of(round, world.alice_org)
    fill_in(response, world.alice)
    submit(response, world.alice)
    document = {"answers": {name: {"value": "0.10"}, "other": {"value": "2"}}}
    Revision.objects.update(answers=document, key=uuid.uuid4(), submitted_at=BEFORE)

    assert list(Revision.objects.values_list(value_of(name), flat=True)) == ["0.10"]
