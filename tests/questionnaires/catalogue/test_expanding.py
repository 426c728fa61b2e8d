"""What an author may write in a short entry, and what he is told when it cannot be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.questionnaires.catalogue import BUILT_IN, CATALOGUE, expand
from surveys.questionnaires.catalogue.meanings import MEANINGS
from surveys.questionnaires.loading.loader import load
from tests.questionnaires.catalogue.examples import CHOICES, FORM, message, says
from tests.questionnaires.examples import definition, problems, stored

RACKS = {"in_use": "in_use", "racks": "racks"}


def expanded(entry):
    flaws = []
    return expand(entry, lambda key, zh, en: flaws.append((key, en))), flaws


def flaws(entry):
    return problems(stored(*FORM, choices=CHOICES, checks=[entry]))


def test_an_entry_written_out_stays_as_it_is():
    entry = {"id": "X", "rule": "true()"}

    assert expanded(entry) == ([entry], [])
    assert expanded("nonsense") == (["nonsense"], [])


def test_a_short_entry_becomes_a_full_one():
    (entry,), _ = expanded({"check": "E09", "with": {"in_use": "rented", "racks": "all-racks"}})

    assert entry == {
        "id": "E09",
        "severity": "hard",
        "questions": ["rented", "all-racks"],
        "rule": "${rented} <= ${all-racks}",
        "message": {
            "zh": "在用机架（{rented}）大于机架数（{all-racks}），请核对",
            "en": "There are more racks in use ({rented}) than racks ({all-racks}). Check both",
        },
        "values": {},
    }


def test_the_definition_keeps_the_short_entry():
    short = {"check": "E09", "with": RACKS}
    form = definition(*FORM, choices=CHOICES, checks=[short])

    assert form.to_json()["checks"] == [short]
    assert load(form.to_json()).checks == form.checks


def test_what_stands_beside_goes_first():
    entry = {"id": "X1", "severity": "info", "message": {"zh": "{racks} 太少", "en": "{racks} is too few"}}

    assert (
        expanded({"check": "E09", "with": RACKS, **entry})[0][0] | entry
        == expanded({"check": "E09", "with": RACKS, **entry})[0][0]
    )
    assert message("E09", RACKS, beside={"message": entry["message"]}, in_use="2", racks="1") == "1 太少"


def test_both_conditions_must_hold():
    beside = {"relevant": "${note} = 'x' or ${note} = 'y'"}

    assert says("E10", RACKS, beside=beside, in_use="1", racks="10", note="y") == ["soft:in_use"]
    assert says("E10", RACKS, beside=beside, in_use="1", racks="10", note="z") == []
    assert says("E09", RACKS, beside=beside, in_use="2", racks="1", note="z") == []


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ({"check": "E99"}, "checks[0].check: There is no check “E99” in the catalogue"),
        ({"check": 9}, "checks[0].check: There is no check “9” in the catalogue"),
        ({"check": ["E09"]}, "checks[0].check: There is no check “['E09']” in the catalogue"),
        (
            {"check": "E38", "with": {"keys": [], "rows": "table"}},
            "checks[0].with.keys: This should be text",
        ),
        ({"check": "E36"}, "checks[0].check: Check E36 is always done. It need not be named"),
        ({"check": "E09", "with": []}, "checks[0].with: This should be an object"),
        ({"check": "E09", "with": {"racks": "racks"}}, "checks[0].with.in_use: Check E09 lacks the parameter “in_use”"),
        (
            {"check": "E09", "with": RACKS | {"shelves": "1"}},
            "checks[0].with.shelves: Check E09 has no parameter “shelves”, only: in_use, racks",
        ),
        ({"check": "E09", "with": RACKS | {"racks": ["a", "b"]}}, "checks[0].with.racks: Only one can stand here"),
        ({"check": "E09", "with": RACKS | {"racks": " "}}, "checks[0].with.racks: This should be text"),
        ({"check": "E09", "with": RACKS | {"racks": True}}, "checks[0].with.racks: This should be text"),
        ({"check": "E09", "with": RACKS | {"racks": 0.5}}, "checks[0].with.racks: This should be text"),
        (
            {"check": "E09", "with": RACKS | {"racks": "a b"}},
            "checks[0].with.racks: “a b” is not the name of a question",
        ),
        (
            {"check": "E10", "with": RACKS | {"least": "half"}},
            "checks[0].with.least: “half” is not a number",
        ),
        (
            {"check": "E03", "with": {"district": "district", "prefixes": "1'1"}},
            "checks[0].with.prefixes: There can be no quote here",
        ),
        ({"check": "E04", "with": {}}, "checks[0].with: Name phone or email"),
        ({"check": "E08"}, "checks[0].with: Name start or planned"),
        (
            {"check": "E42", "with": {"status": "status", "allowed": "checking"}},
            "checks[0].with: “checking” should be written as “old>new”",
        ),
        ({"check": "E09", "with": RACKS, "rule": "true()"}, "checks[0].rule: Unknown field"),
        ({"check": "E09", "with": RACKS, "message": "no"}, 'checks[0].message: This should be {"zh": …, "en": …}'),
        ({"check": "E09", "with": RACKS, "relevant": 5}, "check E09.relevant: This should be text"),
        (
            {"check": "E09", "with": RACKS | {"racks": "nowhere"}},
            "check E09.rule: There is no question named “nowhere”",
        ),
        (
            {"check": "E18", "with": {"total": "total", "days": "${days} +"}},
            "check E18.relevant: The expression cannot be read near character 11. Check brackets, quotes and operators",
        ),
    ],
)
def test_what_is_wrong_is_named(entry, problem):
    assert flaws(entry)[0] == problem


def test_a_number_may_be_given_as_one():
    assert flaws({"check": "E47", "with": {"months": "kwh", "rows": "table", "total": "total", "most": 3}}) == []


def test_a_value_shown_never_hides_a_question():
    questions = [one | {"name": "rate"} if one["name"] == "racks" else one for one in FORM]
    form = definition(
        *questions, choices=CHOICES, checks=[{"check": "E10", "with": {"in_use": "in_use", "racks": "rate"}}]
    )

    (check,) = form.checks
    assert check.values.keys() == {"rate_"}
    assert check.message["zh"].startswith("上架率为 {rate_}")


@pytest.mark.parametrize("check", CATALOGUE.values(), ids=list(CATALOGUE))
def test_every_parameter_is_explained(check):
    unexplained = {one.name for one in check.parameters} - MEANINGS.keys()

    assert not unexplained, (
        f"{check.id} takes {sorted(unexplained)}: say in both languages what it means, "
        f"in surveys/questionnaires/catalogue/meanings.py"
    )
    assert check.title.keys() == {"zh", "en"}


def test_the_catalogue_is_complete():
    numbers = [f"E{number:02}" for number in range(1, 55)]
    told = {one.name for check in CATALOGUE.values() for one in check.parameters}

    assert sorted([*CATALOGUE, *BUILT_IN]) == numbers
    assert set(MEANINGS) - told == set(), "surveys/questionnaires/catalogue/meanings.py explains what no check takes"


def test_an_expression_in_a_message_never_hides_a_question():
    told = {"total": "days", "days": "${racks} + 1", "connection": "2"}
    entry = expanded({"check": "E18", "with": told})[0][0]

    assert entry["values"]["days_"] == {"calculate": "${racks} + 1", "unit": "天"}
    assert entry["message"]["zh"].startswith("总用电量（{days}）是电网接入容量 {connection} 在 {days_}内")
    assert entry["values"]["connection"] == {"calculate": "2", "unit": "kVA"}


def test_only_what_the_message_shows_is_computed():
    own = {"zh": "太多", "en": "too much"}
    entry = expanded({"check": "E18", "with": {"total": "total", "days": "30"}, "message": own})[0][0]

    assert entry["values"] == {}


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.sampled_from("racks"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
BESIDE = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("severity", "message", "relevant", "table", "id", "with", "other"), JSON)
)


@given(check=st.sampled_from(sorted(CATALOGUE)) | JSON, told=st.data(), beside=BESIDE)
def test_whatever_an_entry_holds_only_problems_come_of_it(check, told, beside):
    names = (
        [one.name for one in CATALOGUE[check].parameters] if isinstance(check, str) and check in CATALOGUE else ["x"]
    )
    values = st.sampled_from(["racks", "total", "table", "kwh", "0.5", "a>b", "${total}", "'", "1 +", ""]) | JSON
    arguments = told.draw(st.dictionaries(st.sampled_from(names), values))

    flaws({"check": check, "with": arguments} | beside)
