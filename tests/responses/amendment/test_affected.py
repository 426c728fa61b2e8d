"""What a later version says of answers that are in, and telling those concerned."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from surveys.audit.models import Event
from surveys.notices.models import Notice
from surveys.responses import actions, review
from surveys.responses.amendment.affected import affected_by, preview_amendment
from surveys.responses.amendment.notices import notify_affected
from surveys.responses.models import Response
from surveys.rounds import actions as rounds
from tests import factories
from tests.factories import DEADLINE
from tests.questionnaires.examples import question, words
from tests.responses.amendment.versions import amend_by, change_remarks, doubt_total, drop_remarks, next_version
from tests.responses.stories import BEFORE, confirm, fill_in, make_issued_round, response_of, submit

AFTER = BEFORE + timedelta(minutes=10)


def test_what_is_in_already_is_read_again(world, round, submitted):
    version = next_version(world, round.version, doubt_total)

    preview = preview_amendment(round, version, AFTER)

    assert [change.sentence("en") for change in preview.changes] == ["Check N1 is new"]
    assert (preview.drafts, preview.losing, preview.looked_at) == (1, 0, {"submitted": 1})
    (affected,) = preview.affected
    assert (affected.assignment, affected.state, affected.revision) == (str(submitted.response), "submitted", 1)
    assert [(finding.check, finding.severity) for finding in affected.findings] == [("N1", "hard")]
    assert (preview.hard, preview.organisations_losing) == ([affected], 0)


def test_a_soft_finding_concerns_nobody_unless_asked(world, round, submitted):
    version = next_version(world, round.version, lambda form: doubt_total(form, "soft"))

    preview = preview_amendment(round, version, AFTER)

    assert (len(preview.affected), preview.hard) == (1, [])


def test_organisations_whose_confirmed_data_are_set_aside_are_counted(world, round, response):
    version = next_version(world, round.version, lambda form: form.drop("org_address"))

    preview = preview_amendment(round, version, AFTER)

    assert (preview.losing, preview.organisations_losing) == (0, 1)


def test_what_was_doubted_before_is_not_new(world, round, submitted):
    amend_by(world, round, lambda form: doubt_total(form, "soft"), AFTER)
    version = next_version(world, round.version, change_remarks)

    assert affected_by(round, round.version, version, AFTER) == []


def test_a_check_that_becomes_harder_is_new(world, round, submitted):
    amend_by(world, round, lambda form: doubt_total(form, "soft"), AFTER)
    version = next_version(world, round.version, lambda form: form.definition["checks"][-1].update(severity="hard"))

    (affected,) = affected_by(round, round.version, version, AFTER)
    assert [finding.severity for finding in affected.findings] == ["hard"]


@pytest.mark.parametrize(
    ("change", "checks"),
    [
        (drop_remarks, []),
        (lambda form: form.set("remarks", hint=words("x")), []),
        (lambda form: form.add("statement", question("more", required=True)), ["required"]),
        (lambda form: form.set("remarks", max_length=3), ["reading"]),
        (lambda form: form.set("total_kwh", units=["万千瓦时", "MWh"]), []),
        (lambda form: form.set("total_kwh", units=["kWh", "MWh"]), ["reading"]),
        (lambda form: form.set("total_kwh", units=["MWh", "万千瓦时"], unit="MWh"), []),
        (lambda form: form.drop_choice("total_methods", "bill"), ["reading"]),
    ],
)
def test_answers_are_read_as_they_were_meant(world, round, submitted, change, checks):
    version = next_version(world, round.version, change)

    found = affected_by(round, round.version, version, AFTER)

    assert [finding.check for one in found for finding in one.findings] == checks


def test_a_nil_return_is_read_as_a_nil_return(world, round, response):
    actions.submit_nil(response=response, by=world.alice, key=uuid.uuid4(), declared_by="A", at=BEFORE)
    version = next_version(world, round.version, lambda form: form.add("statement", question("more", required=True)))

    assert affected_by(round, round.version, version, AFTER) == []


def test_what_was_submitted_since_needs_no_second_look(world, round, submitted):
    amendment = amend_by(world, round, doubt_total, AFTER)
    assert len(affected_by(round, amendment.old_version, amendment.new_version, AFTER)) == 1

    actions.submit_nil(response=submitted.response, by=world.alice, key=uuid.uuid4(), declared_by="A", at=AFTER)

    assert affected_by(round, amendment.old_version, amendment.new_version, AFTER) == []


def test_who_was_taken_out_is_not_concerned(world, round, submitted):
    rounds.exclude(by=world.officer, assignment=submitted.response.assignment, because="closed")

    assert preview_amendment(round, next_version(world, round.version, doubt_total), AFTER).affected == []


def test_a_second_amendment(world, round, submitted):
    first = amend_by(world, round, drop_remarks, AFTER)

    second = amend_by(world, round, doubt_total, AFTER + timedelta(minutes=1))

    assert [a.new_version.number for a in round.amendments.all()] == [2, 3]
    assert second.old_version == first.new_version
    (affected,) = affected_by(round, second.old_version, second.new_version, AFTER)
    assert [finding.check for finding in affected.findings] == ["N1"]


def test_what_was_submitted_under_a_still_later_version_needs_no_second_look(world, round, submitted):
    first = amend_by(world, round, doubt_total, AFTER)
    amend_by(world, round, lambda form: form.drop_check("N1"), AFTER)
    fill_in(submitted.response, world.alice, at=AFTER, remarks={"typed": "read again"})
    submit(response_of(round, world.alice_org), world.alice, at=AFTER)

    assert affected_by(round, first.old_version, first.new_version, AFTER) == []


def test_a_decision_shows_at_once(world, round, submitted):
    version = next_version(world, round.version, doubt_total)
    (before,) = affected_by(round, round.version, version, AFTER)

    review.accept(revision=submitted, by=world.officer, at=BEFORE)

    (after,) = affected_by(round, round.version, version, AFTER)
    assert (before.may_submit_again, after.may_submit_again) == (True, False)


def test_who_is_taken_out_when_another_is_taken_back_is_not_concerned(world, round, submitted):
    confirm(round, world.charlie_org, world.charlie)
    fill_in(response_of(round, world.charlie_org), world.charlie)
    other = submit(response_of(round, world.charlie_org), world.charlie)
    rounds.exclude(by=world.officer, assignment=other.response.assignment, because="twice")
    version = next_version(world, round.version, doubt_total)
    affected_by(round, round.version, version, AFTER)

    rounds.exclude(by=world.officer, assignment=submitted.response.assignment, because="closed")
    rounds.exclude(by=world.officer, assignment=other.response.assignment, because="")

    found = affected_by(round, round.version, version, AFTER)
    assert [one.response_id for one in found] == [other.response_id]


def test_a_figure_that_never_had_a_unit_does_not_get_one(world, round, response):
    amend_by(world, round, lambda form: form.add("statement", question("staff", "decimal")), BEFORE)
    fill_in(response, world.alice, staff={"typed": "3"})
    submit(response_of(round, world.alice_org), world.alice)
    version = next_version(world, round.version, lambda form: form.set("staff", unit="kWh", required=True))

    (affected,) = affected_by(round, round.version, version, AFTER)

    assert [finding.key for finding in affected.findings] == ["required:staff"]


def test_what_siblings_say_is_looked_up_once_for_an_organisation(world):
    for _ in range(4):
        factories.make_facility(world.alice_org)
    round = make_issued_round(world)
    confirm(round, world.alice_org, world.alice)
    for n, one in enumerate(Response.objects.filter(assignment__round=round, assignment__organisation=world.alice_org)):
        fill_in(one, world.alice, total_kwh={"typed": f"{3000 + n}.5", "unit": "万千瓦时"})
        submit(Response.objects.get(pk=one.pk), world.alice)
    rule = "count(fact('siblings.total_kwh')) + count(fact('siblings.names')) + ${total_kwh} * 0 < 6"
    version = next_version(world, round.version, lambda form: form.check("N1", "total_kwh", rule))

    with CaptureQueriesContext(connection) as queries:
        found = affected_by(round, round.version, version, AFTER)

    assert (len(found), len(queries) <= 9) == (4, True)


def test_many_are_read_with_few_queries(world, round):
    for _ in range(3):
        factories.make_facility(world.alice_org)
    more = make_issued_round(world)
    confirm(more, world.alice_org, world.alice)
    for n, one in enumerate(Response.objects.filter(assignment__round=more, assignment__organisation=world.alice_org)):
        fill_in(one, world.alice, total_kwh={"typed": f"{3000 + n}.5", "unit": "万千瓦时"})
        submit(Response.objects.get(pk=one.pk), world.alice)
    version = next_version(world, more.version, doubt_total)

    with CaptureQueriesContext(connection) as queries:
        preview = preview_amendment(more, version, AFTER)

    assert (len(preview.affected), len(queries) <= 9) == (4, True)


# --- telling them ---------------------------------------------------------------------------------------------------


@pytest.fixture
def contacts(world):
    return [factories.make_contact(world.alice_org, language=language) for language in ("zh-hans", "en")]


def test_those_concerned_are_told_once(world, contacts, round, submitted):
    amendment = amend_by(world, round, doubt_total, AFTER)
    assert Notice.objects.filter(kind="amended").count() == 0

    first, second = (notify_affected(by=world.officer, amendment=amendment, at=AFTER) for _ in range(2))

    assert (len(first), second) == (2, [])
    assert Event.objects.get(verb="told_of_amendment").details == {"notices": 2, "organisations": 1}
    chinese, english = (next(n for n in first if n.language == language) for language in ("zh-hans", "en"))
    assert "统计期总用电量" in chinese.body and "补充要求" in chinese.body and str(submitted.response) in chinese.body
    assert "Total electricity in the period" in english.body and "More is needed" in english.body


def test_those_with_something_to_explain_are_told_when_the_officer_wants_it(world, contacts, round, submitted):
    amendment = amend_by(world, round, lambda form: doubt_total(form, "soft"), AFTER)

    assert notify_affected(by=world.officer, amendment=amendment, at=AFTER) == []
    assert len(notify_affected(by=world.officer, amendment=amendment, soft=True, at=AFTER)) == 2


def test_what_was_accepted_is_said_to_be(world, contacts, round, submitted):
    review.accept(revision=submitted, by=world.officer, at=BEFORE)
    amendment = amend_by(world, round, doubt_total, AFTER)

    written = notify_affected(by=world.officer, amendment=amendment, at=AFTER)

    assert "(accepted already; call us" in next(n for n in written if n.language == "en").body


def test_the_letter_names_the_deadline_in_force_for_the_unit(world, contacts, round, submitted):
    later = DEADLINE + timedelta(days=2)
    rounds.extend(
        by=world.officer, assignments=[submitted.response.assignment], deadline=later, reason="停电", at=AFTER
    )
    amendment = amend_by(world, round, doubt_total, AFTER)

    written = notify_affected(by=world.officer, amendment=amendment, at=AFTER)

    bodies = [letter.body for letter in sorted(written, key=lambda letter: letter.language)]
    assert "; due 2021-04-30 12:00 (Beijing time)" in bodies[0] and "2021-04-28 12:00" not in bodies[0]
    assert "；截止时间 2021-04-30 12:00（北京时间）" in bodies[1] and "2021-04-28 12:00" not in bodies[1]
