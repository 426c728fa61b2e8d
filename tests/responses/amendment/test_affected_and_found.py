"""What the officer's list says of a return is what its operator is then told of the same answers."""

from datetime import timedelta

import pytest

from surveys.responses.amendment.affected import affected_by
from surveys.responses.amendment.amending import amend
from surveys.responses.evaluation import evaluation_of
from tests.questionnaires.examples import question
from tests.responses.amendment.versions import WHY, amend_by, next_version
from tests.responses.stories import BEFORE, confirm, fill_in, make_issued_round, response_of, submit

AFTER = BEFORE + timedelta(minutes=10)
METERS = [
    {"row": "r1", "cells": {"read": {"typed": "2", "unit": "MWh"}, "source": {"typed": "bill"}}},
    {"row": "r2", "cells": {"read": {"typed": "3"}}},
]
ANSWERS = {
    "staff": {"typed": "3"},
    "source_of_all": {"typed": "bill"},
    "day": {"typed": "2021-04-28"},
    "meters": METERS,
}


def more_questions(form):
    read = question("read", "decimal", unit="kWh", units=["kWh", "MWh"])
    source = question("source", "choice", choices="total_methods")
    asked = [
        question("staff", "decimal"),
        question("source_of_all", "choice", choices="total_methods"),
        question("day", "date"),
        question("meters", "table", questions=[read, source], rows={"max": 5}),
        question("twice", "calculated", calculation="${staff} * 2", relevant="${day} = ''"),
    ]
    for one in asked:
        form.add("statement", one)
    form.check("N0", "staff", "${twice} < 3 or ${twice} = ''", "soft")
    form.add("statement", question("more", relevant="${remarks} = 'more'"))
    form.check("N1", "more", "${remarks} = 'more'", "soft")
    form.check("N2", "total_kwh", "count(${read}) > 1", "soft")


def out_of_the_table(form):
    source = form.question("source")
    form.drop("source")
    form.add("statement", source | {"required": True})


def into_the_table(form):
    staff = form.question("staff")
    form.drop_check("N0")
    form.drop("twice")
    form.drop("staff")
    form.question("meters")["questions"].append(staff | {"required": True})


def without_day(form):
    form.drop("day")
    form.question("twice").pop("relevant")


CHANGES = {
    "a unit": (lambda form: form.set("staff", unit="kWh", required=True), ["required:staff"]),
    "another type": (lambda form: form.set("staff", type="integer", required=True), []),
    "a filter": (
        lambda form: form.set("source_of_all", choice_filter="name != 'bill'"),
        ["choice:source_of_all"],
    ),
    "what a condition rests on": (without_day, ["N0:staff"]),
    "a condition": (lambda form: form.question("twice").pop("relevant"), ["N0:staff"]),
    "the condition of a table": (lambda form: form.set("meters", relevant="${remarks} = 'more'"), ["N2:total_kwh"]),
    "where a check stands": (lambda form: form.question("more").pop("relevant"), ["N1:more"]),
    "the unit offered first": (lambda form: form.set("read", unit="MWh", units=["MWh", "kWh"]), []),
    "a column required": (lambda form: form.set("source", required=True), ["required:source:r2"]),
    "a new column": (
        lambda form: form.question("meters")["questions"].append(question("place", required=True)),
        ["required:place:r1", "required:place:r2"],
    ),
    "fewer rows": (lambda form: form.set("meters", rows={"max": 1}), ["rows:meters"]),
    "more rows": (lambda form: form.set("meters", rows={"min": 3}), ["required:meters"]),
    "out of the table": (out_of_the_table, ["required:source"]),
    "into the table": (into_the_table, ["required:staff:r1", "required:staff:r2"]),
    "a constraint": (lambda form: form.set("staff", constraint=". > 5"), ["constraint:staff"]),
    "the organisation's data": (
        lambda form: form.add("reporting_unit", question("fax", required=True)),
        ["required:fax"],
    ),
    "a check": (lambda form: form.check("N5", "total_kwh", "count(${read}) < 2"), ["N5:total_kwh"]),
}


def found(round, organisation):
    evaluation = evaluation_of(response_of(round, organisation), at=AFTER)
    return {finding.key for finding in evaluation.findings if finding.severity != "info"}


@pytest.mark.parametrize("name", CHANGES)
def test_the_list_says_what_the_operator_will_find(world, name):
    change, keys = CHANGES[name]
    round = make_issued_round(world)
    amend_by(world, round, more_questions, BEFORE)
    confirm(round, world.alice_org, world.alice)
    fill_in(response_of(round, world.alice_org), world.alice, **ANSWERS)
    submit(response_of(round, world.alice_org), world.alice)
    before, version = found(round, world.alice_org), next_version(world, round.version, change)

    listed = [one.key for affected in affected_by(round, round.version, version, AFTER) for one in affected.findings]

    amend(by=world.officer, round=round, version=version, at=AFTER, **WHY)
    assert (sorted(listed), found(round, world.alice_org) - before) == (keys, set(keys))
