"""The operator asks, looks at the letter, and sees what became of it."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from surveys.accounts.models import Membership
from surveys.notices.delivery import deliver_due
from surveys.notices.models import Notice
from surveys.responses.tenants.asking import withdraw_from_tenant
from surveys.responses.tenants.models import TenantRequest
from tests import factories
from tests.portal.visitor import Visitor
from tests.responses.stories import response_of
from tests.responses.tenants.stories import ask_of, declare, kwh


def list_of(response):
    return f"/portal/assignments/{response.assignment_id}/tenants/"


def asking(visitor, response, **fields):
    visitor.open(list_of(response)).follow("Ask a tenant")
    visitor.in_form({"tenant": "Tenant Ltd", "email": "t@tenant.example", "language": "en"} | fields)
    boxes = visitor.form.xpath(".//input[@name='questions']")
    for box in boxes:
        box.checked = box.get("value") in ("total_kwh", "has_mining")
    return visitor


def test_it_is_found_from_the_return_and_the_letter_is_seen_before_it_goes_out(english, opened):
    english.open(f"/portal/assignments/{opened.assignment_id}/").follow("Ask tenants for what only they know")
    assert "No tenant has been asked yet" in english.text
    asking(english, opened, word="Racks B1").press("Look at the letter")

    assert not TenantRequest.objects.exists()
    for told in ("t@tenant.example", "Total electricity", "Racks B1", "here stands the link"):
        assert told in english.text, told

    english.press("Send it")
    assert english.url == list_of(opened)
    made = TenantRequest.objects.get()
    assert (made.tenant, made.questions, made.word) == ("Tenant Ltd", ["total_kwh", "has_mining"], "Racks B1")
    assert "waits for an answer" in english.text and "The letter waits to be sent" in english.text


def test_what_was_typed_can_be_changed_after_looking_at_the_letter(english, opened):
    asking(english, opened).press("Look at the letter").press("Change it")

    assert dict(english.values())["tenant"] == "Tenant Ltd"
    assert english.form.xpath(".//input[@name='questions'][@checked]")


def test_the_list_of_questions_has_what_can_be_asked_by_section(english, opened):
    asking(english, opened)

    offered = {box.get("value") for box in english.form.xpath(".//input[@name='questions']")}
    assert {"total_kwh", "mining_kwh", "business"} <= offered
    assert not offered & {"facility_name", "uscc", "declaration"}


def test_the_time_proposed_lies_before_the_deadline_and_a_later_one_is_refused(english, opened, now):
    asking(english, opened, deadline_date=str((now + timedelta(days=9)).date())).press("Look at the letter")

    assert "Your return is due" in english.text
    assert not TenantRequest.objects.exists()


@pytest.mark.parametrize("missing", ["tenant", "email"])
def test_what_is_missing_is_told(english, opened, missing):
    asking(english, opened, **{missing: ""}).press("Look at the letter")

    assert english.page.xpath("//*[@class='error-summary']")


def test_a_link_is_sent_anew_and_withdrawn_from_the_list(world, english, opened, now):
    made = ask_of(opened, world.alice, at=now)
    english.open(list_of(opened))
    english.form = english.page.xpath(f"//form[contains(@action, '{made.pk}/link')]")[0]
    english.press("Send it")
    assert "A new link goes out now" in english.text
    assert TenantRequest.objects.get().nonce != made.nonce

    english.form = english.page.xpath(f"//form[contains(@action, '{made.pk}/withdraw')]")[0]
    english.press("Withdraw")
    assert "Withdrawn: the link opens nothing any more" in english.text
    assert "Withdrawn by Alice" in english.text


@pytest.mark.parametrize(
    ("state", "told"),
    [("done", "The letter was sent"), ("failed", "could not be delivered"), ("queued", "waits to be sent")],
)
def test_the_list_says_what_became_of_the_letter(world, english, opened, now, state, told):
    ask_of(opened, world.alice, at=now)
    Notice.objects.update(state=state)

    assert told in english.open(list_of(opened)).text


def test_an_answer_that_waits_to_be_taken_over_is_pointed_out(world, english, opened, now):
    made = ask_of(opened, world.alice, at=now)
    declare(made, at=now, total_kwh=kwh("7"))
    deliver_due(at=now)

    text = english.open(list_of(opened)).text
    assert "Answered, and not taken over yet" in text and "Declared by 张三（经理）" in text
    assert (
        f"/portal/assignments/{opened.assignment_id}/"
        in english.open(f"/portal/assignments/{opened.assignment_id}/").url
    )
    assert "1 of 1 tenant has answered" in english.text


def test_requests_of_others_do_not_exist(world, round, english, opened, now):
    theirs = response_of(round, world.charlie_org)
    made = ask_of(theirs, world.charlie, at=now)

    for deed in ("link", "withdraw"):
        answer = english.client.post(f"/portal/tenants/{made.pk}/{deed}/", {"once_key": str(uuid.uuid4())})
        assert answer.status_code == 404
    for page in ("", "ask/"):
        assert english.client.get(f"{list_of(theirs)}{page}").status_code == 404


def test_who_got_only_one_section_asks_nobody(world, opened):
    colleague = factories.make_operator(world.alice_org, "contributor")
    Membership.objects.filter(user=colleague).update(sections=["CN-BJ-MINING-2021/facility"])

    assert Visitor(colleague).client.get(list_of(opened)).status_code == 404


def test_whose_role_has_ended_sees_them_no_more(world, opened, now):
    made = ask_of(opened, world.bob, at=now)
    Membership.objects.filter(user=world.bob).update(ended_at=now)

    assert Visitor(world.bob).client.get(list_of(opened)).status_code in (302, 403, 404)
    assert "Bob" in Visitor(world.alice).open(list_of(opened)).text
    assert made.made_by == world.bob


def test_nothing_is_asked_once_the_round_is_closed(english, opened, now):
    round = opened.assignment.round
    round.closed_at = now
    round.save()

    assert "Ask a tenant" not in english.open(list_of(opened)).text
    assert "no tenant can be asked" in english.open(f"{list_of(opened)}ask/").text


def test_no_request_in_the_list_costs_a_query_of_its_own(world, english, opened, now):
    def statements():
        with CaptureQueriesContext(connection) as found:
            english.open(list_of(opened))
        return len(found)

    ask_of(opened, world.alice, at=now)
    one = statements()
    for _more in range(3):
        ask_of(opened, world.alice, at=now)

    assert statements() == one


def test_who_did_what_tells_of_tenants(world, english, opened, now):
    declare(ask_of(opened, world.bob, at=now), at=now, total_kwh=kwh("7"))
    withdraw_from_tenant(request=ask_of(opened, world.bob, at=now, tenant="乙租户"), by=world.alice, at=now)

    text = english.open(f"/portal/assignments/{opened.assignment_id}/deeds/").text

    for told in (
        "Bob asked the tenant 甲租户",
        "甲租户 declared what was asked, as a tenant 张三（经理）",
        "Alice withdrew what the tenant 乙租户 was asked",
    ):
        assert told in text, told
