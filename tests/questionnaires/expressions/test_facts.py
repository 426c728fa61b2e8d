from datetime import date
from decimal import Decimal

from surveys.lib.dates import Month
from surveys.questionnaires.expressions.facts import prepared


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

    assert prepared(facts) == {
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

    assert prepared(facts) == {"siblings.names": ("alone",)}


def test_a_month_may_be_given_as_a_date():
    assert prepared({"facility.started": date(2015, 6, 30)}) == {"facility.started": Month(2015, 6)}
