from datetime import timedelta

import pytest

from surveys.accounts.roles import Role
from surveys.audit.models import Event
from surveys.audit.sentences import sentence
from surveys.management import diagnosis
from surveys.responses.actions import save_draft
from surveys.responses.models import Draft
from tests import factories
from tests.bureau.officer import Officer
from tests.lib.files.contents import PDF
from tests.responses.evidence import attach_to, make_round_with_files
from tests.responses.stories import confirm, fill_in, response_of, submit


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def round(world, now):
    return make_round_with_files(world, at=now - timedelta(hours=2), deadline=now + timedelta(hours=20))


@pytest.fixture
def attachment(world, response):
    return attach_to(response, world.alice, "电费单.pdf", at=None)


def answer_with(response, by, attachment):
    base = Draft.objects.get(response=response).version
    save_draft(response=response, by=by, base=base, changes={"bill": {"typed": str(attachment.pk)}})


@pytest.fixture
def submitted(world, round, response, attachment, now):
    confirm(round, world.alice_org, world.alice, at=now)
    fill_in(response, world.alice, at=now, address={"typed": "示范路1号"})
    answer_with(response, world.alice, attachment)
    return submit(response_of(round, world.alice_org), world.alice, at=now)


def status_for(user, attachment):
    officer = Officer(user)
    answer = officer.client.get(f"/bureau/attachments/{attachment.pk}/")
    content = b"".join(answer.streaming_content) if answer.streaming else b""
    return answer.status_code, content


def test_the_review_shows_the_file_and_leads_to_it(officer, submitted, attachment):
    officer.at("review", submitted.response_id)

    beside_the_answer, beside_the_figures = officer.page.xpath(f"//a[@href='/bureau/attachments/{attachment.pk}/']")
    assert beside_the_answer.text == beside_the_figures.text == "电费单.pdf"
    assert f"{len(PDF)} bytes · SHA-256 {attachment.sha256[:16]}…" in officer.texts("muted")


def test_an_officer_gets_it_to_be_saved(officer, submitted, attachment):
    answer = officer.client.get(f"/bureau/attachments/{attachment.pk}/")

    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_who_may_see_the_response_may_see_its_files(world, submitted, attachment):
    viewer = factories.make_officer(world.city, Role.VIEWER)
    people = [world.officer, viewer, world.district_officer, world.stranger_officer, world.alice, world.nobody]

    assert [status_for(user, attachment)[0] for user in people] == [200, 200, 200, 404, 404, 404]


def test_a_file_of_another_district_does_not_exist(world, round, submitted, now):
    theirs = response_of(round, world.charlie_org)
    confirm(round, world.charlie_org, world.charlie, at=now, org_district={"typed": "110108"})
    attachment = attach_to(theirs, world.charlie, at=None)
    fill_in(theirs, world.charlie, at=now, address={"typed": "示范路2号"})
    answer_with(theirs, world.charlie, attachment)
    submit(response_of(round, world.charlie_org), world.charlie, at=None)

    assert status_for(world.officer, attachment) == (200, PDF)
    assert status_for(world.district_officer, attachment) == (404, b"")


def test_a_file_never_submitted_is_not_the_bureaus(world, submitted, response):
    later = attach_to(response, world.alice, content=PDF + b"later", at=None)

    assert status_for(world.officer, later) == (404, b"")


def test_a_file_replaced_since_stays_with_its_revision(world, round, submitted, attachment, response, officer, now):
    later = attach_to(response, world.alice, content=PDF + b"later", at=None)
    answer_with(response, world.alice, later)
    submit(response_of(round, world.alice_org), world.alice, at=now)

    assert [status_for(world.officer, one)[0] for one in (attachment, later)] == [200, 200]
    officer.at("review", submitted.response_id)
    assert len(officer.page.xpath("//div[@class='before']//a")) == 1


def test_a_download_stands_in_the_history(world, submitted, attachment):
    status_for(world.officer, attachment)
    status_for(world.stranger_officer, attachment)

    [event] = Event.objects.filter(verb="took_file")
    assert event.actor_name == "王主任"
    assert "电费单.pdf" in sentence(event, {})


def test_the_doctor_misses_a_file_that_is_gone(attachment):
    assert diagnosis.uploaded_files().is_well

    attachment.path.unlink()
    assert diagnosis.uploaded_files().remedy != ""


@pytest.mark.parametrize(("command", "is_well"), [([], True), (["true"], True), (["false"], False)])
def test_the_doctor_tries_the_scanner(settings, command, is_well):
    settings.ATTACHMENT_SCANNER = command

    assert diagnosis.virus_scanner().is_well == is_well
