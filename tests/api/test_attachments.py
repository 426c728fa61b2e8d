import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from surveys.responses.models import Attachment
from surveys.rounds.models import Round
from tests.api.caller import ROOT, errors_of, kind_of
from tests.responses.stories import draft_of

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def url(response):
    return f"{ROOT}assignments/{response.assignment_id}/attachments"


def send(program, url, content=PDF, name="账单.pdf", question="evidence", **more):
    file = SimpleUploadedFile(name, content, "application/pdf")
    return program.client.post(url, {"question": question, "file": file} | more)


def test_a_file_becomes_an_answer_and_comes_back(program, url, draft, response):
    made = send(program, url)
    id = made.json()["id"]
    changed = program.patch(draft, {"version": 0, "answers": {"evidence": {"typed": id}}})
    back = program.get(f"attachments/{id}")

    assert made.status_code == 201, made.content
    assert made.json()["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert changed.status_code == 200
    assert draft_of(response).answers["evidence"]["name"] == "账单.pdf"
    assert b"".join(back.streaming_content) == PDF
    assert back.headers["Content-Disposition"].startswith("attachment")
    assert back.headers["X-Content-Type-Options"] == "nosniff"


def test_the_same_file_again_is_the_same_attachment(program, url, draft):
    program.patch(draft, {"version": 0})

    first, second = send(program, url), send(program, url)

    assert first.json() == second.json()
    assert Attachment.objects.count() == 1


def test_a_file_that_is_not_what_it_says_is_refused_with_the_reason(program, url):
    answer = send(program, url, b"MZ\x90\x00" * 20)

    assert kind_of(answer) == (422, "file-refused")
    assert answer.json()["detail"]
    assert Attachment.objects.count() == 0


@override_settings(ATTACHMENT_MOST_BYTES=100)
def test_the_largest_file_and_one_byte_more(program, url):
    fits = send(program, url, PDF.ljust(100, b"\n"))
    exceeds = send(program, url, PDF.ljust(101, b"\n"))

    assert fits.status_code == 201
    assert kind_of(exceeds) == (422, "file-refused")


@pytest.mark.parametrize("question", ["total_kwh", "nonsense", ""])
def test_a_file_answers_a_question_for_files(program, url, question):
    assert list(errors_of(send(program, url, question=question))) == ["question"]


def test_what_is_missing_is_named(program, url):
    answer = program.client.post(url, {})

    assert set(errors_of(answer)) == {"file", "question"}


def test_a_form_that_breaks_off_is_refused(program, url):
    broken = b'--x\r\nContent-Disposition: form-data; name="question"\r\n'

    for kind in ("multipart/form-data; boundary=x", "multipart/form-data", "application/json"):
        answer = program.client.generic("POST", url, broken, kind)
        assert answer.status_code in (400, 415, 422), kind
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_closed_round_takes_no_files(program, url, now):
    Round.objects.update(deadline=now, closed_at=now)

    assert kind_of(send(program, url)) == (409, "closed")
