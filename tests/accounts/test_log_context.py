import json
import logging
import uuid

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.http import HttpResponse
from django.test import Client
from django.test.signals import template_rendered
from django.urls import include, path, reverse
from structlog.contextvars import get_contextvars

from config.urls import handler400, handler403, handler404, handler500  # noqa: F401 -- read by Django from this module
from surveys.accounts import invitations
from surveys.accounts.log_context import NOUNS
from surveys.accounts.roles import Role
from tests.addresses.table import addresses
from tests.browsing import Visitor
from tests.responses.stories import BEFORE, confirm, fill_in, make_issued_round, response_of, submit

ROUND, ORGANISATION = uuid.uuid4(), uuid.uuid4()
CONTEXT = {"request_id", "view", "user", "round", "organisation", "assignment", "response"}
logger = logging.getLogger(__name__)


def speak(request, **keys):
    logger.info("said in a view")
    return HttpResponse()


@login_not_required
def speak_to_anybody(request):
    return speak(request)


@login_not_required
def fall(request, token):
    """As PostgreSQL refuses a row."""
    refused = IntegrityError(
        f"check failed\nDETAIL:  Failing row contains ({request.POST['total_kwh']}, x@example.org)."
    )
    raise ValueError(f"for {request.user} at {request.get_full_path()}") from refused


urlpatterns = [
    path("rounds/<uuid:id>/organisations/<uuid:organisation>/speak/", speak, name="speak"),
    path("speak/", speak_to_anybody, name="speak_to_anybody"),
    path("falls/<str:token>/", fall, name="fall"),
    path("", include("surveys.urls")),
]


@pytest.fixture
def views(settings):
    settings.ROOT_URLCONF = __name__


def context_of(line):
    return {name: line[name] for name in CONTEXT & line.keys()}


def test_a_line_says_which_request_who_and_what_about(world, views, log):
    answer = Visitor(world.alice).get(f"/rounds/{ROUND}/organisations/{ORGANISATION}/speak/")

    (line,) = log()
    assert (line["event"], line["level"], line["logger"]) == ("said in a view", "info", __name__)
    assert context_of(line) == {
        "request_id": answer["X-Request-ID"],
        "view": "speak",
        "user": str(world.alice.pk),
        "round": str(ROUND),
        "organisation": str(ORGANISATION),
    }


def test_the_next_request_says_nothing_of_the_one_before(world, views, log):
    Visitor(world.alice).get(f"/rounds/{ROUND}/organisations/{ORGANISATION}/speak/")
    between = get_contextvars()
    answer = Client().get("/speak/")

    assert between == get_contextvars() == {}
    assert context_of(log()[1]) == {"request_id": answer["X-Request-ID"], "view": "speak_to_anybody"}
    assert log()[0]["request_id"] != log()[1]["request_id"]


def test_what_django_itself_logs_belongs_to_its_request_too(world, log):
    answer = Visitor(world.alice).get("/no/such/page/")

    (line,) = log()
    assert (line["logger"], context_of(line)) == ("django.request", {"request_id": answer["X-Request-ID"]})


def test_the_id_that_a_proxy_gave_is_kept(views, log):
    answer = Client(headers={"X-Request-ID": "4f1c-A0"}).get("/speak/")

    assert answer["X-Request-ID"] == log()[0]["request_id"] == "4f1c-A0"


@pytest.mark.parametrize("given", ["", " ", "a b", "a\nlevel: error", "编号", "<b>", "x" * 65])
def test_an_id_that_is_none_gives_way_to_a_new_one(views, log, given):
    answer = Client(headers={"X-Request-ID": given}).get("/speak/")

    assert answer["X-Request-ID"] == log()[0]["request_id"] == uuid.UUID(answer["X-Request-ID"]).hex


@pytest.fixture
def contexts():
    """What the log would have said while each page was drawn."""
    seen = []

    def look(**_):
        seen.append(get_contextvars())

    template_rendered.connect(look)
    yield seen
    template_rendered.disconnect(look)


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("portal:assignment", "alice"),
        ("portal:check", "alice"),
        ("portal:receipt", "alice"),
        ("bureau:review", "officer"),
    ],
)
def test_pages_of_one_return_say_of_which_round_and_organisation(world, contexts, name, who):
    round = make_issued_round(world)
    confirm(round, world.alice_org, world.alice)
    response = response_of(round, world.alice_org)
    fill_in(response, world.alice, BEFORE, address={"typed": "示范路1号"})
    revision = submit(response_of(round, world.alice_org), world.alice)
    key = {"portal:receipt": revision.pk, "bureau:review": response.pk}.get(name, response.assignment_id)

    Visitor(getattr(world, who)).get(reverse(name, args=[key]), follow=True)

    told = contexts[-1]
    assert (told["round"], told["organisation"]) == (str(round.pk), str(world.alice_org.pk))
    assert told["user"] == str(getattr(world, who).pk)


def test_the_addresses_still_use_the_words_that_the_log_knows():
    words = {word for address in addresses() for _key, word in address.keys}

    assert set(NOUNS) - words == set()


@pytest.fixture
def token(world):
    invited = invitations.invite(by=None, email="new@example.org", name="N", body=world.alice_org, role=Role.MANAGER)
    return invitations.token_of(invited)


def test_no_answer_cookie_token_or_mail_address_gets_into_the_log(world, views, log, token):
    visitor = Visitor(world.alice)
    visitor.raise_request_exception = False
    visitor.get(reverse("account_change_password"))
    csrf, session = (visitor.cookies[name].value for name in ("csrftoken", "sessionid"))
    secrets = [token, csrf, session, "4711.25", "张三", world.alice.email, "x@example.org"]

    fallen = visitor.post(f"/falls/{token}/?q=张三", {"total_kwh": "4711.25", "csrfmiddlewaretoken": csrf})

    logged = json.dumps(log(), ensure_ascii=False)
    assert fallen.status_code == 500
    assert "IntegrityError: check failed" in logged
    assert [secret for secret in secrets if secret in logged] == []


def test_a_link_of_an_invitation_that_was_mistyped_is_not_logged(world, log, token):
    for path_ in (f"/invitations/{token}。/", f"/invitations/{token}x/", f"/invitations/{token}/more/"):
        assert Client().get(path_).status_code == 404

    assert len(log()) == 3
    assert token not in json.dumps(log(), ensure_ascii=False)
