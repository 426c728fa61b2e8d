"""A colleague who got a part sees that part: no other data center, no other section, by whatever way."""

import json
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from surveys.accounts.invitations import accept, invite
from surveys.accounts.models import Membership
from surveys.accounts.people import NotToBeShared, share
from surveys.accounts.roles import Role
from surveys.audit.models import Event
from surveys.lib.clock import database_now
from surveys.responses import actions
from surveys.responses.models import Draft
from tests import factories
from tests.portal.visitor import Visitor
from tests.responses.stories import confirm, fill_in, make_issued_round

CANARY = "绝密甲乙丙"
FORM = "CN-BJ-MINING-2021"


@pytest.fixture
def sites(world):
    return [factories.make_facility(world.alice_org, name=name) for name in ("一号中心", f"二号{CANARY}")]


@pytest.fixture
def round(world, sites, now):
    round = make_issued_round(world, at=now, deadline=now.replace(year=now.year + 1))
    for response in _responses(round, world):
        fill_in(response, world.alice, at=now, remarks={"typed": f"{CANARY}{response}"})
    confirm(round, world.alice_org, world.alice, at=now, contact_name={"typed": CANARY})
    return round


def _responses(round, world):
    return [one.response for one in round.assignments.filter(organisation=world.alice_org).order_by("facility__name")]


def give(world, **part):
    share(
        by=world.alice,
        person=Membership.objects.get(user=world.bob),
        facilities=part.get("facilities", []),
        sections=part.get("sections", []),
    )


def crawl(user):
    """Every page of the portal to which a link leads, and those it leads to."""
    visitor, seen, waiting = Visitor(user), {}, ["/portal/"]
    while waiting:
        path = waiting.pop()
        visitor.open(path)
        seen[path] = (visitor.response.status_code, visitor.text)
        links = {link.partition("#")[0] for link in visitor.page.xpath("//a/@href")}
        waiting += [link for link in links if link.startswith("/portal/") and link not in seen and link not in waiting]
    return seen


def test_who_got_one_data_center_finds_no_other_by_any_link(world, round, sites):
    give(world, facilities=[str(sites[0].pk)])
    for response in _responses(round, world):
        Draft.objects.filter(response=response).update(answers={})

    pages = crawl(world.bob)

    assert [path for path, (status, text) in pages.items() if CANARY in text or status != 200] == []
    assert any("一号中心" in text for _status, text in pages.values()) and len(pages) > 5


def test_who_got_one_section_finds_no_other_by_any_link(world, round, sites):
    """The canary stands in the remarks and in the name of a data center; the section of electricity is his."""
    give(world, sections=[f"{FORM}/electricity"], facilities=[str(sites[0].pk)])

    pages = crawl(world.bob)

    assert [path for path, (status, text) in pages.items() if CANARY in text or status != 200] == []
    assert any("/sections/electricity/" in path for path in pages)


@pytest.mark.parametrize("page", ["check", "nil", "copying", "deeds", "remarks"])
def test_to_who_got_a_section_the_pages_of_the_whole_do_not_exist(world, round, page):
    give(world, sections=[f"{FORM}/electricity"])
    bob = Client()
    bob.force_login(world.bob)
    path = reverse(f"portal:{page}", args=[_responses(round, world)[0].assignment_id])

    assert bob.get(path).status_code == 404
    assert bob.post(path, {"once_key": str(uuid.uuid4())}).status_code in (404, 405)


@pytest.mark.parametrize("page", ["confirm", "nil_for_all", "workbook"])
@pytest.mark.parametrize("part", [{"sections": [f"{FORM}/electricity"]}, {"facilities": ["own"]}])
def test_to_who_got_a_part_the_organisations_own_pages_do_not_exist(world, round, sites, page, part):
    give(world, **{name: [str(sites[0].pk)] if value == ["own"] else value for name, value in part.items()})
    bob = Client()
    bob.force_login(world.bob)

    assert bob.get(reverse(f"portal:{page}", args=[round.pk, world.alice_org.pk])).status_code == 404


def test_another_section_can_be_neither_read_nor_written(world, round):
    give(world, sections=[f"{FORM}/electricity"])
    bob, response = Client(), _responses(round, world)[0]
    bob.force_login(world.bob)
    before = Draft.objects.get(response=response).answers["remarks"]
    for page in ("section", "autosave"):
        path = reverse(f"portal:{page}", args=[response.assignment_id, "statement"])
        sent = {"base": "99", "form": "1", "a.remarks": "changed", "once_key": str(uuid.uuid4())}
        assert bob.post(path, sent).status_code == 404
    theirs = Visitor(world.bob).open(reverse("portal:section", args=[response.assignment_id, "electricity"]))
    sent = dict(theirs.fill(total_kwh="7").values()) | {"a.remarks": "changed"}
    answer = bob.post(reverse("portal:autosave", args=[response.assignment_id, "electricity"]), sent)

    draft = Draft.objects.get(response=response)
    assert answer.status_code == 200
    assert CANARY not in json.dumps(answer.json(), ensure_ascii=False)
    assert (draft.answers["remarks"], draft.answers["total_kwh"]["typed"]) == (before, "7")


def test_a_text_set_aside_elsewhere_cannot_be_taken_back(world, round, now):
    response = _responses(round, world)[0]
    actions.save_draft(response=response, by=world.alice, base=0, changes={"remarks": {"typed": "乙"}}, at=now)
    (lost,) = [one for one in Draft.objects.get(response=response).set_aside if one["question"] == "remarks"]
    give(world, sections=[f"{FORM}/electricity"])
    bob = Client()
    bob.force_login(world.bob)
    place = Draft.objects.get(response=response).set_aside.index(lost)

    for verb in ("restore", "settle"):
        sent = {"base": "99", "form": "1", "act": f"{verb}:{place}:remarks", "once_key": str(uuid.uuid4())}
        bob.post(reverse("portal:section", args=[response.assignment_id, "electricity"]), sent)

    draft = Draft.objects.get(response=response)
    assert CANARY in draft.answers["remarks"]["typed"]
    assert not draft.set_aside[place].get("settled")


def test_of_another_questionnaire_he_sees_nothing(world, round):
    give(world, sections=["OTHER/electricity"])
    bob = Client()
    bob.force_login(world.bob)

    assert bob.get(reverse("portal:assignment", args=[_responses(round, world)[0].assignment_id])).status_code == 404


def test_files_are_given_to_who_sees_their_question(world, round):
    response = _responses(round, world)[0]
    kept = {name: factories.make_attachment(response, world.alice, question=name) for name in ("total_kwh", "remarks")}
    give(world, sections=[f"{FORM}/electricity"])
    bob = Client()
    bob.force_login(world.bob)

    answers = {name: bob.get(reverse("portal:attachment", args=[one.pk])) for name, one in kept.items()}

    assert {name: answer.status_code for name, answer in answers.items()} == {"total_kwh": 200, "remarks": 404}
    assert b"".join(answers["total_kwh"].streaming_content)


def test_what_is_given_holds_at_once_and_can_be_widened_again(world, round, sites):
    bob = Visitor(world.bob)
    path = reverse("portal:assignment", args=[_responses(round, world)[1].assignment_id])
    give(world, facilities=[str(sites[0].pk)])
    assert bob.open(path).response.status_code == 404

    give(world)

    assert bob.open(path).response.status_code == 200
    assert [one.details for one in Event.objects.filter(verb="shared").order_by("id")] == [
        {"facilities": 1, "sections": 0},
        {"facilities": 0, "sections": 0},
    ]


def test_a_manager_gives_a_part_on_the_page(world, round, sites):
    alice, theirs = Visitor(world.alice), Membership.objects.get(user=world.bob)
    alice.open(reverse("portal:share", args=[theirs.pk]))
    ticks = [box for box in alice.form.inputs if box.get("type") == "checkbox"]
    for box in ticks:
        box.checked = box.get("value") in (str(sites[0].pk), f"{FORM}/electricity")

    alice.press("")

    theirs.refresh_from_db()
    assert (theirs.facilities, theirs.sections) == ([str(sites[0].pk)], [f"{FORM}/electricity"])


@pytest.mark.parametrize("forged", [{"facilities": "foreign"}, {"sections": "X/y"}, {"facilities": "x"}])
def test_what_is_not_theirs_cannot_be_given(world, round, forged):
    theirs = Membership.objects.get(user=world.bob)
    foreign = {"foreign": str(world.charlie_org.facilities.first().pk)}
    alice = Client()
    alice.force_login(world.alice)
    sent = {name: foreign.get(value, value) for name, value in forged.items()} | {"once_key": str(uuid.uuid4())}

    assert alice.post(reverse("portal:share", args=[theirs.pk]), sent).status_code == 200
    theirs.refresh_from_db()
    assert not theirs.is_part


def test_a_contributor_gives_nothing_and_a_manager_is_given_no_part(world, round):
    people = {user: Membership.objects.get(user=user) for user in (world.alice, world.bob)}
    bob, alice = Client(), Client()
    bob.force_login(world.bob)
    alice.force_login(world.alice)

    assert bob.get(reverse("portal:share", args=[people[world.bob].pk])).status_code == 403
    assert alice.get(reverse("portal:share", args=[people[world.alice].pk])).status_code == 404
    with pytest.raises(NotToBeShared):
        share(by=world.alice, person=people[world.alice], facilities=["x"], sections=[])


def test_who_is_invited_with_a_part_comes_in_with_it(world, sites):
    invited = invite(
        by=world.alice,
        email="dave@example.org",
        name="Dave",
        body=world.alice_org,
        role=Role.CONTRIBUTOR,
        at=database_now(),
    )
    share(by=world.alice, person=invited, facilities=[str(sites[0].pk)], sections=[])
    invited.refresh_from_db()

    dave = accept(invitation=invited, name="Dave", password="a-good-long-password")

    assert Membership.objects.get(user=dave).facilities == [str(sites[0].pk)]


def test_everybody_sees_who_did_what(world, round, now):
    response = _responses(round, world)[0]
    version = Draft.objects.get(response=response).version
    actions.save_draft(
        response=response, by=world.bob, base=version, changes={"total_kwh": {"typed": "8", "unit": "MWh"}}, at=now
    )
    actions.submit_nil(response=response, by=world.alice, key=uuid.uuid4(), declared_by="Alice（主管）", at=now)

    alice = Visitor(world.alice).open(reverse("portal:deeds", args=[response.assignment_id]))

    rows = [" ".join(row.text_content().split()) for row in alice.page.xpath("//tbody/tr")]
    assert any("Bob" in row and "总用电量" in row for row in rows)
    assert any("Alice" in row and "Alice（主管）" in row for row in rows)
