"""What is read of a workbook, whatever people and programs have done to it."""

from datetime import date, timedelta

import pytest
from openpyxl import Workbook

from surveys.questionnaires.evaluation import evaluate
from surveys.responses.actions import open_for_answering, save_draft
from surveys.responses.evaluation import evaluate_answers
from surveys.workbooks.fillable import words
from surveys.workbooks.fillable.layout import FORM, ISSUED, UNITS_OF_ANSWERS, layout_of
from surveys.workbooks.fillable.returned.plan import Decisions
from surveys.workbooks.fillable.returned.preparing import organisation_of, recognise
from surveys.workbooks.reading import WorkbookRefused, read_workbook
from tests.responses.stories import make_issued_round
from tests.workbooks.fillable.by_hand import Handed, hand_out
from tests.workbooks.fillable.conftest import BEFORE


def told(plan):
    return [(one.cell, one.question, one.value, one.message["en"]) for one in plan.errors]


def test_an_untouched_workbook_changes_nothing(handed, tried):
    plan = tried(handed)
    assert told(plan) == []
    assert plan.counts()["new"] == plan.counts()["changed"] == plan.counts()["wrong"] == 0
    assert plan.counts()["facilities"] == 2
    assert plan.counts()["same"] > 10


def test_a_figure_typed_in_a_cell_is_new(handed, tried):
    handed.write("F01", total_kwh=1200.5)
    plan = tried(handed)
    assert plan.counts() | {"same": 0} == {"facilities": 2, "new": 1, "changed": 0, "same": 0, "wrong": 0}
    assert plan.units[0].compared.changes == {"total_kwh": {"typed": "1200.5"}}
    assert not plan.units[1].is_to_be_saved


@pytest.mark.parametrize(
    ("typed", "unit", "kwh"),
    [
        ("1,200.5 万千瓦时", None, "12005000"),
        ("１２００．５", None, "12005000"),
        ("1200.5", "MWh", "1200500"),
        ("1,200.5 MWh", "万千瓦时", "1200500"),
    ],
)
def test_a_number_is_read_as_people_write_it(handed, tried, typed, unit, kwh):
    handed.write("F01", total_kwh=typed, **({"total_kwh__unit": unit} if unit else {}))
    plan = tried(handed)
    assert told(plan) == []
    evaluation = evaluate(plan.definition, plan.units[0].merge.answers, now=BEFORE)
    assert str(evaluation.values["total_kwh"]) == kwh


def counts(plan):
    """Without those that are the same."""
    return {name: n for name, n in plan.counts().items() if name != "same"}


ONE_NEW = {"facilities": 2, "new": 1, "changed": 0, "wrong": 0}
NOTHING = {"facilities": 2, "new": 0, "changed": 0, "wrong": 0}


def test_columns_may_be_moved_and_others_put_between(handed, tried):
    handed.write("F01", total_kwh=6)
    sheet = handed.sheet("total_kwh")
    sheet.insert_cols(5, 2)
    sheet.cell(2, 5).value, sheet.cell(4, 5).value = "our own notes", "call the landlord"
    last = sheet.max_column
    for row in range(1, sheet.max_row + 1):
        sheet.cell(row, last + 1).value, sheet.cell(row, 1).value = sheet.cell(row, 1).value, None
    assert counts(tried(handed)) == ONE_NEW


def test_a_column_that_was_taken_away_changes_nothing(handed, tried):
    for name in ("total_kwh:unit", "address", "total_method"):
        handed.sheet(name).delete_cols(handed.column(name))
    handed.write("F01", total_kwh=6)
    plan = tried(handed)
    assert counts(plan) == ONE_NEW
    assert plan.units[0].compared.changes == {"total_kwh": {"typed": "6"}}


def test_rows_may_be_sorted_deleted_and_left_blank_between(handed, tried):
    handed.write("F02", total_kwh=6)
    sheet = handed.sheet("total_kwh")
    sheet.insert_rows(4, 2)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6, max_row=7)]
    for place, row in zip((7, 6), rows, strict=True):
        for column, value in enumerate(row, start=1):
            sheet.cell(place, column).value = value
    plan = tried(handed)
    assert counts(plan) == ONE_NEW
    assert [unit.owner.code for unit in plan.units if unit.is_to_be_saved] == ["F02"]
    sheet.delete_rows(7)
    assert tried(handed).counts()["facilities"] == 1


def test_a_sheet_is_known_by_its_names_whatever_it_is_called(handed, tried):
    handed.write("F01", total_kwh=6)
    handed.sheet("total_kwh").title = "华北各机房 4月"
    assert counts(tried(handed)) == ONE_NEW


def test_without_the_row_of_names_the_headings_tell(handed, tried):
    definition = tried(handed).definition
    sheet = handed.sheet("total_kwh")
    layout = next(one for one in layout_of(definition) if one.key == UNITS_OF_ANSWERS)
    for column, name in enumerate(layout.own, start=1):
        sheet.cell(2, column).value = words.both(words.OWN[name], "zh")
    for column, one in enumerate(layout.columns, start=4):
        sheet.cell(2, column).value = words.heading(one, "en")
    handed.write("F01", total_kwh=6)
    sheet.delete_rows(3)
    assert counts(tried(handed)) == ONE_NEW


def test_without_the_hidden_sheets_rows_are_matched_by_codes_and_nothing_is_emptied(world, round, handed, tried):
    handed.write("F01", total_kwh=6, address=None)
    for name in (FORM, ISSUED):
        del handed.book[name]
    plan = tried(handed)
    assert counts(plan) == ONE_NEW
    assert len(plan.remarks) == 2
    assert organisation_of(read_workbook(handed.content), round, round.assignments.all()) == world.alice_org


def test_a_row_that_is_nobodys_is_told(handed, tried):
    handed.cell("total_kwh", "F01").parent.cell(6, 1).value = "F99"
    handed.sheet("total_kwh").cell(6, handed.column("total_kwh")).value = 5
    handed.sheet("total_kwh").cell(7, handed.column("total_kwh")).value = 5
    plan = tried(handed)
    assert [(one.cell, one.value) for one in plan.errors] == [("A6", "F99"), ("A7", "")]


def test_a_row_whose_code_was_overwritten_is_nobodys(handed, tried):
    handed.sheet("total_kwh").cell(handed.row("total_kwh", "F01"), 1).value = "F02"
    plan = tried(handed)
    assert [(one.cell, one.value) for one in plan.errors] == [("A4", "F02")]
    assert "机房F01" in plan.errors[0].message["en"]


def test_a_figure_that_was_merged_over_rows_is_asked_about_and_a_text_is_meant_for_each(handed, tried):
    sheet = handed.sheet("total_kwh")
    for name, text in (("total_kwh", 5), ("total_method", "bill")):
        handed.write("F01", **{name: text})
        letter = sheet.cell(4, handed.column(name)).column_letter
        sheet.merge_cells(f"{letter}4:{letter}5")
    plan = tried(handed)
    assert {one.question for one in plan.errors} == {"total_kwh"}
    assert plan.wrong == 2
    assert [unit.compared.changes["total_method"]["typed"] for unit in plan.units] == ["bill", "bill"]


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        (44314, "2021-04-28"),
        ("2021年4月28日", None),
        (date(2021, 4, 28), None),
        ("soon", "is not a date"),
    ],
)
def test_days(handed, tried, typed, problem):
    handed.write("F01", planned_exit=typed, status="exiting", has_mining="yes")
    told_of = [one[3] for one in told(tried(handed)) if one[1] == "planned_exit"]
    assert bool(told_of) == bool(problem)
    assert not problem or problem in told_of[0]


def test_a_column_that_is_nought_wherever_it_had_been_blank_is_asked_about(handed, tried):
    handed.write("F01", total_kwh=0).write("F02", total_kwh=0)
    plan = tried(handed)
    assert plan.wrong == 2
    assert plan.counts()["new"] == 0
    (column,) = plan.noughts
    meant = tried(handed, decisions=Decisions(noughts=frozenset({column.key})))
    assert not any(one.question == "total_kwh" and "noughts" in one.message["en"] for one in meant.errors)
    assert meant.units[0].compared.changes["total_kwh"] == {"typed": "0"}


def test_a_single_nought_is_an_answer(handed, tried):
    handed.write("F01", total_kwh=0).write("F02", total_kwh=3)
    assert not tried(handed).noughts


def test_a_unit_that_contradicts_the_one_in_the_cell_is_asked_about(handed, tried):
    handed.write("F01", total_kwh="5 kWh", total_kwh__unit="MWh")
    ((_cell, _question, value, message),) = [one for one in told(tried(handed)) if one[1] == "total_kwh"]
    assert value == "5 kWh"
    assert "MWh" in message


def test_a_workbook_of_somebody_else_is_refused_by_name(world, round, handed):
    stranger = hand_out(round, world.charlie_org)
    with pytest.raises(WorkbookRefused, match="丙算科技"):
        recognise(read_workbook(stranger.content), round, world.alice_org)
    other = make_issued_round(world)
    with pytest.raises(WorkbookRefused, match=str(round.title)[:6]):
        recognise(read_workbook(handed.content), other, world.alice_org)


def test_what_is_no_form_is_refused(round, world):
    book = Workbook()
    book.active.append(["a", "b"])
    with pytest.raises(WorkbookRefused, match="没有一张表"):
        recognise(read_workbook(opened_content(book)), round, world.alice_org)


def opened_content(book):
    return Handed(book).content


@pytest.mark.parametrize(
    "typed",
    [
        {"total_kwh": "3000.5", "total_method": "bill", "has_mining": "no"},
        {"total_kwh": "0.5 kWh", "has_mining": "yes", "mining_kwh": "900"},
        {"total_kwh": "about 5", "has_mining": "perhaps", "remarks": "x"},
        {"total_kwh": "10", "has_mining": "yes", "mining_kwh": "11", "planned_exit": "44314"},
    ],
)
def test_the_same_answers_give_the_same_findings_as_on_the_web(world, round, handed, tried, typed):
    plan = tried(handed.write("F01", **typed))
    response = round.assignments.get(facility__code="F01").response
    draft = open_for_answering(response=response, by=world.alice, at=BEFORE)
    changes = {name: {"typed": text} for name, text in typed.items()}
    save_draft(response=response, by=world.alice, base=draft.version, changes=changes, at=BEFORE)
    draft.refresh_from_db()
    at = BEFORE + timedelta(minutes=1)
    on_the_web = evaluate_answers(response, draft.answers, draft.reasons, at)
    assert [one.to_json() for one in plan.units[0].findings] == [one.to_json() for one in on_the_web.findings]
