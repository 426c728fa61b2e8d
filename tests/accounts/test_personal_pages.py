import pytest
from django.contrib.sessions.models import Session
from django.test import override_settings
from django.urls import reverse

from surveys import tasks
from surveys.accounts.failed_logins import KEPT_FOR
from surveys.accounts.models import FailedLogin
from surveys.audit import idempotency
from surveys.audit.models import HandledRequest
from surveys.lib.clock import database_now
from tests.browsing import Visitor

NOT_KEPT = "private, no-store"


@pytest.mark.parametrize(("who", "path"), [("alice", "/portal/"), ("officer", "/bureau/"), ("alice", "/help/"),
                                           ("nobody", "/"), ("alice", "/no-such-page/")])  # fmt: skip
def test_no_browser_keeps_a_page_with_somebodys_name(who, path, world):
    answer = Visitor(getattr(world, who)).get(path, follow=True)

    assert answer.headers["Cache-Control"] == NOT_KEPT


def test_nor_the_page_behind_a_link_from_a_letter(world):
    assert "no-store" in Visitor().get(reverse("account_reset_password_from_key", args=["1", "x-y"])).headers[
        "Cache-Control"
    ]  # fmt: skip


def test_what_is_nobodys_says_itself_how_long_it_may_be_kept(db):
    with override_settings(WHITENOISE_USE_FINDERS=True):
        answer = Visitor().get("/static/surveys/icon.svg")
    answer.close()

    assert (answer.status_code, "no-store" in answer.headers["Cache-Control"]) == (200, False)


def test_what_is_of_no_more_use_is_thrown_away(world):
    now = database_now()
    visitor = Visitor(world.alice)
    Session.objects.create(session_key="ended", expire_date=now, session_data="")
    for age, name in [(0, "young"), (1, "old")]:
        FailedLogin.objects.create(account=name, place="", at=now - KEPT_FOR * age)
        HandledRequest.objects.create(
            key=f"00000000-0000-0000-0000-00000000000{age}", at=now - idempotency.KEPT_FOR * age, path=name
        )

    tasks.tidy()

    assert visitor.get("/portal/").status_code == 200
    assert not Session.objects.filter(pk="ended").exists()
    assert [row.account for row in FailedLogin.objects.all()] == ["young"]
    assert [row.path for row in HandledRequest.objects.all()] == ["young"]
