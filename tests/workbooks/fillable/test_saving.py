"""Saving the good rows of a workbook, and the copy in which the others come back."""

from datetime import timedelta

import pytest

from surveys.audit.models import Event
from surveys.responses.models import Draft
from surveys.rounds.models import Assignment
from surveys.workbooks.fillable.returned.marking import marked_copy
from surveys.workbooks.fillable.returned.saving import save_plan
from surveys.workbooks.fillable.writing.book import as_file
from surveys.workbooks.fillable.writing.gathering import gather
from tests.responses.stories import fill_in
from tests.responses.tenants.stories import declared, take
from tests.workbooks.fillable.by_hand import hand_out, opened
from tests.workbooks.fillable.conftest import BEFORE

AT = BEFORE + timedelta(minutes=1)


def draft_of(round, code):
    return Draft.objects.get(response__assignment__round=round, response__assignment__facility__code=code)


def response_of(round, code):
    return round.assignments.get(facility__code=code).response


@pytest.fixture
def saved(world, tried):
    def save(content, **more):
        return save_plan(plan=tried(content, **more), by=world.alice, at=AT, name="a.xlsx")

    return save


def test_good_rows_are_saved_and_wrong_ones_come_back(world, round, handed, tried, saved):
    handed.write("F01", total_kwh="about a lot").write("F02", total_kwh=1200)
    plan = tried(handed)
    assert [(one.cell, one.value) for one in plan.errors] == [
        (handed.cell("total_kwh", "F01").coordinate, "about a lot")
    ]
    save_plan(plan=plan, by=world.alice, at=AT, name="a.xlsx")
    assert draft_of(round, "F02").answers["total_kwh"] == {"typed": "1200"}
    assert not Draft.objects.filter(response__assignment__facility__code="F01").exists()
    assert Event.objects.get(verb="filled_in_by_workbook").details["units"] == 1
    marked = opened(marked_copy(handed.content, plan, "en"))
    sheet = marked.sheet("total_kwh")
    codes = [row[0].value for row in sheet.iter_rows(min_row=4) if row[0].value]
    assert codes == ["F01"]
    cell = marked.cell("total_kwh", "F01")
    assert cell.fill.fgColor.rgb == "00F8C9C4"
    assert "is not a number" in marked.cell("@problem", "F01").value
    prompts = {str(one.sqref): one.prompt for one in sheet.data_validations.dataValidation}
    assert "is not a number" in prompts[cell.coordinate]

    marked.write("F01", total_kwh=7)
    assert tried(marked).counts()["facilities"] == 1
    saved(marked)
    assert draft_of(round, "F01").answers["total_kwh"] == {"typed": "7"}


def test_the_column_of_problems_is_one_of_the_sheet_and_its_rows_are_as_high_as_its_words(world, round, tried):
    theirs = {"round": round, "organisation": world.alice_org, "assignments": Assignment.objects.all()}
    content = (
        opened(as_file(gather(**theirs, language="zh", at=BEFORE)).getvalue())
        .write("F01", total_kwh="约 1200，" * 40)
        .content
    )
    marked = opened(marked_copy(content, tried(content), "zh"))
    problem, sheet = marked.cell("@problem", "F01"), marked.sheet("total_kwh")
    heading = next(cell for row in sheet.iter_rows(max_row=problem.row) for cell in row if cell.value == "此行问题")
    beside = sheet.cell(heading.row, heading.column - 1)
    assert (heading.font.b, heading.fill.fgColor.rgb) == (beside.font.b, beside.fill.fgColor.rgb) != (False, "00000000")
    assert sheet.row_dimensions[problem.row].height > 2 * 16


def test_what_a_colleague_typed_meanwhile_stands_and_both_texts_are_shown(world, round, handed, tried, saved):
    fill_in(response_of(round, "F01"), world.bob, total_kwh={"typed": "5"}, remarks={"typed": "Bob's"})
    handed.write("F01", total_kwh=6)
    plan = tried(handed)
    ((_unit, one),) = plan.contested
    assert (one.yours, one.theirs) == ({"typed": "6"}, {"typed": "5"})
    saved(handed)
    draft = draft_of(round, "F01")
    assert draft.answers["total_kwh"] == {"typed": "5"}
    assert draft.answers["remarks"] == {"typed": "Bob's"}
    assert [(one["question"], one["entry"]) for one in draft.set_aside] == [("total_kwh", {"typed": "6"})]


def test_the_same_workbook_corrected_and_uploaded_again_is_no_conflict_with_oneself(round, handed, tried, saved):
    handed.write("F01", total_kwh=6)
    done = saved(handed)
    handed.write("F01", total_kwh=7)
    handed.add_row("business_type", "F01", business_type="01", business_share=100)
    plan = tried(handed, remembered=done.remembered)
    assert plan.contested == []
    done = save_plan(plan=plan, by=None, at=AT)
    assert draft_of(round, "F01").answers["total_kwh"] == {"typed": "7"}
    handed.sheet("business_type").cell(
        handed.sheet("business_type").max_row, handed.column("business_type")
    ).value = "02"
    again = tried(handed, remembered=done.remembered)
    assert again.contested == []
    save_plan(plan=again, by=None, at=AT)
    (row,) = draft_of(round, "F01").answers["business"]
    assert row["cells"]["business_type"] == {"typed": "02"}


def test_a_workbook_written_from_what_was_saved_changes_nothing(world, round, handed, tried, saved):
    handed.write("F01", total_kwh=6).add_row("business_type", "F01", business_type="01", business_share=100)
    saved(handed)
    plan = tried(hand_out(round, world.alice_org))
    assert plan.counts()["new"] == plan.counts()["changed"] == plan.counts()["wrong"] == 0


def test_the_reason_in_the_last_column_explains_what_wants_a_reason(world, round, handed, tried, saved):
    handed.write("F01", total_kwh="0.5", has_mining="no").add_row(
        "business_type", "F01", business_type="01", business_share=100
    )
    doubts = tried(handed).units[0].unexplained
    assert doubts
    sheet = handed.sheet("total_kwh")
    column = sheet.max_column + 1
    sheet.cell(3, column).value, sheet.cell(handed.row("total_kwh", "F01"), column).value = "@reason", "开工不久"
    plan = tried(handed)
    assert plan.units[0].unexplained == []
    saved(handed)
    assert set(draft_of(round, "F01").reasons) == {finding.key for finding, _place in doubts}
    assert set(draft_of(round, "F01").reasons.values()) == {"开工不久"}


def test_a_workbook_that_lowers_a_figure_wants_a_reason_where_tenants_declared_more(world, round, handed, tried, saved):
    response = response_of(round, "F01")
    fill_in(response, world.alice, at=BEFORE)
    take(response, world.alice, declared(response, world.alice, "700", at=BEFORE), adds=False, at=BEFORE)

    plan = tried(hand_out(round, world.alice_org).write("F01", total_kwh=0.06))

    unit = next(one for one in plan.units if one.owner.code == "F01")
    assert "declared_sum" in {finding.check for finding, _place in unit.unexplained}


def test_what_is_typed_between_looking_and_saving_stands(world, round, handed, tried):
    plan = tried(handed.write("F01", total_kwh=6, address="示范路1号").write("F02", total_kwh=7))
    fill_in(response_of(round, "F01"), world.bob, total_kwh={"typed": "5"}, remarks={"typed": "Bob's"})
    save_plan(plan=plan, by=world.alice, at=AT)
    draft = draft_of(round, "F01")
    said = {name: draft.answers[name]["typed"] for name in ("total_kwh", "remarks", "address")}
    assert said == {"total_kwh": "5", "remarks": "Bob's", "address": "示范路1号"}
    assert [(one["question"], one["entry"]) for one in draft.set_aside] == [("total_kwh", {"typed": "6"})]
    assert draft_of(round, "F02").answers["total_kwh"] == {"typed": "7"}
