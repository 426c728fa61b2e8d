"""Answering without JavaScript: what is typed is kept, shown as typed, and told about in the right place."""

from surveys.responses.actions import save_draft
from surveys.responses.models import Draft, Response
from surveys.responses.review import accept
from surveys.rounds import actions as rounds
from tests.portal.visitor import Visitor
from tests.responses.stories import fill_in, response_of, submit


def page(response, name="facility"):
    return f"/portal/assignments/{response.assignment_id}/sections/{name}/"


def answers(response):
    return Draft.objects.get(response=response).answers


def test_the_first_look_notes_that_somebody_opened_it(alice, response):
    alice.open(f"/portal/assignments/{response.assignment_id}/")

    assert Response.objects.get(pk=response.pk).opened_at is not None


def test_on_the_first_look_nothing_is_wrong_yet(alice, response):
    alice.open(page(response))

    assert alice.texts("error-summary") == []
    assert alice.texts("field-error") == []


def test_saving_keeps_what_is_wrong_and_says_so_in_the_same_words(alice, response):
    alice.open(page(response, "electricity")).fill(total_kwh="大约 12").press("保存并继续")

    assert answers(response)["total_kwh"] == {"typed": "大约 12"}
    assert alice.form.fields["a.total_kwh"] == "大约 12"
    assert set(alice.texts("field-error")) >= {f"错误： {text.lstrip()}" for text in _linked_errors(alice)}
    assert alice.title.startswith("错误：")


def _linked_errors(visitor):
    return [a.text_content() for a in visitor.page.xpath("//*[contains(@class, 'error-summary')]//a")]


def test_every_link_of_the_error_summary_leads_to_something(alice, response):
    alice.open(page(response)).press("保存并继续")

    targets = [a.get("href").removeprefix("#") for a in alice.page.xpath("//*[contains(@class, 'error-summary')]//a")]
    assert targets[-1] == "f-business"
    assert all(alice.page.get_element_by_id(target) is not None for target in targets)


def test_a_finding_in_a_row_is_linked_to_its_cell(world, alice, response):
    rows = [{"row": "r7", "cells": {"business_type": {"typed": "01"}, "business_share": {"typed": "viel"}}}]
    fill_in(response, world.alice, at=None, business=rows)

    alice.open(page(response) + "?checked=1")

    links = alice.page.xpath("//*[contains(@class, 'error-summary')]//a/@href")
    assert "#f-business-r7-business_share" in links
    assert alice.page.get_element_by_id("f-business-r7-business_share").get("value") == "viel"


def test_what_was_understood_is_shown(alice, response):
    alice.open(page(response, "electricity")).fill(total_kwh="1,200.5").press("保存并返回清单")

    assert alice.url == f"/portal/assignments/{response.assignment_id}/"
    assert "识别为 12,005,000 kWh" in alice.open(page(response, "electricity")).texts("understood")


def test_totals_and_calculated_figures_are_worked_out(alice, response):
    alice.open(page(response))
    alice.fill_row("business", 1, business_type="01", business_share="62.5").press("添加一行")
    alice.fill_row("business", 2, business_type="02", business_share="37.5").press("保存并返回清单")
    alice.open(page(response, "electricity")).fill(total_kwh="1,000").press("保存并返回清单")

    assert alice.open(page(response, "electricity")).page.get_element_by_id("f-total_energy").text_content() == (
        "1,229.000 tce"
    )
    alice.open(page(response))
    assert "100%" in alice.page.get_element_by_id("f-business-totals").text_content()


def test_rows_can_be_duplicated_and_removed_without_javascript(alice, response):
    alice.open(page(response)).fill_row("business", 1, business_share="40").press("复制")
    copied = answers(response)["business"]
    alice.press("移除")

    assert [row["cells"] for row in copied] == [{"business_share": {"typed": "40"}}] * 2
    assert answers(response)["business"] == copied[1:]


def test_questions_appear_when_an_answer_asks_for_them(alice, response):
    alice.open(page(response, "mining"))
    before = "a.mining_kwh" in alice.form.fields
    alice.fill(has_mining="yes").press("保存并继续")

    assert (before, "a.mining_kwh" in alice.form.fields) == (False, True)


def test_what_became_irrelevant_is_kept_in_case_it_comes_back(alice, response):
    alice.open(page(response, "mining")).fill(has_mining="yes").press("保存并继续")
    alice.fill(mining_kwh="5", has_mining="no").press("保存并返回清单")

    assert answers(response)["mining_kwh"] == {"typed": "5"}


def test_saving_a_good_section_leads_to_the_next_and_at_last_to_the_check(alice, ready):
    alice.open(page(ready)).press("保存并继续")
    visited = [alice.url]
    while "/sections/" in alice.url:
        visited.append(alice.press("保存并继续").url)

    assert visited[:3] == [page(ready, "electricity"), page(ready, "mining"), page(ready, "statement")]
    assert alice.url == f"/portal/assignments/{ready.assignment_id}/check/"


def test_coming_from_the_check_one_returns_to_it(alice, ready):
    alice.open(f"/portal/assignments/{ready.assignment_id}/check/").follow("修改").press("保存并继续")

    assert alice.url == f"/portal/assignments/{ready.assignment_id}/check/"


def test_a_soft_finding_asks_for_a_reason_in_its_place(alice, ready):
    alice.open(page(ready)).fill(it_kw="9500").press("保存并继续")
    key = "r.E11:it_kw"
    asked = key in alice.form.fields
    alice.in_form({key: "新增变压器尚未登记"}).press("保存并继续")

    assert asked
    assert Draft.objects.get(response=ready).reasons == {"E11:it_kw": "新增变压器尚未登记"}
    assert alice.url == page(ready, "electricity")


def test_two_colleagues_keep_their_own_answers(alice, bob, response):
    for visitor in (alice, bob):
        visitor.open(page(response))
    alice.fill(it_kw="4000").press("保存并返回清单")
    bob.fill(grid_kva="9000").press("保存并返回清单")

    assert answers(response)["it_kw"] == {"typed": "4000"}
    assert answers(response)["grid_kva"] == {"typed": "9000"}


def test_of_one_answer_changed_by_two_both_texts_are_shown(alice, bob, response):
    for visitor in (alice, bob):
        visitor.open(page(response))
    alice.fill(it_kw="4000").press("保存并返回清单")
    bob.fill(it_kw="4500").press("保存并返回清单")

    assert answers(response)["it_kw"] == {"typed": "4000"}
    assert bob.texts("aside-text") == ["4500 kW"]
    assert "4500 kW" in alice.open(f"/portal/assignments/{response.assignment_id}/").text


def test_a_text_that_was_set_aside_can_be_put_in_its_place(alice, bob, response):
    for visitor in (alice, bob):
        visitor.open(page(response))
    alice.fill(it_kw="4000").press("保存并返回清单")
    bob.fill(it_kw="4500").press("保存并返回清单").press("改用这一内容")

    assert answers(response)["it_kw"] == {"typed": "4500"}


def test_a_settled_text_is_no_longer_shown_at_the_question_but_kept(alice, bob, response):
    for visitor in (alice, bob):
        visitor.open(page(response))
    alice.fill(it_kw="4000").press("保存并返回清单")
    bob.fill(it_kw="4500").press("保存并返回清单").press("维持现有答案")

    assert bob.open(page(response)).texts("aside-text") == []
    assert "4500 kW" in bob.open(f"/portal/assignments/{response.assignment_id}/").text


def test_when_the_round_closed_meanwhile_the_text_is_given_back(world, alice, response, now):
    alice.open(page(response)).fill(it_kw="12,345", address="示范路 8 号")
    type(response.assignment.round).objects.update(
        deadline=now, issued_at=now.replace(year=now.year - 1), closed_at=now
    )

    alice.press("保存并继续")

    assert alice.response.status_code == 409
    assert "12,345" in alice.text
    assert "示范路 8 号" in alice.text


def test_accepted_answers_are_read_only(world, alice, ready):
    alice.open(page(ready, "electricity")).fill(total_kwh="7")
    accept(revision=submit(ready, world.alice, at=None), by=world.officer)

    assert alice.press("保存并继续").response.status_code == 409
    assert "已审核通过" in alice.open(page(ready, "electricity")).text
    assert alice.form is None


def test_what_was_accepted_is_shown_and_not_a_later_draft(world, alice, ready):
    revision = submit(ready, world.alice, at=None)
    fill_in(ready, world.alice, at=None, total_kwh={"typed": "9,999"})
    accept(revision=revision, by=world.officer)

    alice.open(f"/portal/assignments/{ready.assignment_id}/")

    answers = " ".join(alice.texts("summary-list"))
    assert "3,000.5 万千瓦时" in answers
    assert "9,999" not in answers
    assert "统计期总用电量 9,999 万千瓦时" in alice.texts("notice-box")[-1]  # can be read, and is said not to count


def test_who_writes_for_a_unit_taken_out_meanwhile_is_told_why(world, alice, response):
    alice.open(page(response)).fill(it_kw="1234")
    rounds.exclude(by=world.officer, assignment=response.assignment, because="重复登记")

    alice.press("保存并继续")

    assert "重复登记" in alice.text
    assert "1234" in alice.text
    assert "已关闭" not in alice.text


def test_an_excluded_unit_cannot_be_answered(world, alice, response):
    rounds.exclude(by=world.officer, assignment=response.assignment, because="已拆除")

    assert "已拆除" in alice.open(page(response)).text


def test_after_submitting_a_change_waits_for_the_next_submission(world, alice, ready):
    submit(ready, world.alice, at=None)
    alice.open(page(ready, "electricity")).fill(total_kwh="2,999").press("保存并返回清单")

    assert "此后尚未报送" in alice.text


def test_a_section_that_does_not_exist_or_is_the_organisations_is_not_found(alice, response):
    assert alice.open(page(response, "nothing")).response.status_code == 404
    assert alice.open(page(response, "reporting_unit")).response.status_code == 404


def test_an_old_base_never_overwrites_newer_text(world, alice, response):
    alice.open(page(response, "electricity"))
    save_draft(response=response, by=world.bob, base=0, changes={"remarks": {"typed": "Bob"}})

    alice.fill(total_kwh="12").press("保存并返回清单")

    assert answers(response)["remarks"] == {"typed": "Bob"}
    assert answers(response)["total_kwh"] == {"typed": "12"}


def test_the_same_form_sent_twice_saves_once(world, alice, response):
    alice.open(page(response, "electricity")).fill(total_kwh="12")
    pairs = [*alice.values(), ("act", "list")]
    form, url = alice.form, alice.url
    alice.send(pairs)
    alice.form, alice.url = form, url
    alice.send(pairs)

    assert Draft.objects.get(response=response).version == 1


def test_a_contributor_answers_too(world, ready):
    Visitor(world.bob).open(page(ready, "electricity")).fill(total_kwh="2,998").press("保存并返回清单")

    assert response_of(ready.assignment.round, world.alice_org).draft.saved_by == world.bob


def test_a_change_that_was_not_submitted_looks_so_wherever_the_operator_looks(world, alice, round, ready):
    submit(ready, world.alice, at=None)
    before = alice.open("/").texts("count")
    alice.open(page(ready, "electricity")).fill(total_kwh="2,999").press("保存并继续")
    alice.open(page(ready, "electricity"))
    assert "尚未重新报送" in alice.texts("save-state")[0]

    assert (before, alice.open("/").texts("count")) == (["已报送 1"], ["已修改，未重新报送 1"])
    assert "1 项任务报送后又有修改" in alice.text
    assert alice.follow(round.title).texts("tag") == ["已修改，未重新报送"]
    assert "1 项任务报送后又有修改" in alice.text


def test_once_the_round_is_closed_the_change_can_be_read_and_nothing_more_is_asked(world, alice, round, ready, now):
    submit(ready, world.alice, at=None)
    alice.open(page(ready, "electricity")).fill(total_kwh="2,999").press("保存并返回清单")
    type(round).objects.update(deadline=now, closed_at=now)

    assert "项任务报送后又有修改" not in alice.open(f"/portal/rounds/{round.pk}/").text
    alice.open(f"/portal/assignments/{ready.assignment_id}/")

    assert "统计期总用电量 2,999 万千瓦时" in alice.texts("notice-box")[-1]
