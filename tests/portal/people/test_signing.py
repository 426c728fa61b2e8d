"""Two people and one return, as their pages show it."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from surveys.models import Preparation, Revision
from tests import factories
from tests.portal.visitor import Visitor


@pytest.fixture
def dora(world):
    return factories.make_operator(world.alice_org, name="Dora")


@pytest.fixture
def ready(world, ready):
    """Alice has filled everything in, in an organisation where that is not enough."""
    type(world.alice_org).objects.filter(pk=world.alice_org.pk).update(two_persons=True)
    return ready


def at(page, response):
    return reverse(f"portal:{page}", args=[response.assignment_id])


def press(visitor, form_action, **fields):
    """The form with this address."""
    forms = visitor.page.xpath("//main//form")
    visitor.form = next(form for form in forms if (form.get("action") or "").endswith(form_action))
    return visitor.in_form(fields).press("")


def test_one_prepares_and_another_signs(world, dora, ready):
    alice = Visitor(world.alice).open(at("check", ready))
    assert alice.page.xpath("//input[@name='declared']") == []
    press(alice, "/ready/")
    assert alice.page.xpath("//input[@name='declared']") == []
    assert "Dora" in alice.text

    signer = Visitor(dora).open(at("check", ready))
    press(signer, "/check/", position="主任", declared=True)

    (revision,) = Revision.objects.filter(response=ready)
    assert revision.submitted_by == dora


def test_who_prepared_cannot_sign_by_sending_the_form_himself(world, ready):
    alice = Visitor(world.alice).open(at("check", ready))
    press(alice, "/ready/")

    client = Client()
    client.force_login(world.alice)
    sent = {"once_key": str(uuid.uuid4()), "name": "A", "position": "B", "declared": "on"}
    answer = client.post(at("check", ready), sent)

    assert answer.status_code == 200
    assert not Revision.objects.filter(response=ready).exists()


def test_a_signer_sends_it_back_with_a_word(world, dora, ready):
    press(Visitor(world.alice).open(at("check", ready)), "/ready/")
    signer = Visitor(dora).open(at("check", ready))

    press(signer, "/send-back/", word="总用电量请核对")

    assert Preparation.objects.get().word == "总用电量请核对"
    assert "总用电量请核对" in Visitor(world.alice).open(at("check", ready)).text


def test_without_a_word_nothing_is_sent_back(world, dora, ready):
    press(Visitor(world.alice).open(at("check", ready)), "/ready/")

    press(Visitor(dora).open(at("check", ready)), "/send-back/", word=" ")

    assert Preparation.objects.get().returned_at is None


def test_when_nobody_can_sign_the_page_says_what_to_do(world, ready):
    alice = Visitor(world.alice).open(at("check", ready))

    assert reverse("portal:colleagues") in [link.get("href") for link in alice.page.xpath("//main//a")]


def test_who_is_alone_is_told_so_before_he_marks_anything(world, ready):
    alice = Visitor(world.alice).open(at("nil", ready))

    assert reverse("portal:colleagues") in [link.get("href") for link in alice.page.xpath("//main//a")]


def test_a_contributor_prepares_and_does_not_sign(world, dora, ready):
    press(Visitor(world.bob).open(at("check", ready)), "/ready/")

    bob = Client()
    bob.force_login(world.bob)
    assert bob.post(at("send_back", ready), {"once_key": str(uuid.uuid4()), "word": "x"}).status_code == 403
    assert Preparation.objects.get().prepared_by == world.bob


def test_a_nil_return_of_the_whole_organisation_takes_two_people(world, dora, round, ready):
    path = reverse("portal:nil_for_all", args=[round.pk, world.alice_org.pk])
    alice = Visitor(world.alice).open(path)
    press(alice, "/nil/ready/")
    assert alice.page.xpath("//input[@name='declared']") == []

    signer = Visitor(dora).open(path)
    signer.form = signer.page.xpath("//form[.//input[@name='declared']]")[0]
    signer.in_form({"position": "主任", "declared": True}).press("")

    assert Revision.objects.get(response=ready).is_nil


def test_a_manager_demands_it_and_lets_it_be_again(world):
    alice = Visitor(world.alice).open(reverse("portal:colleagues"))
    for demanded in (True, False):
        forms = alice.page.xpath("//form[contains(@action, 'second-person')]")
        alice.form = forms[0]
        alice.press("")
        world.alice_org.refresh_from_db()
        assert world.alice_org.two_persons is demanded


def test_a_contributor_demands_nothing(world):
    bob = Client()
    bob.force_login(world.bob)
    sent = {"once_key": str(uuid.uuid4()), "demanded": "yes"}

    assert bob.post(reverse("portal:second_person", args=[world.alice_org.pk]), sent).status_code in (403, 404)
    world.alice_org.refresh_from_db()
    assert not world.alice_org.two_persons
