import copy
import json
from datetime import timedelta

import pytest

from surveys.questionnaires.actions import publish
from surveys.responses import actions
from surveys.responses.amendment.amending import amend
from surveys.responses.models import Draft, Response
from surveys.responses.review import accept
from surveys.rounds.models import Round
from tests.api.caller import Program, a_key, errors_of, kind_of
from tests.responses.stories import CLEAN, draft_of, fill_in, fresh, submit
from tests.responses.tenants.stories import declared, take


def test_a_program_fills_in_a_draft_and_reads_it_back(program, draft):
    before = program.get(draft).json()
    changed = program.patch(draft, {"version": before["version"], "answers": CLEAN})
    after = program.get(draft).json()

    assert changed.status_code == 200, changed.content
    assert after["answers"] == before["answers"] | CLEAN
    assert after["version"] == changed.json()["version"] == before["version"] + 1
    assert changed.json()["values"]["total_kwh"]["value"] == "30005000"
    assert after["saved_by"] == "Alice"


def test_looking_changes_nothing(program, draft, response):
    program.get(draft)

    response.refresh_from_db()
    assert (response.opened_at, Draft.objects.count()) == (None, 0)


def test_the_same_change_twice_is_one_change(program, draft):
    change = {"version": 0, "answers": CLEAN}

    first, second = program.patch(draft, change), program.patch(draft, change)

    assert first.json() == second.json()


def test_what_is_wrong_is_kept_and_told_as_on_the_pages(program, draft, response):
    answers = CLEAN | {"total_kwh": {"typed": "about 5", "unit": "kWh"}}

    found = program.patch(draft, {"version": 0, "answers": answers}).json()

    (finding,) = [one for one in found["findings"] if one["path"] == "/answers/total_kwh" and one["check"] == "reading"]
    assert (finding["severity"], finding["blocks"], found["is_ready"]) == ("hard", True, False)
    assert draft_of(response).answers["total_kwh"] == answers["total_kwh"]


def test_a_cell_is_found_by_its_row(program, draft):
    rows = [
        {"row": "x", "cells": {"business_type": {"typed": "01"}, "business_share": {"typed": "50"}}},
        {"row": "y", "cells": {"business_type": {"typed": "02"}, "business_share": {"typed": "much"}}},
    ]

    found = program.patch(draft, {"version": 0, "answers": {"business": rows}}).json()["findings"]

    assert "/answers/business/1/cells/business_share" in {one["path"] for one in found}


@pytest.mark.parametrize(("language", "word"), [("en", "number"), ("zh-CN", "数")])
def test_findings_speak_the_language_that_was_asked_for(world, draft, language, word):
    program = Program(a_key(world.alice_org, world.alice), language)

    answer = program.patch(draft, {"version": 0, "answers": {"total_kwh": {"typed": "viel"}}})

    messages = [one["message"] for one in answer.json()["findings"] if one["check"] == "reading"]
    assert word in messages[0]
    assert answer.headers["Content-Language"][:2] == language[:2]


@pytest.mark.parametrize(
    ("entry", "state"),
    [
        ({"typed": "0"}, {"value": "0", "unit": "kWh"}),
        ({"unavailable": "电表损坏"}, {"unavailable": "电表损坏"}),
        (None, None),
    ],
)
def test_nought_not_known_and_blank_are_three_things(program, draft, entry, state):
    found = program.patch(draft, {"version": 0, "answers": {"total_kwh": entry}}).json()

    told = found["values"].get("total_kwh")
    assert told == state or {**told, **state} == told
    assert "total_kwh" not in found["not_applicable"]


def test_what_is_not_asked_is_a_fourth(program, draft):
    no, yes = (
        program.patch(draft, {"version": version, "answers": {"has_mining": {"typed": answer}}}).json()
        for version, answer in enumerate(("no", "yes"))
    )

    assert "mining_kwh" in no["not_applicable"]
    assert "mining_kwh" not in yes["not_applicable"]


# --- two at once -------------------------------------------------------------------------------------------------


def test_a_stale_change_tells_both_texts_and_loses_neither(world, program, draft, response):
    fill_in(response, world.bob, at=None, total_kwh={"typed": "111", "unit": "kWh"})

    answer = program.patch(
        draft, {"version": 0, "answers": {"total_kwh": {"typed": "222", "unit": "kWh"}, "remarks": {"typed": "x"}}}
    )

    assert kind_of(answer) == (409, "changed-meanwhile")
    (conflict,) = answer.json()["conflicts"]
    assert (conflict["theirs"]["typed"], conflict["yours"]["typed"]) == ("111", "222")
    now = program.get(draft).json()
    assert now["answers"]["total_kwh"]["typed"] == "111"
    assert now["answers"]["remarks"] == {"typed": "x"}
    assert [(one["entry"]["typed"], one["by"]) for one in now["set_aside"]] == [("222", "Alice [ERP]")]
    assert answer.json()["version"] == now["version"]


def test_changes_that_do_not_meet_go_together(world, program, draft, response):
    fill_in(response, world.bob, at=None)

    answer = program.patch(draft, {"version": 0, "answers": {"remarks": {"typed": "x"}}})

    assert answer.status_code == 200
    assert draft_of(response).answers["total_kwh"] == CLEAN["total_kwh"]


def test_a_reason_of_somebody_else_stays_when_one_is_sent_that_does_not_know_it(world, program, draft, response):
    key = "E13:total_kwh"
    base = actions.open_for_answering(response=response, by=world.bob).version
    actions.save_draft(response=response, by=world.bob, base=base, changes={}, reasons={key: "Bob's"})

    program.patch(draft, {"version": 0, "reasons": {key: "ours"}})
    known = draft_of(response).reasons[key]
    program.patch(draft, {"version": draft_of(response).version, "reasons": {key: "one for both"}})

    assert known == "Bob's\nours"
    assert draft_of(response).reasons[key] == "one for both"


def test_a_version_that_is_still_to_come_is_refused(program, draft, response):
    answer = program.patch(draft, {"version": 7, "answers": {"remarks": {"typed": "x"}}})

    assert kind_of(answer) == (422, "wrong-content")
    assert list(errors_of(answer)) == ["/version"]


# --- the questionnaire is changed meanwhile ---------------------------------------------------------------------


@pytest.fixture
def shortened(world, round):
    """The round goes over to a version without the measures."""
    definition = copy.deepcopy(round.version.definition)
    for section in definition["sections"]:
        section["questions"] = [one for one in section["questions"] if one["name"] != "measures"]
    version = publish(by=world.officer, authority=round.survey.authority, definition=definition)
    amend(by=world.officer, round=round, version=version, reason_zh="精简", reason_en="Shorter")


def test_answers_to_an_earlier_version_are_carried_and_the_rest_is_told(program, draft, shortened):
    answers = {"measures": {"typed": "x"}, "total_method": {"typed": "bill"}}

    answer = program.patch(draft, {"version": 0, "form": 1, "answers": answers})

    assert (answer.status_code, answer.json()["no_longer_asked"]) == (200, ["measures"]), answer.content
    now = program.get(draft).json()
    assert (now["form"]["version"], now["answers"]["total_method"]) == (2, {"typed": "bill"})
    assert [one["question"] for one in now["set_aside"]] == ["measures"]


def test_without_saying_so_they_are_taken_for_answers_to_the_present_one(program, draft, shortened):
    answer = program.patch(draft, {"version": 0, "answers": {"measures": {"typed": "x"}}})

    assert list(errors_of(answer)) == ["/answers/measures"]


def test_a_version_that_the_round_never_had_is_refused(program, draft, shortened):
    assert list(errors_of(program.patch(draft, {"version": 0, "form": 9}))) == ["/form"]


# --- what is not taken -------------------------------------------------------------------------------------------

MISPLACED = {
    "unknown": ({"nonsense": {"typed": "1"}}, "/answers/nonsense", "no question of this name"),
    "a column": ({"business_share": {"typed": "1"}}, "/answers/business_share", "column"),
    "the organisation's": ({"responsible": {"typed": "1"}}, "/answers/responsible", "confirmed once per round"),
    "rows for one entry": ({"remarks": []}, "/answers/remarks", "no table"),
    "an entry for rows": ({"business": {"typed": "1"}}, "/answers/business", "list of rows"),
    "an unknown column": (
        {"business": [{"row": "a", "cells": {"x": {"typed": "1"}}}]}, "/answers/business/0/cells/x", "no column"
    ),
    "two rows of one name": (
        {"business": [{"row": "a", "cells": {}}, {"row": "a", "cells": {}}]}, "/answers/business/0/row", "same name"
    ),
    "a bad name of a row": ({"business": [{"row": "a b", "cells": {}}]}, "/answers/business/0/row", "pattern"),
    "a number": ({"total_kwh": {"typed": 5}}, "/answers/total_kwh/typed", "a number too"),
    "a number in a cell": (
        {"business": [{"row": "a", "cells": {"business_share": {"typed": 5.5}}}]},
        "/answers/business/0/cells/business_share/typed", "a number too",
    ),
    "an unknown key": ({"total_kwh": {"type": "5"}}, "/answers/total_kwh/type", "no key of this name"),
    "a bare text": ({"total_kwh": "5"}, "/answers/total_kwh", "object"),
    "a file that is not ours": (
        {"evidence": {"typed": "00000000-0000-0000-0000-000000000000"}}, "/answers/evidence/typed", "no attachment"
    ),
    "no file at all": ({"evidence": {"typed": "a.pdf"}}, "/answers/evidence/typed", "no attachment"),
    "half a character": ({"remarks": {"typed": "a\ud800"}}, "/answers/remarks/typed", "place 2"),
    "a null character": ({"remarks": {"typed": "\x00"}}, "/answers/remarks/typed", "place 1"),
    "a name with a slash": ({"a/b~c": {"typed": "1"}}, "/answers/a~1b~0c", "no question"),
}  # fmt: skip


@pytest.mark.parametrize(("answers", "path", "word"), MISPLACED.values(), ids=MISPLACED)
def test_what_has_no_place_is_told_by_its_path_and_nothing_is_kept(program, draft, answers, path, word):
    answer = program.patch(draft, {"version": 0, "answers": answers | {"total_method": {"typed": "bill"}}})

    assert kind_of(answer) == (422, "wrong-content"), answer.content
    assert word in errors_of(answer)[path]
    assert "total_method" not in program.get(draft).json()["answers"]


@pytest.mark.parametrize("key", ["total_kwh", "E13:nonsense", "E13:responsible", ":total_kwh", "E13:total_kwh" * 30])
def test_a_reason_belongs_to_a_finding(program, draft, key):
    answer = program.patch(draft, {"version": 0, "reasons": {key: "why"}})

    assert list(errors_of(answer)) == [f"/reasons/{key}"]


def test_unknown_keys_of_the_body_are_refused(program, draft):
    answer = program.patch(draft, {"version": 0, "answer": {}})

    assert errors_of(answer) == {"/answer": "There is no key of this name."}


@pytest.mark.parametrize("version", ["0", 0.0, True, None, -1, 2**31])
def test_the_version_is_a_whole_number(program, draft, version):
    assert list(errors_of(program.patch(draft, {"version": version}))) == ["/version"]


def test_as_many_answers_as_a_page_may_send_and_no_more(program, draft):
    rows = [{"row": f"r{place}", "cells": {}} for place in range(5000)]

    most = program.patch(draft, {"version": 0, "answers": {"business": rows}})
    more = program.patch(draft, {"version": 1, "answers": {"business": rows, "remarks": {"typed": "x"}}})

    assert most.status_code == 200
    assert kind_of(more) == (413, "too-large")


# --- when nothing is taken ---------------------------------------------------------------------------------------


def test_a_closed_round_takes_nothing(program, draft, now):
    Round.objects.update(deadline=now, closed_at=now)

    assert kind_of(program.patch(draft, {"version": 0, "answers": CLEAN})) == (409, "closed")


def test_after_the_deadline_drafts_are_taken_as_long_as_the_round_is_open(program, draft, now):
    Round.objects.update(deadline=now - timedelta(hours=1))

    assert program.patch(draft, {"version": 0, "answers": CLEAN}).status_code == 200


def test_accepted_answers_stay(world, program, draft, ready):
    accept(revision=submit(ready, world.alice, at=None), by=world.officer)

    answer = program.patch(draft, {"version": 1, "answers": CLEAN})

    assert kind_of(answer) == (409, "not-possible-now")
    assert "accepted" in answer.json()["detail"]


def test_what_went_to_another_operator_is_gone(world, program, draft, response, now):
    Response.objects.filter(pk=response.pk).update(opened_at=now)
    response.assignment.organisation = world.charlie_org
    response.assignment.save()

    assert kind_of(program.patch(draft, {"version": 0, "answers": CLEAN})) == (404, "not-found")


# --- trying out --------------------------------------------------------------------------------------------------


def test_trying_out_finds_what_saving_would_find_and_saves_nothing(program, draft, response):
    answers = CLEAN | {"total_kwh": {"typed": "5", "unit": "kWh"}}

    tried = program.post(draft.replace("/draft", "/validation"), {"answers": answers}).json()
    nothing = (fresh(response).opened_at, Draft.objects.count())
    saved = program.patch(draft, {"version": 0, "answers": answers}).json()

    assert nothing == (None, 0)
    assert {**tried, "version": 1} == saved
    assert tried["version"] == 0


def test_trying_out_goes_by_the_draft(world, program, draft, ready):
    url = draft.replace("/draft", "/validation")

    assert program.post(url, {}).json()["is_ready"]
    assert not program.post(url, {"answers": {"total_kwh": None}}).json()["is_ready"]
    assert kind_of(program.post(url, {"answers": {"nonsense": None}})) == (422, "wrong-content")


def test_a_reason_removes_what_blocks(program, draft, ready):
    url = draft.replace("/draft", "/validation")
    odd = {"total_kwh": {"typed": "1", "unit": "kWh"}}

    soft = [one for one in program.post(url, {"answers": odd}).json()["findings"] if one["severity"] == "soft"]
    reasons = {one["key"]: "电表新装" for one in soft}
    explained = program.post(url, {"answers": odd, "reasons": reasons}).json()

    assert soft
    assert not [one for one in explained["findings"] if one["blocks"] and one["severity"] == "soft"]
    assert {one["reason"] for one in explained["findings"] if one["severity"] == "soft"} == {"电表新装"}


def test_answers_come_out_as_they_were_typed(program, draft):
    """What was typed is kept to the letter; how it was understood stands beside it, without exponents."""
    big = {"total_kwh": {"typed": "1,000,000,000,000,000.5", "unit": "kWh"}}

    found = json.loads(program.patch(draft, {"version": 0, "answers": big}).content, parse_float=pytest.fail)

    assert found["values"]["total_kwh"]["value"] == "1000000000000000.5"
    assert program.get(draft).json()["answers"]["total_kwh"] == big["total_kwh"]


def test_a_program_that_lowers_a_figure_is_told_what_tenants_declared(world, program, draft, response, now):
    program.patch(draft, {"version": 0, "answers": CLEAN})
    made = declared(response, world.alice, "7", at=now)
    take(response, world.alice, made, adds=True, at=now)
    version = draft_of(response).version

    found = program.patch(draft, {"version": version, "answers": {"total_kwh": {"typed": "6", "unit": "kWh"}}}).json()

    told = {one["check"]: one for one in found["findings"] if one["path"] == "/answers/total_kwh"}
    assert "甲租户" in str(told["declared"]["message"])
    assert (told["declared_sum"]["severity"], told["declared_sum"]["blocks"]) == ("soft", True)
    tried = {"answers": {"total_kwh": {"typed": "8", "unit": "kWh"}}}
    checks = {one["check"] for one in program.post(draft.replace("draft", "validation"), tried).json()["findings"]}
    assert "declared" in checks and "declared_sum" not in checks
