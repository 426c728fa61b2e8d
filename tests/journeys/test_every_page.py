"""Every page that links lead to, for each kind of visitor, in both languages, on a desk and on a phone.

SCREENSHOTS=folder keeps a picture of each.
"""

import os
import uuid
from collections import Counter, deque
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import resolve

from surveys.accounts.invitations import invite
from surveys.accounts.models import Membership
from surveys.accounts.roles import Role
from surveys.lib.clock import database_now
from surveys.notices.delivery import deliver_due
from surveys.reports.actions import request_export
from surveys.responses import review
from surveys.responses.dialogue.messages import write
from surveys.responses.dialogue.requests import Ruling, ask
from surveys.responses.dialogue.requests import answer as give_answer
from surveys.rounds import actions as rounds
from surveys.workbooks.report.exports import make_due_exports
from tests import factories
from tests.journeys.people import DESK, PHONE
from tests.reports.stories import HALF_MINING, response
from tests.responses import stories

pytestmark = pytest.mark.browser

MOST_PAGES = 70
FILES = {
    "bureau:roster_template",
    "bureau:export_download",
    "bureau:version_file",
    "bureau:proposal_file",
    "portal:document",
    "portal:workbook",
    "portal:workbook_marked",
    "portal:submitted_workbook",
    "portal:signed_receipt",
    "portal:receipt_sheet",
    "portal:receipt_sheets",
    "portal:round_calendar",
    "portal:assignment_calendar",
    "public:program",
    "public:receipt_keys",
}
LINKS = "() => [...document.querySelectorAll('a[href]')].map((link) => link.href)"


@pytest.fixture
def busy(world, language, settings, tmp_path):
    """One return sent back, one accepted, one begun; a round in preparation; letters, a workbook, somebody invited."""
    settings.EMAIL_BACKEND, settings.MAIL_DIR = "surveys.notices.folder.EmailBackend", tmp_path / "mails"
    now = database_now()
    for organisation, code, name in ((world.alice_org, "A1", "甲云一号"), (world.alice_org, "A2", "甲云二号"), (world.charlie_org, "C1", "丙算一号")):  # fmt: skip
        factories.make_facility(organisation, code=code, name=name, address=f"示范路{code}号")
    for organisation in (world.alice_org, world.charlie_org):
        factories.make_contact(organisation, language=language)
    round = stories.make_issued_round(world, at=now - timedelta(hours=2), deadline=now + timedelta(hours=20))
    sent_back, accepted = answer(round, "A1", world.alice), answer(round, "C1", world.charlie)
    review.accept(revision=accepted, by=world.officer)
    review.send_back(
        revision=sent_back, by=world.officer, remarks={"total_kwh": "请核对单位"}, note="", new_deadline=round.deadline
    )
    stories.fill_in(response(round, "A2"), world.alice, at=now)
    talk(world, response(round, "A2"), response(round, "C1"), round.deadline + timedelta(days=1))
    survey = rounds.start_survey(by=world.officer, authority=world.city, template_name="mining_2021")
    rounds.create_round(by=world.officer, survey=survey)
    invite(by=world.alice, email="new@example.org", name="新同事", body=world.alice_org, role=Role.CONTRIBUTOR)
    request_export(by=world.officer, round=round, provisional=False, language=language)
    make_due_exports()
    deliver_due()
    Membership.objects.filter(user=world.officer).update(role=Role.ADMINISTRATOR)  # who may see every page
    return world


def talk(world, begun, accepted, later):
    """A request that waits and one that was refused, and a conversation."""
    ask(response=begun, by=world.alice, reason="机房停电检修两日", wanted=later)
    refused = ask(response=accepted, by=world.charlie, reason="发现抄错一位")
    give_answer(requests=[refused], by=world.officer, ruling=Ruling(False, answer="请先提供电费单"))
    for by, text in (
        (world.alice, "总用电量是否含制冷？"),
        (world.officer, "含制冷和配电损耗。"),
        (world.alice, "明白，谢谢。"),
    ):
        write(assignment=begun.assignment, by=by, text=text, from_bureau=by == world.officer)


def answer(round, code, by):
    """Half of the electricity goes into mining."""
    at, one = database_now(), response(round, code)
    stories.confirm(round, one.assignment.organisation, by, at=at, org_address={"typed": "示范路1号"})
    stories.fill_in(one, by, at=at, **HALF_MINING)
    return stories.submit(response(round, code), by, at=at, key=uuid.uuid4())


def test_every_page_of_the_bureau_is_in_order(busy, sit_down):
    administrator = sit_down()
    administrator.sign_in(busy.officer)

    assert len(walk(administrator, "bureau")) > 30


def test_every_page_of_an_operator_is_in_order(busy, sit_down):
    alice = sit_down()
    alice.sign_in(busy.alice)

    assert len(walk(alice, "portal")) > 15


def test_every_page_before_the_login_is_in_order(busy, sit_down):
    assert len(walk(sit_down(), "nobody")) > 6


def walk(person, role):
    """Follows links, two of each kind of address and one with a query; the addresses it came to."""
    waiting, kinds, visited = deque(["/", "/help/"]), Counter(), []
    while waiting and len(visited) < MOST_PAGES:
        address = waiting.popleft()
        kind = kind_of(address)
        if kinds[kind] == (1 if "?" in address else 2) or address in visited:
            continue
        person.open(address)
        look_on_desk_and_phone(person, f"{role}-{len(visited):02}-{kind[0].replace(':', '-')}")
        kinds[kind] += 1
        visited.append(address)
        waiting.extend(pages_linked_from(person, role))
    return visited


def kind_of(address):
    """Which screen it is and which chapter or table of it, or that something more is asked of the screen."""
    parts = urlsplit(address)
    found = resolve(parts.path)
    words = [word for word in found.kwargs.values() if isinstance(word, str)]
    return (found.view_name, "?") if parts.query else (found.view_name, *words)


def pages_linked_from(person, role):
    here = urlsplit(person.page.url)
    links = [urlsplit(link)._replace(fragment="") for link in person.page.evaluate(LINKS)]
    ours = [link for link in links if link.netloc == here.netloc and resolve(link.path).view_name not in FILES]
    addresses = [link._replace(scheme="", netloc="").geturl() for link in ours]
    return [address for address in addresses if role == "nobody" or not address.startswith(("/help/", "/demo/"))]


def look_on_desk_and_phone(person, name):
    """Barriers were looked for on the desk's screen already; on the phone nothing may stick out of the page."""
    for screen in (DESK, PHONE):
        person.page.set_viewport_size(screen)
        person.watch.look_at_frame(person.page)
        if folder := os.environ.get("SCREENSHOTS"):
            path = Path(folder, f"{name}-{person.language[:2]}-{screen['width']}.png")
            person.page.screenshot(path=path, full_page=True)
    person.page.set_viewport_size(DESK)
    person.watch.raise_faults()
