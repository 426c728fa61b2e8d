import hashlib
import json

from surveys.responses.review import accept
from surveys.rounds.actions import exclude
from surveys.rounds.course import withdraw
from surveys.rounds.models import Round
from tests.responses.stories import fill_in, response_of, submit


def test_the_downloaded_document_has_the_hash_on_the_receipt(world, alice, ready):
    revision = submit(ready, world.alice, at=None)

    answer = alice.client.get(f"/portal/receipts/{revision.pk}/answers.json")

    assert hashlib.sha256(answer.content).hexdigest() == revision.answers_sha256
    assert json.loads(answer.content) == revision.answers
    assert answer["Content-Disposition"] == f'attachment; filename="{revision.receipt}.json"'


def test_it_shows_the_answers_as_they_were_then(world, alice, ready):
    first = submit(ready, world.alice, at=None)
    fill_in(response_of(ready.assignment.round, world.alice_org), world.alice, at=None, total_kwh={"typed": "1,111"})

    alice.open(f"/portal/receipts/{first.pk}/")

    assert "3,000.5 万千瓦时" in alice.text
    assert "1,111" not in alice.text


def test_it_says_that_a_later_change_is_not_in_it(world, alice, ready):
    revision = submit(ready, world.alice, at=None)
    told = "此后尚未报送"
    assert told not in alice.open(f"/portal/receipts/{revision.pk}/").text
    fill_in(response_of(ready.assignment.round, world.alice_org), world.alice, at=None, remarks={"typed": "补充"})

    assert told in alice.open(f"/portal/receipts/{revision.pk}/").text


def test_it_shows_rows_of_tables_in_a_table(world, alice, ready):
    revision = submit(ready, world.alice, at=None)

    alice.open(f"/portal/receipts/{revision.pk}/")

    cells = [cell.text_content() for cell in alice.page.xpath("//table//td")]
    assert cells == ["01 互联网与云", "100%"]


def test_all_revisions_are_listed(world, alice, ready):
    first = submit(ready, world.alice, at=None)
    fill_in(ready, world.alice, at=None, remarks={"typed": "已核对电费单"})
    second = submit(ready, world.alice, at=None)

    alice.open(f"/portal/receipts/{second.pk}/").follow("1 (")

    assert alice.url == f"/portal/receipts/{first.pk}/"


def test_after_acceptance_nothing_more_is_to_do(world, alice, ready):
    revision = submit(ready, world.alice, at=None)
    accept(revision=revision, by=world.officer)

    alice.open(f"/portal/receipts/{revision.pk}/")

    assert "审核通过，无需再做其他事项" in alice.text
    assert "修改并重新报送" not in alice.text


def test_it_can_be_visited_long_after_the_round(world, alice, ready, now):
    revision = submit(ready, world.alice, at=None)
    Round.objects.update(deadline=now, closed_at=now)

    assert revision.receipt in alice.open(f"/portal/receipts/{revision.pk}/").text


def test_it_promises_no_review_once_the_unit_or_the_round_is_out(world, alice, ready):
    revision = submit(ready, world.alice, at=None)
    exclude(by=world.officer, assignment=ready.assignment, because="重复登记")
    taken_out = alice.open(f"/portal/receipts/{revision.pk}/").text

    withdraw(by=world.officer, round=ready.assignment.round, reason="误发")
    withdrawn = alice.open(f"/portal/receipts/{revision.pk}/").text

    assert "不再要求填报：重复登记" in taken_out and "批次已撤回，不必再报" in withdrawn
    assert "将对报送内容进行审核" not in taken_out + withdrawn
