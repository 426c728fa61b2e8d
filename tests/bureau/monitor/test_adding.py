from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from surveys.notices.models import Notice
from surveys.rounds.queries import deadline_of
from tests import factories
from tests.responses.stories import make_issued_round


@pytest.fixture
def new_sites(world, round, overdue):
    return [
        factories.make_facility(world.alice_org, code=code, name=name)
        for code, name in (("N1", "新一号"), ("N2", "新二号"))
    ]


def test_a_site_that_was_missing_is_added(officer, world, round, new_sites):
    first, _second = new_sites
    officer.at("round", round.pk).follow("Add data centers…")
    assert officer.texts_at("//div[@class='form-check']") == ["新一号 N1 · 甲云数据", "新二号 N2 · 甲云数据"]

    officer.the_form()
    officer.send((dict(officer.values()) | {"facility": str(first.pk)}).items())

    assert "1 unit was added to the round" in officer.text
    added = round.assignments.get(facility=first)
    assert deadline_of(added) == round.deadline
    issued = Notice.objects.filter(kind="issued", round=round)
    assert ["新一号" in letter.body for letter in issued].count(True) == 1


def test_it_is_found_by_name_or_code(officer, round, new_sites):
    officer.at("round_add", round.pk, query="?q=n2")

    assert officer.texts_at("//div[@class='form-check']") == ["新二号 N2 · 甲云数据"]
    assert "Enter it into the register first." in officer.at("round_add", round.pk, query="?q=nowhere").text


def test_nothing_ticked_adds_nothing(officer, round, new_sites):
    officer.at("round_add", round.pk).the_form().press("Add and tell them")

    assert list(officer.errors().values()) == ["Tick at least one."]
    assert round.assignments.count() == 2


def test_after_the_deadline_it_needs_one_of_its_own(officer, overdue, new_sites, now):
    ticked = {"facility": str(new_sites[0].pk)}
    officer.at("round_add", overdue.pk).the_form()
    officer.send((dict(officer.values()) | ticked).items())
    assert set(officer.errors()) == {"#id_deadline_date", "#id_deadline_time"}

    local = (now + timedelta(days=1)).astimezone(ZoneInfo("Asia/Shanghai"))
    typed = {"deadline_date": f"{local:%Y-%m-%d}", "deadline_time": f"{local:%H:%M}"}
    officer.at("round_add", overdue.pk).the_form()
    officer.send((dict(officer.values()) | ticked | typed).items())

    assert deadline_of(overdue.assignments.get(facility=new_sites[0])) == local.replace(second=0, microsecond=0)


def test_a_deadline_before_that_of_the_round_is_refused(officer, round, new_sites, now):
    local = now.astimezone(ZoneInfo("Asia/Shanghai")) + timedelta(hours=1)
    typed = {"deadline_date": f"{local:%Y-%m-%d}", "deadline_time": f"{local:%H:%M}"}
    officer.at("round_add", round.pk).the_form()
    officer.send((dict(officer.values()) | typed | {"facility": str(new_sites[0].pk)}).items())

    assert "must be later than the one that holds now" in officer.errors()["#id_deadline_date"]


def test_a_withdrawn_round_is_withdrawn_with_a_reason_and_says_so_everywhere(officer, round):
    officer.at("round", round.pk).follow("Withdraw the round…")
    officer.the_form().press("Withdraw and tell everybody")
    assert officer.errors() == {"#id_reason": "“Why it is withdrawn” is missing."}

    officer.in_form({"reason": "误发"}).press("Withdraw and tell everybody")

    assert "The round is withdrawn, and its contacts are told." in officer.text
    assert ": 误发" in " ".join(officer.texts("frame-deadline"))
    assert "withdrawn" in officer.at("rounds").text
    assert "possible only in a round that was issued and not withdrawn" in officer.at("round_add", round.pk).text


def test_who_has_the_same_form_open_in_another_round_is_named(officer, world, round, new_sites, now):
    other = make_issued_round(world, at=now, deadline=round.deadline, title_zh="另一批", title_en="Another one")

    officer.at("round_add", round.pk)

    told = f"has this questionnaire open already, in “Another one” ({other.code})"
    assert officer.texts_at("//div[@class='form-check']") == [
        f"新一号 N1 · 甲云数据 {told}",
        f"新二号 N2 · 甲云数据 {told}",
    ]
