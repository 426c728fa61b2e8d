import json

import pytest
from django.test import Client

from surveys.responses.actions import save_draft
from surveys.responses.models import Draft
from surveys.responses.reasons import ReasonsDrawn
from surveys.rounds import actions as rounds
from surveys.rounds.models import Round
from tests.portal.visitor import Visitor
from tests.responses.stories import fill_in, fresh, submit


def url(response, name="facility"):
    return f"/portal/assignments/{response.assignment_id}/sections/{name}/"


def autosave(visitor, response, name="facility", **changes):
    """Opens the page when the visitor does not have it open, and sends what its form holds with the changes."""
    if visitor.form is None:
        visitor.open(url(response, name))
    data = {}
    for key, value in visitor.values():
        data.setdefault(key, []).append(value)
    data |= changes
    return visitor.client.post(url(response, name) + "autosave/", data)


@pytest.fixture
def alice(alice):
    alice.form = None
    return alice


@pytest.fixture
def bob(bob):
    bob.form = None
    return bob


def test_it_answers_with_the_version_the_figures_and_what_was_understood(alice, response):
    said = json.loads(autosave(alice, response, "electricity", **{"a.total_kwh": "1,000"}).content)

    assert said["version"] == 1
    assert said["conflicts"] == []
    assert "识别为 10,000,000 kWh" in said["fragments"]["f-total_kwh-tells"]
    assert said["fragments"]["f-total_energy"] == "1,229.000 tce"
    assert len(said["saved_at"]) == len("12:03")


def test_findings_of_rows_come_with_their_cells(alice, response):
    row = {"t.business": ["r1"], "a.business.r1.business_share": "170", "a.business.r1.business_type": "01"}

    said = json.loads(autosave(alice, response, **row).content)

    assert "0 到 100" in said["fragments"]["f-business-r1-business_share-tells"]
    assert "170%" in said["fragments"]["f-business-totals"]


def test_blanks_are_pointed_out_only_on_a_page_that_was_checked(alice, response):
    plain = json.loads(autosave(alice, response, "electricity").content)
    checked = json.loads(autosave(alice, response, "electricity", checked="1").content)

    assert plain["fragments"]["f-total_kwh-tells"] == ""
    assert "field-error" in checked["fragments"]["f-total_kwh-tells"]


def test_new_questions_come_with_their_html_and_old_ones_go(alice, response):
    said = json.loads(autosave(alice, response, "mining", **{"a.has_mining": "yes"}).content)

    assert "mining_kwh" in said["shown"]
    assert 'name="a.mining_kwh"' in said["questions"]["mining_kwh"]
    assert "has_mining" not in said["questions"]
    assert "mining_kwh:" in said["asked"]


def test_a_repeated_request_changes_nothing(alice, response):
    for _ in range(2):
        said = json.loads(autosave(alice, response, "electricity", **{"a.total_kwh": "7"}).content)

    assert (said["version"], said["conflicts"]) == (1, [])


def test_of_two_colleagues_both_texts_come_back(alice, bob, response):
    bob.open(url(response))
    autosave(alice, response, **{"a.it_kw": "4000"})

    said = json.loads(autosave(bob, response, **{"a.it_kw": "4500"}).content)

    (conflict,) = said["conflicts"]
    assert (conflict["question"], conflict["by"]) == ("it_kw", "Alice")
    assert (conflict["yours"], conflict["theirs"]) == ("4500 kW", "4000 kW")
    assert Draft.objects.get(response=response).set_aside[0]["entry"] == {"typed": "4500"}


def test_after_a_conflict_the_next_saving_does_not_overwrite_the_colleague(alice, bob, response):
    bob.open(url(response))
    autosave(alice, response, **{"a.it_kw": "4000"})
    said = json.loads(autosave(bob, response, **{"a.it_kw": "4500"}).content)

    again = {"a.it_kw": "4500", "base": said["version"], "asked": said["asked"], "a.address": "新址"}
    autosave(bob, response, **again)

    answers = Draft.objects.get(response=response).answers
    assert (answers["it_kw"], answers["address"]) == ({"typed": "4000"}, {"typed": "新址"})


def test_keeping_mine_is_a_change_against_the_colleagues_version(alice, bob, response):
    bob.open(url(response))
    autosave(alice, response, **{"a.it_kw": "4000"})
    said = json.loads(autosave(bob, response, **{"a.it_kw": "4500"}).content)

    without_mark = " ".join("it_kw:" if m.startswith("it_kw:") else m for m in said["asked"].split())
    autosave(bob, response, **{"a.it_kw": "4500", "base": said["version"], "asked": without_mark})

    assert Draft.objects.get(response=response).answers["it_kw"] == {"typed": "4500"}


def test_an_answer_that_a_colleague_changed_while_one_saved_another_is_not_overwritten(alice, bob, response):
    bob.open(url(response))
    autosave(alice, response, **{"a.it_kw": "4000"})
    said = json.loads(autosave(bob, response, **{"a.address": "新址"}).content)

    page = {"base": said["version"], "asked": said["asked"], "a.address": "新址"}
    said = json.loads(autosave(bob, response, **page, **{"a.it_kw": "4500"}).content)

    draft = Draft.objects.get(response=response)
    assert draft.answers["it_kw"] == {"typed": "4000"}
    assert draft.set_aside[0]["entry"] == {"typed": "4500"}
    assert [conflict["theirs"] for conflict in said["conflicts"]] == ["4000 kW"]


def test_who_goes_on_typing_meets_no_conflict_with_himself(bob, response):
    page = {}
    for typed in ("4", "45", "450", "4500"):
        said = json.loads(autosave(bob, response, **page, **{"a.it_kw": typed}).content)
        page = {"base": said["version"], "asked": said["asked"]}

    draft = Draft.objects.get(response=response)
    assert (draft.answers["it_kw"], draft.set_aside) == ({"typed": "4500"}, [])


def test_who_goes_on_typing_against_a_colleagues_answer_has_one_text_set_aside(alice, bob, response):
    bob.open(url(response))
    autosave(alice, response, **{"a.it_kw": "4000"})
    page = {}
    for typed in ("4", "45", "4500"):
        said = json.loads(autosave(bob, response, **page, **{"a.it_kw": typed}).content)
        page = {"base": said["version"], "asked": said["asked"]}

    draft = Draft.objects.get(response=response)
    assert draft.answers["it_kw"] == {"typed": "4000"}
    assert [one["entry"]["typed"] for one in draft.set_aside] == ["4500"]
    assert [conflict["index"] for conflict in said["conflicts"]] == ["0:it_kw"]


REASON = "E11:it_kw"


@pytest.fixture
def doubted(world, ready, now):
    fill_in(ready, world.alice, at=now, it_kw={"typed": "9500"})
    return ready


def explain(visitor, response, text, **changes):
    return json.loads(autosave(visitor, response, **{f"r.{REASON}": text}, **changes).content)


def reason(response):
    return Draft.objects.get(response=response).reasons.get(REASON, "")


def test_a_colleagues_reason_is_not_emptied_by_a_page_that_did_not_show_it(alice, bob, doubted):
    bob.open(url(doubted))
    explain(alice, doubted, "新增变压器")

    said = explain(bob, doubted, "", **{"a.address": "新址"})
    explain(bob, doubted, "", base=said["version"], asked=said["asked"], explained=said["explained"])

    assert reason(doubted) == "新增变压器"


def test_of_two_reasons_for_the_same_both_texts_stay(alice, bob, doubted):
    bob.open(url(doubted))
    explain(alice, doubted, "新增变压器")

    explain(bob, doubted, "尚未登记")

    assert reason(doubted) == "新增变压器\n尚未登记"


def test_two_long_reasons_are_both_kept_whole_and_submitted(world, alice, bob, doubted):
    bob.open(url(doubted))
    explain(alice, doubted, "甲" * 1500)

    explain(bob, doubted, "乙" * 1500)

    together = "甲" * 1500 + "\n" + "乙" * 1500
    assert reason(doubted) == together
    assert submit(fresh(doubted), world.alice, at=None).reasons[REASON] == together
    assert together in bob.open(url(doubted)).form.fields[f"r.{REASON}"].replace("\r\n", "\n")


def test_reasons_of_several_lines_that_come_back_as_a_browser_sends_them_were_not_touched(alice, bob, doubted):
    bob.open(url(doubted))
    explain(alice, doubted, "新增\n变压器")
    explain(bob, doubted, "尚未\n登记")
    alice.open(url(doubted))
    bob.open(url(doubted))
    explain(alice, doubted, "已登记")

    explain(bob, doubted, "新增\r\n变压器\r\n尚未\r\n登记")

    assert reason(doubted) == "已登记"


def test_who_goes_on_writing_a_reason_has_it_once(bob, doubted):
    page = {}
    for text in ("新", "新增", "新增变压器"):
        said = explain(bob, doubted, text, **page)
        page = {name: said[name] for name in ("asked", "explained")} | {"base": said["version"]}

    assert reason(doubted) == "新增变压器"


def test_who_goes_on_writing_below_a_colleagues_reason_has_his_own_once(alice, bob, doubted):
    bob.open(url(doubted))
    explain(alice, doubted, "新增变压器")
    page = {}
    for text in ("尚", "尚未", "尚未登记", "尚未登"):
        said = explain(bob, doubted, text, **page)
        page = {name: said[name] for name in ("asked", "explained")} | {"base": said["version"]}

    assert reason(doubted) == "新增变压器\n尚未登"


def test_a_reason_sent_twice_stands_once(alice, bob, doubted):
    bob.open(url(doubted))
    explain(alice, doubted, "新增变压器")
    for _ in range(2):
        explain(bob, doubted, "尚未登记")

    assert reason(doubted) == "新增变压器\n尚未登记"


def test_whoever_rewrites_what_two_had_explained_leaves_both_texts_to_be_read(alice, bob, doubted):
    bob.open(url(doubted))
    explain(alice, doubted, "新增变压器")
    explain(bob, doubted, "尚未登记")
    lost = "//section[@aria-labelledby='lost-texts']//dd"
    alice.open(f"/portal/assignments/{doubted.assignment_id}/")
    before = alice.page.xpath(lost)
    alice.open(url(doubted))
    explain(alice, doubted, "已登记")

    alice.open(f"/portal/assignments/{doubted.assignment_id}/")
    assert before == []
    assert [" ".join(text.text_content().split()) for text in alice.page.xpath(lost)] == [
        "尚未登记",
        "新增变压器 尚未登记",
    ]


def test_a_reason_written_while_a_colleagues_was_being_saved_stands_below_it(world, doubted, now):
    """What counts is what stands there when it is written, not what had been read before."""
    page = ReasonsDrawn.read("")
    for by, text in ((world.alice, "新增变压器"), (world.bob, "尚未登记")):
        save_draft(response=doubted, by=by, base=9, changes={}, reasons={REASON: text}, explained=page)

    assert reason(doubted) == "新增变压器\n尚未登记"


def test_a_reason_can_be_taken_away_again(bob, doubted):
    explain(bob, doubted, "新增变压器")
    bob.open(url(doubted))

    explain(bob, doubted, "")

    assert reason(doubted) == ""


def test_of_an_offline_copy_only_what_was_touched_is_new(alice, bob, response):
    bob.open(url(response))
    autosave(alice, response, **{"a.grid_kva": "9,999"})

    said = json.loads(autosave(bob, response, **{"a.it_kw": "4500"}).content)

    assert said["conflicts"] == []
    assert Draft.objects.get(response=response).answers["grid_kva"] == {"typed": "9,999"}


def test_in_a_closed_round_it_says_that_nothing_was_saved(world, alice, response, now):
    alice.open(url(response))
    Round.objects.update(deadline=now, closed_at=now)

    answer = autosave(alice, response, **{"a.it_kw": "1"})

    said = json.loads(answer.content)
    assert answer.status_code == 409
    assert "没有保存" in said["message"]
    assert said["texts"] == [{"label": "IT 功率", "text": "1 kW"}]


def test_after_a_log_out_it_leads_to_the_login(alice, response):
    alice.open(url(response))
    alice.client.logout()

    assert autosave(alice, response).status_code == 302


def test_it_wants_the_forms_token(world, response):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.alice)

    assert strict.post(url(response) + "autosave/", {"base": "0"}).status_code == 403


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"base": "-1", "asked": "::", "act": "remove"},
        {"base": "x", "asked": "it_kw:zz total_kwh:", "a.it_kw": "\0" * 10, "a.total_kwh": "9" * 20_000},
        {"asked": "business:0", "t.business": ["\0", "r1", "r1", "x" * 900], "a.business.r1.business_share": "5"},
        {"asked": "has_mining:0 facility_name:", "a.facility_name": "\ud800?".encode("utf-8", "replace").decode()},
        {"act": "restore:99999999999999999999", "base": "1"},
        {"act": "restore:²", "base": "1"},
        {"act": "remove:it_kw:r1", "base": "1", "asked": "it_kw:", "a.it_kw": "5"},
        {"act": "duplicate:business", "base": "1"},
    ],
)
def test_nonsense_is_no_server_error(alice, response, data):
    for end in ("autosave/", ""):
        answer = alice.client.post(url(response) + end, data | {"once_key": "3f2504e0-4f89-41d3-9a0c-0305e82c3301"})
        assert answer.status_code in (200, 302)


def test_too_many_fields_are_refused_and_not_a_server_error(alice, response):
    data = {f"a.{n}": "x" for n in range(5001)}

    assert alice.client.post(url(response) + "autosave/", data).status_code == 413


def test_get_is_not_allowed(alice, response):
    assert alice.client.get(url(response) + "autosave/").status_code == 405


def test_a_stranger_gets_a_404(world, response):
    assert Visitor(world.charlie).client.post(url(response) + "autosave/", {}).status_code == 404


def test_an_excluded_unit_takes_nothing(world, alice, response):
    rounds.exclude(by=world.officer, assignment=response.assignment, because="已拆除")

    assert alice.client.post(url(response) + "autosave/", {"asked": "it_kw:", "a.it_kw": "1"}).status_code == 409
