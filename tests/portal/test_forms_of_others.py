"""Forms written for Kobo and ODK by people who never heard of this system: published, shown, answered and exported."""

from datetime import timedelta

import pytest

from surveys.questionnaires.actions import publish
from surveys.questionnaires.queries import definition_of
from surveys.reports import snapshots
from surveys.reports.queries import microdata
from surveys.reports.tables.answers import answer_tables
from surveys.responses import actions
from surveys.responses.issuing import issue
from surveys.rounds import actions as rounds
from surveys.workbooks.report.book import write_answers
from surveys.workbooks.xlsform.reading import read_form
from tests import factories
from tests.portal.test_library_forms import labels
from tests.responses.stories import response_of, submit
from tests.workbooks.xlsform.forms import book
from tests.workbooks.xlsform.forms_of_others import FORMS, sheets

ANSWERS = {
    "text": "3",
    "long_text": "3",
    "integer": "30",
    "decimal": "3",
    "date": "2021-04-28",
    "month": "2021-04",
    "time": "08:30",
    "datetime": "2021-04-28 08:30",
    "acknowledge": "yes",
}
BY_NAME = {"factor": "0.75", "phone": "13800000000", "loaded": "3", "members": "3"}


def is_typed(question):
    return question.type in (*ANSWERS, "choice", "choices", "table")


def entry(question):
    if question.is_table:
        cells = {column.name: entry(column) for column in question.questions if is_typed(column)}
        return [{"row": f"r{n}", "cells": cells} for n in range(3)]
    choice = question.choices[0].name if question.choices else ANSWERS[question.type]
    return {"typed": BY_NAME.get(question.name, choice)}


@pytest.fixture(params=FORMS)
def round(request, world, now):
    factories.make_facility(world.alice_org)
    definition = read_form(book(**sheets(FORMS[request.param])), name=f"{request.param}.xlsx").definition
    version = publish(by=world.officer, authority=world.city, definition=definition, at=now)
    survey = rounds.start_survey_of(by=world.officer, version=version, at=now)
    rounds.change_survey(by=world.officer, survey=survey, legal_basis_zh="依据", burden_zh="十分钟", at=now)
    tomorrow = now + timedelta(days=1)
    draft = rounds.create_round(by=world.officer, survey=survey, at=now, enquiries="1", deadline=tomorrow)
    return issue(by=world.officer, round=draft, at=now)


def test_every_page_shows_what_is_asked(world, alice, round):
    response = response_of(round, world.alice_org)
    for section in definition_of(round.version).sections:
        if not section.relevant:
            alice.open(f"/portal/assignments/{response.assignment_id}/sections/{section.name}/")
            plain = [label for label in labels(section) if "${" not in label]
            assert [label for label in plain if label not in alice.text] == []


def test_what_is_answered_is_filed_and_exported(world, now, round, tmp_path):
    response = response_of(round, world.alice_org)
    given = {one.name: entry(one) for one in definition_of(round.version).questions if not one.table and is_typed(one)}
    actions.open_for_answering(response=response, by=world.alice, at=now)
    actions.save_draft(response=response, by=world.alice, base=0, changes=given, at=now)
    response.refresh_from_db()
    filed = submit(response, world.alice, at=now)
    made = microdata(snapshots.take(round=round, by=None, provisional=True))

    write_answers(made, tmp_path / "answers.xlsx", language="en")

    exported = {column.code for table in answer_tables(made) for column in table.columns}
    assert set(values_in(filed.answers["answers"])) - exported == set()


def values_in(answers):
    """The questions with a value, the columns of tables too."""
    for name, found in answers.items():
        yield from (column for row in found.get("rows", ()) for column in row["cells"])
        yield from () if "rows" in found else (name,)
