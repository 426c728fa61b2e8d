"""A filled-in workbook through the portal: uploaded, looked at, saved, put right, declared."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from surveys.responses.actions import open_for_answering, save_draft
from surveys.responses.models import Draft, Revision, Upload
from surveys.rounds.actions import close
from surveys.tasks import sweep_uploads
from tests import factories
from tests.portal.declaring import declare
from tests.responses.stories import confirm, make_issued_round
from tests.workbooks.fillable.by_hand import hand_out, opened

CODES = ("F01", "F02", "F03")
ANSWERS = {"total_method": "bill", "has_mining": "no", "address": "示范路1号"}


@pytest.fixture
def round(world, now):
    for code in CODES:
        factories.make_facility(world.alice_org, code=code, name=f"机房{code}")
    return make_issued_round(world, at=now - timedelta(hours=2), deadline=now + timedelta(hours=20))


@pytest.fixture
def handed(world, round, now):
    confirm(round, world.alice_org, world.alice, at=now)
    book = hand_out(round, world.alice_org, at=now)
    for number, code in enumerate(CODES):
        book.write(code, **ANSWERS, total_kwh=3000.5 + number)
        book.add_row("business_type", code, business_type="01", business_share=100)
    return book


@pytest.fixture
def page(world, round):
    return f"/portal/rounds/{round.pk}/organisations/{world.alice_org.pk}/workbook/"


@pytest.fixture
def upload(page):
    def send(visitor, content, name="filled in.xlsx"):
        content = content if isinstance(content, bytes) else content.content
        visitor.open(page)
        file = SimpleUploadedFile(name, content)
        key = visitor.page.xpath("//form[.//input[@type='file']]//input[@name='once_key']/@value")[0]
        visitor.clicks += 2  # choosing the file, and the button
        return visitor._show(visitor.client.post(page, {"file": file, "once_key": key}, follow=True), page)

    return send


def type_in(response, by, **changes):
    draft = open_for_answering(response=response, by=by)
    save_draft(response=response, by=by, base=draft.version, changes=changes)


def pressed(visitor, text):
    """The button of whichever form has it."""
    forms = visitor.page.xpath("//main//form")
    visitor.form = next(form for form in forms if any(text in b.text_content() for b in form.xpath(".//button")))
    return visitor.press(text)


def test_from_the_download_to_the_receipts_in_six_clicks(alice, handed, upload):
    alice.clicks = 1  # downloading
    upload(alice, handed)
    pressed(alice, "保存")
    assert alice.url.endswith("/submit/")
    declare(alice)
    alice.clicks += 1  # the tick
    assert Revision.objects.count() == 3
    assert "3 份回报" in alice.text
    assert {one.receipt for one in Revision.objects.all()} <= set(alice.text.split())
    assert alice.clicks <= 6


def test_wrong_rows_come_back_and_only_they_are_sent_again(alice, round, handed, upload, page):
    handed.write("F02", total_kwh="about 5")
    upload(alice, handed)
    assert "about 5" in alice.text
    pressed(alice, "保存")
    assert Draft.objects.count() == 2
    assert alice.url == page
    marked = opened(b"".join(alice.client.get(f"{page}marked.xlsx").streaming_content))
    upload(alice, marked.write("F02", total_kwh=5), "again.xlsx")
    assert "about 5" not in alice.text
    pressed(alice, "保存")
    assert Draft.objects.count() == 3
    assert Upload.objects.get().name == "again.xlsx"


def test_a_file_of_no_use_leaves_the_one_before(alice, handed, upload):
    content = handed.content
    upload(alice, content)
    upload(alice, b"no workbook at all", "photo.xlsx")
    assert alice.response.status_code == 422
    assert "filled in.xlsx" in alice.text
    upload(alice, b"", "empty.xlsx")
    assert Upload.objects.get().path.read_bytes() == content


def test_what_two_people_changed_is_shown_and_decided(world, alice, bob, round, handed, upload):
    response = round.assignments.get(facility__code="F01").response
    type_in(response, world.bob, total_kwh={"typed": "3077.5"})
    upload(alice, handed)
    assert "3077.5" in alice.text
    key = alice.page.xpath("//input[@name='mine']/@value")
    assert any(one.endswith("/total_kwh") for one in key)
    alice.form = next(form for form in alice.page.xpath("//main//form") if form.xpath(".//input[@name='mine']"))
    pairs = [(name, value) for name, value in alice.values() if name != "mine"]
    alice.send([*pairs, ("act", "save"), *(("mine", one) for one in key)])
    draft = Draft.objects.get(response=response)
    assert draft.answers["total_kwh"] == {"typed": "3000.5"}


def test_a_unit_that_was_changed_after_the_page_was_shown_stops_no_other(world, alice, round, handed, upload):
    upload(alice, handed)
    pressed(alice, "保存")
    response = round.assignments.get(facility__code="F02").response
    type_in(response, world.bob, remarks={"typed": "meanwhile"})
    declare(alice)
    assert Revision.objects.count() == 2
    assert "机房F02" in " ".join(alice.texts("message-warning"))


def test_the_same_declaration_sent_twice_makes_each_revision_once(alice, handed, upload):
    upload(alice, handed)
    pressed(alice, "保存")
    alice.form = next(form for form in alice.page.xpath("//main//form") if form.xpath(".//input[@name='unit']"))
    data = {}
    for name, value in alice.values():
        data.setdefault(name, []).append(value)
    data |= {"name": "Alice", "position": "主任", "declared": "on"}
    first, second = (alice.client.post(alice.url, data) for _n in range(2))
    assert Revision.objects.count() == 3
    assert first.url == second.url


def test_a_contributor_saves_and_may_not_submit(bob, handed, upload):
    upload(bob, handed)
    pressed(bob, "保存")
    assert Draft.objects.count() == 3
    assert "主管" in bob.text or "经理" in bob.text or "管理" in bob.text
    assert bob.client.post(bob.url, {"once_key": str(uuid.uuid4())}).status_code == 403


def test_an_upload_is_its_owners_alone_and_goes_with_the_round(world, alice, bob, round, handed, upload, page, now):
    upload(alice, handed)
    assert bob.client.get(f"{page}marked.xlsx").status_code == 404
    path = Upload.objects.get().path
    sweep_uploads()
    assert path.exists()
    close(by=world.officer, round=round, reason="x", at=now)
    sweep_uploads()
    assert not path.exists()
    assert not Upload.objects.exists()
