"""A large workbook that comes back is read by a worker, while who uploaded it watches, goes away, or loses the right to it."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from surveys.lib.clock import database_now
from surveys.lib.files import uploads
from surveys.lib.leases import LEASE
from surveys.readings import actions as readings
from surveys.readings.models import Reading
from surveys.responses.models import Draft, Upload
from surveys.rounds.actions import close
from surveys.tasks import read_uploads, sweep_uploads
from surveys.workbooks.uploaded import READERS
from tests import factories
from tests.responses.stories import confirm, make_issued_round
from tests.workbooks.fillable.by_hand import hand_out
from tests.workbooks.hostile import with_parts


@pytest.fixture(autouse=True)
def everything_is_large(monkeypatch):
    monkeypatch.setattr(readings, "SMALL", 100)


@pytest.fixture
def round(world, now):
    factories.make_facility(world.alice_org, code="F01", name="机房F01")
    return make_issued_round(world, at=now - timedelta(hours=2), deadline=now + timedelta(hours=20))


@pytest.fixture
def page(world, round):
    return f"/portal/rounds/{round.pk}/organisations/{world.alice_org.pk}/workbook/"


@pytest.fixture
def content(world, round, now):
    confirm(round, world.alice_org, world.alice, at=now)
    book = hand_out(round, world.alice_org, at=now)
    book.write("F01", total_kwh=3000.5, total_method="bill", has_mining="no", address="示范路1号")
    book.add_row("business_type", "F01", business_type="01", business_share=100)
    return book.content


@pytest.fixture
def send(page):
    def send(visitor, content, name="filled in.xlsx", key=None):
        told = {"file": SimpleUploadedFile(name, content), "once_key": str(key or uuid.uuid4())}
        return visitor.client.post(page, told)

    return send


def test_who_watches_gets_to_the_same_page_without_a_script(alice, content, send, page):
    waiting = send(alice, content).url
    assert waiting.startswith("/readings/")
    alice.open(waiting)
    assert not Upload.objects.exists()
    read_uploads()
    alice.follow("刷新")
    assert alice.url == page
    assert "filled in.xlsx" in alice.text
    alice.form = next(form for form in alice.page.xpath("//main//form") if "保存" in form.text_content())
    alice.press("保存")
    assert Draft.objects.get().answers["total_kwh"] == {"typed": "3000.5"}


def test_one_of_no_use_says_so_where_it_is_waited_for_and_leaves_the_one_before(alice, content, send, page):
    send(alice, content)
    read_uploads()
    waiting = send(alice, with_parts([("xl/vbaProject.bin", b"x")]), "macros.xlsx").url
    read_uploads()
    alice.open(f"{waiting}?on")
    assert alice.url.startswith("/readings/")
    alice.follow("另选文件")
    assert alice.url == page
    assert Upload.objects.get().name == "filled in.xlsx"
    assert "“macros.xlsx”无法使用" in alice.text
    alice.follow("查看原因")
    assert alice.url.startswith("/readings/")


def test_who_closed_the_page_finds_it_again_from_where_it_was_uploaded(alice, bob, content, send, page):
    waiting = send(alice, content).url
    alice.open(page)
    assert "“filled in.xlsx”正在读取" in alice.text
    alice.follow("查看进度")
    assert alice.url == waiting
    bob.open(page)
    assert "正在读取" not in bob.text
    read_uploads()
    alice.open(page)
    assert "正在读取" not in alice.text


def test_what_the_virus_scanner_found_is_told_in_the_language_of_the_page(settings, alice, content, send):
    settings.ATTACHMENT_SCANNER = ["false"]
    waiting = send(alice, content).url
    read_uploads()
    alice.open(waiting)
    assert "查毒程序" in alice.text
    assert not Upload.objects.exists()


@pytest.mark.parametrize("is_later_read_first", [False, True])
def test_of_two_at_once_the_later_one_stands(is_later_read_first, world, alice, content, send):
    send(alice, content, "first.xlsx")
    send(alice, content, "second.xlsx")
    first, second = Reading.objects.order_by("asked_at")
    if is_later_read_first:
        first.claim(database_now())  # by a worker that is slow
        read_uploads()
        Reading.objects.filter(pk=first.pk).update(lease_until=None, due_at=second.due_at)
    read_uploads()
    assert Upload.objects.get().name == "second.xlsx"
    first.refresh_from_db()
    assert bool(first.refusal) == is_later_read_first


def test_what_a_killed_worker_had_begun_is_read_by_the_next(alice, content, send):
    send(alice, content)
    assert Reading.objects.get().claim(database_now())
    readings.read_due(READERS)
    assert not Upload.objects.exists()
    readings.read_due(READERS, at=database_now() + LEASE + timedelta(seconds=1))
    assert Upload.objects.get().name == "filled in.xlsx"


def test_the_same_form_twice_is_read_once_and_forgets_no_decision(alice, content, send, page):
    key = uuid.uuid4()
    first = send(alice, content, key=key)
    read_uploads()
    Upload.objects.update(decided={"mine": ["x"], "noughts": [], "reasons": {}})
    again = send(alice, content, key=key)
    assert (first.url, again.url) == (f"/readings/{key}/", page)
    assert Upload.objects.get().decided["mine"] == ["x"]
    assert send(alice, content + b"x", key=key).status_code == 409


def test_nothing_is_taken_of_somebody_who_left_meanwhile(world, alice, content, send, page):
    waiting = send(alice, content).url
    world.alice.memberships.update(ended_at=database_now())
    read_uploads()
    assert not Upload.objects.exists()
    assert alice.client.get(page).status_code == 404
    assert Reading.objects.get().refusal
    assert alice.client.get(f"{waiting}?on").status_code == 200


def test_who_left_after_it_was_read_sees_nothing_of_it(world, alice, content, send, page):
    waiting = send(alice, content).url
    read_uploads()
    world.alice.memberships.update(ended_at=database_now())
    assert alice.client.get(f"{waiting}?on").url == page
    assert alice.client.get(page).status_code == alice.client.get(f"{page}marked.xlsx").status_code == 404
    assert alice.client.post(f"{page}save/", {"act": "save", "once_key": str(uuid.uuid4())}).status_code == 404


def test_a_round_that_was_closed_meanwhile_takes_nothing(world, alice, round, content, send, now):
    waiting = send(alice, content).url
    close(by=world.officer, round=round, reason="x", at=now)
    read_uploads()
    alice.open(f"{waiting}?on")
    assert "不再接收" in alice.text
    assert not Upload.objects.exists()


def test_it_is_its_owners_alone(alice, bob, content, send):
    waiting = send(alice, content).url
    assert bob.client.get(waiting).status_code == 404
    read_uploads()
    assert bob.client.get(waiting).status_code == 404


def test_one_that_was_forgotten_goes_after_a_day_and_what_was_read_with_the_round(
    world, alice, round, content, send, now
):
    send(alice, content)
    read_uploads()
    kept = Upload.objects.get()
    readings.sweep(database_now() + uploads.KEPT_FOR + timedelta(seconds=1))
    assert not Reading.objects.exists()
    assert kept.path.read_bytes() == content
    assert kept.path_as_read.is_file()
    close(by=world.officer, round=round, reason="x", at=now)
    sweep_uploads()
    assert not (kept.path.exists() or kept.path_as_read.exists())


@pytest.mark.parametrize("as_read", [None, b"{}", b'{"sheets": ['])
def test_one_that_an_earlier_version_kept_is_read_anew(as_read, alice, content, send, page):
    send(alice, content)
    read_uploads()
    kept = Upload.objects.get()
    before = kept.path_as_read.read_bytes()
    kept.path_as_read.unlink()
    if as_read is not None:
        kept.path_as_read.write_bytes(as_read)
    alice.open(page)
    assert "filled in.xlsx" in alice.text
    assert kept.path_as_read.read_bytes() == before
