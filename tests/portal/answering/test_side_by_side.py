"""Many data centers side by side: each row is saved, merged and checked as the page of its section is."""

import json

import pytest

from surveys.portal import side_by_side
from surveys.responses.models import Draft
from surveys.rounds import actions as rounds
from tests import factories
from tests.portal.visitor import Visitor
from tests.responses.stories import fill_in

SAVE, LIST = "保存", "保存并返回清单"


@pytest.fixture
def sites(world):
    names = (("北站", "A1"), ("南站", "A2"), ("西站", "A3"))
    return [factories.make_facility(world.alice_org, name=name, code=code) for name, code in names]


@pytest.fixture
def round(sites, round):
    """Issued when they were there."""
    return round


@pytest.fixture
def rows(sites, round):
    """The assignments, in the order of the codes."""
    return [round.assignments.get(facility=site) for site in sites]


def address(round, organisation, section):
    return f"/portal/rounds/{round.pk}/organisations/{organisation.pk}/together/{section}/"


@pytest.fixture
def grid(world, round, rows):
    """Opens the page of a section for somebody."""

    def opened(visitor, section="electricity", more=""):
        return visitor.open(address(round, world.alice_org, section) + more)

    return opened


def put(visitor, row, part="a", **answers):
    return visitor.in_form({f"{row.pk.hex}.{part}.{name}": text for name, text in answers.items()})


def answers(row):
    return Draft.objects.get(response__assignment=row).answers


def autosave(visitor, only, section_changes):
    """What the page sends in passing: the rows in which something was typed."""
    key = only.pk.hex
    data = {name: [value] for name, value in visitor.values() if name.startswith(key) or "." not in name}
    data |= {f"{key}.{name}": [value] for name, value in section_changes.items()}
    return json.loads(visitor.client.post(visitor.url.partition("?")[0] + "autosave/", data).content)


def test_the_round_leads_there_where_there_are_several(world, round, rows, alice):
    alice.open(f"/portal/rounds/{round.pk}/").follow("多个数据中心并列填报")

    assert [len(alice.page.xpath("//tr[@data-key]")), "北站" in alice.text] == [3, True]


def test_it_is_not_offered_for_a_single_one(world, round):
    assert "并列填报" not in Visitor(world.charlie).open(f"/portal/rounds/{round.pk}/").text


def test_without_javascript_all_rows_are_saved_by_one_button(grid, alice, rows):
    grid(alice)
    put(alice, rows[0], total_kwh="100")
    put(alice, rows[2], total_kwh="300")
    alice.press(LIST)

    assert [answers(row).get("total_kwh") for row in rows] == [{"typed": "100"}, None, {"typed": "300"}]
    assert Draft.objects.get(response__assignment=rows[1]).version == 0  # nobody wrote there
    assert alice.url.endswith(f"/rounds/{rows[0].round_id}/")


def test_saving_and_staying_points_out_blanks_and_what_is_wrong(grid, alice, rows):
    grid(alice)
    put(alice, rows[0], total_kwh="800-900").press(SAVE)

    errors = alice.texts("field-error")
    assert any("800-900" in text or "一个" in text for text in errors)
    assert len(errors) >= 3


def test_two_people_in_two_cells_of_one_row(grid, alice, bob, rows):
    grid(alice, "facility")
    grid(bob, "facility")
    put(alice, rows[0], it_kw="4000").press(LIST)
    put(bob, rows[0], address="北路一号").press(LIST)

    assert answers(rows[0])["it_kw"]["typed"] == "4000"
    assert answers(rows[0])["address"] == {"typed": "北路一号"}


def test_two_people_in_the_same_cell_lose_nothing(grid, alice, bob, rows):
    grid(alice, "facility")
    grid(bob, "facility")
    put(alice, rows[0], address="北路一号").press(SAVE)
    put(bob, rows[0], address="北路二号").press(LIST)

    assert answers(rows[0])["address"] == {"typed": "北路一号"}
    assert "北站" in " ".join(bob.texts("message")) and len(bob.texts("contested")) == 1
    bob.follow("北站")
    assert bob.texts("aside-text") == ["北路二号"]


def test_saving_in_passing_sends_one_row_and_says_what_it_comes_to(grid, alice, rows):
    grid(alice)
    said = autosave(alice, rows[1], {"a.total_kwh": "1,000"})

    (told,) = said["rows"].values()
    key = rows[1].pk.hex
    assert told["base"] == 1 and told["conflicts"] == []
    assert "10,000,000 kWh" in told["fragments"][f"f-{key}-total_kwh-tells"]
    assert said["saved_at"].count(":") == 1
    assert answers(rows[1])["total_kwh"] == {"typed": "1,000"}


def test_a_choice_brings_in_the_cells_it_asks_for(grid, alice, rows):
    grid(alice, "mining")
    assert f'name="{rows[0].pk.hex}.a.mining_kwh"' not in alice.response.content.decode()
    said = autosave(alice, rows[0], {"a.has_mining": "yes"})

    (told,) = said["rows"].values()
    assert f'name="{rows[0].pk.hex}.a.mining_kwh"' in told["cells"]["mining_kwh"]
    assert "has_mining" not in told["cells"]
    assert "mining_kwh:" in told["asked"]


def test_of_a_cell_that_a_colleague_changed_both_texts_come_back(grid, alice, bob, rows):
    grid(alice, "facility")
    grid(bob, "facility")
    autosave(alice, rows[0], {"a.address": "北路一号"})
    said = autosave(bob, rows[0], {"a.address": "北路二号"})

    ((conflict,),) = [told["conflicts"] for told in said["rows"].values()]
    assert (conflict["yours"], conflict["theirs"], conflict["by"]) == ("北路二号", "北路一号", "Alice")
    assert f'name="{rows[0].pk.hex}.a.address"' in conflict["theirs_html"]


def test_a_reason_belongs_to_its_row(world, grid, alice, rows, now):
    for row in rows[:2]:
        fill_in(row.response, world.bob, at=now, period_from={"typed": "2021-01-01"}, period_to={"typed": "2021-03-01"})
    grid(alice, more="?checked=1")
    reasons = [name for name in alice.form.fields if ".r." in name and name.startswith(rows[0].pk.hex)]
    assert reasons, alice.text
    alice.in_form({reasons[0]: "停业整修"}).press(SAVE)

    said = [Draft.objects.get(response__assignment=row).reasons.values() for row in rows[:2]]
    assert [[text for text in texts if text.strip()] for texts in said] == [["停业整修"], []]


def test_tables_stay_as_they_are(world, grid, alice, rows, now):
    fill_in(rows[0].response, world.bob, at=now)
    before = answers(rows[0])["business"]
    grid(alice, "facility")
    put(alice, rows[0], address="北路一号").press(LIST)

    assert answers(rows[0])["business"] == before


def test_long_lists_come_a_page_at_a_time(grid, alice, rows, monkeypatch):
    monkeypatch.setattr(side_by_side, "MOST_FIELDS", 0)
    assert len(grid(alice).page.xpath("//tr[@data-key]")) == 3  # five at least
    for number in range(4, 7):
        factories.make_facility(rows[0].organisation, code=f"A{number}")
    assert "下一页" not in alice.text


def test_what_can_no_longer_be_saved_is_given_back(world, round, grid, alice, rows, now):
    grid(alice)
    put(alice, rows[0], total_kwh="12345")
    rounds.close(round=round, by=world.officer, reason="提前结束", at=now)
    alice.press(SAVE)

    assert alice.response.status_code == 409
    assert "12345" in alice.text and "北站" in alice.text
    assert "total_kwh" not in answers(rows[0])


def test_saving_in_passing_gives_the_text_back_too(world, round, grid, alice, rows, now):
    grid(alice)
    rounds.close(round=round, by=world.officer, reason="提前结束", at=now)

    said = autosave(alice, rows[0], {"a.total_kwh": "12345"})["rows"][rows[0].pk.hex]
    assert "没有保存" in said["refused"]
    assert [(one["label"].partition(" – ")[0], one["text"]) for one in said["texts"]] == [("北站", "12345 万千瓦时")]


def test_what_is_accepted_or_closed_has_no_row(world, round, grid, alice, rows, now):
    rounds.close(round=round, by=world.officer, reason="提前结束", at=now)

    assert grid(alice).page.xpath("//tr[@data-key]") == []


def test_a_row_of_somebody_else_is_not_saved(world, round, grid, alice, rows):
    theirs = round.assignments.get(organisation=world.charlie_org)
    grid(alice)
    key, foreign = rows[0].pk.hex, theirs.pk.hex
    data = {name.replace(key, foreign): value for name, value in alice.values()}
    alice.client.post(alice.url, data | {f"{foreign}.a.total_kwh": "666"})

    assert not Draft.objects.filter(response__assignment=theirs, version__gt=0).exists()


def test_who_may_not_see_the_operator_finds_no_such_page(world, round, rows):
    charlie = Visitor(world.charlie)
    page = address(round, world.alice_org, "electricity")

    assert charlie.open(page).response.status_code == 404
    assert charlie.client.post(page + "autosave/", {}).status_code == 404


def test_a_section_of_tables_alone_and_one_that_there_is_not(world, round, rows, alice):
    assert alice.open(address(round, world.alice_org, "nonsense")).response.status_code == 404
