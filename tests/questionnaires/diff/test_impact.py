import copy

import pytest

from surveys.questionnaires.diff.comparison import changes_between
from surveys.questionnaires.diff.impact import reach_of
from surveys.questionnaires.loading.loader import load
from tests.questionnaires.examples import check, question, section, stored

TAKEN, LOAD = "facility.address_taken", "peers.load"


def form(a=None, twice="${a} * 2", rule="${twice} < 5", **more):
    """A question, a calculation with it, a check of that which asks the peers, and one of another question."""
    return stored(
        question("a", "decimal", **(a or {})),
        question("b"),
        question("twice", "calculated", calculation=twice),
        checks=[
            check("E51", ["a"], f"{rule} and fact('peers.load') > 1"),
            check("E08", ["b"], "${b} != '' and not(fact('facility.address_taken'))"),
        ],
        **more,
    )


def matter(new):
    return reach_of(changes_between(form(), new), load(new)).facts


@pytest.mark.parametrize(
    ("new", "facts"),
    [
        (form(), set()),
        (form({"hint": {"zh": "看", "en": "look"}}), set()),
        (form({"required": True}), set()),
        (form({"relevant": "${b} != ''"}), {LOAD}),
        (form({"decimals": 1}), {LOAD}),
        (form({"constraint": "fact('peers.load') > ."}), {LOAD}),
        (form(twice="${a} * 3"), {LOAD}),
        (form(rule="${twice} < 4"), {LOAD}),
        (form(unit="organisation"), {LOAD, TAKEN}),
    ],
)
def test_only_what_a_change_can_reach_is_asked_for(new, facts):
    assert matter(new) == facts


def test_a_section_reaches_all_that_stands_in_it():
    new = form()
    new["sections"][0]["relevant"] = "${c} = 'x'"
    new["sections"].insert(0, section(question("c"), name="first"))
    old = copy.deepcopy(new)
    old["sections"][1]["relevant"] = "${c} = 'y'"

    assert reach_of(changes_between(old, new), load(new)).facts == {LOAD, TAKEN}
