"""Two colleagues have the page of one table open, and both write."""

import json

import pytest

from surveys.responses.models import Draft
from tests.responses.stories import fill_in

SAVE = "保存并返回清单"


@pytest.fixture
def facility(world, response, now):
    fill_in(response, world.alice, at=now)
    return f"/portal/assignments/{response.assignment_id}/sections/facility/"


@pytest.fixture
def both(alice, bob, facility):
    """On pages that show the one row there is: internet and cloud, 100 %."""
    return alice.open(facility), bob.open(facility)


def rows(response):
    stored = Draft.objects.get(response=response).answers.get("business") or []
    return [{name: entry["typed"] for name, entry in row["cells"].items()} for row in stored]


def test_each_changes_a_cell_of_the_same_row(both, response):
    alice, bob = both
    alice.fill_row("business", 1, business_share="60").press(SAVE)
    bob.fill_row("business", 1, business_type="02").press(SAVE)

    assert rows(response) == [{"business_type": "02", "business_share": "60"}]
    assert Draft.objects.get(response=response).set_aside == []


def test_each_adds_a_row(both, response):
    for visitor, kind in zip(both, ("02", "03"), strict=True):
        visitor.press("添加一行").fill_row("business", 2, business_type=kind, business_share="20")
    for visitor in both:
        visitor.press(SAVE)

    assert sorted(row["business_type"] for row in rows(response)) == ["01", "02", "03"]


def test_each_begins_a_table_that_was_blank(world, alice, bob, response):
    page = f"/portal/assignments/{response.assignment_id}/sections/facility/"
    for visitor in (alice, bob):
        visitor.open(page)
    alice.fill_row("business", 1, business_type="01").press(SAVE)
    bob.fill_row("business", 1, business_type="02").press(SAVE)

    assert [row["business_type"] for row in rows(response)] == ["01", "02"]


def test_of_one_cell_that_both_changed_both_texts_are_shown_and_either_can_be_taken(both, response, facility):
    alice, bob = both
    alice.fill_row("business", 1, business_share="60").press(SAVE)
    bob.fill_row("business", 1, business_share="70", business_type="02").press(SAVE)

    assert rows(response) == [{"business_type": "02", "business_share": "60"}]
    assert bob.texts("aside-text") == ["— | 70 %"]
    bob.press("改用这一内容")
    assert rows(response) == [{"business_type": "02", "business_share": "70"}]
    bob.open(facility)
    assert "60 %" in bob.texts("kept-text")[0]
    bob.press("改用这一内容")
    assert rows(response) == [{"business_type": "02", "business_share": "60"}]


def test_one_takes_a_row_away_in_which_the_other_writes(both, response):
    alice, bob = both
    alice.press("移除")
    bob.fill_row("business", 1, business_share="70").press(SAVE)

    assert rows(response) == []
    assert bob.texts("aside-text") == ["01 互联网与云 | 70 %"]
    bob.press("改用这一内容")
    assert rows(response) == [{"business_type": "01", "business_share": "70"}]


def test_one_takes_a_row_away_in_which_the_other_has_written(both, response):
    alice, bob = both
    alice.fill_row("business", 1, business_share="60").press(SAVE)
    bob.press("移除")

    assert rows(response) == [{"business_type": "01", "business_share": "60"}]
    assert "同事同时修改了" in bob.text
    assert Draft.objects.get(response=response).set_aside == []


def test_saving_in_passing_goes_on_from_what_the_page_shows(both, response, facility):
    alice, bob = both
    alice.fill_row("business", 1, business_share="60").press(SAVE)
    said = autosaved(bob, facility, business_type="02")

    bob.in_form({name: str(said[part]) for name, part in (("base", "version"), ("asked", "asked"), ("cells", "cells"))})
    said = autosaved(bob, facility, business_type="03")

    assert said["conflicts"] == []
    assert rows(response) == [{"business_type": "03", "business_share": "60"}]


def autosaved(visitor, facility, **cells):
    data = {}
    for name, value in visitor.fill_row("business", 1, **cells).values():
        data.setdefault(name, []).append(value)
    return json.loads(visitor.client.post(facility + "autosave/", data).content)


def test_a_page_that_tells_nothing_of_its_cells_merges_by_the_table_as_before(both, response):
    alice, bob = both
    cells = bob.form.xpath(".//input[@name='cells']")[0]
    cells.getparent().remove(cells)
    alice.fill_row("business", 1, business_share="60").press(SAVE)
    bob.fill_row("business", 1, business_type="02").press(SAVE)

    assert rows(response) == [{"business_type": "01", "business_share": "60"}]
    assert len(bob.texts("aside-text")) == 1


@pytest.mark.parametrize(
    "cells", ["nonsense", "business/%00/business_share:ff", "business/r1/unknown:ff", "nothing/r1/x:1"]
)
def test_nonsense_about_cells_loses_nothing(both, response, cells):
    _alice, bob = both
    bob.in_form({"cells": cells}).fill_row("business", 1, business_share="70").press(SAVE)

    kept = rows(response) + [one["entry"] for one in Draft.objects.get(response=response).set_aside]
    assert "70" in json.dumps(kept)


def test_what_was_typed_beside_the_button_that_takes_another_text_back_is_kept(both, response):
    alice, bob = both
    alice.fill_row("business", 1, business_share="60").press(SAVE)
    bob.fill_row("business", 1, business_share="70").press(SAVE)
    bob.fill_row("business", 1, business_type="02", business_share="80").press("改用这一内容")

    assert rows(response) == [{"business_type": "02", "business_share": "70"}]
    assert "80 %" in " ".join(bob.texts("kept-text"))


def test_saving_in_passing_offers_no_choice_for_a_row_that_stays(both, facility, response):
    alice, bob = both
    alice.fill_row("business", 1, business_share="60").press(SAVE)
    (row,) = [field.value for field in bob.form.xpath(".//tbody//input[@name='t.business']")][:1]
    bob.in_form({f"a.business.{row}.business_type": "", f"a.business.{row}.business_share": ""})
    data = {name: value for name, value in bob.form.form_values() if name != "t.business"}
    said = json.loads(bob.client.post(facility + "autosave/", data).content)

    assert [(one["index"], one["theirs"]) for one in said["conflicts"]] == [("", "01 互联网与云 | 60 %")]
    assert 'data-keep="mine"' not in said["conflicts"][0]["html"]
    assert rows(response) == [{"business_type": "01", "business_share": "60"}]


def test_a_text_is_taken_back_though_others_before_it_are_gone_meanwhile(both, response, facility):
    _alice, bob = both
    address, other = ({"question": name, "by": "Bob", "at": ""} for name in ("address", "region"))
    kept = [other | {"entry": {"typed": "110108"}}, address | {"entry": {"typed": "示范路9号"}}]
    Draft.objects.filter(response=response).update(set_aside=kept)
    bob.open(facility)
    Draft.objects.filter(response=response).update(set_aside=kept[1:])

    button = next(b for b in bob.form.xpath(".//button") if (b.get("value") or "").endswith(":address"))
    bob.send([*bob.values(), ("act", button.get("value"))])

    assert Draft.objects.get(response=response).answers["address"]["typed"] == "示范路9号"
