"""On paper a questionnaire holds all that may be asked, with the conditions in words."""

import pytest
from django.utils import translation

from surveys.questionnaires.library import names, template
from surveys.questionnaires.loading import load
from surveys.rendering.controls import MOST_RADIOS
from surveys.rendering.paper import paper_view
from tests.questionnaires.examples import NOW, question, stored

YES_NO = {
    "list": [{"name": "yes", "label": {"zh": "是", "en": "Yes"}}, {"name": "no", "label": {"zh": "否", "en": "No"}}]
}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("name", names())
def test_every_question_that_is_shown_is_on_the_paper(name):
    definition = load(template(name))
    on_paper = {
        one.name for scope in ("organisation", "unit") for section in paper_view(definition, scope, NOW).sections
        for one in section.questions
    }  # fmt: skip

    assert on_paper == {one.name for one in definition.questions if one.is_shown and not one.table}


def condition(rule):
    definition = load(
        stored(
            question("has_mining", type="choice", choices="list", number="C01", label={"zh": "挖矿", "en": "Mining?"}),
            question("kinds", type="choices", choices="list"),
            question("kwh", type="decimal", unit="kWh"),
            question("why", relevant=rule),
            choices=YES_NO,
        )
    )
    return paper_view(definition, "unit", NOW).condition(definition.question("why"))


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("${has_mining} = 'yes'", "C01 Mining?: “Yes”"),
        ("${has_mining} != 'no'", "C01 Mining?: not “No”"),
        ("${has_mining} = ''", "C01 Mining?: blank"),
        ("selected(${kinds}, 'yes') and ${has_mining} = 'yes'", "kinds: “Yes” among them, and C01 Mining?: “Yes”"),
        ("${has_mining} = 'yes' or ${has_mining} = 'no'", "C01 Mining?: “Yes”, or C01 Mining?: “No”"),
        ("${kwh} > 10", "kwh > 10"),
        ("${has_mining} = 'yes' and ${kwh} > 10", "C01 Mining? = 'yes' and kwh > 10"),
        (None, ""),
    ],
)
def test_a_condition_is_told_in_words(rule, words):
    assert condition(rule) == words


def test_in_chinese_it_is_a_chinese_sentence():
    with translation.override("zh-hans"):
        assert condition("${has_mining} = 'yes'") == "C01 挖矿为“是”"


def test_all_choices_are_offered_whatever_would_be_left_out_by_an_answer():
    definition = load(
        stored(
            question("a", type="choice", choices="list"),
            question("b", type="choice", choices="list", choice_filter="name = ${a}"),
            choices=YES_NO,
        )
    )
    view = paper_view(definition, "unit", NOW)

    assert [one.name for one in view.offered(definition.question("b"), None)] == ["yes", "no"]


def on_paper(*questions):
    definition = load(stored(*questions, choices=YES_NO | {"long": LONG}))
    return paper_view(definition, "unit", NOW), definition


LONG = [{"name": f"c{n}", "label": {"zh": f"第{n}", "en": f"No. {n}"}} for n in range(MOST_RADIOS + 1)]


def test_what_folds_out_on_a_screen_is_listed_on_paper():
    columns = [question("use", type="choice", choices="list"), question("stopped", type="yes_no"), question("kwh")]
    view, definition = on_paper(
        question("site", type="choice", choices="long"),
        question("open", type="choice", choices="list"),
        question("uses", type="table", questions=columns, rows={"max": 3}),
    )

    assert view.lists(definition.question("site")) == [("site", [f"No. {n}" for n in range(MOST_RADIOS + 1)])]
    assert view.lists(definition.question("open")) == []
    assert view.lists(definition.question("uses")) == [("use", ["Yes", "No"]), ("stopped", ["Yes", "No"])]


@pytest.mark.parametrize(("least", "most", "rows"), [(0, 100, 5), (7, 100, 7), (0, 3, 3), (12, 12, 12)])
def test_a_table_on_paper_has_rows_to_write_into(least, most, rows):
    view, _definition = on_paper(
        question("uses", type="table", questions=[question("kwh")], rows={"min": least, "max": most})
    )

    assert len(view.rows("uses")) == rows
