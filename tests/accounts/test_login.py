import re
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from surveys import tasks
from surveys.accounts import failed_logins
from surveys.accounts.language import COOKIE
from surveys.accounts.models import FailedLogin, ForgottenPassword, User
from surveys.lib.clock import database_now, show
from surveys.notices import forgotten_passwords
from surveys.notices.models import Notice
from tests.browsing import Visitor
from tests.factories import PASSWORD
from tests.mail_server import mail_server

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


def test_right_passwords_are_no_tries_however_many_come_from_one_place(world):
    User.objects.bulk_create(User(email=f"op{n}@example.org", password=make_password(PASSWORD)) for n in range(40))
    for _ in range(4):
        log_in(Visitor(), world.alice.email, "wrong-password")

    answers = [log_in(Visitor(), f"op{n}@example.org") for n in range(40)]

    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {(302, "/")}
    assert log_in(Visitor(), world.alice.email).url == "/"


def test_mistyped_passwords_of_a_whole_company_do_not_shut_out_the_next_of_them(world):
    now, here = database_now(), failed_logins.tried("", "127.0.0.1", "")
    FailedLogin.objects.bulk_create(FailedLogin(account=n, place=here.place, at=now) for n in range(299))
    assert log_in(Visitor(), world.alice.email).url == "/"

    FailedLogin.objects.create(account="another", place=here.place, at=now)

    assert "Too many failed login attempts from your network" in log_in(Visitor(), world.alice.email).text
    assert log_in(Visitor(), world.alice.email, REMOTE_ADDR="198.51.100.7").url == "/"


def test_the_page_names_the_minute_from_which_the_login_is_open_again(world):
    for _ in range(5):
        log_in(Visitor(), world.alice.email, "wrong-password")
    now = database_now()
    FailedLogin.objects.update(at=now - timedelta(minutes=4))

    page = log_in(Visitor(), world.alice.email).text

    with translation.override("en"):
        assert show(now + timedelta(minutes=12), "Asia/Shanghai") in page  # eleven and the one that has begun
    FailedLogin.objects.update(at=now - timedelta(minutes=15))
    assert log_in(Visitor(), world.alice.email).url == "/"


def test_an_emptied_cache_opens_nothing(world):
    for _ in range(5):
        log_in(Visitor(), world.alice.email, "wrong-password")

    cache.clear()

    assert "Too many failed login attempts" in log_in(Visitor(), world.alice.email).text


def test_neighbours_in_one_network_of_ipv6_are_one_place(world):
    for n in range(5):
        log_in(Visitor(), world.alice.email, "wrong-password", REMOTE_ADDR=f"2001:db8::{n}")

    assert "Too many failed" in log_in(Visitor(), world.alice.email, REMOTE_ADDR="2001:db8::9").text
    assert log_in(Visitor(), world.alice.email, REMOTE_ADDR="2001:db8:1::9").url == "/"


@pytest.mark.parametrize(
    "told", [{"REMOTE_ADDR": ""}, {"REMOTE_ADDR": "localhost"}, {"HTTP_X_FORWARDED_FOR": "unknown"}]
)
def test_whoever_comes_from_nobody_knows_where_comes_in_and_is_counted_all_the_same(world, settings, told):
    """As through a socket of this machine that no proxy was declared for."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = int("HTTP_X_FORWARDED_FOR" in told)
    assert log_in(Visitor(), world.alice.email, **told).url == "/"

    for _ in range(5):
        log_in(Visitor(), world.alice.email, "wrong-password", **told)

    assert "Too many failed" in log_in(Visitor(), world.alice.email, **told).text


def test_the_old_password_is_guessed_no_oftener_than_at_the_login(world):
    visitor = Visitor(world.alice)
    new = {"password1": "another long sentence", "password2": "another long sentence"}
    for _ in range(5):
        visitor.post(reverse("account_change_password"), new | {"oldpassword": "wrong-password"})

    page = visitor.post(reverse("account_change_password"), new | {"oldpassword": PASSWORD})

    assert "Too many failed login attempts" in page.text
    assert "Too many failed login attempts" in log_in(Visitor(), world.alice.email).text


def test_wrong_passwords_from_elsewhere_do_not_shut_the_owner_out(world):
    for _ in range(6):
        stranger = log_in(Visitor(), world.alice.email, "wrong-password", REMOTE_ADDR="203.0.113.9")

    assert "Too many failed login attempts" in stranger.text
    assert log_in(Visitor(), world.alice.email, REMOTE_ADDR="198.51.100.7").url == "/"


def forget_password(email, visitor=None, **extra):
    """As at the page, and as the worker does afterwards."""
    answer = (visitor or Visitor()).post(reverse("account_reset_password"), {"email": email}, **extra)
    tasks.deliver_notices()
    return answer


def new_password_by_mail(visitor, email):
    forget_password(email, visitor)
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
    forget_password(world.alice.email, Visitor(language="zh-hans"))
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

    forget_password(world.alice.email, headers={"host": "testserver:6666"})

    (letter,) = mail.outbox
    assert re.findall(r"\S+://\S+/accounts/", letter.body) == ["https://survey.example.org/accounts/"]


def test_asking_for_an_unknown_address_says_the_same_and_writes_to_nobody(world):
    known = forget_password(world.alice.email)
    unknown = forget_password("stranger@example.com")

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [letter.to for letter in mail.outbox] == [[f"{world.alice.name} <{world.alice.email}>"]]
    assert not ForgottenPassword.objects.exists()


@pytest.mark.parametrize("email", ["{alice}", "stranger@example.com", "{closed}"])
def test_asking_does_the_same_whosever_the_address_is(world, email, django_assert_num_queries):
    User.objects.filter(pk=world.bob.pk).update(is_active=False)
    address = email.format(alice=world.alice.email, closed=world.bob.email)

    asking_the_time = int(connection.vendor == "postgresql")  # SQLite's clock is this machine's
    with django_assert_num_queries(1 + asking_the_time):
        Visitor().post(reverse("account_reset_password"), {"email": address})

    assert ForgottenPassword.objects.get().email == address


@pytest.mark.parametrize("trouble", [{"MAIL": "421 going down"}, {"MAIL": "hang up"}, {"RCPT": "450 later"}])
def test_a_letter_with_a_new_password_waits_for_the_mail_server_like_every_letter(world, settings, trouble):
    with mail_server(settings, **trouble) as server:
        answer = forget_password(world.alice.email)
        assert (answer.status_code, server.taken) == (302, [])
        server.answers.clear()
        Notice.objects.update(due_at=database_now())
        tasks.deliver_notices()

    (letter,) = server.taken
    assert letter["To"].endswith(f"<{world.alice.email}>")
    assert Visitor().get(re.findall(r"http://[^/]+(/\S+)", letter.get_content())[0]).status_code == 302


def test_whoever_asks_again_and_again_gets_one_letter_in_a_while(world):
    for _ in range(20):
        forget_password(world.alice.email.upper())
    one_or_two = len(mail.outbox)  # two when the asking went over the end of a stretch

    Notice.objects.update(key="earlier")
    forget_password(world.alice.email)

    assert one_or_two <= 2
    assert len(mail.outbox) == one_or_two + 1


def test_an_address_longer_than_any_account_may_have_is_refused_in_words(db):
    address = f"{'a' * 243}@example.com"

    answer = forget_password(address)

    assert (answer.status_code, ForgottenPassword.objects.count()) == (200, 0)
    assert forget_password(address[1:]).status_code == 302


def test_a_closed_account_gets_no_letter(world):
    User.objects.filter(pk=world.alice.pk).update(is_active=False)

    forget_password(world.alice.email)

    assert (mail.outbox, Notice.objects.count()) == ([], 0)


def test_the_link_is_nowhere_in_the_database_and_good_for_an_hour_from_its_sending(world, time_machine):
    time_machine.move_to("2026-03-02T04:00:00Z", tick=False)
    Visitor().post(reverse("account_reset_password"), {"email": world.alice.email})
    forgotten_passwords.answer_all()
    assert "{link}" in Notice.objects.get().body and not Notice.objects.get().link_path

    time_machine.move_to("2026-03-02T06:00:00Z", tick=False)
    tasks.deliver_notices()
    (path,) = re.findall(r"http://[^/]+(/\S+)", mail.outbox[-1].body)

    time_machine.move_to("2026-03-02T07:00:00Z", tick=False)
    assert Visitor().get(path).status_code == 302
    time_machine.move_to("2026-03-02T07:00:01Z", tick=False)
    assert "This link no longer works" in Visitor().get(path).text


def test_nobody_signs_up(db):
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "account_reset_password_done",
                                  "account_reset_password_from_key_done", "account_inactive"])  # fmt: skip
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_pages_before_login_are_served_in_both_languages(name, language, db):
    response = Visitor(language=language).get(reverse(name))

    assert (response.status_code, response.headers["Content-Language"]) == (200, language)
