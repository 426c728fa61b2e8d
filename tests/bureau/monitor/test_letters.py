"""What the bureau sees of the answers to its letters, and what it does about them."""

import pytest

from surveys.lib.clock import database_now
from surveys.rounds.letters import actions
from tests import factories
from tests.bureau.officer import Officer


@pytest.fixture
def wang(world):
    return factories.make_contact(world.charlie_org, name="王五")


def hits(officer, round, letter):
    officer.at("round", round.pk, query=f"?letter={letter}")
    return officer.cells(2) if len(officer.page.xpath("//main//table")) == 2 else []


def test_units_are_found_by_what_was_answered(officer, round, wang):
    actions.ask_for_help(round=round, contact=wang, text="x")

    assert hits(officer, round, "acknowledged") == ["丙算科技"]
    assert hits(officer, round, "unacknowledged") == ["甲云数据"]
    assert hits(officer, round, "help") == ["丙算科技"]
    assert hits(officer, round, "right") == []


def test_only_the_last_answer_of_a_contact_is_found(officer, round, wang):
    actions.ask_for_help(round=round, contact=wang)
    actions.acknowledge(round=round, contact=wang)

    assert hits(officer, round, "help") == []
    assert hits(officer, round, "right") == ["丙算科技"]


def test_the_monitor_counts_organisations(officer, world, round, wang):
    actions.acknowledge(round=round, contact=wang)

    officer.at("round", round.pk)

    assert "Letter acknowledged by 1 of 2 organisations. Not acknowledged: 1" in officer.text


def test_whoever_was_named_is_to_be_called_before_who_named_him(officer, round, wang):
    actions.name_another(round=round, contact=wang, person=actions.Person("李四", "li@example.org", "13900000000"))

    officer.at("round_silent", round.pk)

    assert officer.text.index("李四 named by 王五") < officer.text.index("王五 named somebody else")


def test_who_asks_for_help_stands_on_the_list_until_somebody_has_called(officer, world, round, wang):
    actions.ask_for_help(round=round, contact=wang, text="单据不全", phone="13700000000")
    officer.at("round_silent", round.pk)
    assert "单据不全" in officer.text and "13700000000" in officer.text

    made = round.acknowledgements.get()
    officer.post("settle_letter", made.pk, note="已电话说明")

    made.refresh_from_db()
    assert (made.settlement, made.settled_by) == ("已电话说明", world.officer)
    officer.at("round_silent", round.pk)
    assert "单据不全" not in officer.text


def test_what_is_right_or_wrong_waits_for_nobody(officer, round, wang):
    actions.acknowledge(round=round, contact=wang, at=database_now())

    officer.at("round_silent", round.pk)

    assert "to be dealt with" not in officer.text


def test_an_officer_of_another_region_sees_no_answers(world, round, wang):
    actions.ask_for_help(round=round, contact=wang, text="单据不全")
    district = Officer(world.district_officer)

    district.at("round_silent", round.pk)

    assert "单据不全" not in district.text
