from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from surveys.lib.dates import Month
from surveys.questionnaires.expressions import Surroundings, check, kinds, parse
from surveys.questionnaires.expressions.facts import kind_of_fact, prepared
from surveys.questionnaires.expressions.values import Column


def test_facts_come_as_text_and_are_read_by_their_kind():
    facts = {
        "organisation.name": "某公司",
        "facility.it_kw": "1200.5",
        "facility.racks": Decimal(3),
        "facility.started": "2015-06",
        "facility.operating": True,
        "facility.address_taken": "false",
        "round.period_end": "2021-03-31",
        "siblings.names": ["一号", None, "二号"],
        "siblings.total_kwh": ["5", "x"],
    }

    assert prepared(facts, {}) == {
        "organisation.name": "某公司",
        "facility.it_kw": Decimal("1200.5"),
        "facility.racks": Decimal(3),
        "facility.started": Month(2015, 6),
        "facility.operating": True,
        "facility.address_taken": False,
        "round.period_end": date(2021, 3, 31),
        "siblings.names": ("一号", "二号"),
        "siblings.total_kwh": (Decimal(5),),
    }


def test_what_is_unknown_or_cannot_be_read_is_absent():
    facts = {
        "no.such.fact": "1",
        "facility.it_kw": "many",
        "facility.started": "once",
        "round.period_end": None,
        "organisation.name": "",
        "siblings.names": "alone",
        "siblings.total_kwh": [],
    }

    assert prepared(facts, {}) == {"siblings.names": ("alone",)}


@pytest.mark.parametrize("no", ["no", "false", "0", False])
def test_what_is_not_so_is_known_not_to_be(no):
    assert prepared({"facility.operating": no}, {}) == {"facility.operating": False}


def test_a_moment_of_the_last_wave_keeps_its_time():
    moment = datetime(2021, 4, 28, 12, 30, tzinfo=timezone(timedelta(hours=8)))

    assert prepared({"previous.seen": moment.isoformat()}, {"seen": kinds.DATE}) == {"previous.seen": moment}


def test_a_month_may_be_given_as_a_date():
    assert prepared({"facility.started": date(2015, 6, 30)}, {}) == {"facility.started": Month(2015, 6)}


QUESTIONS = {
    "total_kwh": kinds.NUMBER,
    "kwh": kinds.NUMBER,
    "coins": kinds.TEXT.column,
    "status": kinds.TEXT,
    "start": kinds.MONTH,
    "is_open": kinds.TRUTH,
}


def test_the_last_wave_is_read_by_the_kinds_of_todays_questions():
    facts = {
        "previous.total_kwh": "12.5",
        "previous.kwh": ["1", None, "x", "3"],
        "previous.coins": "BTC ETH",
        "previous.start": "2015-06",
        "previous.is_open": "no",
        "previous.dropped": "whatever",
        "previous.status": None,
        "previous.": "1",
        "peers.ratio_low.kwh": "0.8",
    }

    assert prepared(facts, QUESTIONS) == {
        "previous.total_kwh": Decimal("12.5"),
        "previous.kwh": Column((Decimal(1), None, None, Decimal(3))),
        "previous.coins": ("BTC", "ETH"),
        "previous.start": Month(2015, 6),
        "previous.is_open": False,
        "previous.dropped": "whatever",
        "peers.ratio_low.kwh": Decimal("0.8"),
    }


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("facility.it_kw", kinds.NUMBER),
        ("previous.status", kinds.TEXT),
        ("previous.dropped", kinds.ANY),
        ("peers.ratio_high.status", kinds.NUMBER),
        ("previous", None),
        ("previous.two words", None),
        ("peers.ratio_low", None),
        ("facility.colour", None),
    ],
)
def test_the_kind_of_a_fact(name, kind):
    assert kind_of_fact(name, QUESTIONS) == kind


def test_a_rule_may_ask_for_the_last_wave_and_is_told_what_else_there_is():
    around = Surroundings(QUESTIONS)

    assert check(parse("${total_kwh} >= fact('previous.total_kwh')"), around) == (kinds.TRUTH, [])
    assert check(parse("fact('previous.status') + 1"), around)[1] != []
    (problem,) = check(parse("fact('facility.colour')"), around)[1]
    assert problem["zh"].endswith("，以及 previous.题目名")
    assert check(parse("fact(${status})"), around)[1] == [problem]
