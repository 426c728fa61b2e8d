"""Out of the drafts into a workbook, through other programs, and back."""

import pytest

from surveys.workbooks.fillable.returned.marking import marked_copy
from tests.responses.stories import fill_in
from tests.workbooks.fillable.by_hand import opened, resaved
from tests.workbooks.fillable.test_reading import NOTHING, counts, told
from tests.workbooks.fillable.test_saving import draft_of, response_of
from tests.workbooks.fillable.test_writing import written

FULL = {
    "total_kwh": {"typed": "1,200.50", "unit": "MWh"},
    "has_mining": {"typed": "yes"},
    "mining_role": {"typed": "own"},
    "planned_exit": {"typed": "2021年6月30日"},
    "remarks": {"typed": "第一行\n=SUM(A1)  _x0041_"},
    "business": [
        {"row": "r1", "cells": {"business_type": {"typed": "01"}, "business_share": {"typed": "40"}}},
        {"row": "r2", "cells": {"business_type": {"typed": "09"}, "business_share": {"typed": "60.0"}}},
    ],
}


@pytest.fixture
def drafts(world, round, confirmed):
    fill_in(response_of(round, "F01"), world.alice, **FULL)
    fill_in(response_of(round, "F02"), world.alice, total_kwh={"typed": "", "unavailable": "no meter"})
    return [draft_of(round, code).answers for code in ("F01", "F02")]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_workbook_of_the_drafts_says_what_they_say(world, round, drafts, tried, language):
    plan = tried(written(round, world.alice_org, language))
    assert (counts(plan), told(plan), plan.contested, plan.remarks) == (NOTHING, [], [], [])
    assert plan.counts()["same"] > 20


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_libreoffice_may_save_it_again_in_between(world, round, drafts, tried, tmp_path, kind):
    book = opened(written(round, world.alice_org))
    assert counts(tried(resaved(book.content, tmp_path, kind))) == NOTHING
    book.write("F01", total_kwh=1300).write("F02", has_mining="perhaps", total_kwh=6)
    content = resaved(book.content, tmp_path, kind)
    plan = tried(content)
    assert plan.counts()["changed"] == 2
    assert [one[1:3] for one in told(plan)] == [("has_mining", "perhaps")]
    marked = opened(marked_copy(content, plan, "zh"))
    assert marked.cell("has_mining", "F02").fill.fgColor.rgb == "00F8C9C4"
    marked.write("F02", has_mining="no")
    assert counts(tried(marked)) == {"facilities": 1, "new": 0, "changed": 1, "wrong": 0}


@pytest.mark.parametrize("kind", ["", "xlsx", "ods", "xls"])
@pytest.mark.parametrize("format", ["0%", "0.00%", "0.0 %"])
def test_what_was_typed_as_a_percentage_is_read_as_one(world, round, drafts, tried, tmp_path, kind, format):
    book = opened(written(round, world.alice_org))
    cell = book.cell("business_share", "F01")
    cell.value, cell.number_format = 0.4, format
    content = resaved(book.content, tmp_path, kind) if kind else book.content
    assert counts(tried(content)) == NOTHING
