import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from surveys.responses.models import Attachment, Draft
from surveys.responses.review import accept
from surveys.rounds.models import Round
from tests.lib.files import contents
from tests.lib.files.contents import PDF, pdf_of, png
from tests.portal.visitor import Visitor
from tests.responses.evidence import attach_to, make_round_with_files
from tests.responses.stories import confirm, fill_in, response_of, submit


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def round(world, now):
    return make_round_with_files(world, at=now - timedelta(hours=2), deadline=now + timedelta(hours=20))


@pytest.fixture
def alice(world):
    visitor = Visitor(world.alice)
    visitor.client.cookies["language"] = "en"
    return visitor


def page_of(response):
    return f"/portal/assignments/{response.assignment_id}/sections/statement/"


def send(visitor, act="attach:bill", files=(), **fields):
    """Press a button of the page that is open, with these files chosen."""
    data = dict(visitor.values()) | {"act": act} | fields
    chosen = {f"a.{name}:file": SimpleUploadedFile(*file) for name, file in dict(files).items()}
    return visitor._show(visitor.client.post(visitor.url.split("#")[0], data | chosen, follow=True), visitor.url)


def entry(response, name="bill"):
    return Draft.objects.get(response=response).answers.get(name)


def attached(visitor):
    return [" ".join(p.text_content().split()) for p in visitor.page.xpath("//p[@class='attached']")]


def errors(visitor):
    found = visitor.page.xpath("//*[@class='error-summary']//a")
    return {a.get("href"): a.text_content().strip() for a in found}


def download(visitor, attachment):
    answer = visitor.client.get(f"/portal/attachments/{attachment.pk}/")
    return answer.status_code, b"".join(answer.streaming_content) if answer.streaming else b""


# --- the page ------------------------------------------------------------------------------------------------------


def test_only_a_page_that_asks_for_files_sends_them(alice, response):
    alice.open(page_of(response))
    assert alice.form.get("enctype") == "multipart/form-data"
    taken = {field.get("name"): field.get("accept") for field in alice.page.xpath("//input[@type='file']")}
    assert taken["a.bill:file"] == ".pdf,.png,.jpg,.jpeg,.heic,.heif,.xlsx,.xls,.ods,.csv,.tsv,.txt,.docx,.ofd"
    assert taken["a.photo:file"] == ".png,.jpg,.jpeg,.heic,.heif"

    alice.open(page_of(response).replace("statement", "mining"))
    assert alice.form.get("enctype") is None


def test_every_file_input_has_its_label(alice, response):
    alice.open(page_of(response))

    for field in alice.page.xpath("//input[@type='file']"):
        assert alice.page.xpath(f"//label[@for='{field.get('id')}']")
        assert all(alice.page.get_element_by_id(id) is not None for id in field.get("aria-describedby").split())


def test_a_file_is_uploaded_with_the_section_and_shown(alice, response):
    send(alice.open(page_of(response)), files={"bill": ("电费单.pdf", PDF)}, **{"a.remarks": "see the bill"})

    assert attached(alice) == [f"电费单.pdf {len(PDF)} bytes Remove 电费单.pdf"]
    assert entry(response)["name"] == "电费单.pdf"
    assert entry(response, "remarks") == {"typed": "see the bill"}


def test_saving_and_continuing_takes_the_file_as_well(alice, response):
    send(alice.open(page_of(response)), act="continue", files={"bill": ("bill.pdf", PDF), "photo": ("a.png", png())})

    assert (entry(response)["name"], entry(response, "photo")["name"]) == ("bill.pdf", "a.png")


def test_saving_again_without_a_file_keeps_the_one_there_is(alice, response):
    send(alice.open(page_of(response)), files={"bill": ("bill.pdf", PDF)})
    before = entry(response)

    send(alice, act="list", **{"a.remarks": "x"})

    assert entry(response) == before


def test_another_file_takes_its_place(alice, response):
    send(alice.open(page_of(response)), files={"bill": ("bill.pdf", PDF)})
    send(alice, files={"bill": ("second.pdf", PDF + b"2")})

    assert (entry(response)["name"], Attachment.objects.count()) == ("second.pdf", 2)


def test_a_file_is_removed(alice, response):
    send(alice.open(page_of(response)), files={"bill": ("bill.pdf", PDF)})
    alice.press("Remove")

    assert (attached(alice), entry(response)) == ([], None)


def test_sending_the_same_form_twice_uploads_one_file(alice, response):
    alice.open(page_of(response))
    fields = dict(alice.values()) | {"act": "attach:bill"}
    for _again in range(2):
        file = SimpleUploadedFile("bill.pdf", PDF)
        answer = alice.client.post(page_of(response), fields | {"a.bill:file": file})
        assert answer.status_code == 302

    assert (Attachment.objects.count(), Draft.objects.get(response=response).version) == (1, 1)


# --- what is refused -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("bill.pdf", contents.EXE, "This kind of file is not taken here."),
        ("bill.pdf.exe", PDF, "The name ends in “.exe”, but the content is PDF."),
        ("book.xlsm", contents.office(types=contents.MACROS), "The file holds macros or other programs."),
        ("empty.pdf", b"", "The file is empty."),
        ("<x-canary>.svg", b"<svg/>", "This kind of file is not taken here."),
    ],
)
def test_a_refused_file_is_told_at_its_place_and_the_rest_is_saved(alice, response, name, content, says):
    send(alice.open(page_of(response)), files={"bill": (name, content)}, **{"a.remarks": "kept"})

    assert alice.response.status_code == 422
    [(href, words)] = errors(alice).items()
    assert (href, words[: len(says)]) == ("#f-bill", says)
    assert alice.page.get_element_by_id("f-bill").get("aria-invalid") == "true"
    assert (entry(response), entry(response, "remarks")) == (None, {"typed": "kept"})


@pytest.mark.parametrize(("size", "status"), [(20 * 1024 * 1024, 200), (20 * 1024 * 1024 + 1, 422)])
def test_twenty_megabytes_are_taken_and_not_a_byte_more(alice, response, size, status):
    send(alice.open(page_of(response)), files={"bill": ("bill.pdf", pdf_of(size))})

    assert alice.response.status_code == status


def test_a_file_far_too_large_is_not_even_stored(alice, response, settings):
    settings.ATTACHMENT_MOST_BYTES = 10 * 1024 * 1024
    send(alice.open(page_of(response)), files={"bill": ("bill.pdf", pdf_of(30 * 1024 * 1024))})

    assert list(errors(alice).values()) == ["The file is larger than 10.0\xa0MB. Make it smaller or split it."]


def test_a_refused_replacement_leaves_the_file_there_was(alice, response):
    send(alice.open(page_of(response)), files={"bill": ("bill.pdf", PDF)})
    send(alice, files={"bill": ("bad.pdf", contents.EXE)})

    assert attached(alice) == [f"bill.pdf {len(PDF)} bytes Remove bill.pdf"]


def test_the_file_of_another_response_cannot_be_named(alice, world, round, response):
    theirs = attach_to(response_of(round, world.charlie_org), world.charlie, at=None)
    alice.open(page_of(response))

    for typed in (str(theirs.pk), str(uuid.uuid4()), "bill.pdf"):
        assert send(alice.open(page_of(response)), **{"a.bill": typed}).response.status_code == 400
    assert entry(response) is None


def test_what_a_browser_says_of_a_file_is_not_taken(alice, response):
    forged = {"a.bill:name": "x.pdf", "a.bill:sha256": "0" * 64, "a.bill:size": "1"}
    send(alice.open(page_of(response)), files={"bill": ("bill.pdf", PDF)}, **forged)

    assert (entry(response)["name"], entry(response)["size"]) == ("bill.pdf", str(len(PDF)))


def test_a_closed_round_takes_no_file(alice, round, response, now):
    alice.open(page_of(response))
    Round.objects.filter(pk=round.pk).update(closed_at=now)

    send(alice, files={"bill": ("bill.pdf", PDF)})

    assert (alice.response.status_code, Attachment.objects.count()) == (409, 0)


def test_after_acceptance_files_can_only_be_read(alice, world, response, round, now):
    confirm(round, world.alice_org, world.alice, at=now)
    fill_in(response, world.alice, at=now, address={"typed": "示范路1号"})
    send(alice.open(page_of(response)), files={"bill": ("bill.pdf", PDF)})
    accept(revision=submit(response_of(round, world.alice_org), world.alice, at=None), by=world.officer)

    send(alice, files={"bill": ("second.pdf", PDF + b"2")})

    assert (alice.response.status_code, Attachment.objects.count()) == (409, 1)
    assert download(alice, Attachment.objects.get()) == (200, PDF)


def test_saving_in_passing_leaves_files_alone(alice, response):
    send(alice.open(page_of(response)), files={"bill": ("bill.pdf", PDF)})
    fields = dict(alice.values()) | {"a.bill:file": "[object File]", "a.remarks": "x"}
    answer = alice.client.post(f"{page_of(response)}autosave/", fields)

    assert (answer.status_code, entry(response)["name"]) == (200, "bill.pdf")
    assert "bill" not in answer.json()["questions"]


# --- reading them again --------------------------------------------------------------------------------------------


def test_a_file_comes_back_to_be_saved_and_never_as_a_page(alice, world, response):
    attachment = attach_to(response, world.alice, "电费单.pdf", at=None)
    answer = alice.client.get(f"/portal/attachments/{attachment.pk}/")

    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == ("attachment; filename*=utf-8''%E7%94%B5%E8%B4%B9%E5%8D%95.pdf")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_file_belongs_to_its_organisation(world, response):
    attachment = attach_to(response, world.alice, at=None)
    people = {"bob": world.bob, "charlie": world.charlie, "officer": world.officer, "nobody": world.nobody}

    answers = {name: download(Visitor(user), attachment)[0] for name, user in people.items()}

    assert answers == {"bob": 200, "charlie": 404, "officer": 404, "nobody": 404}


def test_a_file_gone_from_the_disk_does_not_exist(alice, world, response):
    attachment = attach_to(response, world.alice, at=None)
    attachment.path.unlink()

    assert download(alice, attachment) == (404, b"")


def test_the_check_and_the_receipt_show_the_file(alice, world, round, response, now):
    confirm(round, world.alice_org, world.alice, at=now)
    fill_in(response, world.alice, at=now, address={"typed": "示范路1号"})
    send(alice.open(page_of(response)), files={"bill": ("bill.pdf", PDF)})
    attachment = Attachment.objects.get()
    link = f"//a[@href='/portal/attachments/{attachment.pk}/']"
    told = f"{len(PDF)} bytes · SHA-256 {attachment.sha256[:16]}…"

    alice.open(f"/portal/assignments/{response.assignment_id}/check/")
    assert [a.text for a in alice.page.xpath(link)] == ["bill.pdf"]
    assert told in alice.texts("also")

    revision = submit(response_of(round, world.alice_org), world.alice, at=None)
    alice.open(f"/portal/receipts/{revision.pk}/")
    assert [a.text for a in alice.page.xpath(link)] == ["bill.pdf"]
    assert told in alice.texts("also")


def test_what_a_colleague_replaced_can_be_put_back(alice, world, response):
    mine, theirs = (
        attach_to(response, world.alice, at=None),
        attach_to(response, world.bob, content=PDF + b"2", at=None),
    )
    alice.open(page_of(response))
    bob = Visitor(world.bob).open(page_of(response))
    send(bob, act="list", **{"a.bill": str(theirs.pk)})

    send(alice, act="list", **{"a.bill": str(mine.pk)})
    assert "bill.pdf (" in " ".join(alice.texts("aside-text"))
    alice.press("Use this text instead")

    assert entry(response)["sha256"] == mine.sha256
