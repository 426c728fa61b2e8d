"""The login page of a demo shows who can sign in; that of an installation does not, whatever its folder holds."""

import pytest
from django.urls import reverse

from surveys.accounts.demo_logins import DemoLogin, demo_logins, keep
from tests.factories import PASSWORD


@pytest.fixture(autouse=True)
def kept(world, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    keep([DemoLogin("manager", world.officer.email, PASSWORD)])


def test_one_press_signs_in(world, client, settings):
    settings.DEMO = True
    page = client.get(reverse("account_login"))
    (login,) = demo_logins()

    assert world.officer.name in page.content.decode()
    assert PASSWORD in page.content.decode()
    answered = client.post(reverse("account_login"), {"login": login.email, "password": login.password})
    assert answered.status_code == 302
    assert client.session["_auth_user_id"] == str(world.officer.pk)


def test_an_installation_shows_nobody(world, client, settings):
    settings.DEMO = False

    assert demo_logins() == []
    assert world.officer.name not in client.get(reverse("account_login")).content.decode()
