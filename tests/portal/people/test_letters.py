"""The page behind a letter's second link: opened by anybody who has the link, and good for four answers alone."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from surveys.lib.clock import database_now
from surveys.models import Acknowledgement, Contact
from surveys.notices import acknowledging
from surveys.notices.delivery import deliver_due
from surveys.rounds import actions as rounds
from tests import factories
from tests.responses.stories import make_issued_round


@pytest.fixture
def wang(world):
    return factories.make_contact(world.charlie_org, name="王五", email="wang@example.org")


@pytest.fixture
def round(world, wang, now):
    return make_issued_round(world, at=now - timedelta(minutes=10), deadline=now + timedelta(hours=20))


@pytest.fixture
def path(round, wang):
    return acknowledging.path_of(round.pk, wang)


@pytest.fixture
def stranger():
    return Client()


def said():
    return [(one.contact_name, one.answer) for one in Acknowledgement.objects.all()]


def test_the_letter_carries_the_link(settings, round, wang, path):
    deliver_due()

    (letter,) = mail.outbox
    links = re.findall(re.escape(settings.SITE_URL) + r"(/\S+)", letter.body)
    assert path in links and len(links) == 2


def test_looking_at_it_says_nothing_however_often(stranger, path, round):
    for _ in range(5):
        answer = stranger.get(path)
        assert answer.status_code == 200
    stranger.head(path)

    assert said() == []
    assert "王五" in answer.content.decode() and round.title_zh in answer.content.decode()


def test_one_click_is_enough_and_leads_on_to_the_invitation(stranger, path):
    answer = stranger.post(path, {"answer": "right"}, follow=True)

    assert said() == [("王五", "right")]
    assert answer.redirect_chain[0][0] == reverse("letter_answered")
    assert answer.redirect_chain[-1][0].startswith("/invitations/")


def test_whoever_has_an_account_is_led_to_the_login_and_to_the_return(stranger, world, round):
    alice = factories.make_contact(world.alice_org, email=world.alice.email)
    (site,) = round.assignments.filter(organisation=world.alice_org)

    answer = stranger.post(acknowledging.path_of(round.pk, alice), {"answer": "right"}, follow=True)

    to_login, _status = answer.redirect_chain[-1]
    assert to_login.startswith(reverse("account_login"))
    assert str(site.pk) in to_login


def test_whoever_is_logged_in_is_at_the_return_at_once(world, round):
    alice = factories.make_contact(world.alice_org, email=world.alice.email)
    client = Client()
    client.force_login(world.alice)

    answer = client.post(acknowledging.path_of(round.pk, alice), {"answer": "right"}, follow=True)

    (site,) = round.assignments.filter(organisation=world.alice_org)
    assert answer.redirect_chain[-1][0] == reverse("portal:assignment", args=[site.pk])


def test_another_person_is_named(stranger, path):
    fields = {"answer": "wrong", "name": "李四", "email": "li@example.org", "phone": "13900000000"}

    answer = stranger.post(path, fields, follow=True)

    assert said() == [("王五", "wrong")]
    assert "li@example.org" in answer.content.decode()
    assert Contact.objects.get(email="li@example.org").name == "李四"


def test_what_was_typed_stands_there_when_something_is_wrong(stranger, path):
    answer = stranger.post(path, {"answer": "wrong", "name": "李四", "email": "li"})

    assert said() == []
    assert 'value="李四"' in answer.content.decode()


@pytest.mark.parametrize(
    "fields",
    [{"name": "李四", "email": "wang@example.org"}, {"name": "", "email": ""}, {"email": "x" * 300 + "@x.org"}],
)
def test_a_person_that_cannot_be_is_not_named(stranger, path, fields):
    answer = stranger.post(path, {"answer": "wrong", **fields})

    assert answer.status_code in (200, 409)
    assert said() == []


def test_a_site_is_no_longer_theirs(stranger, path, world, round):
    (site,) = round.assignments.filter(organisation=world.charlie_org)

    stranger.post(path, {"answer": "not_ours", "sites": [str(site.pk)], "text": "转给乙云"})

    made = Acknowledgement.objects.get()
    assert (made.answer, made.text, list(made.assignments.all())) == ("not_ours", "转给乙云", [site])


def test_the_site_of_another_operator_is_not_on_the_list(stranger, path, world, round):
    (foreign,) = round.assignments.filter(organisation=world.alice_org)

    stranger.post(path, {"answer": "not_ours", "sites": [str(foreign.pk)]})

    assert said() == []


def test_help_is_asked_for_in_one_click(stranger, path):
    stranger.post(path, {"answer": "help"})

    assert said() == [("王五", "help")]


@pytest.mark.parametrize("answer", ["", "yes", "RIGHT", "admin"])
def test_an_answer_that_is_none_says_nothing(stranger, path, answer):
    assert stranger.post(path, {"answer": answer}).status_code == 200
    assert said() == []


def test_a_token_opens_nothing_else(stranger, path, world, round):
    """Not another contact's page, not another round's, not the questionnaire."""
    token = path.split("/")[2]
    other = factories.make_contact(world.alice_org)
    ids = round.pk.hex + other.pk.hex
    for forged in (ids + token[64:], token[:-1] + ("0" if token[-1] != "0" else "1"), token[:80], "00" * 64, "中", "-"):
        assert stranger.get(reverse("letter", args=[forged])).status_code == 404
        assert stranger.post(reverse("letter", args=[forged]), {"answer": "right"}).status_code == 404
    stranger.post(path, {"answer": "right"})
    assert stranger.get(reverse("portal:round", args=[round.pk])).status_code == 302
    assert said() == [("王五", "right")]


def test_another_address_of_the_contact_ends_the_link(stranger, path, wang):
    Contact.objects.filter(pk=wang.pk).update(email="new@example.org")

    assert stranger.get(path).status_code == 404


def test_when_the_round_is_over_nothing_is_answered(stranger, path, world, round):
    rounds.close(by=world.officer, round=round, at=database_now(), reason="已全部回收")

    assert stranger.get(path).status_code == 410
    assert stranger.post(path, {"answer": "help"}).status_code == 410
    assert said() == []


def test_the_token_stands_in_no_address_afterwards(stranger, path):
    token = path.split("/")[2]

    answer = stranger.post(path, {"answer": "help"}, follow=True)

    assert token not in "".join(address for address, _status in answer.redirect_chain)
    assert token not in answer.content.decode()


@pytest.mark.django_db
def test_an_answer_of_nobody_leads_home(stranger):
    assert stranger.get(reverse("letter_answered")).url == reverse("home")


def test_who_has_an_account_is_asked_to_log_in_before_he_names_another(stranger, world, round):
    alice = factories.make_contact(world.alice_org, email=world.alice.email)
    path = acknowledging.path_of(round.pk, alice)
    fields = {"answer": "wrong", "name": "李四", "email": "li@example.org"}

    assert reverse("account_login") in stranger.get(path).content.decode()
    assert stranger.post(path, fields).status_code == 409
    assert said() == []
    stranger.force_login(world.alice)
    stranger.post(path, fields)
    assert [answer for _name, answer in said()] == ["wrong"]
