"""Submitting again: what changed is shown, and why is asked; what was sent back is replied to at the question."""

from datetime import timedelta

import pytest

from surveys.audit.models import Event
from surveys.audit.sentences import sentence
from surveys.responses.actions import submit_nil
from surveys.responses.dialogue.replies import key_of
from surveys.responses.models import Draft, Query, Revision
from surveys.responses.review import accept, recall, send_back
from tests.portal.declaring import declare, sent_form
from tests.responses.stories import confirm, fill_in, fresh, submit


@pytest.fixture
def first(world, ready):
    return submit(ready, world.alice, at=None)


@pytest.fixture
def query(world, first, now):
    told = {"remarks": {"total_kwh": "请核对\n单位"}, "note": "", "new_deadline": now + timedelta(days=2)}
    return send_back(revision=first, by=world.officer, **told).queries.get()


def check(response):
    return f"/portal/assignments/{response.assignment_id}/check/"


def change(world, response, figure="2,345.6"):
    fill_in(fresh(response), world.alice, at=None, total_kwh={"typed": figure, "unit": "万千瓦时"})


def test_what_changed_is_shown_and_why_goes_to_review_history_and_receipt(world, alice, ready, first):
    change(world, ready)
    alice.open(check(ready))
    assert "3,000.5 万千瓦时 → 2,345.6 万千瓦时" in alice.text

    declare(alice, "重新报送给", because="抄错一位")

    assert Revision.objects.get(number=2).changed_because == "抄错一位"
    assert "3,000.5 万千瓦时 → 2,345.6 万千瓦时" in alice.text
    assert "抄错一位" in alice.text
    told = Event.objects.filter(verb="submitted").order_by("id")
    assert [("抄错一位" in sentence(event, {})) for event in told] == [False, True]


def test_without_a_reason_nothing_is_submitted_and_nothing_typed_is_lost(world, alice, ready, first):
    change(world, ready)
    declare(alice.open(check(ready)), "重新报送给")

    assert Revision.objects.count() == 1
    assert "请说明修改已报送内容的原因" in alice.text
    assert dict(alice.values())["position"] == "主任"


def test_a_reason_outlives_a_flaw_elsewhere_in_the_form(world, alice, ready, first):
    change(world, ready)
    alice.open(check(ready)).in_form({"name": "", "position": "主任", "because": "抄错一位"}).press("重新报送给")

    assert dict(alice.values())["because"].strip() == "抄错一位"


def test_a_reason_outlives_a_colleagues_change(world, alice, ready, first):
    change(world, ready)
    data = sent_form(alice.open(check(ready))) | {"because": "抄错一位"}
    change(world, ready, "2,222.2")

    alice._show(alice.client.post(check(ready), data), check(ready))

    assert Revision.objects.count() == 1
    assert dict(alice.values())["because"].strip() == "抄错一位"
    assert "2,222.2" in alice.text


def test_a_reason_is_given_back_where_nothing_can_be_submitted_any_more(world, alice, ready, first):
    change(world, ready)
    data = sent_form(alice.open(check(ready))) | {"because": "抄错一位"}
    accept(revision=first, by=world.officer)

    answer = alice.client.post(check(ready), data)

    assert (answer.status_code, "抄错一位" in answer.content.decode()) == (409, True)


def test_the_first_submission_is_asked_for_no_reason(alice, ready):
    assert "because" not in dict(alice.open(check(ready)).values())


def test_what_was_sent_back_may_say_why_and_need_not(alice, ready, query):
    declare(alice.open(check(ready)), "重新报送给")

    assert Revision.objects.get(number=2).changed_because == ""


def test_figures_in_the_place_of_a_nil_return_say_why(world, alice, ready, now):
    submit_nil(response=ready, by=world.alice, key=ready.pk, declared_by="A")
    change(world, ready)

    declare(alice.open(check(ready)), "重新报送给", because="误报为零")

    assert [one.changed_because for one in Revision.objects.order_by("number")] == ["", "误报为零"]


def test_a_nil_return_made_anew_says_why(world, alice, ready, round, now):
    submit_nil(response=ready, by=world.alice, key=ready.pk, declared_by="A")
    confirm(round, world.alice_org, world.alice, at=now, responsible={"typed": "另一人"})
    page = f"/portal/assignments/{ready.assignment_id}/nil/"
    declare(alice.open(page))
    assert Revision.objects.count() == 1

    declare(alice.open(page), because="负责人有误")

    assert Revision.objects.get(number=2).changed_because == "负责人有误"


def section(response, name="electricity"):
    return f"/portal/assignments/{response.assignment_id}/sections/{name}/"


def remarks(response):
    return f"/portal/assignments/{response.assignment_id}/remarks/"


def test_a_remark_is_replied_to_at_its_question(alice, ready, query):
    alice.open(section(ready)).in_form({f"r.{key_of(query)}": "单位无误"}).press("保存并返回")

    assert "您的答复： 单位无误" in alice.text
    assert "退回，请修改" not in alice.texts("task-state")
    declare(alice.open(check(ready)), "重新报送给")
    assert Revision.objects.get(number=2).reasons == {key_of(query): "单位无误"}
    assert "单位无误" in alice.text


def test_all_remarks_are_replied_to_on_one_page(alice, ready, query):
    alice.open(remarks(ready)).in_form({f"r.{key_of(query)}": "单位无误"}).press("保存")

    assert Draft.objects.get(response=ready).reasons == {key_of(query): "单位无误"}
    assert "您的答复： 单位无误" in alice.text


def test_a_remark_on_what_only_the_organisation_answers_can_be_replied_to(world, alice, ready, first, now):
    told = {"remarks": {"responsible": "是谁"}, "note": "", "new_deadline": now + timedelta(days=2)}
    query = send_back(revision=first, by=world.officer, **told).queries.get()

    alice.open(remarks(ready)).in_form({f"r.{key_of(query)}": "总经理"}).press("保存")

    assert Draft.objects.get(response=ready).reasons == {key_of(query): "总经理"}


def test_a_remark_on_a_computed_figure_stands_at_it(world, alice, ready, now):
    fill_in(ready, world.alice, at=None, has_mining={"typed": "yes"})
    Draft.objects.filter(response=ready).update(reasons={})
    revision = Revision.objects.create(
        response=ready, number=1, version=ready.assignment.round.version, answers={"answers": {}}, submitted_at=now,
        deadline=now, is_late=False, receipt="x", key=ready.pk, answers_sha256="",
    )  # fmt: skip
    type(ready).objects.filter(pk=ready.pk).update(state="submitted")
    told = {"remarks": {"mining_share": "请核对占比"}, "note": "", "new_deadline": now + timedelta(days=2)}
    send_back(revision=revision, by=world.officer, **told)

    assert any("请核对占比" in text for text in alice.open(section(ready, "mining")).texts("remark"))


def test_a_reply_that_comes_too_late_is_given_back(world, alice, ready, query):
    key = f"r.{key_of(query)}"
    alice.open(remarks(ready)).in_form({key: "单位无误"})
    data = dict(alice.values()) | {key: "单位无误"}
    recall(revision=query.decision.revision, by=world.officer)
    accept(revision=query.decision.revision, by=world.officer)

    answer = alice.client.post(remarks(ready), data)

    assert (answer.status_code, "单位无误" in answer.content.decode()) == (409, True)


def test_where_nothing_was_sent_back_there_is_nothing_to_reply_to(alice, ready, first):
    assert "/remarks/" not in alice.open(remarks(ready)).url


def test_a_nil_return_that_was_sent_back_is_replied_to_on_its_page(world, alice, ready, now):
    nil = submit_nil(response=ready, by=world.alice, key=ready.pk, declared_by="A")
    told = {"remarks": {"has_mining": "请说明"}, "note": "", "new_deadline": now + timedelta(days=2)}
    query = send_back(revision=nil, by=world.officer, **told).queries.get()
    page = f"/portal/assignments/{ready.assignment_id}/nil/"
    alice.open(page).in_form({f"r.{key_of(query)}": "已停机", "name": "", "position": "x"}).press("零报告")
    assert dict(alice.values())[f"r.{key_of(query)}"].strip() == "已停机"

    declare(alice)

    assert Revision.objects.get(number=2).reasons[key_of(query)].strip() == "已停机"
    assert Query.objects.count() == 1
