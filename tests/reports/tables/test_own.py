"""Every form gets tables of its own numbers, as its definition says, and none of mining that it does not ask about."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags

from surveys.questionnaires import actions
from surveys.questionnaires.loading import load
from surveys.reports.book import TABLES, all_tables
from surveys.reports.own_questions import Own, added_up_in, parting
from surveys.reports.queries import microdata
from surveys.reports.snapshots import look
from surveys.responses.actions import open_for_answering, save_draft
from surveys.responses.issuing import issue
from surveys.responses.models import Response
from surveys.rounds import actions as rounds
from tests import factories
from tests.bureau.officer import Officer
from tests.factories import DEADLINE, ISSUED
from tests.questionnaires.examples import question, rows, stored, typed, words
from tests.reports import examples
from tests.reports.stories import make_story
from tests.responses.stories import BEFORE, submit

CHOICES = {"colours": [{"name": "red", "label": words("Red")}, {"name": "blue", "label": words("Blue")}]}
PUMPS = question(
    "pumps", "table", questions=[question("power", "decimal", unit="kW"), question("age", "integer", aggregate="max")]
)
ASKED = [
    question("heat", "decimal", units=["GJ", "MJ"]),
    question("people", "integer"),
    question("best", "integer", aggregate="min"),
    question("site", "integer", aggregate="count"),
    question("part", "percent"),
    question("secret", "integer", aggregate="none"),
    PUMPS,
    question("colour", "choices", choices="colours"),
    question("open", "yes_no"),
    question("quiet", "yes_no", aggregate="none"),
]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def round(world):
    """Of a form about heat and pumps: two sites of Alice's and one of Charlie's are asked."""
    for code, organisation in (("A1", world.alice_org), ("A2", world.alice_org), ("C1", world.charlie_org)):
        factories.make_facility(organisation, code=code)
    version = actions.publish(by=world.officer, authority=world.city, definition=stored(*ASKED, choices=CHOICES))
    survey = rounds.start_survey_of(by=world.officer, version=version, at=ISSUED)
    rounds.change_survey(by=world.officer, survey=survey, legal_basis_zh="依据", burden_zh="十分钟", at=ISSUED)
    draft = rounds.create_round(by=world.officer, survey=survey, at=ISSUED, enquiries="1", deadline=DEADLINE)
    return issue(by=world.officer, round=draft, at=ISSUED)


def answer(round, code, by, **answers):
    response = round.assignments.get(facility__code=code).response
    base = open_for_answering(response=response, by=by, at=BEFORE).version
    save_draft(response=response, by=by, base=base, changes=typed(**answers), at=BEFORE)
    submit(Response.objects.get(pk=response.pk), by)


@pytest.fixture
def answered(round, world):
    pumps = rows({"power": "3", "age": "7"}, {"power": "4", "age": "2"})
    answer(
        round,
        "A1",
        world.alice,
        heat="1.5",
        people="10",
        best="4",
        site="1",
        part="50",
        secret="9",
        pumps=pumps,
        colour="red blue",
        open="yes",
    )
    answer(
        round, "A2", world.alice, heat={"typed": "500", "unit": "MJ"}, people="30", best="2", colour="red", open="no"
    )
    answer(round, "C1", world.charlie, people="0", site="8", pumps=rows({"power": "3"}))
    return {table.id: table for table in all_tables(made(round, world))}


def made(round, world):
    return microdata(look(round=round, by=world.officer, provisional=True, at=DEADLINE))


def lines(table, **where):
    """(group, returns, figure, unit, share) of the lines where these cells are."""
    codes = ("group", "returns", "value", "unit", "share_percent")
    wanted = [
        index
        for index, _row in enumerate(table.rows)
        if all(table.column(code)[index] == cell for code, cell in where.items())
    ]
    return [tuple(table.column(code)[index] for code in codes) for index in wanted]


def test_a_form_of_its_own_gets_its_numbers_and_no_tables_of_mining(answered):
    assert list(answered) == ["cover", "R01", "R01C", "R02", "N01", "N02", "N03", "R18"]
    assert not {"mining_kwh", "share_percent", "total_kwh"} & set(answered["cover"].column("code"))


def test_figures_are_added_up_by_district_in_the_unit_they_are_stored_in(answered):
    chaoyang, haidian = "Chaoyang", "Haidian"

    assert lines(answered["N01"], question="heat") == [
        (chaoyang, 2, Decimal(2), "GJ", Decimal(100)),
        (haidian, 0, None, "GJ", None),
        ("Total", 2, Decimal(2), "GJ", Decimal(100)),
    ]
    assert lines(answered["N01"], question="people", group="Total") == [("Total", 3, Decimal(40), None, Decimal(100))]
    assert lines(answered["N01"], question="people", group=haidian) == [(haidian, 1, Decimal(0), None, Decimal(0))]


@pytest.mark.parametrize(
    ("asked", "way", "returns", "figure", "share"),
    [
        ("best", "smallest", 2, Decimal(2), None),
        ("site", "count", 2, Decimal(2), Decimal(100)),
        ("power", "sum", 2, Decimal(10), Decimal(100)),
        ("age", "largest", 1, Decimal(7), None),
    ],
)
def test_each_figure_becomes_one_as_its_form_says(answered, asked, way, returns, figure, share):
    (found,) = lines(answered["N01"], question=asked, group="Total")

    assert (found[1], found[2], found[4]) == (returns, figure, share)
    assert lines(answered["N01"], question=asked, way=way) != []


def test_figures_are_added_up_by_class(answered):
    assert [line[2] for line in lines(answered["N02"], question="people")][-1] == Decimal(40)


def test_returns_and_their_figures_are_parted_by_what_was_chosen(answered):
    by_colour = {"parted_by": "colour"}

    assert lines(answered["N03"], question="Returns", **by_colour) == [
        ("Red", 2, Decimal(2), None, Decimal(100)),
        ("Blue", 1, Decimal(1), None, Decimal(50)),
    ]
    assert lines(answered["N03"], question="people", **by_colour) == [
        ("Red", 2, Decimal(40), None, Decimal(100)),
        ("Blue", 1, Decimal(10), None, Decimal(25)),
    ]
    assert lines(answered["N03"], question="people", parted_by="open", group="no") == [
        ("no", 1, Decimal(30), None, Decimal(75))
    ]


def test_pages_show_the_tables_there_are(answered, round, world):
    officer = Officer(world.officer).at("report", round.pk)
    pages = officer.texts_at("//main//nav//a | //main//ul//a")

    assert [page for page in pages if page.startswith(("N0", "R0"))] == [
        "R01 Response by district",
        "R01C Response by class",
        "R02 Not answered",
        "N01 Own figures by district",
        "N02 Own figures by class",
        "N03 Own figures by what was chosen",
    ]
    assert "Mining" not in officer.text
    assert officer.at("report_table", round.pk, "R04").status == 404
    assert officer.at("report_table", round.pk, "N01").status == 200


def test_a_form_about_mining_gets_both(world):
    ids = [table.id for table in all_tables(made(make_story(world), world))]

    assert ids == list(TABLES)


@pytest.mark.parametrize(
    ("asked", "is_added"),
    [
        (question("q", "integer"), True),
        (question("q", "decimal", unit="kWh"), True),
        (question("q", "decimal", unit="TH/s"), True),
        (question("q", "percent"), False),
        (question("q", "percent", aggregate="max"), True),
        (question("q", "decimal", unit="L/kWh"), False),
        (question("q", "decimal", unit="°"), False),
        (question("q", "year"), False),
        (question("q", "text"), False),
        (question("q", "integer", aggregate="none"), False),
        (question("q", "calculated", calculation="1 + 1", unit="kWh"), True),
        (question("q", "calculated", calculation="1 + 1"), False),
        (question("q", "calculated", calculation="1 + 1", aggregate="sum"), True),
        (question("q", "calculated", calculation="'a'", aggregate="sum"), False),
        (question("q", "hidden", calculation="1 + 1"), False),
    ],
)
def test_what_is_added_up_is_what_can_be_and_what_the_form_says(asked, is_added):
    assert [one.name for one in added_up_in(load(stored(asked)))] == (["q"] if is_added else [])


def test_returns_are_parted_by_what_each_of_them_chose_once():
    form = load(
        stored(*ASKED, question("t", "table", questions=[question("c", "choice", choices="colours")]), choices=CHOICES)
    )

    assert [one.name for one in parting(form)] == ["colour", "open"]


def test_what_is_in_no_sum_elsewhere_is_in_none_here():
    def says(heat, **extra):
        return examples.row(examples.answered(own=Own({"heat": Decimal(heat)}), **extra), name=f"site {heat}")

    made = replace(
        examples.microdata(says(2), says(40, is_expected=True)),
        own_figures=added_up_in(load(stored(question("heat", "decimal", unit="GJ")))),
    )

    table = TABLES["N01"](made)

    assert table.column("value") == [2, 2] and table.column("returns") == [1, 1]
    assert table.notes[-1].endswith("figures that are in no sum: site 40.")


def test_a_report_begins_with_what_the_forms_own_numbers_come_to(round, answered, world, client):
    client.force_login(world.officer)

    address = reverse("bureau:report", args=[round.pk], query={"basis": "provisional"})
    page = client.get(address, headers={"Accept-Language": "en"})

    text = " ".join(strip_tags(page.content.decode()).split())
    assert "heat 2 GJ sum of 2 of 3 returns" in text
    assert "people 40 sum of 3 of 3 returns" in text
    assert "best 2 smallest of 2 of 3 returns" in text
