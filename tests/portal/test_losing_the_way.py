"""In the middle of typing the role ends, the login changes, or the database goes away: what was typed is not lost."""

import json
import uuid

import pytest
from django.db import InternalError, OperationalError, connection
from django.test import Client
from psycopg.errors import IdleInTransactionSessionTimeout, InFailedSqlTransaction, ReadOnlySqlTransaction

from surveys.accounts.models import Membership
from surveys.accounts.people import end_membership
from surveys.responses.models import Draft, Revision
from tests.portal.declaring import sent_form
from tests.portal.visitor import Visitor

JSON = {"Accept": "application/json"}


@pytest.fixture
def section(response):
    return f"/portal/assignments/{response.assignment_id}/sections/electricity/"


def end_role(world, user):
    end_membership(by=world.alice, membership=Membership.objects.get(user=user, ended_at=None))


def typed(visitor):
    return dict(visitor.values()) | {"a.total_kwh": "4,321.5"}


def test_whoever_lost_the_role_is_told_that_while_the_page_saves(world, bob, section):
    data = typed(bob.open(section))
    end_role(world, world.bob)

    answer = bob.client.post(section + "autosave/", data, headers=JSON)

    assert answer.status_code == 404
    assert "您在甲云数据的角色已终止" in answer.json()["message"]


def test_to_a_stranger_saving_tells_nothing(world, section):
    answer = Visitor(world.charlie).client.post(section + "autosave/", {}, headers=JSON)

    assert answer.status_code == 404
    assert "甲云数据" not in answer.json()["message"]


def test_by_the_button_what_was_typed_is_given_back_with_the_reason(world, bob, section):
    bob.open(section).fill(total_kwh="4,321.5")
    end_role(world, world.bob)

    bob.press("保存并继续")

    assert bob.response.status_code == 404
    assert "您在甲云数据的角色（填报人）已于" in bob.text
    assert "4,321.5" in bob.texts("typed-texts")[0]


def test_the_start_page_names_the_role_that_ended(world, bob):
    end_role(world, world.bob)

    assert "您在甲云数据的角色（填报人）已于" in bob.open("/").text


def test_who_has_another_role_there_is_told_nothing_of_the_one_before(world, bob):
    end_role(world, world.bob)
    Membership.objects.create(user=world.bob, organisation=world.alice_org, role="manager")

    assert "已于" not in bob.open(f"/portal/assignments/{uuid.uuid4()}/").text


@pytest.fixture
def strict(world):
    """A browser whose forms need the token of the login."""
    visitor = Visitor(world.alice)
    visitor.client = Client(enforce_csrf_checks=True)
    visitor.client.force_login(world.alice)
    return visitor


def sign_in_again(visitor, user):
    """As in another tab: the cookies are the same, and the token is a new one."""
    visitor.client.logout()
    visitor.client.force_login(user)
    visitor.client.get("/portal/")
    cookie = visitor.client.cookies["csrftoken"]
    cookie.set(cookie.key, "x" * 32, "x" * 32)


def test_after_signing_in_again_elsewhere_the_page_learns_its_new_token_and_saves(world, strict, section, response):
    data = typed(strict.open(section))
    sign_in_again(strict, world.alice)
    refused = strict.client.post(section + "autosave/", data, headers=JSON)
    login = strict.client.get("/session/").json()

    answer = strict.client.post(section + "autosave/", data | {"csrfmiddlewaretoken": login["token"]}, headers=JSON)

    assert (refused.status_code, refused.json()["renew"]) == (403, True)
    assert (answer.status_code, login["user"]) == (200, str(world.alice.pk))
    assert Draft.objects.get(response=response).answers["total_kwh"]["typed"] == "4,321.5"


def test_the_page_can_tell_that_somebody_else_is_logged_in_by_now(world, strict, section):
    page = strict.open(section).page.xpath("//form[@data-autosave]")[0]
    sign_in_again(strict, world.bob)

    assert strict.client.get("/session/").json()["user"] != page.get("data-user")
    assert Client().get("/session/").json()["user"] == ""


def test_the_button_of_the_first_tab_offers_to_send_the_same_again(world, strict, section, response):
    data = typed(strict.open(section))
    sign_in_again(strict, world.alice)

    strict._show(strict.client.post(section, data, headers={"Origin": "http://testserver"}), section)
    assert strict.response.status_code == 403
    strict.press("再次提交")

    assert Draft.objects.get(response=response).answers["total_kwh"]["typed"] == "4,321.5"


def test_whoever_was_logged_out_meanwhile_keeps_what_was_typed_and_sends_it_after_logging_in(
    world, alice, section, response
):
    data = typed(alice.open(section))
    alice.client.logout()

    alice._show(alice.client.post(section, data, headers={"Origin": "http://testserver"}), section)
    assert alice.response.status_code == 403
    assert "4,321.5" in alice.texts("typed-texts")[0]
    alice.client.force_login(world.alice)
    alice.press("再次提交")

    assert Draft.objects.get(response=response).answers["total_kwh"]["typed"] == "4,321.5"


@pytest.mark.parametrize(
    "sent", [{"origin": "https://evil.example"}, {}, {"origin": "http://testserver", "accept": "application/json"}]
)
def test_others_who_are_logged_out_are_led_to_the_login(alice, section, sent):
    data = typed(alice.open(section))
    alice.client.logout()

    assert alice.client.post(section, data, headers=sent).url.startswith("/accounts/login/")


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
def test_what_a_foreign_page_sends_is_not_offered_to_be_sent_again(world, strict, section, origin):
    data = typed(strict.open(section)) | {"csrfmiddlewaretoken": "x" * 64}

    answer = strict.client.post(section, data, headers={"Origin": origin} if origin else {})

    assert answer.status_code == 403
    assert "4,321.5" not in answer.content.decode()


def out_of_reach(execute, sql, params, many, context):
    raise OperationalError("the database system is starting up")


def test_while_the_database_restarts_what_was_typed_is_given_back_and_sent_again(alice, section, response):
    alice.open(section).fill(total_kwh="4,321.5")
    alice.client.raise_request_exception = False

    with connection.execute_wrapper(out_of_reach):
        alice.press("保存并继续")

    assert (alice.response.status_code, alice.response["Retry-After"]) == (503, "10")
    assert "4,321.5" in alice.texts("typed-texts")[0]
    alice.press("再次提交")
    assert Draft.objects.get(response=response).answers["total_kwh"]["typed"] == "4,321.5"


def test_a_submission_during_a_restart_can_be_sent_again_and_is_one(alice, ready):
    url = f"/portal/assignments/{ready.assignment_id}/check/"
    data = sent_form(alice.open(url))
    alice.client.raise_request_exception = False

    with connection.execute_wrapper(out_of_reach):
        alice._show(alice.client.post(url, data), url)
    alice.press("再次提交")

    assert alice.url == f"/portal/receipts/{Revision.objects.get().pk}/"


@pytest.mark.parametrize("trouble", [ReadOnlySqlTransaction, IdleInTransactionSessionTimeout])
def test_while_another_server_takes_over_what_was_typed_is_given_back(alice, section, trouble):
    def refuse(*_):
        raise InternalError("cannot execute UPDATE") from trouble("cannot execute UPDATE")

    alice.open(section).fill(total_kwh="4,321.5")
    alice.client.raise_request_exception = False

    with connection.execute_wrapper(refuse):
        alice.press("保存并继续")

    assert alice.response.status_code == 503
    assert "4,321.5" in alice.text


def test_a_fault_of_our_own_in_the_database_is_not_told_as_a_restart(alice, section):
    def fail(*_):
        raise InternalError("current transaction is aborted") from InFailedSqlTransaction("aborted")

    alice.client.raise_request_exception = False

    with connection.execute_wrapper(fail):
        assert alice.client.get(section).status_code == 500


def test_a_page_that_saves_by_itself_is_told_to_wait(alice, section):
    data = typed(alice.open(section))
    alice.client.raise_request_exception = False

    with connection.execute_wrapper(out_of_reach):
        answer = alice.client.post(section + "autosave/", data, headers=JSON)

    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "暂时无法连接" in json.loads(answer.content)["message"]


def test_passwords_are_not_given_back(db):
    client = Client(raise_request_exception=False)

    with connection.execute_wrapper(out_of_reach):
        answer = client.post("/accounts/login/", {"login": "a@example.org", "password": "geheim geheim"})

    assert answer.status_code == 503
    assert "geheim" not in answer.content.decode()
