"""Taking over what tenants declared, and the mark it leaves."""

import uuid
from datetime import timedelta

import pytest

from surveys.audit.models import Event
from surveys.responses.actions import RoundIsClosed, open_for_answering, save_draft, submit_nil
from surveys.responses.evaluation import evaluation_of
from surveys.responses.review import accept
from surveys.responses.states import NotAllowedNow
from surveys.responses.tenants.queries import from_tenants
from surveys.responses.tenants.taking import CannotBeAddedTo, NothingToTake, TakesOne, take_off_the_mark
from surveys.responses.verifying import flaws_of_revisions
from tests.responses.stories import BEFORE, draft_of, fill_in, fresh, response_of, submit
from tests.responses.tenants.stories import ask_of, declare, declared, kwh, take

LATER = BEFORE + timedelta(minutes=1)
SECOND = {"tenant": "乙租户", "email": "b@tenant.example"}


@pytest.fixture
def opened(world, response):
    open_for_answering(response=response, by=world.alice, at=BEFORE)
    return response


def type_in(response, by, base=None, **changes):
    base = draft_of(response).version if base is None else base
    return save_draft(response=response, by=by, base=base, changes=changes, at=BEFORE)


def answer_of(response, question="total_kwh"):
    return draft_of(response).answers.get(question)


def marks_of(response, question="total_kwh"):
    return draft_of(response).declared.get(question, [])


def told(response, check):
    now = fresh(response)
    now.draft = draft_of(response)
    return [one.message["en"] for one in evaluation_of(now, at=BEFORE).findings if one.check == check]


def test_one_tenants_figure_becomes_the_answer_as_it_was_typed(world, opened):
    made = declared(opened, world.alice, "1.2", unit="MWh")

    take(opened, world.alice, made)

    assert answer_of(opened) == {"typed": "1.2", "unit": "MWh"}
    assert marks_of(opened) == [
        {
            "request": str(made.pk),
            "tenant": "甲租户",
            "by": "张三（经理）",
            "at": BEFORE.isoformat(),
            "value": "1200",
            "unit": "kWh",
            "method": "measured",
        }
    ]
    assert Event.objects.get(verb="took_over_declared").details["tenants"] == "甲租户"


def test_several_figures_are_added_up_across_units(world, opened):
    first, second = declared(opened, world.alice, "1.2", unit="MWh"), declared(opened, world.alice, "0.1", **SECOND)

    take(opened, world.alice, first, second)

    assert answer_of(opened) == {"typed": "0.12001", "unit": "万千瓦时"}
    assert [one["tenant"] for one in marks_of(opened)] == ["甲租户", "乙租户"]


def test_they_are_added_to_what_stands_there(world, opened):
    type_in(opened, world.alice, total_kwh={"typed": "500", "unit": "kWh"})

    take(opened, world.alice, declared(opened, world.alice, "1.5", unit="MWh"), adds=True)

    assert answer_of(opened) == {"typed": "0.2", "unit": "万千瓦时"}
    assert told(opened, "declared") == ["Of this, 1,500 kWh declared by tenants: 甲租户 (1,500 kWh, measured)"]


def test_what_stood_there_is_kept_at_its_question(world, opened):
    type_in(opened, world.alice, total_kwh={"typed": "500", "unit": "kWh"})

    take(opened, world.alice, declared(opened, world.alice, "7"))

    assert [(one["entry"]["typed"], one["settled"]) for one in draft_of(opened).set_aside] == [("500", True)]


def test_the_same_is_taken_over_once(world, opened):
    made = declared(opened, world.alice, "7")
    take(opened, world.alice, made, adds=True)
    version = draft_of(opened).version

    for adds in (True, False):
        with pytest.raises(NothingToTake):
            take(opened, world.alice, made, adds=adds)
    assert (answer_of(opened)["typed"], draft_of(opened).version) == ("7", version)
    assert Event.objects.filter(verb="took_over_declared").count() == 1


def test_a_later_answer_of_the_same_tenant_stands_for_the_earlier(world, opened):
    first = declared(opened, world.alice, "7")
    second = declared(opened, world.alice, "9", at=LATER)

    with pytest.raises(NothingToTake):
        take(opened, world.alice, first, at=LATER)
    take(opened, world.alice, first, second, at=LATER)

    assert answer_of(opened)["typed"] == "9"


def test_it_takes_the_place_of_what_was_added_before(world, opened):
    type_in(opened, world.alice, total_kwh={"typed": "100", "unit": "kWh"})
    take(opened, world.alice, declared(opened, world.alice, "7"), adds=True)

    take(opened, world.alice, declared(opened, world.alice, "9", at=LATER), adds=True, at=LATER)

    assert answer_of(opened) == {"typed": "0.0109", "unit": "万千瓦时"}
    assert [one["value"] for one in marks_of(opened)] == ["9"]


def test_zero_is_taken_over_and_not_available_is_not(world, opened):
    zero = declared(opened, world.alice, "0")
    blank = declare(ask_of(opened, world.alice, **SECOND), total_kwh={"unavailable": "电表未分户"})

    with pytest.raises(NothingToTake):
        take(opened, world.alice, blank)
    take(opened, world.alice, zero, blank)

    assert answer_of(opened)["typed"] == "0"
    assert [one["tenant"] for one in marks_of(opened)] == ["甲租户"]


def test_nothing_is_added_to_what_is_no_number(world, opened):
    type_in(opened, world.alice, total_kwh={"typed": "about ten"})

    with pytest.raises(CannotBeAddedTo):
        take(opened, world.alice, declared(opened, world.alice, "7"), adds=True)
    assert answer_of(opened) == {"typed": "about ten"}


def test_of_answers_that_do_not_add_up_one_is_taken(world, opened):
    both = [
        declare(ask_of(opened, world.alice, ["has_mining"], **who), has_mining={"typed": typed})
        for who, typed in (({}, "no"), (SECOND, "yes"))
    ]

    with pytest.raises(TakesOne):
        take(opened, world.alice, *both, question="has_mining")
    take(opened, world.alice, both[1], question="has_mining")

    assert answer_of(opened, "has_mining") == {"typed": "yes"}
    assert told(opened, "declared") == ["Declared by tenants: 乙租户"]


def rows(*shares):
    cells = [{"business_type": {"typed": f"0{n}"}, "business_share": {"typed": s}} for n, s in enumerate(shares, 1)]
    return [{"row": f"r{n}", "cells": one} for n, one in enumerate(cells, 1)]


def test_rows_are_appended_and_come_once(world, opened):
    own = [{"row": "r1", "cells": {"business_type": {"typed": "99"}, "business_share": {"typed": "10"}}}]
    type_in(opened, world.alice, business=own)
    made = declare(ask_of(opened, world.alice, ["business"]), business=rows("40", "50"))

    take(opened, world.alice, made, question="business")

    assert [row["cells"]["business_share"]["typed"] for row in answer_of(opened, "business")] == ["10", "40", "50"]
    assert told(opened, "declared") == ["Of the rows, 2 declared by tenants: 甲租户"]
    with pytest.raises(NothingToTake):
        take(opened, world.alice, made, question="business")


def test_rows_of_a_later_answer_take_the_place_of_the_earlier(world, opened):
    first = declare(ask_of(opened, world.alice, ["business"]), business=rows("40", "50"))
    take(opened, world.alice, first, question="business")
    again = declare(ask_of(opened, world.alice, ["business"], at=LATER), at=LATER, business=rows("90"))

    take(opened, world.alice, again, question="business", at=LATER)

    assert [row["cells"]["business_share"]["typed"] for row in answer_of(opened, "business")] == ["90"]


def test_rows_that_were_taken_away_are_declared_no_more(world, opened):
    made = declare(ask_of(opened, world.alice, ["business"]), business=rows("40", "50"))
    take(opened, world.alice, made, question="business")

    type_in(opened, world.alice, business=answer_of(opened, "business")[:1])
    assert told(opened, "declared") == ["Of the rows, 1 declared by tenants: 甲租户"]
    type_in(opened, world.alice, business=rows("100"))
    assert told(opened, "declared") == []


def test_what_a_colleague_has_typed_meanwhile_stays(world, opened):
    made = declared(opened, world.alice, "7")
    base = draft_of(opened).version
    type_in(opened, world.bob, total_kwh={"typed": "33"})

    saved = take(opened, world.alice, made, base=base)

    assert [one.yours["typed"] for one in saved.conflicts] == ["7"]
    assert (answer_of(opened), marks_of(opened)) == ({"typed": "33"}, [])
    assert [one["entry"]["typed"] for one in draft_of(opened).set_aside] == ["7"]


def test_the_mark_stays_when_the_figure_is_changed(world, opened):
    take(opened, world.alice, declared(opened, world.alice, "7"))
    assert told(opened, "declared") == ["Declared by tenants: 甲租户 (7 kWh, measured)"]

    type_in(opened, world.alice, total_kwh=kwh("10", method=""))

    assert told(opened, "declared") == ["Of this, 7 kWh declared by tenants: 甲租户 (7 kWh, measured)"]
    assert told(opened, "declared_sum") == []


def test_a_figure_below_what_tenants_declared_needs_a_reason(world, opened):
    take(opened, world.alice, declared(opened, world.alice, "7"))

    type_in(opened, world.alice, total_kwh=kwh("6.999", method=""))

    assert told(opened, "declared_sum") == [
        "Tenants declared 7 kWh, more than the 6.999 kWh answered here: correct it, or say why"
    ]


def test_a_blank_carries_no_mark(world, opened):
    take(opened, world.alice, declared(opened, world.alice, "7"))

    type_in(opened, world.alice, total_kwh=None)

    assert told(opened, "declared") == []


def test_who_calls_the_figure_his_own_can_take_it_over_again(world, opened):
    made = declared(opened, world.alice, "7")
    take(opened, world.alice, made)

    take_off_the_mark(response=opened, by=world.alice, question="total_kwh", at=BEFORE)
    take_off_the_mark(response=opened, by=world.alice, question="total_kwh", at=BEFORE)

    assert (told(opened, "declared"), answer_of(opened)["typed"]) == ([], "7")
    assert Event.objects.filter(verb="unmarked_declared").count() == 1
    take(opened, world.alice, made)
    assert len(marks_of(opened)) == 1


def test_the_revision_says_what_tenants_declared_and_the_history_holds_it(world, response):
    fill_in(response, world.alice)
    take(response, world.alice, declared(response, world.alice, "30.0005", unit="GWh"))

    revision = submit(response, world.alice)

    assert [one["tenant"] for one in revision.declared["total_kwh"]] == ["甲租户"]
    assert [one["check"] for one in revision.findings if one["question"] == "total_kwh"] == ["declared"]
    assert list(flaws_of_revisions()) == []
    type(revision).objects.filter(pk=revision.pk).update(declared={})
    assert len(list(flaws_of_revisions())) == 1


def test_a_return_without_tenants_hashes_as_it_always_did(world, response):
    fill_in(response, world.alice)

    assert submit(response, world.alice).declared == {}


def test_taking_over_after_submitting_is_a_change_that_was_not_sent(world, response):
    fill_in(response, world.alice, total_kwh={"typed": "30.0005", "unit": "GWh"})
    submit(response, world.alice)
    assert fresh(response).unsent_since is None

    take(response, world.alice, declared(response, world.alice, "30.0005", unit="GWh"))

    assert fresh(response).unsent_since is not None
    take_off_the_mark(response=response, by=world.alice, question="total_kwh", at=BEFORE)
    assert fresh(response).unsent_since is None


def test_a_nil_return_declares_nothing_of_tenants(world, opened):
    take(opened, world.alice, declared(opened, world.alice, "7"))

    made = submit_nil(response=opened, by=world.alice, key=uuid.uuid4(), declared_by="A", at=BEFORE)

    assert (made.declared, [one for one in made.findings if one["check"] == "declared"]) == ({}, [])


def test_nothing_is_taken_over_once_nothing_is_taken_any_more(world, response):
    fill_in(response, world.alice)
    made = declared(response, world.alice, "7")
    revision = submit(response, world.alice)
    accept(revision=revision, by=world.officer, at=BEFORE)

    with pytest.raises(NotAllowedNow):
        take(response, world.alice, made)
    round = response.assignment.round
    round.closed_at = BEFORE
    round.save()
    with pytest.raises(RoundIsClosed):
        take(response, world.alice, made)


def test_requests_of_another_organisation_are_not_offered(world, round, opened):
    theirs = response_of(round, world.charlie_org)
    open_for_answering(response=theirs, by=world.charlie, at=BEFORE)
    made = declared(theirs, world.charlie, "7")

    with pytest.raises(NothingToTake):
        take(opened, world.alice, made)
    assert from_tenants(opened.assignment, {}) == {}


def test_of_many_tenants_some_are_named(world, opened):
    made = [declared(opened, world.alice, "1", tenant=f"租户{n}", email=f"t{n}@tenant.example") for n in range(7)]

    take(opened, world.alice, *made)

    (mark,) = told(opened, "declared")
    assert "租户4" in mark and "租户5" not in mark and mark.endswith("and others, 7 in all")
    assert len(marks_of(opened)) == 7
