"""A workbook that was downloaded before the questionnaire of its round was changed, and comes back after that."""

from datetime import timedelta

import pytest

from surveys.lib.text import in_language
from surveys.responses.models import Draft
from surveys.workbooks.fillable.returned.saving import save_plan
from tests.responses.amendment.versions import amend_by, drop_remarks
from tests.responses.stories import fill_in
from tests.workbooks.fillable.by_hand import hand_out
from tests.workbooks.fillable.conftest import BEFORE

ANSWERS = {"total_kwh": "3000.5", "total_method": "bill", "address": "示范路1号"}
LATER = BEFORE + timedelta(minutes=2)


def change(form):
    """A question is gone, another new, a third has other units, and one choice is no longer offered."""
    drop_remarks(form)
    meter = {
        "name": "meter_number",
        "number": "",
        "type": "text",
        "label": {"zh": "电表号", "en": "Number of the meter"},
    }
    form.add("facility", meter | {"required": True})
    form.set("total_kwh", units=["MWh", "kWh", "万千瓦时"])
    form.drop_choice("total_methods", "dcim")


def amend(world, round):
    return amend_by(world, round, change, BEFORE)


def told(problems):
    return [(one.question, one.value, in_language(one.message, "en")) for one in problems]


def test_answers_are_carried_into_the_version_of_now(world, round, handed, tried):
    amend(world, round)
    plan = tried(handed.write("F01", **ANSWERS))
    unit = next(one for one in plan.units if one.owner.code == "F01")
    assert "earlier version" in " ".join(remark.told("en") for remark in plan.remarks)
    assert unit.wrong == []
    assert "meter_number" in {one.question for one in unit.missing}

    save_plan(plan=plan, by=world.alice, at=LATER)
    answers = Draft.objects.get().answers
    assert answers["total_kwh"] == {"typed": "3000.5", "unit": "万千瓦时"}
    assert (answers["total_method"], answers["address"]) == ({"typed": "bill"}, {"typed": "示范路1号"})
    assert not {"meter_number", "remarks"} & answers.keys()


@pytest.mark.parametrize(("name", "typed"), [("remarks", "说明"), ("total_method", "dcim")])
def test_an_answer_without_a_place_is_told_at_its_cell(name, typed, world, round, handed, tried):
    amend(world, round)
    handed.write("F01", **ANSWERS | {name: typed}).write("F02", **ANSWERS)
    plan = tried(handed)
    ((question, value, message),) = told(plan.errors)
    assert (question, value) == (name, typed)
    assert "no place in it any more" in message
    assert plan.errors[0].cell == handed.cell(name, "F01").coordinate
    assert [one.owner.code for one in save_plan(plan=plan, by=None, at=LATER).saved] == ["F02"]


def test_what_was_taken_out_of_it_is_taken_out_and_what_is_gone_anyway_is_no_mistake(world, round, confirmed, tried):
    response = round.assignments.get(facility__code="F01").response
    fill_in(
        response, world.alice, remarks={"typed": "说明"}, **{name: {"typed": typed} for name, typed in ANSWERS.items()}
    )
    handed = hand_out(round, world.alice_org)
    amend(world, round)
    plan = tried(handed.write("F01", address=None, remarks=None))
    assert plan.errors == []
    save_plan(plan=plan, by=world.alice, at=LATER)
    assert not {"address", "remarks"} & Draft.objects.get().answers.keys()


def test_what_a_colleague_answered_after_the_change_stands(world, round, handed, tried):
    amend(world, round)
    response = round.assignments.get(facility__code="F01").response
    fill_in(response, world.bob, at=BEFORE, meter_number={"typed": "No. 7"}, total_kwh={"typed": "5"})
    plan = tried(handed.write("F01", **ANSWERS))
    ((_unit, contested),) = plan.contested
    assert (contested.key, contested.theirs) == ("total_kwh", {"typed": "5"})
    save_plan(plan=plan, by=world.alice, at=LATER)
    answers = Draft.objects.get().answers
    assert (answers["meter_number"], answers["total_kwh"]) == ({"typed": "No. 7"}, {"typed": "5"})
