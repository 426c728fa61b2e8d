"""Audiences and moments as officers write them."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from surveys.bureau.rounds.audience import as_list, described, read_list
from surveys.bureau.rounds.forms import RoundForm
from surveys.rendering.moment_fields import as_initial
from surveys.rounds import actions
from tests import factories


@pytest.fixture
def sites(world):
    return {
        name: factories.make_facility(organisation, code=code, name=name)
        for name, organisation, code in [
            ("one", world.alice_org, "DC1"),
            ("two", world.alice_org, "DC2"),
            ("far", world.charlie_org, "DC2"),
        ]
    }


def listed(world, text):
    return read_list(world.city, text)


def test_a_credit_code_means_all_data_centers_of_the_organisation(world, sites):
    found = listed(world, world.alice_org.number.lower())

    assert found.facilities == [str(sites["one"].pk), str(sites["two"].pk)]
    assert found.problems == []


def test_a_code_means_the_data_center_that_bears_it(world, sites):
    assert listed(world, "\n  DC1 \n\n").facilities == [str(sites["one"].pk)]


@pytest.mark.parametrize("between", [" ", "\t", ",", "，", "/"])
def test_number_and_code_together_mean_one_data_center(world, sites, between):
    assert listed(world, f"{world.charlie_org.number}{between}DC2").facilities == [str(sites["far"].pk)]


def test_a_line_given_twice_counts_once(world, sites):
    assert listed(world, f"DC1\nDC1\n{world.alice_org.number}").facilities == [
        str(sites["one"].pk),
        str(sites["two"].pk),
    ]


def test_a_code_of_several_organisations_asks_for_the_number(world, sites):
    found = listed(world, "DC2")

    assert found.facilities == []
    assert "甲云数据" in found.problems[0] and "丙算科技" in found.problems[0]


def test_unknown_lines_are_named(world, sites):
    found = listed(world, "DC1\nNOWHERE 7\n91110105MA9999999X")

    assert [problem.count("NOWHERE 7") for problem in found.problems] == [1, 0]


def test_many_unknown_lines_are_named_in_short(world, sites):
    assert len(listed(world, "\n".join(f"X{n}" for n in range(30))).problems) == 21


def test_what_lies_in_another_authoritys_region_is_unknown(world, sites):
    assert listed(world, "DC1").problems == []
    assert len(read_list(world.stranger_authority, "DC1").problems) == 1


@pytest.mark.parametrize("typed", ["ＤＣ１", "DC1\u200b", "{number} ＤＣ１", "{wide}　ＤＣ１"])
def test_codes_are_found_in_any_width(world, sites, typed):
    number = world.alice_org.number
    wide = number.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})

    assert listed(world, typed.format(number=number, wide=wide)).facilities == [str(sites["one"].pk)]


@pytest.mark.parametrize(
    ("typed", "hints"),
    [
        ("甲云（北京）1 号楼", []),
        ("甲云(北京)1 号楼", ["“甲云(北京)1 号楼” was taken for 甲云（北京）1 号楼."]),
        ("甲云【北京】１号楼", ["“甲云【北京】１号楼” was taken for 甲云（北京）1 号楼."]),
    ],
)
def test_a_name_means_what_bears_it_in_any_width(world, sites, typed, hints):
    sites["one"].name = "甲云（北京）1 号楼"
    sites["one"].save()

    with translation.override("en"):
        found = listed(world, typed)

    assert (found.facilities, found.problems, found.hints) == ([str(sites["one"].pk)], [], hints)


def test_the_name_of_an_organisation_means_all_its_data_centers(world, sites):
    assert listed(world, "丙算科技").facilities == [str(sites["far"].pk)]


def test_a_name_that_several_bear_is_asked_about(world, sites):
    for name in ("two", "far"):
        sites[name].name = "同名楼"
        sites[name].save()

    found = listed(world, "同名楼")

    assert (found.facilities, len(found.problems)) == ([], 1)


def test_a_name_of_another_authoritys_region_is_unknown(world, sites):
    assert len(read_list(world.stranger_authority, "丙算科技").problems) == 1


def test_a_list_can_be_shown_again(world, sites):
    audience = {"by": "list", "facilities": [str(sites["far"].pk)]}

    assert as_list(world.city, audience) == f"{world.charlie_org.number} DC2"


def test_an_audience_is_told_in_words(world, sites):
    told = described({"by": "filter", "regions": ["110105"], "kinds": ["cloud"]})

    assert told == "朝阳区；云计算或互联网企业"


def test_a_moment_is_shown_by_the_clock_of_its_zone():
    shown = as_initial(datetime(2021, 4, 28, 4, tzinfo=UTC), "Asia/Shanghai")

    assert [str(value) for value in shown.values()] == ["2021-04-28", "12:00:00"]


@pytest.fixture
def draft(world, sites, now):
    survey = actions.start_survey(by=world.officer, authority=world.city, template_name="mining_2021", at=now)
    return actions.create_round(by=world.officer, survey=survey, at=now)


def form_for(draft, **changes):
    shown = RoundForm(round=draft)
    filled = {name: shown[name].value() for name in shown.fields}
    return RoundForm({name: value for name, value in (filled | changes).items() if value is not None}, round=draft)


def test_a_form_sent_as_it_came_changes_nothing(draft):
    form = form_for(draft)

    assert form.is_valid(), form.errors
    assert form.changes() == ({}, {})


@pytest.mark.parametrize("typed", ["0", "100", "-5", "abc", "NaN", "1e5", "12.345", "50 x"])
def test_a_reminder_that_is_no_percentage_is_refused(draft, typed):
    assert list(form_for(draft, reminders=typed).errors) == ["reminders"]


@pytest.mark.parametrize(("typed", "stored"), [("", []), ("90%、50％ 50", ["0.5", "0.9"]), ("87.5", ["0.875"])])
def test_reminders_are_kept_in_order_each_once(draft, typed, stored):
    form = form_for(draft, reminders=typed)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["reminders"] == stored


@pytest.mark.parametrize(("clock", "day"), [("02:30", "2027-03-14"), ("01:30", "2027-11-07")])
def test_a_time_that_the_zone_skips_or_repeats_is_refused(draft, clock, day):
    form = form_for(draft, time_zone="America/New_York", deadline_date=day, deadline_time=clock)

    assert list(form.errors) == ["deadline_time"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"deadline_time": ""}, "deadline_time"),
        ({"deadline_date": ""}, "deadline_date"),
        ({"deadline_date": "9999-12-31"}, "deadline_date"),
        ({"deadline_date": "tomorrow"}, "deadline_date"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"time_zone": "../../etc/passwd"}, "time_zone"),
        ({"title_zh": "标\0题"}, "title_zh"),
        ({"title_zh": "标" * 201}, "title_zh"),
        ({"period_start": "0001-01-01"}, "period_start"),
        ({"period_start": "2021-05-01", "period_end": "2021-04-01"}, "period_end"),
        ({"audience_by": "list", "listed": "NOWHERE"}, "listed"),
        ({"regions": ["999999"]}, "regions"),
        ({"audience_by": "all"}, "audience_by"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(draft, changes, field):
    assert list(form_for(draft, **changes).errors) == [field]


def test_a_draft_may_be_kept_without_a_deadline(draft):
    form = form_for(draft, deadline_date="", deadline_time="")

    assert form.is_valid(), form.errors
    assert form.changes() == ({"deadline": None}, {})


@pytest.mark.parametrize(("template", "is_asked"), [("mining_2021", True), ("ledger_1283", False)])
def test_the_figures_of_a_nil_return_can_be_waived_where_there_are_some(world, template, is_asked):
    survey = actions.start_survey(by=world.officer, authority=world.city, template_name=template)
    round = actions.create_round(by=world.officer, survey=survey)

    fields = RoundForm(round=round).fields

    assert ("nil_gives_figures" in fields, round.nil_gives_figures) == (is_asked, True)
    if is_asked:
        assert str(fields["nil_gives_figures"].label) == "零报告还须填报：统计期总用电量、承载业务类型及用电占比"
