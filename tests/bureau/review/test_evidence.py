from datetime import timedelta

import pytest

from surveys.audit.models import Event
from surveys.audit.sentences import sentence
from surveys.lib.confined import door
from surveys.lib.files import drawn_pages
from surveys.responses.actions import save_draft
from surveys.responses.models import Draft
from tests.bureau.officer import Officer
from tests.lib.files.contents import heic, jpeg, png
from tests.lib.files.papers import pdf
from tests.responses.evidence import attach_to, make_round_with_files
from tests.responses.stories import confirm, fill_in, response_of, submit

A4 = (595, 842)
FILES = {
    "bill.pdf": pdf(A4, A4, A4),
    "bill.png": png(),
    "bill.jpg": jpeg(),
    "bill.heic": heic((9, 9)),
    "broken.pdf": b"%PDF-1.4\n",
}


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def round(world, now):
    return make_round_with_files(world, at=now - timedelta(hours=2), deadline=now + timedelta(hours=20))


@pytest.fixture
def submit_with(world, round, response, now):
    def submit_file(name):
        attachment = attach_to(response, world.alice, name, FILES[name], at=None)
        confirm(round, world.alice_org, world.alice, at=now)
        fill_in(response, world.alice, at=now, address={"typed": "示范路1号"})
        base = Draft.objects.get(response=response).version
        save_draft(response=response, by=world.alice, base=base, changes={"bill": {"typed": str(attachment.pk)}})
        submit(response_of(round, world.alice_org), world.alice, at=now)
        return attachment

    return submit_file


def address(attachment, number=1):
    return f"/bureau/attachments/{attachment.pk}/pages/{number}/"


def pictures(officer, attachment):
    officer.at("review", attachment.response_id)
    return officer.page.xpath("//section[@class='evidence']//img/@src")


@pytest.mark.parametrize(("name", "count"), [("bill.pdf", 3), ("bill.png", 1), ("bill.jpg", 1)])
def test_a_file_stands_beside_the_figures_page_by_page(officer, submit_with, name, count):
    attachment = submit_with(name)

    assert pictures(officer, attachment) == [address(attachment, number) for number in range(1, count + 1)]
    for number in range(1, count + 1):
        assert officer.client.get(address(attachment, number)).status_code == 200
    assert officer.client.get(address(attachment, count + 1)).status_code == 404
    assert officer.client.get(address(attachment, 0)).status_code == 404


@pytest.mark.parametrize("name", ["bill.heic", "broken.pdf"])
def test_what_cannot_be_shown_is_offered_to_be_taken(officer, submit_with, name):
    attachment = submit_with(name)

    assert pictures(officer, attachment) == []
    assert "not shown here" in officer.page.xpath("string(//section[@class='evidence'])")
    assert officer.client.get(address(attachment)).status_code == 404


def test_of_a_long_paper_only_the_first_pages_are_shown(officer, submit_with, monkeypatch):
    monkeypatch.setattr("surveys.bureau.review.evidence.MOST_PAGES", 2)

    assert len(pictures(officer, submit_with("bill.pdf"))) == 2
    assert "1 more page" in officer.page.xpath("string(//section[@class='evidence'])")


@pytest.mark.parametrize(("name", "content_type"), [("bill.pdf", "image/png"), ("bill.jpg", "image/jpeg")])
def test_a_page_is_a_picture_and_never_a_page_of_ours(officer, submit_with, name, content_type):
    answer = officer.client.get(address(submit_with(name)))

    assert (answer.headers["Content-Type"], answer.headers["X-Content-Type-Options"]) == (content_type, "nosniff")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.content[:4] in (b"\x89PNG", b"\xff\xd8\xff\xe0")


def test_who_may_not_see_the_return_sees_no_page_of_it(world, submit_with):
    attachment = submit_with("bill.pdf")
    people = [world.officer, world.district_officer, world.stranger_officer, world.alice, world.nobody]

    statuses = [Officer(person).client.get(address(attachment)).status_code for person in people]

    assert statuses == [200, 200, 404, 404, 404]


def test_a_file_never_submitted_is_not_the_bureaus(world, officer, submit_with, response):
    submit_with("bill.png")
    later = attach_to(response, world.alice, "bill.pdf", FILES["bill.pdf"], at=None)

    assert officer.client.get(address(later)).status_code == 404


def test_a_file_that_is_gone_from_the_disk_is_not_shown(officer, submit_with):
    attachment = submit_with("bill.pdf")
    attachment.path.unlink()

    assert pictures(officer, attachment) == []
    assert officer.client.get(address(attachment)).status_code == 404


def test_who_comes_while_others_are_drawn_is_asked_to_come_again(officer, submit_with, monkeypatch):
    attachment = submit_with("bill.pdf")
    monkeypatch.setattr(door, "SECONDS_FOR_A_PLACE", 0)
    for _place in range(door.MOST_AT_ONCE):
        door._state.places.acquire()
    try:
        answer = officer.client.get(address(attachment))
    finally:
        for _place in range(door.MOST_AT_ONCE):
            door._state.places.release()

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "2")


def test_looking_stands_once_in_the_history(world, officer, submit_with):
    attachment = submit_with("bill.pdf")
    for number in (1, 2, 1):
        officer.client.get(address(attachment, number))
    Officer(world.district_officer).client.get(address(attachment))

    looks = Event.objects.filter(verb="looked_at_file").order_by("at")
    assert [event.actor_name for event in looks] == ["王主任", "朝阳李"]
    assert "bill.pdf" in sentence(looks[0], {})


def test_pages_are_counted_once(officer, submit_with, monkeypatch):
    attachment = submit_with("bill.pdf")
    assert len(pictures(officer, attachment)) == 3

    monkeypatch.setattr(drawn_pages, "__name__", "nowhere")
    assert len(pictures(officer, attachment)) == 3
