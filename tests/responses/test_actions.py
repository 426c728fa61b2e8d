import uuid
from datetime import date, timedelta

import pytest

from surveys.audit.models import Event
from surveys.lib.canonical_json import canonical_sha256
from surveys.notices.models import Notice
from surveys.responses import actions, review
from surveys.responses.evaluation import evaluation_of
from surveys.responses.facts.assignment import prefilled
from surveys.responses.models import Response, Revision, RevisionIsFrozen
from surveys.responses.states import NotAllowedNow
from surveys.responses.together.nil_returns import submit_nil_for_all
from surveys.rounds import actions as rounds
from surveys.rounds.models import Assignment
from tests import factories
from tests.factories import DEADLINE
from tests.responses.stories import BEFORE, CLEAN, confirm, fill_in, make_issued_round, response_of, submit

SECOND = timedelta(seconds=1)


def state(response):
    return Response.objects.get(pk=response.pk).state


def test_opening_prefills_what_the_registry_knows(world, response):
    draft = actions.open_for_answering(response=response, by=world.alice, at=BEFORE)

    assert draft.answers["it_kw"] == {"typed": "5000"}
    assert draft.answers["period_from"] == {"typed": "2020-04-01"}


def test_opening_notes_the_first_look_once(world, response):
    for moment in (BEFORE, BEFORE + SECOND):
        actions.open_for_answering(response=response, by=world.alice, at=moment)

    assert Response.objects.get(pk=response.pk).opened_at == BEFORE
    assert Event.objects.filter(verb="opened").count() == 1


def test_what_was_typed_is_kept_also_when_it_is_wrong(world, response):
    fill_in(response, world.alice, total_kwh={"typed": "about 12", "unit": "kWh"})

    assert Response.objects.get(pk=response.pk).draft.answers["total_kwh"] == {"typed": "about 12", "unit": "kWh"}
    assert state(response) == "draft"


def test_questions_of_others_and_calculated_ones_are_not_taken_from_outside(world, response):
    fill_in(response, world.alice, org_name={"typed": "别人"}, mining_share={"typed": "1"}, nonsense={"typed": "x"})

    draft = Response.objects.get(pk=response.pk).draft
    assert {"org_name", "mining_share", "nonsense"}.isdisjoint(draft.answers)


def test_two_colleagues_lose_nothing(world, response):
    fill_in(response, world.alice)
    drawn = response.draft.version
    actions.save_draft(response=response, by=world.bob, base=drawn, changes={"remarks": {"typed": "Bob"}}, at=BEFORE)

    saved = actions.save_draft(
        response=response, by=world.alice, base=drawn, changes={"remarks": {"typed": "Alice"}}, at=BEFORE
    )

    draft = Response.objects.get(pk=response.pk).draft
    assert draft.answers["remarks"] == {"typed": "Bob"}
    assert saved.conflicts[0].yours == {"typed": "Alice"}
    assert saved.their_name == "Bob"
    assert [(lost["entry"], lost["by"]) for lost in draft.set_aside] == [({"typed": "Alice"}, "Alice")]


def test_submitting_makes_a_revision_with_a_receipt(world, response):
    fill_in(response, world.alice)

    revision = submit(response, world.alice)

    assert (revision.number, revision.is_late, revision.is_nil, revision.is_partial) == (1, False, False, False)
    assert revision.answers["answers"]["total_kwh"]["value"] == "30005000"
    assert revision.answers["answers"]["org_name"]["value"] == world.alice_org.name
    assert revision.answers_sha256 == canonical_sha256(revision.answers)
    assert state(response) == "submitted"


@pytest.mark.parametrize(("moment", "late"), [(DEADLINE - SECOND, False), (DEADLINE, False), (DEADLINE + SECOND, True)])
def test_late_is_marked_to_the_second_and_not_refused(world, response, moment, late):
    fill_in(response, world.alice)

    assert submit(response, world.alice, at=moment).is_late is late


def test_with_an_extension_the_later_deadline_counts(world, response):
    fill_in(response, world.alice)
    later = DEADLINE + timedelta(hours=1)
    rounds.extend(by=world.officer, assignments=[response.assignment], deadline=later, reason="x", at=BEFORE)

    revision = submit(response, world.alice, at=later)

    assert (revision.deadline, revision.is_late) == (later, False)


def test_a_closed_round_takes_nothing(world, round, response):
    fill_in(response, world.alice)
    rounds.close(by=world.officer, round=round, at=DEADLINE + SECOND)

    with pytest.raises(actions.RoundIsClosed):
        submit(response, world.alice, at=DEADLINE + 2 * SECOND)
    with pytest.raises(actions.RoundIsClosed):
        fill_in(response, world.alice, at=DEADLINE + 2 * SECOND)


def test_an_extension_outlives_the_closing(world, round, response):
    fill_in(response, world.alice)
    later = DEADLINE + timedelta(hours=1)
    rounds.extend(by=world.officer, assignments=[response.assignment], deadline=later, reason="x", at=BEFORE)
    rounds.close(by=world.officer, round=round, at=DEADLINE + SECOND)

    assert submit(response, world.alice, at=later).number == 1


def test_the_same_key_makes_no_second_revision(world, response):
    fill_in(response, world.alice)
    key = uuid.uuid4()

    first, second = submit(response, world.alice, key=key), submit(response, world.alice, key=key)

    assert first == second
    assert Revision.objects.count() == 1


def test_the_same_key_gives_the_same_receipt_even_after_the_round_is_closed(world, round, response):
    fill_in(response, world.alice)
    key = uuid.uuid4()
    first = submit(response, world.alice, key=key)
    rounds.close(by=world.officer, round=round, at=DEADLINE + SECOND)

    assert submit(response, world.alice, key=key, at=DEADLINE + 2 * SECOND).receipt == first.receipt


def test_submitting_again_makes_revision_two_and_leaves_the_first_alone(world, response):
    fill_in(response, world.alice)
    first = submit(response, world.alice)
    fill_in(response, world.alice, total_kwh={"typed": "3100.5", "unit": "万千瓦时"})

    second = submit(response, world.alice)

    assert second.number == 2
    assert Revision.objects.get(pk=first.pk).answers == first.answers


def test_a_hard_finding_blocks(world, response):
    fill_in(response, world.alice, total_kwh={"typed": "30005000", "unit": "万千瓦时"})

    with pytest.raises(actions.NotReadyToSubmit) as refusal:
        submit(response, world.alice)

    assert "E18" in [finding.check for finding in refusal.value.findings]
    assert state(response) == "draft"


def test_a_soft_finding_passes_with_a_reason_that_goes_with_the_revision(world, response):
    fill_in(response, world.alice, total_kwh={"typed": "300.5", "unit": "万千瓦时"})
    with pytest.raises(actions.NotReadyToSubmit) as refusal:
        submit(response, world.alice)
    reasons = {finding.key: "新投产，负荷低" for finding in refusal.value.findings}

    actions.save_draft(response=response, by=world.alice, base=9, changes={}, reasons=reasons, at=BEFORE)

    assert submit(response, world.alice).reasons == reasons


def test_without_the_organisations_confirmation_nothing_is_submitted(world, round):
    charlies = response_of(round, world.charlie_org)
    fill_in(charlies, world.charlie)

    with pytest.raises(actions.NotReadyToSubmit):
        submit(charlies, world.charlie)


def test_a_nil_return_needs_nothing_but_a_name(world, round):
    charlies = response_of(round, world.charlie_org)

    revision = actions.submit_nil(
        response=charlies, by=world.charlie, key=uuid.uuid4(), declared_by="Charlie", at=BEFORE
    )

    assert (revision.is_nil, revision.answers["answers"]["has_mining"]) == (True, {"value": "no"})
    assert state(charlies) == "submitted"


def test_a_nil_return_for_the_whole_organisation_covers_each_site_once(world):
    for _ in range(3):
        factories.make_facility(world.alice_org)
    round = make_issued_round(world)
    key = uuid.uuid4()
    told = {"round": round, "organisation": world.alice_org, "by": world.alice, "declared_by": "Alice", "at": BEFORE}

    first = submit_nil_for_all(key=key, **told)
    again = submit_nil_for_all(key=key, **told)

    assert len(first) == 3
    assert first == again
    assert not Revision.objects.filter(response__assignment__organisation=world.charlie_org).exists()


def test_what_was_changed_after_it_was_read_is_not_declared(world, response):
    fill_in(response, world.alice)
    told = {"response": response, "by": world.alice, "key": uuid.uuid4(), "declared_by": "Alice", "at": BEFORE}
    with pytest.raises(actions.ChangedSinceShown):
        actions.submit(shown="0", **told)

    revision = actions.submit(shown="1", **told)

    assert actions.submit(shown="1", **told) == revision


def two_sites(world):
    for _ in range(2):
        factories.make_facility(world.alice_org)
    round = make_issued_round(world)
    return round, list(Response.objects.filter(assignment__round=round, assignment__organisation=world.alice_org))


def nil_for_all(world, round, at):
    told = {"by": world.alice, "key": uuid.uuid4(), "declared_by": "Alice"}
    return submit_nil_for_all(round=round, organisation=world.alice_org, at=at, **told)


def test_a_nil_return_for_all_leaves_out_what_is_closed(world):
    round, (one, _other) = two_sites(world)
    later = DEADLINE + timedelta(days=2)
    rounds.extend(by=world.officer, assignments=[one.assignment], deadline=later, reason="x", at=BEFORE)
    rounds.close(by=world.officer, round=round, at=DEADLINE + timedelta(hours=1))

    made = nil_for_all(world, round, DEADLINE + timedelta(hours=2))

    assert [revision.response for revision in made] == [one]


def test_a_nil_return_for_all_does_not_answer_for_figures_that_were_sent_back(world):
    round, (one, other) = two_sites(world)
    confirm(round, world.alice_org, world.alice)
    fill_in(one, world.alice)
    revision = submit(Response.objects.get(pk=one.pk), world.alice)
    told = {"remarks": {"total_kwh": "?"}, "note": "", "new_deadline": DEADLINE}
    review.send_back(revision=revision, by=world.officer, at=BEFORE, **told)

    made = nil_for_all(world, round, BEFORE)

    assert [revision.response for revision in made] == [other]


def test_a_revision_never_changes(world, response):
    fill_in(response, world.alice)
    revision = submit(response, world.alice)

    with pytest.raises(RevisionIsFrozen):
        revision.save()


def test_an_accepted_answer_is_neither_edited_nor_submitted_again(world, response):
    Response.objects.filter(pk=response.pk).update(state="accepted")

    with pytest.raises(NotAllowedNow):
        fill_in(response, world.alice)
    with pytest.raises(NotAllowedNow):
        submit(response, world.alice)


def test_a_receipt_is_sent_to_who_submitted(world, response):
    fill_in(response, world.alice)
    revision = submit(response, world.alice)

    notice = Notice.objects.get(kind="receipt")
    assert notice.to_email == world.alice.email
    assert revision.receipt in notice.body


def test_the_receipt_of_who_was_a_second_late_does_not_contradict_itself(world, response):
    fill_in(response, world.alice)
    submit(response, world.alice, at=DEADLINE + timedelta(seconds=1))

    body = Notice.objects.get(kind="receipt").body
    assert ("收到时间：2021-04-28 12:00:01（北京时间）" in body, "是否按时：逾期" in body) == (True, True)


def test_a_submission_takes_a_bounded_number_of_queries(world, response, django_assert_max_num_queries):
    fill_in(response, world.alice)

    with django_assert_max_num_queries(20):
        submit(response, world.alice)


def test_a_unit_taken_out_of_the_round_does_not_answer(world, response):
    rounds.exclude(by=world.officer, assignment=response.assignment, because="已拆除", at=BEFORE)

    with pytest.raises(actions.RoundIsClosed):
        fill_in(response, world.alice, **CLEAN)


def test_the_same_total_at_three_sites_needs_a_reason(world):
    for number in range(3):
        factories.make_facility(world.alice_org, name=f"同量{number}")
    round = make_issued_round(world)
    confirm(round, world.alice_org, world.alice)
    sites = Response.objects.filter(assignment__round=round, assignment__organisation=world.alice_org)
    for site in sites:
        fill_in(site, world.alice)
    for site in sites[:2]:
        submit(site, world.alice)

    with pytest.raises(actions.NotReadyToSubmit) as refusal:
        submit(sites[2], world.alice)

    assert [finding.check for finding in refusal.value.findings] == ["E52"]


def test_a_district_that_the_form_does_not_know_is_not_prefilled(world):
    elsewhere = factories.make_facility(world.alice_org, region=world.stranger_authority.region)

    unit = Assignment(round=make_issued_round(world), organisation=world.alice_org, facility=elsewhere)

    assert "district" not in prefilled(unit, BEFORE)


def test_a_planned_exit_after_the_rounds_limit_asks_for_a_reason(world):
    round = make_issued_round(world, exit_limit=date(2021, 5, 31))
    confirm(round, world.alice_org, world.alice)
    response = response_of(round, world.alice_org)
    mining = {
        "has_mining": {"typed": "yes"},
        "status": {"typed": "operating"},
        "mining_from": {"typed": "2020-04-01"},
    }

    fill_in(response, world.alice, planned_exit={"typed": "2021-05-31"}, **mining)
    assert "E35:planned_exit" not in findings_of(response)

    later = Response.objects.get(pk=response.pk)
    fill_in(later, world.alice, planned_exit={"typed": "2021-06-01"}, **mining)
    assert "E35:planned_exit" in findings_of(response)


def findings_of(response):
    response = Response.objects.get(pk=response.pk)
    return [finding.key for finding in evaluation_of(response, at=BEFORE).findings]
