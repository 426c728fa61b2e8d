"""The outline of a proposal: order, places, adding and removing."""

import pytest

from surveys.questionnaires.editing import operations
from tests.bureau.builder.proposals import asked, now, to


def press_in_outline(officer, proposal, do):
    officer.at("proposal", proposal.pk).the_form("/arrange/")
    return officer.post("proposal_arrange", proposal.pk, edition=officer.form.fields["edition"], do=do)


def test_the_outline_shows_everything_in_order(officer, proposal):
    officer.at("proposal", proposal.pk)

    assert officer.page.xpath("//main//ol/li/@id") == ["total", "mining", "colour", "open", "sites", "kwh", "year"]
    assert officer.page.xpath("//main//section//h2/@id") == ["one", "two"]


@pytest.mark.parametrize(
    ("do", "order"),
    [
        ("up:mining", ["mining", "total", "colour", "open", "sites"]),
        ("down:mining", ["total", "mining", "colour", "open", "sites"]),
        ("copy:total", ["total", "total2", "mining", "colour", "open", "sites"]),
        ("up:two", ["colour", "open", "sites", "total", "mining"]),
    ],
)
def test_the_buttons_move_and_copy(officer, proposal, do, order):
    press_in_outline(officer, proposal, do)

    assert [one["name"] for part in now(proposal)["sections"] for one in part["questions"]] == order


def test_a_button_pressed_on_an_older_page_does_nothing(world, officer, proposal):
    officer.post("proposal_arrange", proposal.pk, edition="0", do="up:mining")

    assert "A colleague changed the questionnaire meanwhile." in officer.text
    assert proposal.edition == 1


@pytest.mark.parametrize("do", ["", "up", "up:", "up:nothing", "fly:total", "into:total", "before:total", "behind:one"])
def test_buttons_that_are_not_there(officer, proposal, do):
    assert officer.post("proposal_arrange", proposal.pk, edition="1", do=do).status in (200, 404)
    assert now(proposal) == proposal.definition


def test_a_question_moves_to_another_section(officer, proposal):
    officer.at("proposal_question", proposal.pk, "total").the_form("/arrange/")
    officer.form.fields["at"] = "two"

    officer.press("Move")

    assert operations.parent_of(now(proposal), "total") == "two"


def test_a_question_becomes_a_column_and_a_question_again(officer, proposal):
    for holder in ("sites", "one"):
        officer.at("proposal_question", proposal.pk, "total").the_form("/arrange/")
        officer.form.fields["at"] = holder

        officer.press("Move")

        assert operations.parent_of(now(proposal), "total") == holder


def test_a_question_is_dropped_beside_another(officer, proposal):
    officer.post("proposal_arrange", proposal.pk, edition="1", do="behind:colour", at="total")

    assert [one["name"] for one in operations.find(now(proposal), "one")["questions"]] == ["total", "colour", "mining"]


def test_what_speaks_of_a_question_is_named_before_it_is_removed(officer, proposal):
    officer.at("proposal_remove", proposal.pk, "total")
    assert officer.page.xpath("//main/ul/li/text()") == ["Check C01", "mining (when it applies)"]

    officer.the_form().press("Remove")

    assert "total" not in operations.names(now(proposal))
    assert officer.page.xpath("//main//details//li/a/text()")[0] == "mining (when it applies)"


def test_a_question_is_added_behind_another_with_a_name_of_its_own(officer, proposal):
    officer.at("proposal_add", proposal.pk, "one", query="?after=total").the_form()
    officer.form.fields["type"] = "choice"
    officer.in_form({"label_en": "Kind of cooling"}).press("Add and go on to its page")

    added = operations.find(now(proposal), "one")["questions"][1]
    assert added == {"name": "kind_of_cooling", "number": "", "label": {"en": "Kind of cooling"}, "type": "choice"}
    assert officer.url == to("proposal_question", proposal.pk, "kind_of_cooling")


def test_a_column_is_added_to_a_table_and_no_table_into_it(officer, proposal):
    officer.at("proposal_add", proposal.pk, "sites").the_form()

    assert "table" not in officer.form.inputs["type"].value_options
    officer.in_form({"label_zh": "名称", "name": "site_name"}).press("Add and go on to its page")
    assert [one["name"] for one in asked(proposal, "sites")["questions"]] == ["kwh", "year", "site_name"]


def test_a_section_is_added(officer, proposal):
    officer.at("proposal_add_section", proposal.pk).the_form().in_form({"label_zh": "第三部分"}).press(
        "Add the section"
    )

    assert now(proposal)["sections"][2]["label"] == {"zh": "第三部分"}


@pytest.mark.parametrize(("name", "says"), [("total", "is taken"), ("1x", "begin with a letter")])
def test_a_name_that_cannot_be_given(officer, proposal, name, says):
    officer.at("proposal_add", proposal.pk, "one").the_form().in_form({"label_en": "x", "name": name}).press(
        "Add and go on"
    )

    assert says in officer.errors()["#id_name"]
