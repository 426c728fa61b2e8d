from datetime import timedelta

import pytest

from surveys.notices.models import Notice
from surveys.responses.amendment.amending import amend
from surveys.responses.models import Draft
from surveys.rounds import actions as rounds
from surveys.rounds.models import Amendment
from tests.responses.amendment.versions import amend_by, next_version
from tests.test_bad_input import NONSENSE

REASONS = {"reason_zh": "补充要求", "reason_en": "More is needed"}


def stricter(form):
    form.check("N1", "total_kwh", "${total_kwh} < 100")
    form.check("N2", "total_kwh", "${total_kwh} < 90", "soft")
    form.drop("remarks")
    form.drop_check("E23")
    form.definition["roles"].pop("remarks")


def softer(form):
    form.check("N2", "total_kwh", "${total_kwh} < 90", "soft")


@pytest.fixture
def version(world, round):
    return next_version(world, round.version, stricter)


def test_four_pages_from_the_round_to_the_letters(officer, round, submitted, version):
    officer.at("round", round.pk).follow("Change the questionnaire…").follow("version 2")
    assert officer.h1 == "Change to version 2"
    assert Amendment.objects.count() == 0

    officer.the_form().in_form(REASONS).press("Change to version 2")
    assert officer.h1 == "Changed to version 2"
    assert "More is needed" in officer.text
    round.refresh_from_db()
    assert (round.version, Notice.objects.filter(kind="amended").count()) == (version, 0)

    officer.the_form("/tell/").press("Tell the one that would be refused")
    assert "1 letter is on its way." in officer.text
    officer.the_form("/tell/").press("Tell the one that would be refused")
    assert "Everybody concerned has been told already" in officer.text
    assert Notice.objects.get(kind="amended").organisation == submitted.response.assignment.organisation


def test_what_it_would_do_is_told_with_what_it_is_out_of(officer, round, submitted, version):
    officer.at("round_amend", round.pk, query="?version=2")

    facts = {dt.text: " ".join(dt.getnext().text_content().split()) for dt in officer.page.xpath("//main//dt")}
    assert facts == {
        "Drafts that go over, with every answer kept": "1",
        "of which have answers set aside, to be read and copied": "0 of 1",
        "Submitted returns that stay as they are": "1",
        "of which the new version would refuse": "1 of 1",
        "of which it would refuse or ask a reason for": "1 of 1",
    }
    assert [h3.text for h3 in officer.page.xpath("//main//h3")] == [
        "Stricter: answers that were fine may now be refused",
        "No longer asked: answers given are set aside",
        "Other changes",
    ]
    assert "Question “Remarks” is gone" in officer.text
    assert officer.cells(0) == [str(submitted.response)]
    assert (officer.cells(3), officer.cells(4)) == (["N1 does not hold"], ["N2 does not hold"])


def test_the_list_leads_to_the_review(officer, round, submitted, version):
    officer.at("round_amend", round.pk, query="?version=2").follow(str(submitted.response))

    assert officer.url == f"/bureau/responses/{submitted.response_id}/"


@pytest.mark.parametrize("missing", ["reason_zh", "reason_en"])
def test_a_reason_is_asked_for_in_both_languages(officer, round, version, missing):
    officer.at("round_amend", round.pk, query="?version=2").the_form()

    officer.in_form(REASONS | {missing: " "}).press("Change to version 2")

    assert list(officer.errors()) == [f"#id_{missing}"]
    assert Amendment.objects.count() == 0


@pytest.mark.parametrize("query", ["", "?version=1", "?version=x", "?version=99", "?version="])
def test_without_a_later_version_one_has_to_choose(officer, round, version, query):
    officer.at("round_amend", round.pk, query=query)

    assert (officer.h1, officer.cells(0)) == ("Change the questionnaire", ["version 2"])


def test_a_version_that_asks_others_is_not_offered(officer, world, round):
    next_version(world, round.version, lambda form: form.definition.update(unit="organisation"))

    assert "There is no later version of this questionnaire." in officer.at("round_amend", round.pk).text


def test_two_officers_who_confirm_the_same_change_it_once(officer, world, round, version):
    officer.at("round_amend", round.pk, query="?version=2").the_form().in_form(REASONS)
    amend_by(world, round, lambda form: form.definition.update(version.definition), None)

    officer.press("Change to version 2")

    assert "The round was changed meanwhile, so nothing was done." in officer.text
    assert officer.h1 == "Change the questionnaire"
    assert Amendment.objects.count() == 1


def test_what_was_previewed_under_an_earlier_version_is_looked_at_again(officer, world, round, version):
    next_version(world, version, softer)
    officer.at("round_amend", round.pk, query="?version=3").the_form().in_form(REASONS)
    amend(by=world.officer, round=round, version=version, **REASONS)

    officer.press("Change to version 3")

    assert "The round was changed meanwhile, so nothing was done." in officer.text
    assert (officer.h1, Amendment.objects.count()) == ("Change the questionnaire", 1)


def test_the_same_press_twice_is_one_change(officer, round, version):
    officer.at("round_amend", round.pk, query="?version=2").the_form().in_form(REASONS)
    pairs = [*officer.values()]

    for _again in range(2):
        officer.client.post(officer.url, dict(pairs))

    assert Amendment.objects.count() == 1


@pytest.mark.parametrize("method", ["at", "post"])
def test_a_closed_round_stays_as_it_is(officer, world, overdue, method):
    next_version(world, overdue.version, stricter)
    rounds.close(by=world.officer, round=overdue)

    getattr(officer, method)("round_amend", overdue.pk, query="?version=2")

    assert "This is possible only while the round is open." in officer.text
    assert "Change the questionnaire…" not in officer.text
    assert Amendment.objects.count() == 0


def test_those_with_something_to_explain_are_told_when_wanted(officer, world, round, submitted, now):
    amendment = amend_by(world, round, softer, now)
    officer.at("amendment", round.pk, amendment.pk)
    assert "would be refused" not in officer.the_form("/tell/").form.text_content()

    officer.press("Tell the one concerned")

    assert Notice.objects.filter(kind="amended").count() == 1


def test_when_nobody_is_concerned_there_is_nobody_to_tell(officer, world, round, submitted, now):
    amendment = amend_by(world, round, lambda form: form.set("remarks", max_length=4000), now)

    officer.at("amendment", round.pk, amendment.pk)

    assert "What is in would pass the new version as well." in officer.text
    assert officer.page.xpath("//main//form[@method='post']") == []


def test_the_rounds_page_tells_its_changes(officer, district_officer, world, round, now):
    amendment = amend_by(world, round, softer, now)

    assert officer.at("round", round.pk).follow("version 2").url.endswith(f"/amendments/{amendment.pk}/")
    district_officer.at("round", round.pk)
    assert "Changes of the questionnaire" in district_officer.text
    assert district_officer.page.xpath(f"//a[contains(@href, '{amendment.pk}')]") == []
    assert "Change the questionnaire…" not in district_officer.text


def test_only_who_may_manage_the_round_gets_here(district_officer, stranger, world, round, now):
    amendment = amend_by(world, round, softer, now)
    pages = [("round_amend", round.pk), ("amendment", round.pk, amendment.pk)]

    assert [district_officer.at(*page).status for page in pages] == [403, 403]
    assert district_officer.post("amendment_tell", round.pk, amendment.pk).status == 403
    assert [stranger.at(*page).status for page in pages] == [404, 404]
    assert stranger.post("amendment_tell", round.pk, amendment.pk).status == 404


def test_an_amendment_of_another_round_is_not_found(officer, world, round, overdue, now):
    amendment = amend_by(world, round, softer, now)

    assert officer.at("amendment", overdue.pk, amendment.pk).status == 404


def test_a_draft_goes_over(officer, world, round, response, version, now):
    Draft.objects.create(response=response, answers={"remarks": {"typed": "x"}}, saved_at=now - timedelta(minutes=1))
    officer.at("round_amend", round.pk, query="?version=2")
    assert "1 of 1" in officer.text

    officer.the_form().in_form(REASONS).press("Change to version 2")

    assert [one["entry"] for one in Draft.objects.get(response=response).set_aside] == [{"typed": "x"}]


@pytest.mark.parametrize("nonsense", NONSENSE, ids=lambda text: ascii(text[:8]))
def test_nonsense_as_a_reason_is_refused_or_told_as_it_is(officer, round, version, nonsense):
    answer = officer.post("round_amend", round.pk, query="?version=2", reason_zh=nonsense, reason_en=nonsense)

    assert answer.status in (200, 400)
    assert officer.page.xpath("//x-canary") == []


def test_the_pages_are_in_chinese_too(officer, round, submitted, version):
    officer.client.cookies["language"] = "zh-hans"

    officer.at("round_amend", round.pk, query="?version=2")

    assert "取消：题目“备注”" in officer.text
    assert officer.h1 == "变更为版本 2"
