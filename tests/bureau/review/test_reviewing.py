import uuid
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from surveys.accounts.roles import Role
from surveys.audit.models import Event
from surveys.notices.models import Notice
from surveys.receipts import custody
from surveys.receipts.actions import make_first_keys, rotate
from surveys.responses import actions, review
from surveys.responses.models import Decision
from surveys.rounds import actions as rounds
from surveys.rounds.models import Extension
from tests import factories
from tests.bureau.officer import Officer
from tests.portal.visitor import Visitor
from tests.responses.stories import confirm, fill_in, fresh, submit


@pytest.fixture
def returned(world, submitted, now):
    return review.send_back(
        revision=submitted,
        by=world.officer,
        remarks={"total_kwh": "请核对单位"},
        note="尽快",
        new_deadline=now + timedelta(days=1),
    )


@pytest.fixture
def corrected(world, returned, submitted, now):
    fill_in(fresh(submitted.response), world.alice, at=now, total_kwh={"typed": "2900.5", "unit": "万千瓦时"})
    return submit(fresh(submitted.response), world.alice, at=now)


def line(officer, question):
    (found,) = officer.page.xpath(f"//*[@id='answer-{question}']")
    return " ".join(" ".join(found.find("dd").itertext()).split())


def test_an_answer_is_shown_with_what_was_typed(officer, submitted):
    officer.at("review", submitted.response_id)

    told = (
        "30,005,000 kWh typed as “3,000.5 × 10,000 kWh” no proof No file was given under Electricity bill or contract."
    )
    assert line(officer, "total_kwh") == told
    assert line(officer, "has_mining") == "No"


def test_the_receipt_stands_there_as_its_holder_has_it(world, officer, submitted):
    make_first_keys(at=submitted.submitted_at)
    officer.at("review", submitted.response_id)
    alice = Visitor(world.alice).open(f"/portal/receipts/{submitted.pk}/")

    (theirs,) = alice.page.xpath("//p[@class='receipt-number']/strong[2]/text()")
    assert officer.texts_at("//dd[@class='receipt']") == [f"{submitted.receipt} · Check code {theirs}"]


def test_while_the_key_is_not_at_hand_the_receipt_has_no_code_yet(world, officer, submitted, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    custody.path_of(rotate(world.city, at=submitted.submitted_at).kid).unlink()

    assert officer.at("review", submitted.response_id).texts_at("//dd[@class='receipt']") == [submitted.receipt]


def test_what_the_operator_takes_of_its_own_is_no_event(world, submitted):
    make_first_keys(at=submitted.submitted_at)
    before = Event.objects.count()
    for file in ("answers.json", "answers.xlsx"):
        assert Visitor(world.alice).client.get(f"/portal/receipts/{submitted.pk}/{file}").status_code == 200

    assert Event.objects.count() == before


def test_facts_of_the_register_stand_beside(officer, submitted):
    text = officer.at("review", submitted.response_id).text

    assert "10,000 kVA" in text and "13900000001" in text


def send_back(officer, **fields):
    return officer.the_form("/send-back/").in_form(fields).press("Send back")


def test_a_return_is_sent_back_with_remarks_until_noon_tomorrow(officer, submitted):
    send_back(officer.at("review", submitted.response_id), remark_total_kwh="请核对单位", note="谢谢")

    decision = Decision.objects.get()
    assert (decision.outcome, decision.note) == ("returned", "谢谢")
    assert f"{decision.new_deadline:%H:%M}" == "04:00"
    assert list(decision.queries.values_list("question", "text")) == [("total_kwh", "请核对单位")]
    assert Notice.objects.filter(kind="returned").count() == 1


def test_a_remark_may_be_as_long_as_the_browser_lets_it(officer, submitted):
    remark = "字\r\n" * 999 + "字字"

    send_back(officer.at("review", submitted.response_id), remark_total_kwh=remark, note=remark)

    decision = Decision.objects.get()
    assert {decision.note, decision.queries.get().text} == {remark.replace("\r\n", "\n")}


def test_without_a_remark_nothing_is_sent_back(officer, submitted):
    send_back(officer.at("review", submitted.response_id), note="谢谢")

    assert list(officer.errors().values()) == [
        "Write a remark at one question at least, so that the operator knows what to correct."
    ]
    assert dict(officer.the_form("/send-back/").values())["note"].strip() == "谢谢"
    assert Decision.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "typed"),
    [("deadline_date", "2020-01-01"), ("deadline_date", "someday"), ("remark_has_mining", "字" * 2001), ("note", "\0")],
)
def test_a_flawed_form_keeps_what_was_typed(officer, submitted, field, typed):
    officer.at("review", submitted.response_id).the_form("/send-back/")
    officer.send((dict(officer.values()) | {"remark_total_kwh": "请核对单位", field: typed}).items())

    assert list(officer.errors()) == [f"#id_{field}"]
    assert dict(officer.the_form("/send-back/").values())["remark_total_kwh"].strip() == "请核对单位"
    assert Decision.objects.count() == 0


def test_what_changed_since_the_last_revision_is_marked(officer, corrected):
    officer.at("review", corrected.response_id)

    assert "Changes since revision 1 are marked." in officer.text
    assert line(officer, "total_kwh").startswith("29,005,000 kWh")
    assert "changed before: 30,005,000 kWh" in line(officer, "total_kwh")
    assert "We had asked: 请核对单位" in line(officer, "total_kwh")
    assert "changed" not in line(officer, "has_mining")


def test_an_earlier_revision_can_be_read_but_not_decided_on(officer, corrected):
    officer.at("review_revision", corrected.response_id, 1)

    assert "This is an earlier revision" in officer.text
    assert officer.page.xpath("//main//form") == []
    assert officer.follow("Show the latest one").page.xpath("//main//form") != []


@pytest.mark.parametrize("number", [0, 9, 10**30])
def test_a_revision_that_is_not_there_is_not_found(officer, submitted, number):
    assert officer.at("review_revision", submitted.response_id, number).status == 404


def test_a_newer_revision_is_looked_at_first(officer, world, submitted, now):
    officer.at("review", submitted.response_id).the_form("/accept/")
    fill_in(fresh(submitted.response), world.alice, at=now, remarks={"typed": "更正"})
    submit(fresh(submitted.response), world.alice, at=now, key=uuid.uuid4())

    officer.press("Accept")

    assert "The operator has submitted again meanwhile." in officer.text
    assert fresh(submitted.response).state == "submitted"


def test_a_colleague_was_faster(officer, world, submitted):
    officer.at("review", submitted.response_id).the_form("/accept/")
    review.accept(revision=submitted, by=world.officer)

    officer.press("Accept")

    assert "the return is “accepted” now" in officer.text
    assert Decision.objects.count() == 1


def test_who_sends_back_learns_first_that_a_colleague_accepted_meanwhile(officer, world, submitted):
    officer.at("review", submitted.response_id)
    review.accept(revision=submitted, by=world.officer)

    send_back(officer, remark_total_kwh="请核对单位")
    told, state = officer.text, fresh(submitted.response).state
    send_back(officer)

    assert "the return is “accepted” now" in told
    assert (state, fresh(submitted.response).state) == ("accepted", "returned")
    assert Decision.objects.latest("decided_at").queries.get().text == "请核对单位"


def test_remarks_typed_while_the_operator_submitted_again_are_kept(officer, world, submitted, now):
    officer.at("review", submitted.response_id)
    fill_in(fresh(submitted.response), world.alice, at=now, remarks={"typed": "更正"})
    second = submit(fresh(submitted.response), world.alice, at=now, key=uuid.uuid4())

    send_back(officer, remark_total_kwh="请核对单位")
    told, decided = officer.text, Decision.objects.count()
    send_back(officer)

    assert "The operator has submitted again meanwhile." in told
    assert decided == 0
    assert Decision.objects.get(revision=second).queries.get().text.strip() == "请核对单位"


def test_a_unit_taken_out_of_the_round_meanwhile_is_not_sent_back(officer, world, submitted):
    officer.at("review", submitted.response_id)
    rounds.exclude(by=world.officer, assignment=submitted.response.assignment, because="重复登记")

    send_back(officer, remark_total_kwh="请核对单位")

    assert "taken out of the round" in " ".join(officer.texts("message"))
    assert fresh(submitted.response).state == "submitted"
    assert officer.page.xpath("//main//form") == []


def test_an_accepted_return_can_still_be_sent_back(officer, world, submitted):
    review.accept(revision=submitted, by=world.officer)

    send_back(officer.at("review", submitted.response_id), remark_total_kwh="请再核对")

    assert fresh(submitted.response).state == "returned"


def test_nobodys_time_is_shortened_by_sending_back(officer, world, submitted, now):
    later = (now + timedelta(days=9)).replace(second=0, microsecond=0)
    rounds.extend(by=world.officer, assignments=[submitted.response.assignment], deadline=later, reason="停电")
    officer.at("review", submitted.response_id).the_form("/send-back/")
    proposed = dict(officer.values())

    send_back(officer, remark_total_kwh="请核对单位", deadline_date=f"{now + timedelta(days=1):%Y-%m-%d}")

    assert proposed["deadline_date"] >= f"{later:%Y-%m-%d}"
    assert "has time until" in officer.errors()["#id_deadline_date"]
    assert Decision.objects.count() == 0


def test_the_deadline_in_force_is_taken_to_the_minute(officer, world, submitted, now):
    """A round may be due at a second that the fields do not show."""
    later = now.replace(second=31, microsecond=0) + timedelta(days=9)
    rounds.extend(by=world.officer, assignments=[submitted.response.assignment], deadline=later, reason="停电")
    local = later.astimezone(ZoneInfo("Asia/Shanghai"))
    officer.at("review", submitted.response_id)

    send_back(officer, remark_total_kwh="请核对", deadline_date=f"{local:%Y-%m-%d}", deadline_time=f"{local:%H:%M}")

    assert Decision.objects.get().new_deadline == later


def test_a_return_that_waits_for_correction_is_given_more_time_in_a_closed_round(
    officer, world, returned, submitted, now
):
    type(submitted.response.assignment.round).objects.update(deadline=now - timedelta(days=1), closed_at=now)
    Extension.objects.update(deadline=now - timedelta(minutes=1))
    officer.at("review", submitted.response_id)
    assert "nothing more can come in" in officer.text
    later = (now + timedelta(days=2)).astimezone(ZoneInfo("Asia/Shanghai"))

    officer.the_form("/more-time/").in_form(
        {"reason": "停电", "deadline_date": f"{later:%Y-%m-%d}", "deadline_time": f"{later:%H:%M}"}
    ).press("Give more time")

    assert f"has time until {later:%Y-%m-%d %H:%M}" in officer.text
    assert Notice.objects.filter(kind="extended").count() == 1
    assert f"– extended since to {later:%Y-%m-%d %H:%M}" in officer.text


def test_more_time_that_is_no_more_is_refused_at_its_field(officer, returned, submitted):
    officer.at("review", submitted.response_id).the_form("/more-time/")

    officer.in_form({"reason": "停电", "deadline_date": "2020-01-01", "deadline_time": "12:00"}).press("Give more time")

    assert list(officer.errors()) == ["#id_later_deadline_date"]


def test_who_was_taken_out_meanwhile_gets_no_more_time_and_the_reason_is_given_back(
    world, officer, returned, submitted, now
):
    officer.at("review", submitted.response_id).the_form("/more-time/")
    rounds.exclude(by=world.officer, assignment=submitted.response.assignment, because="重复登记")
    later = (now + timedelta(days=3)).astimezone(ZoneInfo("Asia/Shanghai"))

    officer.in_form({"reason": "停电", "deadline_date": f"{later:%Y-%m-%d}", "deadline_time": "12:00"})
    officer.press("Give more time")

    assert "Nothing was changed: the unit was taken out of the round" in officer.text
    assert "停电" in officer.texts("typed-texts")[0]


def test_the_sending_back_is_taken_back(officer, returned, submitted):
    officer.at("review", submitted.response_id).the_form("/take-back/").in_form({"note": "已核实"})
    officer.press("Take the sending back back")

    assert fresh(submitted.response).state == "submitted"
    assert "sending back taken back" in officer.text
    assert Notice.objects.get(kind="recalled").body.count("已核实") == 1


@pytest.mark.parametrize("name", ["review_recall", "review_give_time"])
def test_what_does_not_wait_for_correction_needs_neither(officer, submitted, name):
    officer.post(name, submitted.response_id, revision=submitted.pk, reason="x")

    assert "Nothing was changed: the return is “waiting for review” now." in officer.text


def test_conclusions_are_told_with_their_remarks(officer, returned, submitted):
    text = officer.at("review", submitted.response_id).text

    assert "尽快" in text and "请核对单位" in text


def test_who_has_not_answered_has_nothing_to_review(officer, response):
    assert "Nothing has been submitted" in officer.at("review", response.pk).text


def test_findings_are_told_with_the_reason_given(officer, submitted):
    finding = {
        "check": "E1", "severity": "soft", "question": "total_kwh", "row": None, "key": "E1:total_kwh",
        "message": {"zh": "偏高", "en": "Rather high"},
    }  # fmt: skip
    type(submitted).objects.filter(pk=submitted.pk).update(findings=[finding], reasons={"E1:total_kwh": "扩容"})

    officer.at("review", submitted.response_id)

    assert "Finding: Rather high Reason given: 扩容" in line(officer, "total_kwh")


def test_a_viewer_reads_and_decides_nothing(world, submitted):
    viewer = Officer(factories.make_officer(world.city, Role.VIEWER)).at("review", submitted.response_id)

    assert viewer.page.xpath("//main//form") == []
    assert viewer.post("review_accept", submitted.response_id, revision=submitted.pk).status == 403
    assert viewer.post("review_send_back", submitted.response_id, revision=submitted.pk).status == 403


def test_a_districts_reviewer_decides_on_the_own_rows_only(district_officer, submitted, charlies):
    district_officer.at("review", submitted.response_id).the_form("/accept/").press("Accept")

    assert fresh(submitted.response).state == "accepted"
    assert district_officer.at("review", charlies.response_id).status == 404
    assert district_officer.post("review_accept", charlies.response_id, revision=charlies.pk).status == 404


@pytest.mark.parametrize("revision", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_a_decision_on_no_revision_is_not_found(officer, submitted, revision):
    assert officer.post("review_accept", submitted.response_id, revision=revision).status == 404


def test_operators_do_not_read_what_officers_read(world, submitted):
    assert Officer(world.alice).at("review", submitted.response_id).status in (403, 404)


def test_officers_never_alter_an_answer(officer, submitted):
    before = dict(type(submitted).objects.values_list("pk", "answers"))

    officer.at("review", submitted.response_id)
    send_back(officer, remark_total_kwh="请核对单位")

    assert dict(type(submitted).objects.values_list("pk", "answers")) == before


def test_a_nil_return_is_shown_as_one(officer, world, response, now):
    confirm(response.assignment.round, world.alice_org, world.alice, at=now)
    actions.submit_nil(response=response, by=world.alice, key=uuid.uuid4(), declared_by="Alice", at=now)

    assert "nil return" in officer.at("review", response.pk).texts("marks")[0]
