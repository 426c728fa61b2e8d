"""The pages of a proposal's sections and questions, by two people at once."""

import pytest

from surveys.questionnaires import actions
from surveys.questionnaires.editing import operations
from surveys.questionnaires.library import template
from tests.browsing import Visitor
from tests.bureau.builder.proposals import asked, now, send, to
from tests.questionnaires.examples import question, stored

# --- a question -----------------------------------------------------------------------------------------------------


def test_saving_a_page_unchanged_changes_nothing(officer, world):
    definition = template("mining_2021")
    row = actions.start_proposal(by=world.officer, authority=world.city, definition=definition)

    for name in ["total_kwh", "has_mining", "business", "business_share", "org_name", "evidence"]:
        officer.at("proposal_question", row.pk, name).the_form().press("Save")
        assert operations.find(now(row), name) == operations.find(definition, name)
    for part in definition["sections"]:
        officer.at("proposal_section", row.pk, part["name"]).the_form().press("Save")
    officer.at("proposal_settings", row.pk).the_form().press("Save")

    assert now(row) == definition


def test_the_figures_a_file_proves_are_ticked_by_their_labels(officer, world):
    definition = template("mining_2021")
    row = actions.start_proposal(by=world.officer, authority=world.city, definition=definition)

    form = officer.at("proposal_question", row.pk, "evidence").the_form()
    offered = {
        box.get("value"): box.getparent().text_content().strip() for box in form.form.xpath("//input[@name='proves']")
    }
    form.in_form({"proves": ["total_kwh", "it_kwh"]}).press("Save")

    assert offered["total_kwh"].endswith("Total electricity in the period")
    assert {"business_share", "mining_share", "mining_kwh"} < offered.keys()
    assert not {"has_mining", "business", "org_name", "evidence"} & offered.keys()
    assert operations.find(now(row), "evidence")["proves"] == ["total_kwh", "it_kwh"]


def test_saving_a_page_without_a_number_unchanged_is_no_change(officer, world):
    definition = stored({"name": "a", "type": "text", "label": {"zh": "甲", "en": "A"}})
    del definition["sections"][0]["number"]
    row = actions.start_proposal(by=world.officer, authority=world.city, definition=definition)

    officer.at("proposal_question", row.pk, "a").the_form().press("Save")
    officer.at("proposal_section", row.pk, "main").the_form().press("Save")

    assert (now(row), row.edition) == (definition, 1)


def test_lists_and_checks_saved_unchanged_are_the_same(officer, world):
    definition = template("mining_2021")
    row = actions.start_proposal(by=world.officer, authority=world.city, definition=definition)

    for name in definition["choices"]:
        officer.at("proposal_list", row.pk, name).the_form().press("Save")
        assert now(row)["choices"][name] == definition["choices"][name]
    for place, entry in enumerate(definition["checks"]):
        officer.at("proposal_check", row.pk, place).the_form().press("Save")
        assert now(row)["checks"][place] == entry


def test_what_is_filled_in_is_stored(officer, proposal):
    officer.at("proposal_question", proposal.pk, "total").the_form()
    officer.in_form(
        {
            "name": "total_kwh",
            "number": "A1",
            "label_en": "All of it",
            "unit": "kWh",
            "units": "kWh, MWh",
            "decimals": "2",
        }
    )
    officer.press("Save")

    assert asked(proposal, "total_kwh") == question(
        "total_kwh", "decimal", number="A1", label={"zh": "total", "en": "All of it"}, unit="kWh",
        units=["kWh", "MWh"], decimals=2,
    )  # fmt: skip
    assert asked(proposal, "mining")["relevant"] == "${total_kwh} > 5"
    assert now(proposal)["checks"][0]["rule"] == "${mining} <= ${total_kwh}"


def press(officer, button):
    """Sends the page's main form by any button that belongs to it, wherever it stands."""
    (pressed,) = officer.page.xpath(f"//button[@name='then' and contains(normalize-space(.), '{button}')]")
    assert pressed.get("form") in (None, officer.form.get("id"))
    return officer.send([*officer.values(), ("then", pressed.get("value"))])


@pytest.mark.parametrize(
    ("name", "button", "leads_to"),
    [
        ("total", "Save and return to the questions", ""),
        ("total", "Save and add a question below", "add/one/?after=total"),
        ("kwh", "Save and add a question below", "add/sites/?after=kwh"),
        ("sites", "Save and add a column", "add/sites/"),
        ("total", "Save and add a check", "checks/?for=total#add"),
        ("colour", "Save and edit the choices of “colours”", "lists/colours/"),
        ("total", "Remove…", "remove/total/"),
    ],
)
def test_what_is_typed_is_stored_by_every_button_beside_save(officer, proposal, name, button, leads_to):
    officer.at("proposal_question", proposal.pk, name).the_form().in_form({"label_en": "Of the year"})

    press(officer, button)

    assert asked(proposal, name)["label"]["en"] == "Of the year"
    assert officer.response.redirect_chain[0][0] == to("proposal", proposal.pk) + leads_to


def test_a_section_is_stored_by_the_buttons_beside_save_too(officer, proposal):
    officer.at("proposal_section", proposal.pk, "one").the_form().in_form({"label_en": "Power"})

    press(officer, "Save and add a question")

    assert (asked(proposal, "one")["label"]["en"], officer.h1) == ("Power", "Add a question to “Power”")


def test_a_choice_without_a_list_leads_to_where_it_gets_one(officer, world):
    definition = stored(question("a", "choice", choices="gone"))
    row = actions.start_proposal(by=world.officer, authority=world.city, definition=definition)
    officer.at("proposal_question", row.pk, "a").the_form().in_form({"choices": ""})

    press(officer, "Save and write a list of choices")

    assert officer.response.redirect_chain[0][0] == to("proposal_lists", row.pk) + "?for=a"


def test_what_cannot_be_stored_can_still_be_removed(officer, proposal):
    officer.at("proposal_question", proposal.pk, "total").the_form().in_form({"name": "no name"})

    press(officer, "Remove…")

    assert officer.h1 == "Remove “total”?"


def test_a_button_that_is_not_there_is_taken_for_save(officer, proposal):
    officer.at("proposal_question", proposal.pk, "total").the_form()

    officer.send([*officer.values(), ("then", "nonsense")])

    assert officer.response.redirect_chain[0][0] == to("proposal_question", proposal.pk, "total")


def test_units_are_known_in_all_their_spellings(officer, proposal):
    officer.at("proposal_question", proposal.pk, "total").the_form()

    officer.in_form({"unit": "度", "units": "千瓦时，万kWh、mwh, 里"}).press("Save")

    assert (asked(proposal, "total")["unit"], asked(proposal, "total")["units"]) == (
        "kWh",
        ["kWh", "万千瓦时", "MWh", "里"],
    )
    assert officer.page.xpath("//a[text()='total (the units to choose from)']/@href") == [f"{to('proposal_question', proposal.pk, 'total')}#at-units"]  # fmt: skip


def test_what_another_type_left_behind_goes(officer, proposal):
    officer.at("proposal_question", proposal.pk, "total").the_form()
    officer.form.fields["type"] = "text"
    officer.press("Save")

    assert asked(proposal, "total") == question("total", "text")


@pytest.mark.parametrize(
    ("mode", "told", "stored_as"),
    [
        ("none", {}, None),
        ("rows", {"question": "total", "operator": "at_least", "right": "１，０００"}, "${total} >= 1000"),
        ("rows", {"question": "colour", "operator": "equals", "right": "Red"}, "${colour} = 'red'"),
        ("rows", {"question": "colour", "operator": "answered"}, "${colour} != ''"),
        ("rows", {"question": "total", "operator": "less", "side": "question", "right": "kwh"}, "${total} < ${kwh}"),
        ("rows", {"question": "open", "operator": "equals", "right": "是"}, "${open} = 'yes'"),
        ("rows", {"question": "open", "operator": "is_not", "right": "No"}, "${open} != 'no'"),
        ("rows", {"question": "total", "operator": "is_not"}, "${total} != ''"),
        ("source", {"source": "sum(${kwh}) > 3"}, "sum(${kwh}) > 3"),
        ("nonsense", {"question": "total", "operator": "fly", "right": "x"}, "${total} = 'x'"),
    ],
)
def test_a_condition_in_rows_or_as_an_expression(officer, proposal, mode, told, stored_as):
    fields = {"relevant-mode": mode, "relevant-joined": "all"}
    parts = {"question": "", "operator": "equals", "side": "value", "right": ""} | told
    fields |= {f"relevant-{part}": text for part, text in parts.items()}

    page = officer.at("proposal_question", proposal.pk, "mining").the_form().form.fields
    send(officer, "proposal_question", (proposal.pk, "mining"), {**page, **fields})

    assert asked(proposal, "mining").get("relevant") == stored_as


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"mode": "rows", "question": ""}, "When it is asked: Say what must hold."),
        ({"mode": "source", "source": " "}, "When it is asked: Say what must hold."),
        ({"mode": "rows", "operator": "greater"}, "When it is asked: Say with what “total” is compared."),
        ({"mode": "rows", "operator": "not_chosen"}, "When it is asked: Say with what “total” is compared."),
    ],
)
def test_an_unfinished_condition_does_not_become_another_one(officer, proposal, told, says):
    page = dict(officer.at("proposal_question", proposal.pk, "mining").the_form().form.fields)
    parts = {"question": "total", "operator": "equals", "side": "value", "right": ""} | told

    send(officer, "proposal_question", (proposal.pk, "mining"), page | {f"relevant-{k}": v for k, v in parts.items()})

    assert officer.errors() == {"#at-relevant": says}
    assert asked(proposal, "mining")["relevant"] == "${total} > 5"


def test_two_rows_joined_by_or(officer, proposal):
    officer.at("proposal_question", proposal.pk, "mining").the_form()
    questions = officer.form.xpath(".//input[@name='relevant-question']")
    rights = officer.form.xpath(".//input[@name='relevant-right']")
    questions[1].value, rights[1].value = "colour", "red"
    officer.form.fields["relevant-joined"] = "any"

    officer.press("Save")

    assert asked(proposal, "mining")["relevant"] == "${total} > 5 or ${colour} = 'red'"
    assert len(officer.page.xpath("//input[@name='relevant-question']")) == 3


def test_a_condition_of_more_rows_than_a_page_takes_back_keeps_all_of_them(world, officer, proposal):
    long = " and ".join(f"${{total}} != {n}" for n in range(60))
    changed = operations.change(proposal.definition, "mining", {"relevant": long})
    actions.change_proposal(by=world.officer, proposal=proposal, definition=changed, edition=proposal.edition)

    officer.at("proposal_question", proposal.pk, "mining").the_form().press("Save")

    assert asked(proposal, "mining")["relevant"] == long


def test_both_kinds_of_quotes_come_back_with_words(officer, proposal):
    page = dict(officer.at("proposal_question", proposal.pk, "mining").the_form().form.fields)
    sent = {"relevant-question": "colour", "relevant-right": "'\"", "relevant-mode": "rows"}

    send(officer, "proposal_question", (proposal.pk, "mining"), {**page, **sent})

    assert "both kinds of quotation marks" in officer.text
    assert asked(proposal, "mining")["relevant"] == "${total} > 5"


def test_required_always(officer, proposal):
    officer.at("proposal_question", proposal.pk, "total").the_form()
    officer.form.fields["required-mode"] = "always"
    officer.press("Save")

    assert asked(proposal, "total")["required"] is True


def test_what_is_missing_in_a_language_is_marked(officer, world):
    row = actions.start_proposal(
        by=world.officer,
        authority=world.city,
        definition=stored(question("a", label={"zh": "甲"})) | {"notes": [{"zh": "注"}]},
    )

    officer.at("proposal_question", row.pk, "a")

    assert officer.page.xpath("//*[@id='at-label']//*[contains(@class,'tag')]/text()") == ["the English is missing"]
    assert "2 texts are there in one language only" in officer.at("proposal", row.pk).text
    assert officer.page.xpath("//a[text()='the notes']/@href") == [f"{to('proposal_settings', row.pk)}#at-notes"]


# --- two people -----------------------------------------------------------------------------------------------------


def test_two_people_on_two_questions_do_not_meet(officer, colleague, proposal):
    officer.at("proposal_question", proposal.pk, "total").the_form().in_form({"number": "A1"})
    colleague.at("proposal_question", proposal.pk, "mining").the_form().in_form({"number": "A2"}).press("Save")

    officer.press("Save")

    assert (asked(proposal, "total")["number"], asked(proposal, "mining")["number"]) == ("A1", "A2")


def test_two_people_on_one_question_both_see_both_texts(officer, colleague, proposal):
    officer.at("proposal_question", proposal.pk, "total").the_form().in_form({"label_zh": "我的"})
    colleague.at("proposal_question", proposal.pk, "total").the_form().in_form({"label_zh": "同事的"}).press("Save")

    officer.press("Save")

    assert officer.status == 409
    assert "刘处长 saved another text" in officer.text
    assert (officer.texts_at("//main//dl/dd"), dict(officer.the_form().form.fields)["label_zh"].strip()) == (
        ["同事的"],
        "我的",
    )
    officer.press("Save")
    assert asked(proposal, "total")["label"]["zh"] == "我的"


def test_a_condition_of_a_colleague_is_shown_as_well(officer, colleague, proposal):
    officer.at("proposal_question", proposal.pk, "mining").the_form().in_form({"number": "A2"})
    colleague.at("proposal_question", proposal.pk, "mining").the_form().in_form({"relevant-mode": "none"}).press("Save")

    officer.press("Save")

    theirs = officer.page.xpath("//section[@role='alert']//dt/text()")
    assert theirs == ["Number on the form (optional)", "When it is asked"]


def test_what_was_written_about_a_removed_question_is_given_back(officer, colleague, proposal):
    officer.at("proposal_question", proposal.pk, "total").the_form().in_form({"label_zh": "我写的"})
    colleague.at("proposal_remove", proposal.pk, "total").the_form().press("Remove")

    officer.press("Save")

    assert (officer.status, "我写的" in officer.text) == (409, True)


# --- what is not there ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("proposal_question", "one"),
        ("proposal_question", "nothing"),
        ("proposal_section", "nothing"),
        ("proposal_add", "nothing"),
        ("proposal_remove", "nothing"),
        ("proposal_list", "nothing"),
        ("proposal_check", 99),
        ("proposal_file", "exe"),
    ],
)
def test_what_is_not_in_the_proposal_does_not_exist(world, proposal, page, name):
    assert Visitor(world.officer).get(to(page, proposal.pk, name)).status_code == 404
