"""A round whose questionnaire was changed under way: every return is read by the version it was made with."""

from datetime import timedelta
from decimal import Decimal

from surveys.questionnaires.editing import operations
from surveys.reports.queries import microdata
from surveys.reports.snapshots import look
from surveys.reports.tables.answers import answer_tables
from surveys.reports.tables.energy import r05
from surveys.reports.tables.method import cover, r18
from tests.reports.stories import HALF_MINING, answer, make_story, response
from tests.responses.amendment.versions import amend_by
from tests.responses.stories import BEFORE

LATER = BEFORE + timedelta(minutes=5)
NOW = LATER + timedelta(minutes=5)


def other_words(form):
    """The total is offered in another unit first, a kind of business is no longer to be chosen, a question is gone."""
    form.set("total_kwh", units=["MWh", "kWh", "万千瓦时"])
    form.drop_choice("business", "01")
    form.drop("remarks")
    form.drop_check("E23")
    form.definition["roles"].pop("remarks")


def made(world):
    round = make_story(world)
    answer(response(round, "A1"), world.alice, **HALF_MINING)
    amend_by(world, round, other_words, LATER)
    rows = [{"row": "r1", "cells": {"business_type": {"typed": "02"}, "business_share": {"typed": "100"}}}]
    changes = {"business": rows, "total_kwh": {"typed": "20,000.5"}, "has_mining": {"typed": "no"}}
    answer(response(round, "A2"), world.alice, at=LATER, **changes)
    return microdata(look(round=round, by=world.officer, provisional=True, at=NOW))


def test_figures_add_up_over_both_versions(world):
    totals = {row.facility.code: row.answered and row.answered.total_kwh for row in made(world).rows}

    assert totals == {"A1": Decimal("30005000"), "A2": Decimal("20000500"), "C1": None}


def test_a_kind_of_business_that_is_gone_still_counts(world):
    table = r05(made(world))

    figures = dict(zip(table.column("business"), table.column("kwh"), strict=True))
    assert (figures["01"], figures["02"]) == (Decimal("15002500"), Decimal("20000500"))


def test_the_cover_and_the_method_name_both_versions(world):
    both = made(world)

    facts = dict(zip(cover(both).column("item"), cover(both).column("value"), strict=True))
    assert facts["调查表"] == "CN-BJ-MINING-2021, 版本 2, 版本 1"
    names = [
        name
        for topic, name in zip(r18(both).column("topic"), r18(both).column("name"), strict=True)
        if topic == "调查表"
    ]
    assert names == ["版本 2", "版本 1"]


def test_a_report_of_before_the_change_names_one(world):
    both = made(world)

    before = microdata(look(round=both.round, by=world.officer, provisional=True, at=LATER - timedelta(minutes=1)))

    assert [version.number for version in before.versions] == [1]


def test_the_answers_are_exported_from_both(world):
    tables = answer_tables(made(world))

    answers = next(table for table in tables if table.id == "D01")
    assert len(answers.rows) == 2


def exported(world, change, name, old, new):
    """A column of the export after a return by the old version, and one by the new: of whoever stands first, the latter."""
    round = make_story(world)
    answer(response(round, "A1"), world.alice, **{name: old})
    amend_by(world, round, change, LATER)
    answer(response(round, "C1"), world.charlie, at=LATER, **{name: new})
    answer(response(round, "A2"), world.alice, at=LATER, **{name: new})
    table = answer_tables(microdata(look(round=round, by=world.officer, provisional=True, at=NOW)))[0]
    return table.columns[table.index(name)], sorted(map(str, table.column(name)))


def test_choices_are_exported_in_the_words_of_the_version_that_offered_them(world):
    def other_choices(form):
        form.drop_choice("total_methods", "bill")
        form.definition["choices"]["total_methods"].append({"name": "audit", "label": {"zh": "审计", "en": "Audit"}})

    _column, cells = exported(world, other_choices, "total_method", {"typed": "bill"}, {"typed": "audit"})

    assert cells == ["审计", "审计", "电费发票"]


def test_a_column_is_headed_as_the_newest_version_asks_it(world):
    def other_label(form):
        form.set("remarks", label={"zh": "补充说明", "en": "More"})

    column, _cells = exported(world, other_label, "remarks", {"typed": "甲"}, {"typed": "乙"})

    assert column.label == "补充说明"


def test_a_figure_in_another_unit_than_its_column_names_its_own(world):
    def in_joules(form):
        form.set("total_kwh", units=["GJ"])
        for check in ("E19", "E51"):
            form.drop_check(check)

    old, new = {"typed": "3,000.5", "unit": "万千瓦时"}, {"typed": "108,018", "unit": "GJ"}
    column, cells = exported(world, in_joules, "total_kwh", old, new)

    assert (column.unit, cells) == ("GJ", ["108018", "108018", "30,005,000 kWh"])


def without_roles(form):
    form.definition["roles"] = {}
    form.definition.pop("other_periods", None)  # which asks for the roles of the period


def renamed(form):
    form.definition.update(operations.rename(form.definition, "total_kwh", "energy"))


def totals_after(world, first, then):
    """Of a return made by the first version, once the round has the other one."""
    round = make_story(world)
    if first:
        amend_by(world, round, first, BEFORE - timedelta(minutes=5))
    answer(response(round, "A1"), world.alice, **HALF_MINING)
    amend_by(world, round, then, LATER)
    found = microdata(look(round=round, by=world.officer, provisional=True, at=NOW))
    return next(row.answered.total_kwh for row in found.rows if row.facility.code == "A1")


def test_a_role_that_was_forgotten_is_mended_for_what_is_in_already(world):
    with_roles = {}

    def restored(form):
        form.definition["roles"] = with_roles["roles"]

    def forgotten(form):
        with_roles["roles"] = form.definition["roles"]
        without_roles(form)

    assert totals_after(world, forgotten, restored) == Decimal("30005000")


def test_a_role_that_was_taken_away_is_no_role_of_what_is_in(world):
    assert totals_after(world, None, without_roles) is None


def test_a_question_that_got_another_name_is_found_by_its_old_one_in_what_is_in(world):
    assert totals_after(world, None, renamed) == Decimal("30005000")


def test_a_version_that_came_later_changes_no_report_of_before(world):
    round = make_story(world)
    answer(response(round, "A1"), world.alice, **HALF_MINING)
    before = look(round=round, by=world.officer, provisional=True, at=LATER - timedelta(minutes=1))

    amend_by(world, round, without_roles, LATER)

    (read,) = [row.answered.total_kwh for row in microdata(before).rows if row.answered]
    assert read == Decimal("30005000")


CLIENTS = {"clients": [{"row": "r1", "cells": {"client_name": {"typed": "甲"}}}]}


def relabelled(form):
    for choice in form.definition["choices"]["mining_roles"]:
        choice["label"] = {"zh": f"新{choice['name']}", "en": f"new {choice['name']}"}
    form.drop_choice("mining_roles", "racks")
    form.set("clients", relevant="${has_mining} = 'unsure'")
    form.definition["choices"]["mining_roles"].append(
        {"name": "other_role", "label": {"zh": "其他方式", "en": "Other"}}
    )


def of_both(world, change, *, at_first=None, old=None, new=None):
    """The tables after a return of A1 by the old version and one of A2 by the new."""
    round = make_story(world)
    if at_first:
        amend_by(world, round, at_first, BEFORE - timedelta(minutes=5))
    answer(response(round, "A1"), world.alice, **(HALF_MINING | (old or {})))
    amend_by(world, round, change, LATER)
    answer(response(round, "A2"), world.alice, at=LATER, **(HALF_MINING | (new or {})))
    return {
        one.id: one for one in answer_tables(microdata(look(round=round, by=world.officer, provisional=True, at=NOW)))
    }


def by_unit(table, code):
    return dict(zip(table.column("unit"), table.column(code), strict=True))


def test_a_choice_has_one_name_over_all_versions(world):
    old, new = CLIENTS | {"mining_role": {"typed": "racks own"}}, {"mining_role": {"typed": "own other_role"}}

    answers = of_both(world, relabelled, old=old, new=new)["D01"]

    assert by_unit(answers, "mining_role") == {"甲云一号": "新own、出租机架", "甲云二号": "新own、其他方式"}
    assert by_unit(answers, "mining_role/own") == {"甲云一号": 1, "甲云二号": 1}
    assert by_unit(answers, "version") == {"甲云一号": 1, "甲云二号": 2}


def test_a_choice_that_was_not_offered_is_blank(world):
    old, new = CLIENTS | {"mining_role": {"typed": "racks"}}, {"mining_role": {"typed": "own"}}

    answers = of_both(world, relabelled, old=old, new=new)["D01"]

    assert by_unit(answers, "mining_role/racks") == {"甲云一号": 1, "甲云二号": None}
    assert by_unit(answers, "mining_role/other_role") == {"甲云一号": None, "甲云二号": 0}


def a_table(form):
    column = {"name": "made_by", "number": "", "type": "text", "label": {"zh": "厂家", "en": "Made by"}}
    table = {"name": "machines_seen", "number": "", "type": "table", "label": {"zh": "设备", "en": "Machines"}}
    form.definition["sections"][-1]["questions"].append(table | {"questions": [column]})


def a_text(form):
    form.drop("machines_seen")
    plain = {
        "name": "machines_seen",
        "number": "",
        "type": "text",
        "label": {"zh": "设备说明", "en": "Machines in words"},
    }
    form.definition["sections"][-1]["questions"].append(plain)


ROWS = {"machines_seen": [{"row": "r1", "cells": {"made_by": {"typed": "甲厂"}}}]}
TEXT = {"machines_seen": {"typed": "十台"}}


def test_a_table_that_became_a_text_keeps_both_places(world):
    tables = of_both(world, a_text, at_first=a_table, old=ROWS, new=TEXT)

    (rows,) = (table for table in tables.values() if table.title == "设备")
    assert by_unit(rows, "made_by") == {"甲云一号": "甲厂"}
    assert by_unit(tables["D01"], "machines_seen") == {"甲云一号": None, "甲云二号": "十台"}


def test_a_text_that_became_a_table_keeps_both_places(world):
    def back_to_a_table(form):
        form.drop("machines_seen")
        a_table(form)

    tables = of_both(world, back_to_a_table, at_first=a_text, old=TEXT, new=ROWS)

    (rows,) = (table for table in tables.values() if table.title == "设备")
    assert by_unit(rows, "made_by") == {"甲云二号": "甲厂"}
    assert by_unit(tables["D01"], "machines_seen") == {"甲云一号": "十台", "甲云二号": None}
    assert next(one.label for one in tables["D01"].columns if one.code == "machines_seen") == "设备说明"
