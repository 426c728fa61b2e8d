import pytest
from django.urls import reverse

from surveys.accounts.invitations import invite, path_of
from surveys.accounts.models import Invitation, Membership, User
from surveys.accounts.roles import Role
from surveys.lib.clock import database_now
from tests.browsing import Visitor
from tests.factories import PASSWORD


@pytest.fixture
def invitation(world):
    return invite(by=world.alice, email="new@example.org", name="新人", body=world.alice_org, role=Role.CONTRIBUTOR)


def filled(**extra):
    return {"name": "新人", "password": "a long sentence of mine", "repeated": "a long sentence of mine"} | extra


@pytest.mark.parametrize(("who", "to"), [("officer", "bureau:home"), ("alice", "portal:home")])
def test_home_leads_everybody_to_their_side(who, to, world):
    assert Visitor(getattr(world, who)).get("/").url == reverse(to)


def test_home_tells_those_without_a_role_what_to_do(world):
    response = Visitor(world.nobody).get("/")

    assert (response.status_code, "You have no role here at present" in response.text) == (403, True)


def test_home_asks_a_stranger_to_log_in(db):
    assert Visitor().get("/").url == f"{reverse('account_login')}?next=/"


def test_looking_at_an_invitation_never_uses_it_up(invitation):
    for _ in range(5):
        assert Visitor().get(path_of(invitation)).status_code == 200
        assert Visitor().head(path_of(invitation)).status_code == 200

    assert Visitor().send(path_of(invitation), filled()).url == "/"


def test_accepting_opens_the_account_and_logs_in(invitation, world):
    visitor = Visitor()

    visitor.send(path_of(invitation), filled())

    assert visitor.get("/").url == reverse("portal:home")
    assert User.objects.get(email="new@example.org").memberships.get().organisation == world.alice_org


def test_two_different_passwords_keep_the_invitation_open(invitation):
    response = Visitor().send(path_of(invitation), filled(repeated="a long sentence of yours"))

    assert "The two passwords differ. Type the same password twice." in response.text
    assert Visitor().get(path_of(invitation)).status_code == 200


def test_a_new_person_reads_in_the_language_of_the_invitation(world):
    invitation = invite(
        by=None, email="x@example.org", name="X", body=world.alice_org, role=Role.CONTRIBUTOR, language="en"
    )
    visitor = Visitor()
    del visitor.cookies["language"]

    visitor.send(path_of(invitation), filled())

    assert visitor.cookies["language"].value == "en"


def test_a_password_that_is_too_easy_keeps_the_invitation_open(invitation):
    response = Visitor().send(path_of(invitation), filled(password="password1234", repeated="password12345"))

    assert list(response.context["form"].errors) == ["password"]
    assert Visitor().get(path_of(invitation)).status_code == 200


@pytest.mark.parametrize("password", ["short", "password1234", "new@example.org", "x" * 129])
def test_a_bad_password_is_refused(password, invitation):
    response = Visitor().send(path_of(invitation), filled(password=password, repeated=password))

    assert next(iter(response.context["form"].errors)) == "password"


@pytest.mark.parametrize("end", ["x", "。", "é"])
def test_a_forged_link_is_a_clear_page(end, invitation):
    response = Visitor().get(path_of(invitation)[:-2] + f"{end}/")

    assert (response.status_code, "This invitation link is not valid" in response.text) == (404, True)


@pytest.mark.parametrize(
    ("change", "words"),
    [("used_at", "has been used"), ("expires_at", "has run out"), ("revoked_at", "was withdrawn")],
)
def test_a_spent_link_says_why(change, words, invitation):
    Invitation.objects.update(**{change: database_now()})

    for response in (Visitor().get(path_of(invitation)), Visitor().send(path_of(invitation), filled())):
        assert (response.status_code, words in response.text) == (410, True)


def test_somebody_with_an_account_logs_in_first_and_then_joins(world):
    invitation = invite(by=None, email=world.charlie.email, name="C", body=world.alice_org, role=Role.CONTRIBUTOR)
    visitor = Visitor()
    assert "Log in and join" in visitor.send(path_of(invitation), filled()).text
    assert Invitation.objects.get().used_at is None

    login = {"login": world.charlie.email, "password": PASSWORD, "next": path_of(invitation)}
    assert visitor.post(reverse("account_login"), login).url == path_of(invitation)
    visitor.send(path_of(invitation))

    assert Membership.objects.filter(user=world.charlie, ended_at=None).count() == 2


def test_looking_at_it_logged_in_does_not_join_either(world):
    invitation = invite(by=None, email=world.charlie.email, name="C", body=world.alice_org, role=Role.CONTRIBUTOR)

    assert "Join 甲云数据" in Visitor(world.charlie).get(path_of(invitation)).text
    Visitor(world.charlie).head(path_of(invitation))

    assert Invitation.objects.get().used_at is None


def test_somebody_else_who_is_logged_in_cannot_take_it(world):
    invitation = invite(by=None, email=world.charlie.email, name="C", body=world.alice_org, role=Role.CONTRIBUTOR)

    response = Visitor(world.bob).send(path_of(invitation))

    assert "Log out, then open the link again." in response.text
    assert Invitation.objects.get().used_at is None


def test_a_language_is_kept_in_the_browser_and_the_account(world):
    visitor = Visitor(world.alice, language="zh-hans")

    response = visitor.send(reverse("language"), {"to": "en", "next": "/portal/?x=1"})

    assert response.url == "/portal/?x=1"
    assert visitor.get("/help/").headers["Content-Language"] == "en"
    world.alice.refresh_from_db()
    assert world.alice.language == "en"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_the_language_switch_leads_nowhere_else(elsewhere, db):
    assert Visitor().send(reverse("language"), {"to": "en", "next": elsewhere}).url == "/"


def test_an_unknown_language_is_a_bad_request(db):
    assert Visitor().send(reverse("language"), {"to": "tlh"}).status_code == 400


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("en-GB,en;q=0.9", "en"),
        ("fr,en;q=0.5", "en"),
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh-hans"),
        ("en;q=0.1,zh-CN", "zh-hans"),
        ("de", "zh-hans"),
        ("*;q=x,,;" + "y" * 5000, "zh-hans"),
    ],
)
def test_a_page_speaks_what_the_browser_likes_best_of_ours(client, db, accepted, language):
    response = client.get("/accounts/login/", headers={"Accept-Language": accepted})

    assert (response.status_code, response["Content-Language"]) == (200, language)


WAYS_BACK = [
    ("/help/settings/?x=1#y", "/help/settings/?x=1#y"),
    ("http://testserver/help/", "http://testserver/help/"),
    ("", "/"),
    ("abc", "/"),
    ("home", "/"),
    ("?q=1", "/"),
    ("help/", "/"),
    ("//evil.example/", "/"),
    ("http://evil.example/", "/"),
    ("http://localhost/", "/"),
    ("javascript:alert(1)", "/"),
    ("\x00", "/"),
    ("http://[", "/"),
    ("//]", "/"),
    ("https://[evil]/", "/"),
    ("http://℀/", "/"),
]


@pytest.mark.parametrize(("next", "leads_to"), WAYS_BACK)
def test_choosing_a_language_leads_back_to_a_page_of_ours(client, db, next, leads_to):
    answer = client.post("/language/", {"to": "en", "next": next})

    assert (answer.status_code, answer.headers["Location"]) == (302, leads_to)


@pytest.mark.parametrize(("next", "leads_to"), WAYS_BACK)
def test_logging_in_and_out_leads_to_a_page_of_ours(client, world, next, leads_to):
    answer = client.post(reverse("account_login"), {"login": world.alice.email, "password": PASSWORD, "next": next})
    out = client.post(reverse("account_logout"), {"next": next})

    assert (answer.status_code, out.status_code) == (302, 302)
    assert answer.headers["Location"] == leads_to
    assert out.headers["Location"] == leads_to


@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "account_logout", "account_inactive"])
def test_an_address_that_is_none_is_nobodys_error_on_the_pages_of_the_login(client, db, name):
    assert client.get(reverse(name), {"next": "http://["}).status_code < 400


# --- where an invitation leads -------------------------------------------------------------------------------------------


def test_who_comes_in_by_a_letter_is_at_once_at_what_it_is_about(invitation):
    assert Visitor().send(path_of(invitation, leads_to="/portal/rounds/x/?a=1&b=2"), filled()).url == (
        "/portal/rounds/x/?a=1&b=2"
    )


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"])
def test_an_invitation_leads_to_pages_of_ours_alone(invitation, elsewhere):
    assert Visitor().send(path_of(invitation, leads_to=elsewhere), filled()).url == "/"
