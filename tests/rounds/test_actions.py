from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings

from surveys.accounts.invitations import invite
from surveys.accounts.models import Invitation
from surveys.accounts.people import end_membership
from surveys.accounts.roles import Role
from surveys.audit.models import Event
from surveys.notices.models import Notice
from surveys.responses.issuing import issue
from surveys.rounds import actions
from surveys.rounds.deadlines import accepts_answers
from surveys.rounds.models import Assignment, Round
from surveys.rounds.queries import deadline_of, terms_of, with_deadlines
from tests import factories
from tests.factories import DEADLINE, ISSUED
from tests.responses.stories import make_issued_round, response_of

SECOND = timedelta(seconds=1)


@pytest.fixture
def survey(world):
    return actions.start_survey(by=world.officer, authority=world.city, template_name="mining_2021", at=ISSUED)


@pytest.fixture
def draft(world, survey):
    return actions.create_round(by=world.officer, survey=survey, at=ISSUED, enquiries="010-1")


def missing(round):
    return [problem.location for problem in actions.problems_of(round, ISSUED)]


def test_starting_the_survey_twice_gives_the_same_survey(world, survey):
    again = actions.start_survey(by=world.officer, authority=world.city, template_name="mining_2021", at=ISSUED)

    assert again == survey
    assert survey.questionnaire.versions.count() == 1


def test_a_new_round_asks_for_the_last_twelve_full_months_until_noon_tomorrow(draft):
    assert (draft.period_start, draft.period_end) == (date(2020, 4, 1), date(2021, 3, 31))
    assert draft.deadline == DEADLINE
    assert draft.time_zone == settings.DEFAULT_ROUND_ZONE


def test_a_new_round_goes_by_the_day_of_its_zone(world, survey):
    after_midnight_in_beijing = datetime(2021, 4, 30, 16, 30, tzinfo=UTC)
    draft = actions.create_round(by=world.officer, survey=survey, at=after_midnight_in_beijing)

    assert draft.code == "CN-BJ-MINING-20210501"
    assert (draft.period_start, draft.period_end) == (date(2020, 5, 1), date(2021, 4, 30))


def test_two_rounds_of_one_day_have_different_codes(world, survey, draft):
    second = actions.create_round(by=world.officer, survey=survey, at=ISSUED)

    assert [draft.code, second.code] == ["CN-BJ-MINING-20210427", "CN-BJ-MINING-20210427-2"]


def test_what_is_missing_is_named(draft):
    assert missing(draft) == ["audience"]


def test_every_gap_is_named_in_the_order_of_the_pages(world, draft):
    factories.make_facility(world.alice_org)
    draft.survey.legal_basis_zh = draft.survey.burden_zh = draft.title_zh = draft.enquiries = ""
    draft.period_end = draft.period_start - timedelta(days=1)
    draft.deadline = ISSUED

    assert missing(draft) == ["title_zh", "legal_basis_zh", "burden_zh", "period_end", "deadline", "enquiries"]


def test_an_incomplete_round_is_not_issued(world, draft):
    with pytest.raises(actions.NotReady):
        issue(by=world.officer, round=draft, at=ISSUED)

    assert Round.objects.get(pk=draft.pk).issued_at is None


def test_issuing_assigns_every_data_center_of_the_audience_once(world, survey):
    haidian = world.charlie_org.region
    for organisation in (world.alice_org, world.alice_org, world.charlie_org):
        factories.make_facility(organisation)
    factories.make_facility(world.charlie_org, is_active=False)
    audience = {"by": "filter", "regions": [haidian.code], "kinds": []}
    round = actions.create_round(by=world.officer, survey=survey, at=ISSUED, enquiries="1", audience=audience)

    issue(by=world.officer, round=round, at=ISSUED)

    assert [a.organisation for a in Assignment.objects.filter(round=round)] == [world.charlie_org]
    assert response_of(round, world.charlie_org).state == "not_started"


def test_an_audience_by_list_takes_those_and_no_others(world, survey):
    chosen = factories.make_facility(world.alice_org)
    factories.make_facility(world.charlie_org)
    audience = {"by": "list", "facilities": [str(chosen.pk)]}
    round = actions.create_round(by=world.officer, survey=survey, at=ISSUED, enquiries="1", audience=audience)

    issue(by=world.officer, round=round, at=ISSUED)

    assert [a.facility for a in round.assignments.all()] == [chosen]


def test_an_audience_of_one_kind_or_of_no_existing_region(world, survey):
    bank = factories.make_facility(factories.make_organisation(kind="finance"))
    factories.make_facility(world.alice_org)

    units = actions.facilities_of(world.city, {"by": "filter", "regions": [], "kinds": ["finance"]})
    nowhere = actions.facilities_of(world.city, {"by": "filter", "regions": ["999999"], "kinds": []})

    assert list(units) == [bank]
    assert not nowhere.exists()


def test_a_round_is_issued_once(world):
    round = make_issued_round(world)

    with pytest.raises(actions.AlreadyIssued):
        issue(by=world.officer, round=round, at=ISSUED)


def test_an_issued_rounds_terms_no_longer_change(world):
    round = make_issued_round(world)

    with pytest.raises(actions.AlreadyIssued):
        actions.change_round(by=world.officer, round=round, at=ISSUED, deadline=DEADLINE + SECOND)


def test_an_unknown_field_is_refused_by_name(world, draft):
    with pytest.raises(ValueError, match="issued_at"):
        actions.change_round(by=world.officer, round=draft, issued_at=ISSUED)


def test_every_contact_gets_one_letter_with_an_invitation_if_he_has_no_account(world):
    factories.make_facility(world.alice_org)
    stranger = factories.make_contact(world.alice_org)
    member = factories.make_contact(world.alice_org, email=world.alice.email)

    make_issued_round(world)

    letters = {n.to_email: n for n in Notice.objects.filter(kind="issued")}
    assert set(letters) == {stranger.email, member.email}
    assert letters[stranger.email].invitation == Invitation.objects.get(email=stranger.email)
    assert letters[member.email].invitation is None


def test_who_left_is_not_invited_back_by_a_round_but_by_a_manager(world):
    factories.make_contact(world.alice_org, email=world.bob.email)
    end_membership(by=world.alice, membership=world.bob.memberships.get())

    make_issued_round(world)
    again = invite(by=world.alice, email=world.bob.email, name="Bob", body=world.alice_org, role=Role.CONTRIBUTOR)
    make_issued_round(world)

    letters = Notice.objects.filter(kind="issued", to_email=world.bob.email).order_by("pk")
    assert {letter.invitation for letter in letters} == {None, again}


def test_a_second_round_sends_the_open_invitation_again_and_each_organisation_its_own(world):
    one, other = (factories.make_contact(o, email="same@example.org") for o in (world.alice_org, world.charlie_org))

    for _ in range(2):
        make_issued_round(world)

    letters = Notice.objects.filter(kind="issued").select_related("invitation")
    assert Invitation.objects.count() == 2
    assert {n.invitation.organisation for n in letters} == {one.organisation, other.organisation}
    assert all(n.organisation == n.invitation.organisation for n in letters)


def test_the_letter_speaks_the_contacts_language(world):
    factories.make_contact(world.alice_org, language="en")

    make_issued_round(world)

    assert "2021-04-28 12:00 (Beijing time)" in Notice.objects.get(kind="issued").body


def test_an_extension_moves_the_deadline_of_its_assignment_alone(world):
    round = make_issued_round(world)
    alice, charlie = (response_of(round, o).assignment for o in (world.alice_org, world.charlie_org))
    later = DEADLINE + timedelta(hours=6)

    actions.extend(by=world.officer, assignments=[alice], deadline=later, reason="停电", at=ISSUED)

    assert [deadline_of(alice), deadline_of(charlie)] == [later, DEADLINE]


def test_an_extension_is_told_to_the_contacts(world):
    factories.make_contact(world.alice_org)
    round = make_issued_round(world)
    alice = response_of(round, world.alice_org).assignment

    actions.extend(by=world.officer, assignments=[alice], deadline=DEADLINE + SECOND, reason="停电", at=ISSUED)

    assert Notice.objects.filter(kind="extended", organisation=world.alice_org).count() == 1


def test_who_was_taken_out_of_the_round_gets_no_later_deadline_and_no_letter(world):
    factories.make_contact(world.alice_org)
    round = make_issued_round(world)
    alice, charlie = (response_of(round, o).assignment for o in (world.alice_org, world.charlie_org))
    actions.exclude(by=world.officer, assignment=alice, because="重复登记", at=ISSUED)

    later = DEADLINE + timedelta(hours=6)
    made = actions.extend(by=world.officer, assignments=[alice, charlie], deadline=later, reason="停电", at=ISSUED)

    assert [one.assignment for one in made] == [charlie]
    assert not Notice.objects.filter(kind="extended", organisation=world.alice_org).exists()


def test_an_extension_letter_names_the_deadline_that_held_for_each_unit(world):
    factories.make_contact(world.alice_org)
    for name in ("一号机房", "二号机房"):
        factories.make_facility(world.alice_org, name=name)
    round = make_issued_round(world)
    units = round.assignments.filter(organisation=world.alice_org)
    extended_before, later = DEADLINE + timedelta(days=1), DEADLINE + timedelta(days=2)
    second = units.filter(facility__name="二号机房")
    actions.extend(by=world.officer, assignments=second, deadline=extended_before, reason="停电", at=ISSUED)
    Notice.objects.all().delete()

    actions.extend(by=world.officer, assignments=units, deadline=later, reason="停电", at=ISSUED)

    letters = Notice.objects.filter(kind="extended")
    told = {name: "04-29 12:00" in n.body for n in letters for name in ("一号机房", "二号机房") if name in n.body}
    assert told == {"一号机房": False, "二号机房": True}


@pytest.mark.parametrize("deadline", [DEADLINE, DEADLINE - SECOND])
def test_an_extension_is_later_than_the_deadline_in_force(world, deadline):
    round = make_issued_round(world)

    with pytest.raises(actions.NotLater):
        actions.extend(by=world.officer, assignments=round.assignments.all(), deadline=deadline, reason="x", at=ISSUED)


def test_in_a_closed_round_a_later_deadline_lets_in_those_alone_who_get_it(world):
    round = make_issued_round(world)
    actions.close(by=world.officer, round=round, at=DEADLINE + SECOND)
    alice, charlie = (response_of(round, o).assignment for o in (world.alice_org, world.charlie_org))
    granted, later = DEADLINE + 2 * SECOND, DEADLINE + timedelta(days=1)

    actions.extend(by=world.officer, assignments=[alice], deadline=later, reason="补报", at=granted)

    takes = [accepts_answers(terms_of(one), terms_of(one).in_force, granted) for one in (alice, charlie)]
    assert takes == [True, False]


def test_a_round_is_not_closed_at_its_deadline_but_a_second_later(world):
    round = make_issued_round(world)
    with pytest.raises(actions.TooEarly):
        actions.close(by=world.officer, round=round, at=DEADLINE)

    assert actions.close(by=world.officer, round=round, at=DEADLINE + SECOND).closed_by == world.officer


def test_a_round_is_closed_before_its_deadline_with_a_reason_that_those_with_time_left_read(world):
    alice, _charlie = (factories.make_contact(o) for o in (world.alice_org, world.charlie_org))
    round = make_issued_round(world)
    charlie = response_of(round, world.charlie_org).assignment
    later = DEADLINE + timedelta(days=1)
    actions.extend(by=world.officer, assignments=[charlie], deadline=later, reason="停电", at=ISSUED)

    closed = actions.close(by=world.officer, round=round, reason="已全部回收", at=DEADLINE - timedelta(hours=1))

    [letter] = Notice.objects.filter(kind="closed_early")
    assert (letter.to_email, "已全部回收" in letter.body, "04-28 11:00" in letter.subject) == (alice.email, True, True)
    assert (closed.closing_reason, Event.objects.filter(verb="closed_early").count()) == ("已全部回收", 1)
    in_force = [deadline_of(response_of(round, o).assignment) for o in (world.alice_org, world.charlie_org)]
    assert in_force == [DEADLINE - timedelta(hours=1), later]


def test_a_round_is_closed_once_and_a_draft_not_at_all(world, draft):
    round = make_issued_round(world)
    actions.close(by=world.officer, round=round, at=DEADLINE + SECOND)

    for not_open in (round, draft):
        with pytest.raises(actions.NotOpen):
            actions.close(by=world.officer, round=not_open, at=DEADLINE + 2 * SECOND)


def test_the_whole_round_gets_a_later_deadline_by_one_act(world):
    alice, charlie = (factories.make_contact(o) for o in (world.alice_org, world.charlie_org))
    round = make_issued_round(world)
    own, later = DEADLINE + timedelta(days=5), DEADLINE + timedelta(days=1)
    kept = response_of(round, world.charlie_org).assignment
    actions.extend(by=world.officer, assignments=[kept], deadline=own, reason="停电", at=ISSUED)
    Notice.objects.all().delete()

    moved = actions.postpone(by=world.officer, round=round, deadline=later, reason="系统维护", at=ISSUED)

    round.refresh_from_db()
    assert (round.deadline, moved.before) == (later, DEADLINE)
    assert [deadline_of(response_of(round, o).assignment) for o in (world.alice_org, world.charlie_org)] == [later, own]
    [letter] = Notice.objects.filter(kind="extended")
    assert (letter.to_email, "04-28 12:00" in letter.body, "04-29 12:00" in letter.subject) == (alice.email, True, True)
    assert charlie.email != alice.email


def test_what_the_deadline_was_at_an_earlier_moment_is_not_forgotten(world):
    round = make_issued_round(world)
    days = [DEADLINE + timedelta(days=n) for n in (1, 2)]
    for number, deadline in enumerate(days, start=1):
        at = ISSUED + timedelta(hours=number)
        actions.postpone(by=world.officer, round=round, deadline=deadline, reason="x", at=at)

    then = [ISSUED + timedelta(hours=hours) for hours in (0.5, 1.5, 2.5)]
    known = [with_deadlines(round.assignments.all(), at).first().deadline_in_force for at in then]
    assert known == [DEADLINE, *days]


@pytest.mark.parametrize(("deadline", "at"), [(DEADLINE, ISSUED), (DEADLINE + SECOND, DEADLINE + SECOND)])
def test_a_round_is_moved_to_a_later_deadline_that_is_to_come(world, deadline, at):
    round = make_issued_round(world)

    with pytest.raises(actions.NotLater):
        actions.postpone(by=world.officer, round=round, deadline=deadline, reason="x", at=at)


def test_a_closed_round_and_a_draft_are_not_moved_as_a_whole(world, draft):
    round = make_issued_round(world)
    actions.close(by=world.officer, round=round, at=DEADLINE + SECOND)

    for not_open in (round, draft):
        with pytest.raises(actions.NotOpen):
            actions.postpone(
                by=world.officer,
                round=not_open,
                deadline=DEADLINE + timedelta(days=1),
                reason="x",
                at=DEADLINE + 2 * SECOND,
            )


def test_every_deed_leaves_an_event(world):
    round = make_issued_round(world)
    actions.close(by=world.officer, round=round, at=DEADLINE + SECOND)

    verbs = list(Event.objects.filter(round_id=round.pk).values_list("verb", flat=True))
    assert verbs == ["created_round", "issued", "closed"]


def test_issuing_to_many_takes_a_fixed_number_of_queries(world, survey, django_assert_max_num_queries):
    for _ in range(30):
        factories.make_contact(factories.make_facility().organisation)
    round = actions.create_round(by=world.officer, survey=survey, at=ISSUED, enquiries="1")

    with django_assert_max_num_queries(30):
        issue(by=world.officer, round=round, at=ISSUED)
