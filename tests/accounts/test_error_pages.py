import re
import uuid

import pytest
from django.test import RequestFactory
from django.urls import get_resolver

from surveys.accounts import error_pages, views
from tests.browsing import Visitor


@pytest.mark.parametrize(("language", "words"), [("en", "There is no such page"), ("zh-hans", "页面不存在")])
def test_what_does_not_exist_is_told_in_the_readers_language(language, words, world):
    response = Visitor(world.alice, language).get("/no/such/page/")

    assert (response.status_code, words in response.text) == (404, True)


def test_what_a_role_does_not_allow_is_a_clear_403(world):
    response = Visitor(world.district_officer).get("/bureau/registry/add/")

    assert (response.status_code, "Your role does not allow this" in response.text) == (403, True)


def test_a_form_without_its_key_changes_nothing(world):
    response = Visitor(world.alice).post("/portal/colleagues/", {})

    assert (response.status_code, "This request was not carried out" in response.text) == (400, True)


def test_what_was_typed_in_a_form_that_was_not_carried_out_is_given_back(world):
    """As after going back to a page that had done its deed, typing something else and sending it again."""
    invitation = {"once_key": str(uuid.uuid4()), "name": "王五", "email": "w5@example.org", "phone": "010-1234",
                  "role": "manager", "language": "en", "body": str(world.alice_org.pk)}  # fmt: skip
    alice = Visitor(world.alice)
    alice.post("/portal/colleagues/", invitation)

    again = alice.post("/portal/colleagues/", invitation | {"phone": "010-5678 分机 9"})
    incomplete = alice.post("/portal/colleagues/", invitation | {"once_key": ""})

    assert [(one.status_code, "王五" in one.text) for one in (again, incomplete)] == [(409, True), (400, True)]
    assert "010-5678 分机 9" in again.text


def test_the_page_for_our_own_faults_needs_no_database(django_db_blocker):
    request = RequestFactory().get("/")

    with django_db_blocker.block():
        response = error_pages.server_error(request)

    assert (response.status_code, b"/static/surveys/site.css" in response.content) == (500, True)


def test_a_request_that_is_not_understood_needs_no_database(django_db_blocker):
    with django_db_blocker.block():
        assert error_pages.bad_request(RequestFactory().get("/"), ValueError()).status_code == 400


def test_who_sends_too_much_is_told_so(world, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = Visitor(world.alice).send("/portal/colleagues/", {"name": "x" * 1000})

    assert (response.status_code, "This was too much at once" in response.text) == (413, True)


@pytest.mark.parametrize(
    ("opened", "above"),
    [
        ("/language/", "/"),
        ("/bureau/rounds/{id}/report/workbooks/make/", "/bureau/rounds/{id}/report/workbooks/"),
        ("/bureau/rounds/{id}/notices/{id}/again/", "/bureau/rounds/{id}/notices/"),
    ],
)
def test_an_address_that_only_takes_forms_leads_to_its_page(world, opened, above):
    id = uuid.uuid4()
    response = Visitor(world.officer).get(opened.format(id=id))

    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert f'href="{above.format(id=id)}">Open the page</a>' in response.text
    assert response["Content-Security-Policy"]


def test_a_form_from_elsewhere_is_refused_with_a_page(world):
    visitor = Visitor(world.alice)
    visitor.handler.enforce_csrf_checks = True

    response = visitor.post("/portal/colleagues/", {})

    assert (response.status_code, "Please send the form again" in response.text) == (403, True)


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_django_knows_our_error_pages(status):
    assert get_resolver().resolve_error_handler(status).__module__ == error_pages.__name__


def test_a_fault_names_a_reference_and_no_details(world, monkeypatch):
    monkeypatch.setattr(views, "is_officer", lambda user: 1 // 0)
    visitor = Visitor(world.alice)
    visitor.raise_request_exception = False

    response = visitor.get("/")

    assert (response.status_code, "ZeroDivision" in response.text) == (500, False)
    assert re.search(r"reference: <strong>[0-9A-F]{8}</strong>", response.text)


def test_healthz_answers_without_login(db):
    assert Visitor().get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [("/help/", "evil.example", 400), ("/help/?q=%00", "testserver", 400), ("/help", "testserver", 301)],
)
def test_what_is_answered_before_any_page_is_guarded_like_a_page(db, path, host, status):
    response = Visitor().get(path, headers={"host": host})

    assert (response.status_code, response.get("X-Frame-Options")) == (status, "DENY")
    assert "default-src 'self'" in response.get("Content-Security-Policy", "")
