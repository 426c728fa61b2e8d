"""Names, who mentions them, and how another one takes their place."""

import random

import pytest

from surveys.questionnaires.editing import operations
from surveys.questionnaires.editing.references import mentions
from surveys.questionnaires.editing.structure import EditError
from surveys.questionnaires.library import template
from surveys.questionnaires.loading.loader import load
from tests.questionnaires.examples import check, names_in, problems, question, section, stored, words

MINING = template("mining_2021") | {"extended": True}


def two_pages():
    pages = [section(question("a"), question("b"), name="one"), section(question("c"), name="two")]
    return stored(sections=pages)


def mentioning():
    return stored(
        question("a", "integer"),
        question("b", "integer", relevant="${a} > 1 and '${a}' != ''", label={"zh": "比 ${a}", "en": "than ${ a }"}),
        question("t", "table", questions=[question("c", "integer", constraint=". < ${a}", constraint_message=words("{a}, ${ a }"))], rows={"count": "${a}"}),
        checks=[
            check("X", ["b", "a"], "${a} < ${b}", message=words("{a} ${a}"), values={"v": {"calculate": "${a}+1", "like": "a"}}),
            {"check": "E11", "with": {"it_kw": "a", "connection": "${a} + 1", "power_factor": "a"}},
            {"check": "E13", "with": {"shares": "c a", "tolerance": "a"}},
            check("Y", ["b"], "${b} = 1", message=words("{a}"), values={"a": {"calculate": "1"}}),
        ],
        core=["a", "b"],
        nil={"question": "a", "value": "a", "requires": ["a"]},
        roles={"total": "a"},
    )  # fmt: skip


def test_a_new_name_is_written_everywhere_the_old_one_stood():
    after = operations.rename(mentioning(), "a", "new")

    assert mentions(after, "a") == []
    assert (operations.find(after, "b")["relevant"], operations.find(after, "b")["label"]) == (
        "${new} > 1 and '${a}' != ''",
        {"zh": "比 ${new}", "en": "than ${new}"},
    )
    assert (operations.find(after, "c")["constraint"], operations.find(after, "t")["rows"]) == (". < ${new}", {"count": "${new}"})  # fmt: skip
    assert operations.find(after, "c")["constraint_message"] == words("{new}, ${new}")
    assert after["checks"][0]["message"] == words("{new} ${new}")
    assert after["checks"][0]["values"] == {"v": {"calculate": "${new}+1", "like": "new"}}
    assert after["checks"][1]["with"] == {"it_kw": "new", "connection": "${new} + 1", "power_factor": "new"}
    assert after["checks"][2]["with"] == {"shares": "c new", "tolerance": "a"}
    assert after["checks"][3] == mentioning()["checks"][3]
    assert after["core"] == ["new", "b"]
    assert after["nil"] == {"question": "new", "value": "a", "requires": ["new"]}
    assert after["roles"] == {"total": "new"}


def test_the_places_that_mention_a_name():
    assert mentions(mentioning(), "a") == [
        "b.label", "b.relevant", "t.rows", "c.constraint", "c.constraint_message", "check X", "check E11", "check E13",
        "core", "nil", "roles",
    ]  # fmt: skip


def test_a_name_a_check_uses_for_its_own_value_is_not_given():
    with pytest.raises(EditError, match="value of its own"):
        operations.rename(mentioning(), "a", "v")
    assert operations.find(operations.rename(mentioning(), "b", "v"), "v")["relevant"] == "${a} > 1 and '${a}' != ''"


def test_a_new_name_is_written_where_a_function_wants_the_name_itself():
    rule = "concat(jr:choice-name(string(${a}), ' ${ a }'), '${a}', jr:choice-name(\"red\", \"${a}\"))"
    before = stored(question("a", "choice", choices="colours"), question("s", "calculated", calculation=rule))

    after = operations.rename(before, "a", "new")

    assert (problems(before), problems(after)) == ([], [])
    assert operations.find(after, "s")["calculation"] == (
        "concat(jr:choice-name(string(${new}), ' ${new}'), '${a}', jr:choice-name(\"red\", \"${new}\"))"
    )


@pytest.mark.parametrize("seed", range(20))
def test_a_sound_questionnaire_stays_sound_under_other_names(seed):
    chance = random.Random(seed)
    definition = MINING
    for name in chance.sample(sorted(operations.names(MINING)), 12):
        definition = operations.rename(definition, name, f"{name}_{seed}")

    assert problems(definition) == []
    assert [len(load(definition).questions), len(load(definition).checks)] == [
        len(load(MINING).questions), len(load(MINING).checks),
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_a_name_given_back_gives_the_same_definition(seed):
    name = random.Random(seed).choice(sorted(operations.names(MINING)))

    assert operations.rename(operations.rename(MINING, name, "other"), "other", name) == MINING


def test_removing_says_what_would_speak_of_nothing():
    definition = stored(
        question("t", "table", questions=[question("c", "integer")]), question("s", "calculated", calculation="sum(${c})")
    )  # fmt: skip

    assert operations.orphaned(definition, "t") == ["s.calculation"]
    assert operations.orphaned(definition, "s") == []


def test_a_copy_has_names_and_rules_of_its_own():
    table = question("t", "table", questions=[question("x", "integer"), question("y", "integer", relevant="${x} > 1")])
    after = operations.duplicate(stored(table, question("z", "integer", relevant="count(${t}) > 0")), "t")

    assert names_in(after) == ["t", "t2", "z"]
    assert [(c["name"], c.get("relevant")) for c in operations.find(after, "t2")["questions"]] == [
        ("x2", None),
        ("y2", "${x2} > 1"),
    ]
    assert problems(after) == []


@pytest.mark.parametrize("name", [one["name"] for one in MINING["sections"]])
def test_a_section_of_a_sound_questionnaire_is_copied_whole(name):
    assert problems(operations.duplicate(MINING, name)) == []
