"""Lists of choices, and questions taken over from another questionnaire."""

import pytest

from surveys.questionnaires.editing import choice_lists, operations
from surveys.questionnaires.editing.structure import EditError, empty, structure_problem
from surveys.questionnaires.library import template
from tests.questionnaires.examples import names_in, problems, question, stored, words

MINING = template("mining_2021") | {"extended": True}


# --- lists of choices -----------------------------------------------------------------------------------------------


def with_a_list():
    return stored(question("a", "choice", choices="colours"), question("b", "calculated", calculation="attribute('colours', ${a}, 'hue')"))  # fmt: skip


def test_a_list_is_renamed_where_it_is_used():
    after = choice_lists.rename_list(with_a_list(), "colours", "colors")

    assert (list(after["choices"]), operations.find(after, "a")["choices"]) == (["colors"], "colors")
    assert operations.find(after, "b")["calculation"] == "attribute('colors', ${a}, 'hue')"


def test_a_list_in_use_stays():
    assert choice_lists.users_of_list(with_a_list(), "colours") == ["a", ""]
    with pytest.raises(EditError, match="in use"):
        choice_lists.remove_list(with_a_list(), "colours")


@pytest.mark.parametrize("name", ["", "a b", "x" * 61, "a'"])
def test_a_list_has_a_plain_name(name):
    with pytest.raises(EditError):
        choice_lists.set_list(with_a_list(), name, [])


def test_a_list_keeps_its_name_among_others():
    with pytest.raises(EditError):
        choice_lists.rename_list(choice_lists.set_list(with_a_list(), "sizes", []), "sizes", "colours")
    with pytest.raises(EditError):
        choice_lists.rename_list(with_a_list(), "sizes", "x")


# --- questions of another questionnaire -----------------------------------------------------------------------------


def test_questions_come_with_their_lists_and_their_rules():
    source = stored(
        question("a", "choice", choices="colours"), question("b", relevant="${a} = 'red'"), question("c", "choice", choices="sizes"),
        choices={"colours": [{"name": "red", "label": words("R")}], "sizes": [{"name": "s", "label": words("S")}]},
    )  # fmt: skip
    target = stored(question("a"))

    after = choice_lists.insert(target, source, ["a", "b"], into="main")

    assert names_in(after) == ["a", "a2", "b"]
    assert operations.find(after, "b")["relevant"] == "${a2} = 'red'"
    assert (operations.find(after, "a2")["choices"], sorted(after["choices"])) == (
        "colours_2",
        ["colours", "colours_2"],
    )
    assert problems(after) == []


def test_a_list_that_says_the_same_is_used_by_both():
    source = stored(question("x", "choice", choices="colours"))

    assert list(choice_lists.insert(stored(question("a")), source, ["x"], into="main")["choices"]) == ["colours"]


@pytest.mark.parametrize("page", MINING["sections"], ids=lambda page: page["name"])
def test_every_page_of_the_library_can_be_taken_over_twice(page):
    wanted = [one["name"] for one in page["questions"]]
    once = choice_lists.insert(empty("NEW", words("新")), MINING, wanted, into="section1")

    twice = choice_lists.insert(once, MINING, wanted, into="section1")

    assert len(names_in(twice, "section1")) == 2 * len(wanted)
    assert structure_problem(twice) is None


def test_sections_taken_over_speak_of_each_other():
    everything = [one["name"] for section in MINING["sections"] for one in section["questions"]]
    once = choice_lists.insert_in_sections(empty("NEW", words("新")), MINING, everything)
    twice = choice_lists.insert_in_sections(once, MINING, everything)

    assert [one["questions"] for one in once["sections"][1:]] == [one["questions"] for one in MINING["sections"]]
    assert len(twice["sections"]) == 1 + 2 * len(MINING["sections"])
    assert operations.find(twice, "mining_kwh2")["relevant"].startswith("${has_mining2} = 'yes'")
    assert choice_lists.insert_in_sections(once, MINING, []) == once
