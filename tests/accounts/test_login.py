import re

import pytest
from django.core import mail
from django.urls import NoReverseMatch, reverse

from surveys.accounts.language import COOKIE
from surveys.accounts.models import User
from tests.browsing import Visitor
from tests.factories import PASSWORD

LOGIN = "/accounts/login/"


def log_in(visitor, email, password=PASSWORD, **extra):
    return visitor.post(LOGIN, {"login": email, "password": password}, **extra)


def test_login_by_e_mail_in_any_case(world):
    assert log_in(Visitor(), world.alice.email.upper()).url == "/"


def test_login_speaks_the_accounts_language_unless_one_was_chosen(world):
    User.objects.filter(pk=world.alice.pk).update(language="en")
    fresh, chosen = Visitor(), Visitor(language="zh-hans")
    del fresh.cookies[COOKIE]

    log_in(fresh, world.alice.email)
    log_in(chosen, world.alice.email)

    assert (fresh.cookies[COOKIE].value, chosen.cookies[COOKIE].value) == ("en", "zh-hans")


def test_a_wrong_password_and_an_unknown_address_look_the_same(world):
    known = log_in(Visitor(), world.alice.email, "wrong-password").context["form"].errors
    unknown = log_in(Visitor(), "nobody@example.com", "wrong-password").context["form"].errors

    assert known == unknown


def test_the_sixth_try_is_refused_even_with_the_right_password(world):
    for _ in range(5):
        log_in(Visitor(), world.alice.email, "wrong-password")

    assert "Too many failed login attempts" in log_in(Visitor(), world.alice.email).text
    assert log_in(Visitor(), world.bob.email).url == "/"


def test_wrong_passwords_from_elsewhere_do_not_shut_the_owner_out(world):
    for _ in range(6):
        stranger = log_in(Visitor(), world.alice.email, "wrong-password", REMOTE_ADDR="203.0.113.9")

    assert "Too many failed login attempts" in stranger.text
    assert log_in(Visitor(), world.alice.email, REMOTE_ADDR="198.51.100.7").url == "/"


def new_password_by_mail(visitor, email):
    visitor.post(reverse("account_reset_password"), {"email": email})
    (path,) = re.findall(r"http://[^/]+(/\S+)", mail.outbox[-1].body)
    page = visitor.get(path, follow=True)
    visitor.post(
        page.redirect_chain[-1][0], {"password1": "another long sentence", "password2": "another long sentence"}
    )


@pytest.mark.parametrize("phone", ["127.0.0.1", "198.51.100.7"])
def test_a_new_password_opens_the_login_again_wherever_it_was_set(world, phone):
    for _ in range(6):
        log_in(Visitor(), world.alice.email, "wrong-password")

    visitor = Visitor()
    visitor.defaults["REMOTE_ADDR"] = phone
    new_password_by_mail(visitor, world.alice.email)

    assert log_in(Visitor(), world.alice.email, "another long sentence").url == "/"


def test_a_closed_account_does_not_come_in(world):
    User.objects.filter(pk=world.alice.pk).update(is_active=False)
    visitor = Visitor()

    log_in(visitor, world.alice.email, follow=True)

    assert visitor.get("/").status_code == 302


def test_logging_out_needs_a_post(world):
    visitor = Visitor(world.alice)
    assert "Log out?" in visitor.get(reverse("account_logout")).text

    visitor.post(reverse("account_logout"))

    assert visitor.get("/portal/").status_code == 302


def test_a_password_is_changed(world):
    visitor = Visitor(world.alice)
    form = {"oldpassword": PASSWORD, "password1": "another long sentence", "password2": "another long sentence"}

    visitor.post(reverse("account_change_password"), form)

    assert visitor.get("/").status_code == 302
    world.alice.refresh_from_db()
    assert world.alice.check_password("another long sentence")


def test_a_forgotten_password_is_set_by_the_link_once(world):
    User.objects.filter(pk=world.alice.pk).update(language="en")
    Visitor(language="zh-hans").post(reverse("account_reset_password"), {"email": world.alice.email})
    (letter,) = mail.outbox
    assert letter.subject == "Set a new password – Data center electricity surveys"
    (path,) = re.findall(r"http://[^/]+(/\S+)", letter.body)

    visitor = Visitor()
    page = visitor.get(path, follow=True)
    new = {"password1": "another long sentence", "password2": "another long sentence"}
    visitor.post(page.redirect_chain[-1][0], new)

    assert log_in(Visitor(), world.alice.email, "another long sentence").url == "/"
    assert "This link no longer works" in Visitor().get(path, follow=True).text


def test_the_link_leads_to_the_site_whatever_host_the_request_named(world, settings):
    settings.SITE_URL = "https://survey.example.org"

    Visitor().post(reverse("account_reset_password"), {"email": world.alice.email}, headers={"host": "testserver:6666"})

    (letter,) = mail.outbox
    assert re.findall(r"\S+://\S+/accounts/", letter.body) == ["https://survey.example.org/accounts/"]


def test_asking_for_an_unknown_address_says_the_same_and_writes_to_nobody(world):
    known = Visitor().post(reverse("account_reset_password"), {"email": world.alice.email})
    unknown = Visitor().post(reverse("account_reset_password"), {"email": "stranger@example.com"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [letter.to for letter in mail.outbox] == [[world.alice.email]]


def test_nobody_signs_up(db):
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "account_reset_password_done",
                                  "account_reset_password_from_key_done", "account_inactive"])  # fmt: skip
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_pages_before_login_are_served_in_both_languages(name, language, db):
    response = Visitor(language=language).get(reverse(name))

    assert (response.status_code, response.headers["Content-Language"]) == (200, language)
