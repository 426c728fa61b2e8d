"""Which factors a round uses: chosen, or proposed by place and period; and what is said of those that do not fit."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from surveys.audit.models import Event
from surveys.questionnaires import library
from surveys.reports import snapshots
from surveys.reports.actions import NotOnOffer, choose_factors
from surveys.reports.attribution import Use, choosable, factors_of, mark, misfits, proposed, use_of
from surveys.reports.factors import factor
from surveys.reports.queries import microdata
from surveys.reports.tables.energy import r03, r09
from surveys.reports.tables.method import cover, r18
from surveys.rounds import actions as rounds
from tests.factories import DEADLINE, ISSUED
from tests.reports.stories import EVENING, HALF_MINING, accept, answer, make_story, response

SEED = Use("110000", date(2020, 4, 1), date(2021, 3, 31))


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def in_year(year, region="110000"):
    return Use(region, date(year, 1, 1), date(year, 12, 31))


def ids(chosen):
    return [one.id for one in chosen]


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        (SEED, ["CN-AVG-2021", "BEIJING-2021", "CN-ETS-2021", "PAPER-2021"]),
        (in_year(2022), ["CN-AVG-2022", "BEIJING-2022", "CN-ETS-2022", "PAPER-2021"]),
        (in_year(2023, "510100"), ["CN-AVG-2023", "SICHUAN-2023", "CN-ETS-2022", "PAPER-2021"]),
        # Nothing is published for 2026 yet: the latest there is.
        (in_year(2026), ["CN-AVG-2023", "BEIJING-2022", "CN-ETS-2022", "PAPER-2021"]),
        # Before the first year on record the first one; the scheme's own number of those days is on record.
        (in_year(2020), ["CN-AVG-2021", "BEIJING-2021", "CN-ETS-2015BASE", "PAPER-2021"]),
        # A province without a number of its own: its grid's.
        (in_year(2022, "320500"), ["CN-AVG-2022", "EAST-2022", "CN-ETS-2022", "PAPER-2021"]),
        # The country as a whole has no narrower place.
        (in_year(2022, "100000"), ["CN-AVG-2022", "CN-ETS-2022", "PAPER-2021"]),
        (in_year(2022, ""), []),
    ],
)
def test_factors_are_proposed_by_place_and_year(use, expected):
    assert ids(proposed(use)) == expected


@pytest.mark.parametrize(
    ("id", "use", "words"),
    [
        ("BEIJING-2021", in_year(2021), ""),
        ("BEIJING-2021", SEED, "for part of the period only"),
        ("BEIJING-2021", Use("110000", date(2020, 7, 1), date(2022, 6, 30)), "for part of the period only"),
        ("BEIJING-2021", in_year(2026), "not for this period"),
        ("BEIJING-2021", in_year(2020), "not for this period"),
        ("BEIJING-2021", in_year(2021, "120000"), "not for this place"),
        ("BEIJING-2021", in_year(2021, ""), "not for this place"),
        ("CN-ETS-2015BASE", SEED, ""),
        ("PAPER-2021", in_year(2026), ""),
        ("BEIJING-2021", Use("110000", None, None), ""),
    ],
)
def test_a_factor_for_another_period_or_place_is_marked(id, use, words):
    assert mark(factor(id), use) == words


def test_every_factor_that_turns_electricity_into_co2_can_be_chosen():
    assert len(choosable()) == 49
    assert {one.unit for one in choosable()} == {"kg/kWh"}


def test_what_does_not_fit_is_said_with_what_it_is_for():
    chosen = [factor("CN-AVG-2021"), factor("SICHUAN-2021"), factor("PAPER-2021")]

    assert misfits(chosen, SEED) == [
        "CN-AVG-2021 is for 2021-01-01 – 2021-12-31; the period of this round is 2020-04-01 – 2021-03-31.",
        "SICHUAN-2021 is for Sichuan, not for the place of this round.",
    ]


# --- on rounds ---------------------------------------------------------------------------------------------------


def draft_of(world, template, at=ISSUED, **fields):
    survey = rounds.start_survey(by=world.officer, authority=world.city, template_name=template, at=at)
    return rounds.create_round(by=world.officer, survey=survey, at=at, **fields)


@pytest.mark.django_db
@pytest.mark.parametrize("template", library.names())
def test_a_form_of_another_part_of_the_world_is_proposed_no_factor_of_china(world, template):
    round = draft_of(world, template)

    is_chinese = round.time_zone == "Asia/Shanghai"
    assert is_chinese is (template in ("annual_return", "ledger_1283", "mining_2021"))
    assert bool(factors_of(round)) is is_chinese


@pytest.mark.django_db
def test_a_ledger_of_2026_is_not_read_with_the_numbers_of_2021(world):
    round = draft_of(world, "ledger_1283", at=ISSUED.replace(year=2026))

    assert (round.period_start.year, round.period_end.year) == (2026, 2026)
    assert ids(factors_of(round)) == ["CN-AVG-2023", "BEIJING-2022", "CN-ETS-2022", "PAPER-2021"]


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["015146", "110001A", "DE30", "48201", "990000"])
def test_a_region_that_is_none_of_china_has_no_place_among_its_factors(world, code):
    round = draft_of(world, "mining_2021")
    round.survey.authority.region.code = code

    assert use_of(round).region == ""


@pytest.fixture
def round(world):
    made = make_story(world)
    accept(answer(response(made, "A1"), world.alice, **HALF_MINING), world)
    return made


def tables_of(snapshot):
    made = microdata(snapshot)
    return {make.__name__: make(made) for make in (cover, r03, r09, r18)}


def look(round):
    return snapshots.look(round=round, by=None, provisional=False, at=EVENING + timedelta(minutes=1))


@pytest.mark.django_db
def test_the_round_of_2021_keeps_its_four_and_marks_what_is_for_part_of_its_period(round):
    tables = tables_of(look(round))

    headings = [column.label for column in tables["r09"].columns if column.unit == "t CO2"]
    assert headings == [
        "CN-AVG-2021 × 0.5568 kg/kWh (for part of the period only)",
        "BEIJING-2021 × 0.5688 kg/kWh (for part of the period only)",
        "CN-ETS-2021 × 0.5810 kg/kWh (for part of the period only)",
        "PAPER-2021 × 0.4400 kg/kWh",
    ]
    assert [column.label for column in tables["r03"].columns if column.unit == "t CO2"] == headings
    assert sum("the period of this round is 2020-04-01 – 2021-03-31" in note for note in tables["r09"].notes) == 3


@pytest.mark.django_db
def test_the_chosen_factors_are_used_by_every_table(world, round):
    choose_factors(by=world.officer, round=round, ids=["NORTH-2021", "CN-RESID-2021"])
    tables = tables_of(look(round))

    of_co2 = [[column.code for column in tables[id].columns if column.unit == "t CO2"] for id in ("r03", "r09")]
    assert of_co2 == [["CN-RESID-2021", "NORTH-2021"]] * 2
    assert tables["r09"].total_of("NORTH-2021") == 15_002_500 * factor("NORTH-2021").value / 1000
    facts = dict(zip(tables["cover"].column("code"), tables["cover"].column("value"), strict=True))
    assert facts["factors"] == "CN-RESID-2021, NORTH-2021, TCE-CALORIFIC"
    named = zip(tables["r18"].column("topic"), tables["r18"].column("name"), strict=True)
    assert [name for topic, name in named if topic == "Factor"] == ["CN-RESID-2021", "NORTH-2021", "TCE-CALORIFIC"]


@pytest.mark.django_db
def test_a_snapshot_keeps_the_factors_of_its_moment(world, round):
    kept = snapshots.take(round=round, by=world.officer, provisional=False, at=EVENING)
    choose_factors(by=world.officer, round=round, ids=["NORTH-2021"])
    kept.refresh_from_db()

    assert "NORTH-2021" not in str(tables_of(kept)["r09"])
    assert kept.factors == ["CN-AVG-2021", "BEIJING-2021", "CN-ETS-2021", "PAPER-2021"]


@pytest.mark.django_db
def test_choosing_none_is_not_choosing_what_is_proposed(world, round):
    choose_factors(by=world.officer, round=round, ids=[])
    round.refresh_from_db()
    table = tables_of(look(round))["r09"]
    assert [column.code for column in table.columns] == ["region", "mining_kwh"]
    assert table.notes[-1].startswith("No factor is used")

    choose_factors(by=world.officer, round=round, ids=None)
    round.refresh_from_db()
    assert ids(factors_of(round)) == ["CN-AVG-2021", "BEIJING-2021", "CN-ETS-2021", "PAPER-2021"]


@pytest.mark.django_db
@pytest.mark.parametrize("id", ["TCE-CALORIFIC", "TCE-HEAT", "BEIJING-2099"])
def test_what_is_no_factor_of_electricity_on_offer_is_refused(world, round, id):
    with pytest.raises(NotOnOffer):
        choose_factors(by=world.officer, round=round, ids=["CN-AVG-2021", id])

    round.refresh_from_db()
    assert round.factors is None


@pytest.mark.django_db
def test_the_choice_is_part_of_the_history(world, round):
    choose_factors(by=world.officer, round=round, ids=["NORTH-2021"], at=DEADLINE)

    event = Event.objects.get(verb="chose_factors")
    assert (event.object_id, event.details, event.at) == (str(round.pk), {"factors": "NORTH-2021"}, DEADLINE)
