from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from surveys.audit.models import Event
from surveys.responses.models import Draft, Response
from surveys.workbooks.reading import read_workbook
from tests import factories
from tests.api.caller import ROOT, Program, a_key, kind_of
from tests.responses.stories import confirm, fill_in, make_issued_round
from tests.workbooks.fillable.by_hand import hand_out

CODES = ["A01", "A02", "A03"]
ANSWERS = {"total_method": "bill", "has_mining": "no"}


@pytest.fixture
def round(world, now):
    for code in CODES:
        factories.make_facility(world.alice_org, code=code, name=f"机房{code}", address=f"示范路{code}号")
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
def url(round):
    return f"{ROOT}rounds/{round.pk}/workbook"


def send(program, url, content, name="filled in.xlsx", **more):
    return program.client.post(url, {"file": SimpleUploadedFile(name, content)} | more)


def saved_codes():
    return set(Response.objects.exclude(state="not_started").values_list("assignment__facility__code", flat=True))


def test_the_workbook_comes_for_the_data_centers_of_the_key(world, program, round, url):
    some = world.alice_org.facilities.filter(code="A01")
    narrow = Program(a_key(world.alice_org, world.alice, facilities=list(some)))

    whole, part = (read(one.client.get(url)) for one in (program, narrow))

    assert all(code in whole for code in CODES)
    assert "A01" in part
    assert "A02" not in part
    assert Draft.objects.count() == 0


def read(answer):
    assert answer.status_code == 200
    book = read_workbook(b"".join(answer.streaming_content))
    return {cell.strip() for sheet in book.sheets for row in sheet.rows for cell in row}


def test_trying_saves_nothing_and_saving_saves_what_is_good(program, handed, url):
    handed.write("A02", total_kwh="about 5")

    tried = send(program, f"{url}/validation", handed.content)
    before = saved_codes()
    done = send(program, url, handed.content)

    assert tried.status_code == 200, tried.content
    assert before == set()
    assert (tried.json()["facilities"], tried.json()["wrong"]) == (3, 1)
    (error,) = tried.json()["errors"]
    assert (error["question"], error["value"]) == ("total_kwh", "about 5")
    assert tried.json() | {"saved": ["A01", "A03"]} == done.json()
    assert saved_codes() == {"A01", "A03"}
    assert Event.objects.get(verb="filled_in_by_workbook").actor_name == "Alice [ERP]"


def test_the_wrong_rows_come_back_marked(program, handed, url):
    handed.write("A02", total_kwh="about 5")

    (error,) = send(program, f"{url}/validation", handed.content).json()["errors"]
    answer = send(program, f"{url}/marked", handed.content)

    (sheet,) = [one for one in read_workbook(answer.content).sheets if one.name == error["sheet"]]
    cells = {cell for row in sheet.rows for cell in row}
    assert "A02" in cells
    assert "A01" not in cells


def test_what_a_colleague_changed_meanwhile_stays_and_is_told(world, program, round, handed, url):
    response = Response.objects.get(assignment__facility__code="A01")
    fill_in(response, world.bob, at=None, total_kwh={"typed": "9", "unit": "万千瓦时"})

    done = send(program, url, handed.content).json()

    assert [one["question"] for one in done["conflicts"]][:1] == ["total_kwh"]
    assert Draft.objects.get(response=response).answers["total_kwh"]["typed"] == "9"


def test_the_same_file_again_changes_nothing(program, handed, url):
    send(program, url, handed.content)

    again = send(program, url, handed.content).json()

    assert (again["new"], again["changed"], again["saved"]) == (0, 0, [])


def test_a_key_for_some_data_centers_saves_no_others_and_not_the_organisations_data(world, round, handed, url):
    mine = list(world.alice_org.facilities.filter(code="A01"))
    narrow = Program(a_key(world.alice_org, world.alice, facilities=mine))
    before = world.alice_org.confirmations.get().confirmed_at

    send(narrow, url, handed.content)

    assert saved_codes() == {"A01"}
    assert world.alice_org.confirmations.get().confirmed_at == before


def test_the_workbook_of_somebody_else_is_refused(world, round, handed, url):
    charlie = Program(a_key(world.charlie_org, world.charlie))

    answer = send(charlie, url, handed.content)

    assert kind_of(answer) == (422, "file-refused")
    assert saved_codes() == set()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04nonsense", b"MZ" * 50, b"a,b\n1,2\n"])
def test_what_is_no_workbook_is_refused_with_the_reason(program, round, url, content):
    for address in (url, f"{url}/validation", f"{url}/marked"):
        assert kind_of(send(program, address, content))[0] == 422
