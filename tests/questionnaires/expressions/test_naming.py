import re

import pytest

from surveys.questionnaires.editing.references import in_rule, in_words
from surveys.questionnaires.expressions.grammar import parse
from surveys.questionnaires.expressions.naming import LONGEST_NAME, NAME, NAMELIKE, REFERENCE
from surveys.questionnaires.expressions.tree import Reference

LONGEST = "n" * LONGEST_NAME


@pytest.mark.parametrize("name", ["a", "_", "A4-1_kwh", LONGEST])
def test_what_can_be_a_name_can_be_referred_to(name):
    assert NAME.fullmatch(name)
    assert re.fullmatch(REFERENCE, f"${{ {name} }}", re.ASCII)[1] == name
    assert parse(f"${{{name}}}") == Reference(name)
    assert in_rule(f"${{{name}}} > 0", name, "new") == "${new} > 0"
    assert in_words(f"of ${{ {name} }}", name, "new") == "of ${new}"


@pytest.mark.parametrize("name", ["", "1a", "-a", "a b", "用电量", "a.1"])
def test_what_cannot_be_a_name(name):
    assert (NAME.fullmatch(name), NAMELIKE.fullmatch(name)) == (None, None)


def test_what_is_too_long_for_a_name_is_still_meant_as_one():
    assert NAME.fullmatch(LONGEST + "n") is None
    assert NAMELIKE.fullmatch(LONGEST + "n")


def test_the_name_of_another_system_is_unknown_rather_than_malformed():
    assert parse("${A4.1}") == Reference("A4.1")
