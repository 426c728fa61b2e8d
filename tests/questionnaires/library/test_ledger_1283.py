"""The weekly ledger: its items are those of the domain, and each check looks at the row, the table or the week before."""

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache

import pytest

from surveys.questionnaires.editing.missing_translations import untranslated
from surveys.questionnaires.evaluation.evaluating import evaluate, nil_answers
from surveys.questionnaires.library import template
from surveys.questionnaires.loading.loader import load
from tests.questionnaires.examples import evaluated, keys, rows

FORM = template("ledger_1283")
NOW = datetime(2021, 10, 11, 1, 0, tzinfo=UTC)  # Monday, 9:00 in Beijing
WEEK = {"round.period_start": "2021-10-04", "round.period_end": "2021-10-10"}
ORGANISATION = {
    "org_name": "北京数据有限公司",
    "uscc": "91110000600037341L",
    "contact_name": "张三",
    "contact_phone": "13800000000",
}
PROJECT = {
    "project_name": "亦庄一号托管项目",
    "owner": "某公司",
    "owner_uscc": "91110000600037341L",
    "category": "existing",
    "project_address": "某街 2 号",
    "project_district": "110115",
    "site_kind": "data_center",
    "machines": "1,000",
    "hashrate": "95",
    "unit_hashrate": "95",
    "week_kwh": "54",
    "cumulative_kwh": "2,100",
    "year_kwh": "2,700",
    "account": "0123456789",
    "supply": "grid",
    "found_by": "self",
    "found_on": "2021-09-30",
    "status": "confirmed",
    "planned_exit": "2021-12-31",
    "responsible_unit": "运维部",
    "responsible_person": "李四",
    "evidence": "现场核查记录 3 号",
}
NEW = {"category": "planned", "planned_start": "2022-03", "account": "无", "week_kwh": "0", "cumulative_kwh": "0"}
FOUND = {"found_by": "monitoring", "ip_addresses": "203.0.113.7 2001:db8::7", "carrier": "unicom"}
GONE = {"status": "removed", "planned_exit": None, "power_off": "2021-10-05", "actual_exit": "2021-10-09"}
LAST_WEEK = {
    "previous.project_name": ["亦庄一号托管项目"],
    "previous.status": ["confirmed"],
    "previous.week_kwh": ["540000"],
    "previous.cumulative_kwh": ["20460000"],
    "previous.week_to": "2021-10-03",
    "previous.open_projects": "1",
}


@cache
def form():
    return load(FORM)


def project(**changes):
    return {name: one for name, one in {**PROJECT, **changes}.items() if one is not None}


def answer(*projects, facts=None, **changes):
    """A ledger of one careful row unless others are given."""
    ledger = {"has_projects": "yes", "projects": rows(*(projects or [PROJECT]))}
    return evaluated(form(), now=NOW, facts=WEEK | (facts or {}), **ORGANISATION | ledger | changes)


def findings(*projects, **more):
    return [(one.check, one.severity, one.question) for one in answer(*projects, **more).findings]


def test_a_careful_ledger_has_no_findings():
    assert keys(answer(facts=LAST_WEEK)) == []
    assert keys(answer(project(**NEW), project(project_name="二号", account="1", **FOUND))) == []
    assert keys(answer(project(**GONE))) == []


def test_every_item_of_the_ledger_is_asked_in_order():
    numbers = [question.number.partition(".")[0] for question in form().questions if question.number.startswith("L")]

    assert list(dict.fromkeys(numbers)) == [f"L{n:02d}" for n in range(23)]


def test_every_text_stands_in_both_languages():
    assert untranslated(FORM) == []


def test_what_a_row_asks_depends_on_its_category_its_discovery_and_its_status():
    asked = {}
    for name, changes in {"new": NEW, "found": FOUND, "gone": GONE}.items():
        evaluation = answer(project(**changes))
        asked[name] = evaluation.relevant - answer().relevant

    cells = {name: {cell.partition(".")[2] for cell in found} for name, found in asked.items()}
    assert cells == {
        "new": {"planned_start"},
        "found": {"ip_addresses", "carrier"},
        "gone": {"power_off", "actual_exit"},
    }


# check: what makes it fail in a row, the severity, where it stands
FAILING = [
    ("E02", {"owner_uscc": "91110000600037341M"}, "hard", "owner_uscc"),
    ("E08", {**NEW, "planned_start": "2021-09"}, "hard", "planned_start"),
    ("E28", {"unit_hashrate": "101"}, "soft", "hashrate"),
    ("E35", {**GONE, "power_off": "2021-10-12", "actual_exit": None, "status": "closed"}, "hard", "power_off"),
    ("E35", {**GONE, "actual_exit": "2021-10-04"}, "hard", "actual_exit"),
    ("E39", {"week_kwh": "-1"}, "hard", "week_kwh"),
    ("E41", {**FOUND, "ip_addresses": "203.0.113.7 203.0.113.256"}, "hard", "ip_addresses"),
    ("constraint", {"found_on": "2021-10-12"}, "hard", "found_on"),
]


@pytest.mark.parametrize(("check", "changes", "severity", "question"), FAILING)
def test_checks_of_a_row(check, changes, severity, question):
    assert findings(project(**changes)) == [(check, severity, question)]


PASSING = [
    {**NEW, "planned_start": "2021-10"},
    {"unit_hashrate": "100"},
    {**GONE, "power_off": "2021-10-11", "actual_exit": None, "status": "closed"},
    {**GONE, "actual_exit": "2021-10-05"},
    {"found_on": "2021-10-11"},
    {"owner_uscc": None},
]


@pytest.mark.parametrize("changes", PASSING)
def test_rows_on_the_other_side_of_the_bound(changes):
    assert findings(project(**changes)) == []


def test_e01_and_e02_the_organisation_is_the_registered_one():
    assert findings(facts={"organisation.name": "北京云有限公司"}) == [("E01", "info", "org_name")]
    assert findings(uscc="91110000600037341M") == [("E02", "hard", "uscc")]
    assert findings(contact_phone="010-1") == [("E04", "hard", "contact_phone")]


def test_e35_the_exit_is_not_later_than_asked_for():
    facts = {"round.exit_limit": "2021-11-30"}

    assert findings(project(planned_exit="2021-11-30"), facts=facts) == []
    assert findings(project(planned_exit="2021-12-01"), facts=facts) == [("E35", "soft", "planned_exit")]


def test_e38_no_project_stands_there_twice():
    twin = project(project_name="亦庄一号（二）")

    assert findings(PROJECT, twin) == [("E38", "hard", "projects")]
    assert findings(PROJECT, twin | {"account": "1"}) == []
    assert findings(PROJECT, project(account="1")) == [("E06", "hard", "projects")]


@pytest.mark.parametrize("uscc", ["91110000600037341l", "９１１１００００６０００３７３４１Ｌ"])
def test_e38_a_credit_code_typed_otherwise_is_the_same_project(uscc):
    twice = findings(project(), project(project_name="另一项目", owner_uscc=uscc))

    assert twice == [("E38", "hard", "projects")]


def test_e39_the_running_total_of_a_year_does_not_fall():
    less = {"cumulative_kwh": "2,045.9"}
    last_year = LAST_WEEK | {"previous.week_to": "2020-12-27"}

    assert findings(project(**less), facts=LAST_WEEK) == [("E39", "hard", "cumulative_kwh")]
    assert findings(project(**less | {"cumulative_kwh": "2,046"}), facts=LAST_WEEK) == []
    assert findings(project(**less), facts=last_year) == []
    assert findings(PROJECT, project(project_name="新项目", account="1", **less), facts=LAST_WEEK) == []


@pytest.mark.parametrize(("kwh", "found"), [("81", []), ("81.1", ["E40"]), ("27", []), ("26.9", ["E40"])])
def test_e40_a_week_is_not_far_from_the_last(kwh, found):
    assert [check for check, _, _ in findings(project(week_kwh=kwh), facts=LAST_WEEK)] == found


@pytest.mark.parametrize(
    ("before", "kwh", "found"),
    [("confirmed", "0", []), ("closed", "0.5", []), ("confirmed", "81.1", ["E40"]), ("closed", "81.1", ["E40", "E42"])],
)
def test_e40_a_project_that_is_closed_uses_less(before, kwh, found):
    facts = LAST_WEEK | {"previous.status": [before]}

    assert [check for check, _, _ in findings(project(**GONE, week_kwh=kwh), facts=facts)] == found


def test_e40_takes_the_bounds_of_the_peers_where_there_are_any():
    facts = LAST_WEEK | {"peers.ratio_low.week_kwh": "0.9", "peers.ratio_high.week_kwh": "1.1"}

    assert findings(project(week_kwh="60"), facts=facts) == [("E40", "soft", "week_kwh")]


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        ("checking", {}, []),
        ("confirmed", {}, []),
        ("refuted", {"status": "checking", "planned_exit": None}, []),
        ("removed", {}, ["E42"]),
        ("closed", {}, ["E42"]),
        ("confirmed", {"status": "checking", "planned_exit": None}, ["E42"]),
    ],
)
def test_e42_the_status_changes_by_the_rules(before, now, found):
    facts = LAST_WEEK | {"previous.status": [before]}
    hard = [check for check, severity, _ in findings(project(**now), facts=facts) if severity == "hard"]

    assert hard == found


def test_e42_calls_both_states_by_their_labels():
    facts = LAST_WEEK | {"previous.status": ["removed"]}
    (finding,) = [one for one in answer(facts=facts).findings if one.question == "status"]

    assert finding.message["zh"] == "第 1 行：状态不能由“设备已清退”变为“属实”，请核对"
    assert finding.message["en"] == "Row 1: The status cannot change from “Machines removed” to “Confirmed”. Check it"


@pytest.mark.parametrize(("kwh", "found"), [("0.5192", []), ("0.5193", [("E42", "soft", "week_kwh")])])
def test_e42_what_was_closed_uses_hardly_any_electricity(kwh, found):
    """2,700 a year are 51.923 a week, of which 1 % may remain."""
    facts = LAST_WEEK | {"previous.status": ["closed"], "previous.week_kwh": [None]}

    assert findings(project(**GONE, week_kwh=kwh), facts=facts) == found


def test_without_a_years_electricity_e42_looks_at_last_week():
    facts = LAST_WEEK | {"previous.status": ["closed"]}
    found = findings(project(**GONE, year_kwh=None, week_kwh="0.55"), facts=facts)

    assert ("E42", "soft", "week_kwh") in found


TWO_BEFORE = LAST_WEEK | {"previous.project_name": ["亦庄一号托管项目", "二号"], "previous.open_projects": "2"}


def departed(*names, because="closed"):
    return rows(*({"departed_name": name, "departed_because": because, "departed_remarks": "见记录"} for name in names))


def test_a_row_that_left_the_ledger_must_say_why():
    evaluation = answer(facts=TWO_BEFORE)

    assert [(one.check, one.severity, one.question) for one in evaluation.findings] == [
        ("L01", "hard", "departures_list")
    ]
    assert "“二号”" in evaluation.findings[0].message["zh"]
    assert evaluation.values["departed"] == "二号"


@pytest.mark.parametrize("because", ["closed", "moved", "error", "renamed"])
def test_a_row_whose_departure_is_explained_may_leave(because):
    assert findings(facts=TWO_BEFORE, departures_list=departed("二号", because=because)) == []


def test_one_departure_does_not_explain_another():
    assert findings(project(project_name="三号"), facts=TWO_BEFORE, departures_list=departed("二号")) == [
        ("L01", "hard", "departures_list")
    ]


def test_where_nothing_left_nothing_is_asked_about_departures():
    assert "departures_list" not in answer(facts=LAST_WEEK).relevant
    assert "departures_list" not in answer().relevant
    assert "departures_list" in answer(facts=TWO_BEFORE).relevant


def test_a_new_project_does_not_hide_that_another_one_left():
    assert [check for check, *_ in findings(PROJECT, project(project_name="新", account="1"), facts=TWO_BEFORE)] == [
        "L01"
    ]


def test_a_ledger_is_emptied_only_with_a_word_for_each_open_project():
    def emptied(**more):
        return keys(answer(has_projects="no", projects=[], facts=TWO_BEFORE, **more))

    assert emptied() == ["L00:has_projects"]
    assert emptied(departures_list=departed("二号")) == ["L00:has_projects", "L01:departures_list"]
    assert emptied(departures_list=departed("二号", "亦庄一号托管项目")) == []


def test_a_nil_return_after_a_ledger_wants_a_reason():
    facts = WEEK | {"previous.has_projects": "yes", "previous.open_projects": "0"}
    (finding,) = evaluate(form(), nil_answers(form()), now=NOW, facts=facts, nil=True).findings

    assert (finding.key, finding.severity) == ("E54:has_projects", "soft")
    assert "“有”" in finding.message["zh"] and "“无（零报告）”" in finding.message["zh"]


def test_the_sums_of_the_week():
    values = answer(PROJECT, project(project_name="二号", account="1", **GONE, week_kwh="6 MWh")).values

    assert (values["week_from"], values["week_to"]) == (date(2021, 10, 4), date(2021, 10, 10))
    assert (values["week_total"], values["cumulative_total"]) == (Decimal(546_000), Decimal(42_000_000))
    assert values["open_projects"] == 1


def test_the_ledger_is_cleared_when_no_project_is_open():
    assert answer(project(**GONE)).values["open_projects"] == 0
    assert answer(project(status="rebound")).values["open_projects"] == 1


def test_figures_not_known_yet_may_be_missing_with_a_reason():
    missing = {"typed": "", "unavailable": "核查中"}
    unknown = project(status="checking", planned_exit=None, hashrate=missing, machines=missing, unit_hashrate=None)

    assert findings(unknown) == []


def test_a_nil_return_needs_nothing_else():
    evaluation = evaluate(form(), nil_answers(form()), now=NOW, facts=WEEK, nil=True)

    assert evaluation.findings == ()
    assert (evaluation.is_nil, evaluation.is_partial) == (True, False)


def test_there_is_no_nil_return_while_projects_are_open():
    def nil(left):
        facts = WEEK | {"previous.open_projects": left}
        return keys(evaluate(form(), nil_answers(form()), now=NOW, facts=facts, nil=True))

    assert nil("1") == ["L00:has_projects"]
    assert nil("0") == []


def test_everything_but_the_electricity_is_carried_over_from_last_week():
    fresh = [
        column.name for column in form().question("projects").questions if column.prefill != f"previous.{column.name}"
    ]

    assert fresh == ["week_kwh", "cumulative_kwh"]
