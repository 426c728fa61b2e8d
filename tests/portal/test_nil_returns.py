"""Nothing to report: declared for one unit or for all, and what the pages say afterwards."""

import uuid
from datetime import timedelta

from django.urls import reverse

from surveys.responses.actions import submit_nil
from surveys.responses.models import Draft, Response, Revision
from surveys.responses.review import send_back
from surveys.rounds import actions as rounds
from surveys.rounds.models import Round
from tests import factories
from tests.portal.declaring import declare, sent_form
from tests.portal.visitor import Visitor
from tests.responses.stories import confirm, make_issued_round, submit


def test_a_page_of_a_nil_return_sent_again_after_figures_were_submitted_is_refused(world, alice, ready):
    url = f"/portal/assignments/{ready.assignment_id}/nil/"
    data = sent_form(alice.open(url))
    declare(alice)
    submit(ready, world.alice, at=None)

    assert alice.client.post(url, data).status_code == 409


def test_a_nil_return_for_everything_takes_three_clicks_and_ends_in_one_page_of_receipts(world, now, alice):
    for _ in range(2):
        factories.make_facility(world.alice_org)
    round = make_issued_round(world, at=now - timedelta(hours=2), deadline=now + timedelta(hours=20))

    alice.open("/").follow(round.title).follow("提交零报告")
    declare(alice)

    assert alice.clicks == 3
    assert sorted(alice.texts("nowrap")) == sorted(Revision.objects.values_list("receipt", flat=True))
    assert Revision.objects.filter(is_nil=True).count() == 2


def test_a_nil_return_for_one_of_several_data_centers(world, now, alice):
    for _ in range(2):
        factories.make_facility(world.alice_org)
    round = make_issued_round(world, at=now - timedelta(hours=2), deadline=now + timedelta(hours=20))
    one = Response.objects.filter(assignment__round=round, assignment__organisation=world.alice_org).first()

    declare(alice.open(f"/portal/assignments/{one.assignment_id}/").follow("零报告"))

    assert Revision.objects.get().response == one
    assert "零报告已报送" in alice.text


def test_the_only_unit_that_is_left_ends_in_its_own_receipt(world, round, response, alice):
    declare(alice.open(reverse("portal:nil_for_all", args=[round.pk, world.alice_org.pk])))

    assert alice.url == f"/portal/receipts/{Revision.objects.get().pk}/"


def test_a_receipt_leads_to_those_declared_with_it(world, now, alice, bob):
    for _ in range(2):
        factories.make_facility(world.alice_org)
    round = make_issued_round(world, at=now - timedelta(hours=2), deadline=now + timedelta(hours=20))
    declare(alice.open(reverse("portal:nil_for_all", args=[round.pk, world.alice_org.pk])))
    first, second = Revision.objects.order_by("response__assignment__facility__code")

    bob.open(f"/portal/receipts/{second.pk}/").follow("全部 2 份回执").follow(first.receipt)

    assert bob.url == f"/portal/receipts/{first.pk}/"
    charlie = Visitor(world.charlie)
    assert charlie.open(f"/portal/receipts/{first.pk}/together/").response.status_code == 404


def test_a_second_declaration_for_all_says_that_nothing_is_left(world, round, response, alice):
    url = reverse("portal:nil_for_all", args=[round.pk, world.alice_org.pk])
    data = sent_form(alice.open(url))
    submit_nil(response=response, by=world.bob, key=uuid.uuid4(), declared_by="Bob")

    alice._show(alice.client.post(url, data, follow=True), url)

    assert "各数据中心均已报送" in alice.text


def test_after_a_nil_return_no_section_is_listed_as_not_begun(alice, response):
    declare(alice.open(f"/portal/assignments/{response.assignment_id}/nil/"))

    alice.open(f"/portal/assignments/{response.assignment_id}/")

    assert (alice.texts("task-state"), alice.texts("tag")) == ([], [])
    assert "核对并报送" not in alice.text
    assert "实际涉及" in alice.text


def test_who_begins_to_answer_after_a_nil_return_sees_the_sections_again(alice, response):
    declare(alice.open(f"/portal/assignments/{response.assignment_id}/nil/"))

    alice.open(f"/portal/assignments/{response.assignment_id}/")
    alice.follow("用电情况").fill(total_kwh="12.5").press("保存并返回清单")

    assert len(alice.texts("task-state")) == 4
    assert "此后尚未报送" in alice.text


def test_a_nil_return_that_was_sent_back_can_be_declared_again(world, alice, response, now):
    declare(alice.open(f"/portal/assignments/{response.assignment_id}/nil/"))
    told = {"remarks": {"has_mining": "请核实"}, "note": "", "new_deadline": now + timedelta(days=1)}
    send_back(revision=Revision.objects.get(), by=world.officer, **told)

    alice.open(f"/portal/assignments/{response.assignment_id}/")
    assert "请核实" in alice.text and "零报告已被退回" in alice.text
    assert alice.texts("task-state") == []
    declare(alice.follow("零报告"))

    assert Revision.objects.get(number=2).is_nil


def test_a_nil_return_is_declared_again_when_the_organisations_data_have_changed(world, alice, round, response, now):
    confirm(round, world.alice_org, world.alice, at=now)
    declare(alice.open(f"/portal/assignments/{response.assignment_id}/nil/"))
    confirm(round, world.alice_org, world.bob, at=now + timedelta(minutes=1), responsible={"typed": "另一负责人"})

    alice.open(f"/portal/assignments/{response.assignment_id}/")
    assert "此后尚未报送" in alice.text
    declare(alice.follow("零报告"), because="负责人已更换")

    assert Revision.objects.get(number=2).answers["answers"]["responsible"]["value"] == "另一负责人"


def test_a_nil_return_does_not_replace_what_a_colleague_submitted_meanwhile(world, alice, ready):
    alice.open(f"/portal/assignments/{ready.assignment_id}/nil/")
    submit(ready, world.alice, at=None)

    declare(alice)
    told, made = alice.text, list(Revision.objects.values_list("is_nil", flat=True))
    declare(alice, because="并无此项业务")

    assert "同事已经报送" in told
    assert made == [False]
    assert Revision.objects.get(number=2).is_nil


def test_a_nil_return_speaks_only_of_the_units_that_were_listed(world, now, alice):
    for _ in range(3):
        factories.make_facility(world.alice_org)
    round = make_issued_round(world, at=now - timedelta(hours=2), deadline=now + timedelta(hours=20))
    unit = round.assignments.filter(organisation=world.alice_org).first()
    rounds.exclude(by=world.officer, assignment=unit, because="重复登记")
    alice.open(reverse("portal:nil_for_all", args=[round.pk, world.alice_org.pk]))
    rounds.exclude(by=world.officer, assignment=unit, because="")

    declare(alice)

    assert "2 份零报告已报送" in alice.text
    assert not Revision.objects.filter(response__assignment=unit).exists()


def test_a_nil_return_sent_twice_counts_once(world, round, alice):
    url = reverse("portal:nil_for_all", args=[round.pk, world.alice_org.pk])
    data = sent_form(alice.open(url))

    answers = [alice.client.post(url, data).status_code for _ in range(2)]

    assert (answers, Revision.objects.count()) == ([302, 302], 1)


def test_a_nil_return_keeps_what_was_typed_in_the_draft(world, alice, ready):
    alice.open(f"/portal/assignments/{ready.assignment_id}/nil/")
    assert "已填内容保留在草稿中，不会报送" in alice.text
    declare(alice)

    assert Draft.objects.get(response=ready).answers["total_kwh"]["typed"] == "3,000.5"


def test_a_nil_return_wants_a_tick_and_a_manager(world, round, response, alice, bob):
    url = f"/portal/assignments/{response.assignment_id}/nil/"

    alice.open(url).in_form({"name": "A", "position": "B"}).press("报送给")
    bob.open(url)

    assert Revision.objects.count() == 0
    assert bob.form is None
    assert bob.client.post(url, {"once_key": uuid.uuid4()}).status_code == 403


def test_when_everything_is_answered_there_is_no_nil_return_left(world, alice, round, ready):
    submit(ready, world.alice, at=None)

    alice.open(f"/portal/rounds/{round.pk}/organisations/{world.alice_org.pk}/nil/")

    assert "各数据中心均已报送" in alice.text


def test_a_closed_round_takes_no_nil_return(world, alice, response, now):
    url = f"/portal/assignments/{response.assignment_id}/nil/"
    data = sent_form(alice.open(url))
    Round.objects.update(deadline=now, closed_at=now)

    assert alice.client.post(url, data).status_code == 409
    assert alice.open(url).url == f"/portal/assignments/{response.assignment_id}/"
