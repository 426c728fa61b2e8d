import copy

import pytest

from surveys.questionnaires.editing import choice_lists, operations
from surveys.questionnaires.editing.references import mentions, renamed
from surveys.questionnaires.editing.structure import EditError, all_names, empty, structure_problem
from surveys.questionnaires.library import template
from tests.questionnaires.examples import check, names_in, question, section, stored, words

MINING = template("mining_2021") | {"extended": True}


def two_pages():
    pages = [section(question("a"), question("b"), name="one"), section(question("c"), name="two")]
    return stored(sections=pages)


# --- nothing is changed in place ------------------------------------------------------------------------------------


EDITS = [
    lambda d: operations.add_section(d, {"name": "new", "label": words("x")}),
    lambda d: operations.add_question(d, question("new"), into="one"),
    lambda d: operations.change(d, "a", {"hint": words("x"), "label": None}),
    lambda d: operations.rename(d, "a", "z"),
    lambda d: operations.move(d, "a", 1),
    lambda d: operations.move_to(d, "a", "two"),
    lambda d: operations.move_beside(d, "a", "c"),
    lambda d: operations.duplicate(d, "a"),
    lambda d: operations.duplicate(d, "one"),
    lambda d: operations.remove(d, "a"),
    lambda d: operations.set_head(d, {"title": words("x"), "choices": {}}),
    lambda d: operations.set_check(d, 0, check("X", ["a"], "${a} = 1")),
    lambda d: choice_lists.set_list(d, "colours", []),
    lambda d: choice_lists.rename_list(d, "colours", "colors"),
    lambda d: choice_lists.remove_list(d, "colours"),
    lambda d: choice_lists.insert(d, two_pages(), ["a"], into="two"),
]


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_makes_a_new_definition_and_leaves_the_old_one(edit):
    before = two_pages()
    kept = copy.deepcopy(before)

    after = edit(before)

    assert (before, after != before) == (kept, True)
    assert structure_problem(after) is None


# --- adding, moving, removing ---------------------------------------------------------------------------------------


def test_a_question_is_added_behind_another_or_at_the_end():
    behind = operations.add_question(two_pages(), question("x"), into="one", after="a")
    at_the_end = operations.add_question(two_pages(), question("x"), into="one")

    assert (names_in(behind, "one"), names_in(at_the_end, "one")) == (["a", "x", "b"], ["a", "b", "x"])


def test_a_section_is_added_behind_another():
    after = operations.add_section(two_pages(), {"name": "x", "label": words("x")}, after="one")

    assert [one["name"] for one in after["sections"]] == ["one", "x", "two"]
    assert names_in(after, "x") == []


def test_a_column_is_added_to_a_table():
    after = operations.add_question(stored(question("t", "table", questions=[])), question("kwh"), into="t")

    assert (operations.find(after, "kwh")["name"], operations.parent_of(after, "kwh")) == ("kwh", "t")


@pytest.mark.parametrize("name", ["a", "one", "1x", "", "a b", "名称", "x" * 61])
def test_a_new_name_is_free_and_well_formed(name):
    with pytest.raises(EditError):
        operations.add_question(two_pages(), question(name), into="one")
    with pytest.raises(EditError):
        operations.rename(two_pages(), "b", name)


def test_only_sections_and_tables_hold_questions():
    with pytest.raises(EditError, match="cannot hold"):
        operations.add_question(two_pages(), question("x"), into="a")


def test_choices_that_show_an_answer_follow_a_new_name():
    sites = [{"name": "here", "label": words("In ${town}")}, {"name": "town", "label": words("town")}]
    form = stored(question("town"), question("site", "choice", choices="sites"), choices={"sites": sites})

    assert mentions(form, "town") == operations.orphaned(form, "town") == ["choices.sites[0]"]
    assert operations.rename(form, "town", "city")["choices"] == {
        "sites": [{"name": "here", "label": words("In ${city}")}, {"name": "town", "label": words("town")}]
    }


@pytest.mark.parametrize(
    ("stem", "name"), [("kwh", "kwh"), ("a", "a2"), ("", "question"), ("用电", "__"), ("9", "q_9"), ("b2", "b2")]
)
def test_a_free_name_is_like_the_stem(stem, name):
    assert operations.free_name(two_pages(), stem) == name


def test_counting_goes_on_where_it_stopped():
    definition = stored(question("q"), question("q2"), question("q3"))

    assert operations.free_name(definition, "q2") == "q4"


@pytest.mark.parametrize(
    ("name", "by", "one", "two"),
    [
        ("a", 1, ["b", "a"], ["c"]),
        ("b", -1, ["b", "a"], ["c"]),
        ("b", 1, ["a"], ["b", "c"]),
        ("c", -1, ["a", "b", "c"], []),
        ("a", -1, ["a", "b"], ["c"]),
        ("c", 1, ["a", "b"], ["c"]),
    ],
)
def test_a_question_moves_up_and_down_and_over_the_edge_of_its_section(name, by, one, two):
    after = operations.move(two_pages(), name, by)

    assert (names_in(after, "one"), names_in(after, "two")) == (one, two)


def test_a_section_moves_with_its_questions():
    after = operations.move(two_pages(), "two", -1)

    assert [(one["name"], names_in(after, one["name"])) for one in after["sections"]] == [
        ("two", ["c"]),
        ("one", ["a", "b"]),
    ]


TABLE = stored(question("t", "table", questions=[question("x"), question("y")]), question("z"), question("u", "table"))


def test_a_column_does_not_leave_its_table_by_going_up_and_down():
    definition = TABLE

    assert operations.move(definition, "y", 1) == definition
    assert [c["name"] for c in operations.find(operations.move(definition, "y", -1), "t")["questions"]] == ["y", "x"]


def test_a_question_is_moved_to_the_end_of_another_section():
    after = operations.move_to(two_pages(), "a", "two")

    assert (names_in(after, "one"), names_in(after, "two")) == (["b"], ["c", "a"])


@pytest.mark.parametrize(
    ("name", "neighbour", "behind", "order"),
    [
        ("c", "a", False, ["one", "c", "a", "b", "two"]),
        ("c", "a", True, ["one", "a", "c", "b", "two"]),
        ("a", "b", True, ["one", "b", "a", "two", "c"]),
        ("a", "a", True, ["one", "a", "b", "two", "c"]),
        ("two", "one", False, ["two", "c", "one", "a", "b"]),
        ("one", "two", True, ["two", "c", "one", "a", "b"]),
        ("one", "a", True, ["one", "a", "b", "two", "c"]),
    ],
)
def test_something_is_moved_beside_another(name, neighbour, behind, order):
    assert list(all_names(operations.move_beside(two_pages(), name, neighbour, behind=behind))) == order


def test_questions_enter_and_leave_tables():
    outside = operations.move_to(TABLE, "x", "main")
    inside = operations.move_beside(TABLE, "z", "x", behind=True)
    between = operations.move_to(TABLE, "y", "u")

    assert (names_in(outside), [c["name"] for c in operations.find(outside, "t")["questions"]]) == (
        ["t", "z", "u", "x"],
        ["y"],
    )
    assert [c["name"] for c in operations.find(inside, "t")["questions"]] == ["x", "z", "y"]
    assert operations.find(between, "u")["questions"] == [question("y")]


@pytest.mark.parametrize(
    ("name", "holder"), [("x", "z"), ("z", "nowhere"), ("main", "main"), ("main", "t"), ("t", "t"), ("t", "u")]
)
def test_what_cannot_be_moved_there(name, holder):
    with pytest.raises(EditError):
        operations.move_to(TABLE, name, holder)


@pytest.mark.parametrize(("name", "neighbour"), [("z", "main"), ("t", "nowhere"), ("one", "c"), ("u", "x")])
def test_what_cannot_stand_there(name, neighbour):
    definition = two_pages() if name == "one" else TABLE

    with pytest.raises(EditError):
        operations.move_beside(definition, name, neighbour)


def test_the_last_section_stays():
    with pytest.raises(EditError):
        operations.remove(stored(question("a")), "main")


@pytest.mark.parametrize("edit", [operations.find, operations.remove, operations.duplicate, operations.orphaned])
def test_what_is_not_there_is_named(edit):
    with pytest.raises(EditError, match="nothing_of_the_kind"):
        edit(two_pages(), "nothing_of_the_kind")


def test_attributes_are_set_and_unset_and_the_name_is_none():
    after = operations.change(stored(question("a", hint=words("h"))), "a", {"hint": None, "unit": "kWh", "name": "b"})

    assert operations.find(after, "a") == question("a", unit="kWh")


# --- checks ---------------------------------------------------------------------------------------------------------


def test_checks_are_written_at_their_place_and_taken_out():
    one, two = check("X", ["a"], "${a} = 1"), check("Y", ["a"], "${a} = 2")
    definition = operations.set_check(operations.set_check(two_pages(), 0, one), 1, two)

    assert definition["checks"] == [one, two]
    assert operations.remove_check(definition, 0)["checks"] == [two]
    with pytest.raises(EditError):
        operations.check_at(definition, 2)
    with pytest.raises(EditError):
        operations.set_check(definition, 3, one)


# --- the shape ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "more",
    [
        {"choices": []},
        {"choices": {"a'": []}},
        {"checks": {}},
        {"title": "x"},
        {"title": {"zh": 1}},
        {"notes": "x"},
        {"code": 1},
        {"nil": "x"},
        {"introduction": {"zh": "\0"}},
        {"introduction": {"zh": "\ud800"}},
        {"x": 1.5},
        {"x": 10**20},
        {"sections": [section(question("a", label="x"))]},
        {"sections": [section(question("a", questions=[1]))]},
    ],
)
def test_what_cannot_be_worked_on_is_told(more):
    flaw = structure_problem(stored(question("a"), **more))

    assert sorted(flaw) == ["en", "zh"]


def test_depth_is_bounded():
    deep = {}
    for _ in range(100):
        deep = {"x": deep}

    assert structure_problem(stored(question("a"), x=deep)) is not None


def test_the_library_can_be_worked_on():
    assert structure_problem(MINING) is None
    assert structure_problem(empty("NEW", words("新"))) is None


def test_a_section_stands_in_nothing():
    assert operations.parent_of(stored(question("a")), "main") == ""


def test_renaming_leaves_alone_what_is_not_as_it_should_be():
    spoilt = stored(question("a"), nil="a", checks=[{"check": "E09", "with": 5, "values": {"v": "a"}}])

    assert renamed(spoilt, "a", "b")["nil"] == "a"
    assert renamed(spoilt, "a", "b")["checks"][0]["values"] == {"v": "a"}


def test_a_name_may_stay_what_it_is():
    definition = stored(question("a"))

    assert operations.rename(definition, "a", "a") == definition


def test_renaming_leaves_alone_what_is_no_text():
    assert renamed(stored(question("a")) | {"title": {"zh": 5}}, "a", "b")["title"] == {"zh": 5}
