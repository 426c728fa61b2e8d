import pytest

from surveys.questionnaires.expressions import (
    FACT_MEANINGS,
    FACTS,
    FUNCTIONS,
    Surroundings,
    check,
    evaluate,
    kinds,
    parse,
)
from surveys.questionnaires.expressions.functions import SUBJECTS
from surveys.questionnaires.expressions.kinds import Kind, Sort
from surveys.questionnaires.expressions.reference import EXAMPLE_SCOPE, HEADINGS, facts, tables
from surveys.questionnaires.expressions.values import to_text

AROUND = Surroundings(
    names={
        "blank": kinds.NUMBER,
        "colours": Kind(Sort.TEXT, many=True, choices=frozenset({"red", "blue"})),
        "months": kinds.ROWS,
        "kwh": kinds.NUMBER.column,
    },
    lists=frozenset({"miners"}),
    tables={"kwh": "months"},
)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_example_of_the_manual_gives_what_the_manual_says(name):
    function = FUNCTIONS[name]
    tree = parse(function.example)

    assert f"{name}(" in function.example
    assert to_text(evaluate(tree, EXAMPLE_SCOPE)) == function.result
    assert check(tree, AROUND)[1] == []


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_function_is_explained_in_both_languages(name, language):
    words = FUNCTIONS[name].words[language]

    assert words.meaning.strip() == words.meaning != ""
    assert bool(words.arguments) == bool(FUNCTIONS[name].parameters) or name == "position"
    assert "|" not in words.meaning + words.arguments + FUNCTIONS[name].example


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_tables_have_every_function_once(language):
    rows = [line.split("`")[1].partition("(")[0] for line in tables(language).splitlines() if line.startswith("| `")]

    assert rows == list(FUNCTIONS)


def test_every_subject_has_a_heading():
    assert list(HEADINGS) == list(SUBJECTS)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_fact_is_explained_once(language):
    rows = [line.split(" | ") for line in facts(language).splitlines() if line.startswith("| `")]

    assert [name.strip("| `") for name, _meaning, _value in rows] == list(FACTS) == list(FACT_MEANINGS)
    assert len({meaning for _name, meaning, _value in rows}) == len(FACTS)
