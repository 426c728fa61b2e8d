"""Taking questions from the library into a proposal, and trying it out."""

import pytest

from surveys.questionnaires import actions
from surveys.questionnaires.editing import operations
from surveys.questionnaires.library import template
from tests.bureau.builder.proposals import now
from tests.questionnaires.examples import question, stored


def test_questions_are_taken_from_the_library(officer, proposal):
    officer.at("proposal_library", proposal.pk, query="?source=library:mining_2021&into=two").the_form()
    for box in officer.form.xpath(".//input[@name='take'][@value='total_kwh' or @value='has_mining']"):
        box.checked = True

    officer.press("Take over what is ticked")

    assert [one["name"] for one in operations.find(now(proposal), "two")["questions"]][-2:] == [
        "total_kwh",
        "has_mining",
    ]


def test_sections_are_taken_from_the_library_with_what_is_ticked(officer, proposal):
    officer.at("proposal_library", proposal.pk, query="?source=library:mining_2021&into=one").the_form()
    officer.form.fields["into"] = "+"
    for box in officer.form.xpath(
        ".//input[@name='take'][@value='total_kwh' or @value='has_mining' or @value='mining_role']"
    ):
        box.checked = True

    officer.press("Take over what is ticked")

    taken = now(proposal)["sections"][2:]
    origin = [one for one in template("mining_2021")["sections"] if one["name"] in ("electricity", "mining")]
    assert [one["label"] for one in taken] == [one["label"] for one in origin]
    assert [[q["name"] for q in one["questions"]] for one in taken] == [["total_kwh"], ["has_mining", "mining_role"]]


@pytest.mark.parametrize("query", ["?source=library:nothing", "?source=xyz", "?source=", ""])
def test_a_library_that_is_not_there(officer, proposal, query):
    assert officer.at("proposal_library", proposal.pk, query=query).status == 200


def test_nothing_ticked_takes_nothing(officer, proposal):
    query = "?source=library:mining_2021"

    officer.post("proposal_library", proposal.pk, query=query, into="two", take="nonsense")

    assert "Tick the questions to take over." in officer.text


def test_a_rehearsal_shows_what_the_rules_say_and_stores_nothing(officer, proposal):
    officer.at("proposal_preview", proposal.pk).the_form().fill(total="10").press("Try these answers")
    assert officer.page.xpath("//input[@name='a.mining']") != []

    officer.the_form().fill(mining="20").press("Try these answers")

    assert "C01" in officer.page.xpath("//*[@id='trial']")[0].text_content()
    assert now(proposal) == proposal.definition


def test_a_rule_is_tried(officer, proposal):
    officer.at("proposal_preview", proposal.pk).the_form("#try-rule")
    officer.in_form({"expression": "${total} * 2", "answers": "total = 21"}).press("Try the rule")
    assert "The result: 42" in officer.text

    told = {"expression": ". >= ${kwh} and . < 10", "answers": ". = 3\nkwh = ２"}
    officer.the_form("#try-rule").in_form(told).press("Try the rule")
    assert "The result: true" in officer.text

    officer.the_form("#try-rule").in_form({"expression": "${total} *"}).press("Try the rule")
    assert "unfinished" in officer.text


def test_without_a_sound_questionnaire_there_is_no_preview(officer, world):
    row = actions.start_proposal(
        by=world.officer, authority=world.city, definition=stored(question("a", relevant="1 +"))
    )

    assert "The preview appears when" in officer.at("proposal_preview", row.pk).text
