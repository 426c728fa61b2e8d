"""The stage of a journey: a site, a browser, and people who sit down at it. What they open is watched to the end."""

import shutil
import subprocess
from datetime import timedelta

import pytest
from playwright.sync_api import sync_playwright

from surveys.accounts.models import User
from surveys.lib.clock import database_now
from tests import factories
from tests.chromium import launch
from tests.journeys.people import Person
from tests.journeys.sites import serving
from tests.responses.stories import make_issued_round
from tests.servers import missing


@pytest.fixture(scope="package")
def chromium():
    """One browser for all journeys. It goes with them: its event loop would be in the way of other tests."""
    if not _has_chinese_font():
        missing("A Chinese font (the package fonts-wqy-microhei)")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # that loop is playwright's; our code is not asynchronous
        browser = launch(playwright)
        yield browser
        browser.close()


def _has_chinese_font():
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=True).stdout)


@pytest.fixture
def site(chromium, transactional_db, settings, tmp_path):
    """The address of a site with nobody in it yet."""
    with serving(tmp_path) as address:
        settings.SITE_URL, settings.EXPORT_DIR = address, tmp_path / "exports"
        yield address


@pytest.fixture(params=["zh-hans", "en"], ids=["zh", "en"])
def language(request):
    return request.param


@pytest.fixture
def world(site, language):
    """The usual cast, all of whom speak the language of the journey."""
    world = factories.make_world()
    User.objects.update(language=language)
    return world


@pytest.fixture
def round(world):
    """Issued two hours ago, due tomorrow; Alice and Charlie have a data center each unless the story made others."""
    now = database_now()
    return make_issued_round(world, at=now - timedelta(hours=2), deadline=now + timedelta(hours=20))


@pytest.fixture
def sit_down(chromium, site, language):
    """Somebody sits down at a browser of his own, where the user was signed in before if one is told.

    As the test ends everything he opened must have been in order.
    """
    people = []

    def someone(user=None, **options):
        people.append(Person(chromium, site, language, **options))
        if user:
            people[-1].stay_signed_in(user)
        return people[-1]

    yield someone
    for person in people:
        person.leave()
