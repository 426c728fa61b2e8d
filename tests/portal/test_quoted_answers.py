"""A text that quotes answers is filled in on every page that shows it, before and after the submission."""

from datetime import timedelta

import pytest

from surveys.questionnaires.actions import publish
from surveys.questionnaires.evaluation import evaluate, quoting_of
from surveys.questionnaires.loading import load
from surveys.responses import review
from surveys.responses.actions import open_for_answering, save_draft
from surveys.responses.issuing import issue
from surveys.responses.models import Response
from surveys.rounds import actions as rounds
from tests import factories
from tests.bureau.officer import Officer
from tests.factories import DEADLINE, ISSUED
from tests.portal.visitor import Visitor
from tests.questionnaires.examples import NOW, check, question, section, stored, typed, words
from tests.responses.amendment.versions import amend_by
from tests.responses.stories import BEFORE, response_of, submit

CHOICES = {
    "ways": [{"name": "meter", "label": words("The meter of ${town}")}, {"name": "bill", "label": words("A bill")}],
}
PAGES = [
    section(question("town"), name="first"),
    section(
        question("way", "choice", choices="ways", label=words("How ${town} knows")),
        question("kwh", "decimal", unit="kWh", label=words("Electricity of ${town} by ${way}")),
        question("months", "table", questions=[question("part", "integer", label=words("Part of ${town}, ${part}"))]),
        name="second",
        label=words("Data of ${town}"),
    ),
]
DOUBT = check("C1", ["kwh"], "${kwh} < 10", "soft", words("That is much"))
ANSWERS = {
    "town": "*Yizhuang* ${kwh}",
    "way": "meter",
    "kwh": "12",
    "months": [{"row": "r1", "cells": {"part": {"typed": "3"}}}],
}
TOLD = [
    "Data of *Yizhuang* ${kwh}",
    "How *Yizhuang* ${kwh} knows",
    "The meter of *Yizhuang* ${kwh}",
    "Electricity of *Yizhuang* ${kwh} by The meter of *Yizhuang* ${kwh}",
    "Part of *Yizhuang* ${kwh}, …",
]


@pytest.fixture
def response(world):
    factories.make_facility(world.alice_org)
    definition = stored(sections=PAGES, choices=CHOICES, checks=[DOUBT])
    version = publish(by=world.officer, authority=world.city, definition=definition)
    survey = rounds.start_survey_of(by=world.officer, version=version, at=ISSUED)
    rounds.change_survey(by=world.officer, survey=survey, legal_basis_zh="依据", burden_zh="十分钟", at=ISSUED)
    draft = rounds.create_round(by=world.officer, survey=survey, at=ISSUED, enquiries="1", deadline=DEADLINE)
    response = response_of(issue(by=world.officer, round=draft, at=ISSUED), world.alice_org)
    base = open_for_answering(response=response, by=world.alice, at=BEFORE).version
    reasons = {"C1:kwh": "A new hall"}
    save_draft(response=response, by=world.alice, base=base, changes=typed(**ANSWERS), reasons=reasons, at=BEFORE)
    return Response.objects.get(pk=response.pk)


@pytest.fixture
def alice(world, at_noon):
    visitor = Visitor(world.alice)
    visitor.client.cookies["language"] = "en"
    return visitor


@pytest.fixture
def at_noon(time_machine):
    time_machine.move_to(BEFORE, tick=False)


def missing(visitor):
    return [words for words in TOLD if words not in visitor.text]


def test_on_the_check_page_and_on_the_receipt(world, alice, response):
    alice.open(f"/portal/assignments/{response.assignment_id}/check/")
    assert (missing(alice), "Your explanation: A new hall" in alice.text) == ([], True)

    revision = submit(response, world.alice)
    alice.open(f"/portal/receipts/{revision.pk}/")
    assert (missing(alice), "Your explanation: A new hall" in alice.text) == ([], True)


def test_in_the_list_of_sections(alice, response):
    alice.open(f"/portal/assignments/{response.assignment_id}/")

    assert TOLD[0] in alice.text


def test_in_what_is_told_of_a_changed_questionnaire(world, alice, response):
    amend_by(world, response.assignment.round, lambda form: form.set("kwh", required=True), BEFORE)

    alice.open(f"/portal/assignments/{response.assignment_id}/")

    assert f"question “{TOLD[3]}”".lower() in alice.text.lower()
    assert "${way}" not in alice.text


def test_in_review_and_in_what_is_sent_back(world, alice, response):
    revision = submit(response, world.alice)
    officer = Officer(world.officer).at("review", response.pk)
    assert missing(officer) == []

    remarks = {"kwh": "Please check"}
    review.send_back(
        revision=revision,
        by=world.officer,
        remarks=remarks,
        note="",
        new_deadline=DEADLINE + timedelta(days=1),
        at=BEFORE,
    )
    assert TOLD[3] in officer.at("review", response.pk).text
    alice.open(f"/portal/assignments/{response.assignment_id}/")
    assert TOLD[3] in alice.text


def test_a_text_that_quotes_itself_is_left_open():
    """Each of two questions offers a choice that quotes the other one."""
    lists = {"a": [{"name": "x", "label": words("with ${b}")}], "b": [{"name": "y", "label": words("with ${a}")}]}
    asked = [
        question("a", "choice", choices="a"),
        question("b", "choice", choices="b"),
        question("c", label=words("${a}")),
    ]
    form = load(stored(*asked, choices=lists))
    document = evaluate(form, typed(a="x", b="y"), now=NOW).document()

    quoting = quoting_of(form, document)

    assert quoting.label_of("c", "en") == "with with …"
    assert quoting.label_of("gone", "en") == "gone"


def test_errors_and_what_wants_a_reason_are_told_apart(world, alice, response):
    base = Response.objects.get(pk=response.pk).draft.version
    changes = {"kwh": {"typed": "13"}, "months": [{"row": "r1", "cells": {"part": {"typed": "1.5"}}}]}
    save_draft(response=response, by=world.alice, base=base, changes=changes, reasons={"C1:kwh": ""}, at=BEFORE)

    alice.open(f"/portal/assignments/{response.assignment_id}/check/")

    errors, doubts = (
        [a.text_content() for a in alice.page.xpath(f"//section[@aria-labelledby='{id}']//a")]
        for id in ("to-settle", "to-explain")
    )
    assert (len(errors), doubts) == (1, ["That is much"])
    assert "1 thing to explain or correct before you can submit" in alice.text
