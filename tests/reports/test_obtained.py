"""How much of a total is measured, calculated, estimated, declared by tenants: the parts are always the whole."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.questionnaires.form import Choice
from surveys.questionnaires.library import names, template
from surveys.questionnaires.loading import load
from surveys.reports.obtained import Grade, Obtained, grade_of, graded, parts_of

FIGURES = st.decimals(min_value=-1000, max_value=10**9, places=3)
OWN = [grade for grade in Grade if grade is not Grade.DECLARED]
OBTAINED = st.builds(Obtained, st.sampled_from(OWN), st.decimals(min_value=0, max_value=10**9, places=3))


def choice(name, **attributes):
    return Choice(name, {"zh": name}, attributes)


@pytest.mark.parametrize(
    ("method", "grade"),
    [
        (None, Grade.UNSAID),
        (choice("bill"), Grade.MEASURED),
        (choice("apportioned"), Grade.CALCULATED),
        (choice("nameplate"), Grade.ESTIMATED),
        (choice("guess"), Grade.OTHER),
        (choice("guess", grade="estimated"), Grade.ESTIMATED),
        (choice("bill", grade="estimated"), Grade.ESTIMATED),
        (choice("bill", grade="nonsense"), Grade.OTHER),
        (choice("bill", grade="declared"), Grade.OTHER),
    ],
)
def test_a_method_counts_as_what_it_says_or_is_known_for(method, grade):
    assert grade_of(method) is grade


def test_every_method_of_the_library_is_known_but_that_of_the_design():
    definitions = [load(template(name)) for name in names()]
    asked = [
        one.question(one.roles[role]) for one in definitions for role in ("method", "total_method") if role in one.roles
    ]
    methods = [one for question in asked for one in question.choices]
    methods += [one for definition in definitions for question in definition.questions for one in question.methods]

    assert {one.name for one in methods if grade_of(one) is Grade.OTHER} == {"designed"}


def test_the_figures_own_method_goes_before_the_question_about_it():
    definition = load(template("annual_return"))
    document = {"answers": {"total_kwh": {"method": "estimated"}}}

    assert graded(definition, "total_kwh", "total_method", document, "bill") is Grade.MEASURED
    own = next(one for one in definition.questions if one.methods and not one.table)
    said = {"answers": {own.name: {"method": "estimated"}}}
    assert graded(definition, own.name, "total_method", said, "bill") is Grade.ESTIMATED
    assert graded(definition, own.name, "total_method", {"answers": {}}, "bill") is Grade.MEASURED
    assert graded(definition, own.name, "", {"answers": {}}, None) is Grade.UNSAID


@pytest.mark.parametrize(
    ("declared", "figure", "parts"),
    [
        (0, 10, {Grade.ESTIMATED: 10}),
        (4, 10, {Grade.ESTIMATED: 6, Grade.DECLARED: 4}),
        (10, 10, {Grade.DECLARED: 10}),
        (11, 10, {Grade.DECLARED: 10}),
        (0, 0, {Grade.ESTIMATED: 0}),
        (4, 0, {Grade.ESTIMATED: 0}),
        (4, -3, {Grade.ESTIMATED: -3}),
    ],
)
def test_tenants_are_behind_no_more_than_the_figure(declared, figure, parts):
    obtained = Obtained(Grade.ESTIMATED, Decimal(declared))

    assert obtained.parts_of(Decimal(figure)) == parts


@given(st.lists(st.tuples(st.none() | FIGURES, OBTAINED), max_size=30))
def test_the_parts_are_the_whole(figures):
    parts = parts_of(figures)

    assert sum(one.kwh for one in parts.values()) == sum(figure for figure, _of in figures if figure is not None)
    assert list(parts) == list(Grade)
