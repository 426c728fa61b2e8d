"""Operators when the questionnaire of a running round is changed."""

from datetime import timedelta

import pytest
from django.urls import reverse

from surveys.responses.models import Confirmation, Draft
from surveys.responses.review import send_back
from surveys.rounds.models import Amendment
from tests.questionnaires.examples import question, words
from tests.responses.amendment.versions import amend_by, drop_remarks
from tests.responses.stories import response_of, submit


def without_remarks(form):
    drop_remarks(form)
    form.set("total_kwh", label={"zh": "总电量", "en": "All electricity"}, may_be_unavailable=False)


def without_statement(form):
    without_remarks(form)
    sections = form.definition["sections"]
    sections[:] = [one for one in sections if one["name"] != "statement"]
    form.drop_check("E37")
    form.definition["roles"].pop("declaration")


@pytest.fixture
def home(ready):
    return reverse("portal:assignment", args=[ready.assignment_id])


def section_of(response, name):
    return reverse("portal:section", args=[response.assignment_id, name])


@pytest.fixture
def amended(world, round, ready, now):
    return amend_by(world, round, without_remarks, now + timedelta(seconds=1))


def test_a_change_is_told_until_something_is_saved(alice, ready, amended, home):
    alice.open(home)
    assert "调查表已于" in alice.text
    assert "补充要求" in alice.text
    assert "题目“总电量”不能再填“无法提供”" in alice.text
    assert "另有 1 处仅为文字调整" in alice.text
    assert len(alice.page.xpath("//details[@open]")) == 1

    Draft.objects.filter(response=ready).update(saved_at=amended.amended_at + timedelta(minutes=1))
    alice.open(home)
    assert "调查表已于" in alice.text
    assert alice.page.xpath("//details[@open]") == []


def without_nil_return(form):
    form.definition.pop("nil")


def test_who_declares_a_nil_return_that_is_no_longer_taken_is_told(alice, world, round, response, now):
    alice.open(reverse("portal:nil", args=[response.assignment_id])).in_form({"position": "经理"})
    alice.form.inputs["declared"].checked = True
    amend_by(world, round, without_nil_return, now - timedelta(minutes=1))

    alice.press("零报告")

    assert alice.response.status_code == 409
    assert "调查表已变更，不再接受零报告" in alice.text
    assert response.revisions.count() == 0


def test_who_begins_afterwards_is_told_nothing(alice, world, round, response, now):
    amend_by(world, round, without_remarks, now - timedelta(minutes=1))

    alice.open(reverse("portal:assignment", args=[response.assignment_id]))

    assert "调查表已于" not in alice.text


def test_what_is_no_longer_asked_can_still_be_read(alice, ready, world, round, now, home):
    Draft.objects.filter(response=ready).update(answers={"remarks": {"typed": "估算说明"}})
    amend_by(world, round, without_remarks, now + timedelta(seconds=1))

    alice.open(home)

    assert "未采用的内容" in alice.text
    assert "估算说明" in alice.text
    assert "备注" in alice.page.xpath("//section[@aria-labelledby='lost-texts']//dt")[0].text


def test_the_cells_of_a_column_that_is_gone_are_named(alice, ready, world, round, now, home):
    def without_shares(form):
        form.drop("business_share")
        form.drop_check("E13")
        form.drop_check("E14")
        form.definition["roles"].pop("business_share")

    amend_by(world, round, without_shares, now + timedelta(seconds=1))
    alice.open(home)

    lost = alice.page.xpath("//section[@aria-labelledby='lost-texts']//dl")[0]
    label, text = (" ".join(lost.find(tag).text_content().split()) for tag in ("dt", "dd"))
    assert (label.split(" – ")[1], text) == ("用电占比 (Alice)", "100 %")


def test_a_text_two_people_argued_about_stays_reachable(alice, ready, world, round, now, home):
    aside = [{"question": "remarks", "entry": {"typed": "Bob's words"}, "by": "Bob", "at": "", "settled": True}]
    Draft.objects.filter(response=ready).update(set_aside=aside)
    amend_by(world, round, without_remarks, now + timedelta(seconds=1))

    assert "Bob's words" in alice.open(home).text


@pytest.mark.parametrize("change", [without_remarks, without_statement])
def test_a_page_drawn_before_loses_nothing(alice, ready, world, round, now, change):
    alice.open(section_of(ready, "statement")).fill(remarks="typed on the old page")
    amend_by(world, round, change, now)

    alice.press("保存并继续")

    assert "您填写期间调查表有变更" in alice.text
    assert alice.url == reverse("portal:assignment", args=[ready.assignment_id])
    assert "typed on the old page" in alice.text


def test_an_answer_that_is_still_asked_is_taken_from_an_old_page(alice, ready, world, round, now):
    alice.open(section_of(ready, "facility")).fill(address="示范路99号")
    amend_by(world, round, without_remarks, now)

    alice.press("保存并继续")

    assert Draft.objects.get(response=ready).answers["address"] == {"typed": "示范路99号"}


def test_saving_in_passing_sends_an_old_page_away(alice, ready, world, round, now):
    page = section_of(ready, "statement")
    alice.open(page).fill(remarks="typed on the old page")
    amend_by(world, round, without_statement, now)

    for _again in range(2):
        answer = alice.client.post(f"{page}autosave/", dict(alice.values()))

    assert answer.json()["elsewhere"] == reverse("portal:assignment", args=[ready.assignment_id])
    lost = Draft.objects.get(response=ready).set_aside
    assert [(one["question"], one["entry"]) for one in lost] == [("remarks", {"typed": "typed on the old page"})]


@pytest.mark.parametrize("form", ["", "0", "99", "x", "9" * 400, "²"])
def test_nonsense_as_the_version_of_a_page_means_the_present_one(alice, ready, amended, form):
    alice.open(section_of(ready, "facility")).fill(address="示范路98号")

    alice.in_form({"form": form}).press("保存并继续")

    assert Draft.objects.get(response=ready).answers["address"] == {"typed": "示范路98号"}


def test_who_has_submitted_is_told_that_it_remains_valid(alice, ready, world, round, now, home):
    submit(ready, world.alice, at=now)
    assert "报送之后调查表有变更" not in alice.open(home).text

    amend_by(world, round, without_remarks, now + timedelta(seconds=1))

    assert "报送之后调查表有变更，已报送的内容仍然有效" in alice.open(home).text
    assert (
        submit(response_of(round, world.alice_org), world.alice, at=now + timedelta(minutes=1)).version == round.version
    )


def test_a_remark_on_what_is_no_longer_asked_can_still_be_read(alice, ready, world, round, now, home):
    revision = submit(ready, world.alice, at=now)
    told = {"note": "", "new_deadline": now + timedelta(days=2)}
    remarks = {"remarks": "请说明", "total_kwh": "请核对单位"}
    send_back(revision=revision, by=world.officer, remarks=remarks, at=now, **told)
    amend_by(world, round, without_remarks, now)

    alice.open(home)

    told = [
        " ".join(item.text_content().split()) for item in alice.page.xpath("//h2[normalize-space()='退回修改']/..//li")
    ]
    assert told == [
        "备注：请说明",
        "统计期总用电量：请核对单位",
    ]


def test_an_old_page_of_the_check_submits_nothing(alice, ready, world, round, now):
    alice.open(reverse("portal:check", args=[ready.assignment_id]))
    amend_by(world, round, without_remarks, now)

    alice.in_form({"agreed": "on"} if "agreed" in alice.form.fields else {}).send([*alice.values()])

    assert ready.revisions.count() == 0


def add_fax(form):
    form.drop("org_address")
    form.add("reporting_unit", question("fax", label=words("Fax"), required=True))


def test_the_organisation_confirms_again(alice, world, round, ready, now):
    amend_by(world, round, add_fax, now + timedelta(seconds=1))

    alice.open(reverse("portal:confirm", args=[round.pk, world.alice_org.pk]))
    assert "调查表已于" in alice.text
    assert "示范路1号" in alice.page.xpath("//section[@aria-labelledby='lost-texts']//dd")[0].text

    alice.fill(fax="010-1").press("确认")
    assert Confirmation.objects.get(round=round).answers["fax"] == {"typed": "010-1"}


def test_an_old_page_of_the_organisation_is_shown_again(alice, world, round, ready, now):
    alice.open(reverse("portal:confirm", args=[round.pk, world.alice_org.pk])).fill(
        org_address="新路2号", responsible="李"
    )
    amend_by(world, round, add_fax, now)

    alice.press("确认")

    assert "您填写期间调查表有变更" in alice.text
    assert alice.form.fields["a.responsible"] == "李"
    assert "新路2号" in alice.text
    assert Confirmation.objects.get(round=round).answers["responsible"] == {"typed": "负责人"}


def test_there_is_nothing_of_this_without_a_change(alice, ready, home):
    assert "调查表已于" not in alice.open(home).text
    assert Amendment.objects.count() == 0
