"""What is known of an organisation's data centers, as it comes into the workbook."""

from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from surveys.responses import review
from surveys.responses.models import Draft, Response
from surveys.rounds import actions as rounds
from surveys.rounds.models import Assignment
from surveys.workbooks.fillable.layout import SAID_LAST
from surveys.workbooks.fillable.writing.book import as_file
from surveys.workbooks.fillable.writing.gathering import gather
from surveys.workbooks.fillable.writing.places import FIRST_ROW, LABEL_ROW, NAMES_ROW
from tests import factories
from tests.factories import DEADLINE, ISSUED
from tests.responses.stories import BEFORE, CLEAN, confirm, fill_in, make_issued_round, submit

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)


@pytest.fixture
def world():
    world = factories.make_world()
    for code in ("A1", "A2"):
        factories.make_facility(world.alice_org, code=code, name=f"甲云{code}")
    return world


def response_of(round, code):
    return Response.objects.get(assignment__round=round, assignment__facility__code=code)


def gathered(round, organisation, language="en", at=BEFORE):
    return gather(
        round=round, organisation=organisation, assignments=Assignment.objects.all(), language=language, at=at
    )


def opened(form):
    return openpyxl.load_workbook(as_file(form))


def sheet_of(book, key):
    return book[dict(row[:2] for row in book["_form"].iter_rows(values_only=True))[key]]


def lines(sheet):
    names, *_rest = sheet.iter_rows(min_row=NAMES_ROW, values_only=True)
    rows = sheet.iter_rows(min_row=FIRST_ROW, values_only=True)
    return [dict(zip(names, row, strict=True)) for row in rows]


def test_what_the_last_wave_said_stands_beside_what_is_asked_now(world):
    before = make_issued_round(world, at=ISSUED - YEAR, deadline=DEADLINE - YEAR)
    confirm(before, world.alice_org, world.alice, at=ISSUED - YEAR)
    fill_in(response_of(before, "A1"), world.alice, at=ISSUED - YEAR)
    submit(response_of(before, "A1"), world.alice, at=ISSUED - YEAR)
    now = make_issued_round(world)

    sheet = opened(gathered(now, world.alice_org))["Data centers"]
    first, second = lines(sheet)

    assert (first["total_kwh:last"], first["has_mining:last"]) == ("30,005,000 kWh", "No")
    assert (first["total_kwh"], second["total_kwh:last"]) == (None, None)
    names = [cell.value for cell in sheet[NAMES_ROW]]
    assert names.index("total_kwh:last") == names.index("total_kwh:unavailable") + 1
    heading = sheet.cell(LABEL_ROW, names.index("total_kwh:last") + 1)
    assert "Last return\n上期填报" in heading.value
    assert sheet.cell(FIRST_ROW, names.index("total_kwh:last") + 1).protection.locked


def test_of_a_first_wave_nothing_is_said(world):
    assert not [
        name
        for name in lines(opened(gathered(make_issued_round(world), world.alice_org))["Data centers"])[0]
        if ":last" in name
    ]


def test_who_was_accepted_is_left_out_and_named(world):
    round = make_issued_round(world)
    confirm(round, world.alice_org, world.alice)
    fill_in(response_of(round, "A1"), world.alice)
    review.accept(revision=submit(response_of(round, "A1"), world.alice), by=world.officer, at=BEFORE)

    book = opened(gathered(round, world.alice_org))

    assert [line["@code"] for line in lines(book["Data centers"])] == ["A2"]
    cover = {row[0]: row[1] for row in book["Cover"].iter_rows(values_only=True)}
    assert "A1 甲云A1" in cover["Not in this workbook\n未列入本表的对象"]


def test_a_deadline_of_its_own_stands_in_the_row(world):
    round = make_issued_round(world)
    longer = DEADLINE + timedelta(days=2)
    rounds.extend(
        by=world.officer, assignments=[response_of(round, "A2").assignment], deadline=longer, reason="故障", at=BEFORE
    )

    book = opened(gathered(round, world.alice_org))

    assert [line["@deadline"] for line in lines(book["Data centers"])] == [
        "2021-04-28 12:00 (Beijing time)",
        "2021-04-30 12:00 (Beijing time)",
    ]
    assert "@deadline" not in lines(opened(gathered(round, world.charlie_org))["Data centers"])[0]


def test_the_cover_says_who_asks_what_until_when_and_whom_to_call_in_both_languages(world):
    round = make_issued_round(world)
    told = "\n".join(
        str(value)
        for row in opened(gathered(round, world.alice_org, "zh"))["封面"].iter_rows(values_only=True)
        for value in row
    )
    for words in (
        "北京市经济和信息化局", round.title_zh, round.title_en, "统计法", "Statistics Law", "2020-04-01 – 2021-03-31",
        "2021-04-28 12:00（北京时间）", "2021-04-28 12:00 (Beijing time)", "010-5557 0000", world.alice_org.number,
        "如何填写", "How to fill it in", "如何报回", "How to send it back",
    ):  # fmt: skip
        assert words in told, words


def test_rows_of_a_table_say_whose_they_are_and_blank_ones_let_that_be_chosen(world):
    round = make_issued_round(world)
    fill_in(response_of(round, "A2"), world.alice)
    sheet = sheet_of(opened(gathered(round, world.alice_org)), "business")

    first, *blank = lines(sheet)

    assert (first["@code"], first["@row"], first["business_share"]) == ("A2", "r1", 100)
    assert len(blank) == 10 + 10 - 1
    assert {value for line in blank for value in line.values()} == {None}
    (menu,) = [one for one in sheet.data_validations.dataValidation if f"A{FIRST_ROW + 1}" in one.sqref]
    assert f"A{FIRST_ROW}" not in menu.sqref
    assert "A1 甲云A1; A2 甲云A2" in menu.prompt


def test_of_one_data_center_blank_rows_are_its_own(world):
    round = make_issued_round(world)
    (sheet,) = [filled for filled in gathered(round, world.charlie_org).sheets if filled.layout.key == "business"]
    code = world.charlie_org.facilities.get().code

    rows = lines(sheet_of(opened(gathered(round, world.charlie_org)), "business"))

    assert sheet.lines == []
    assert {(line["@code"], line["@row"], line["business_share"]) for line in rows} == {(code, None, None)}


def test_it_takes_as_many_queries_for_many_as_for_one(world):
    mining = make_issued_round(world)

    def queries(count):
        while Assignment.objects.filter(round=mining, organisation=world.alice_org).count() < count:
            facility = factories.make_facility(world.alice_org)
            assignment = Assignment.objects.create(
                round=mining, organisation=world.alice_org, facility=facility, region=facility.region, created_at=ISSUED
            )
            Draft.objects.create(response=Response.objects.create(assignment=assignment), answers=CLEAN, version=1)
        with CaptureQueriesContext(connection) as captured:
            gathered(mining, world.alice_org)
        return len(captured)

    assert queries(2) == queries(12)


def test_rows_of_the_last_return_stand_below_where_nobody_takes_them_for_answers(world):
    before = make_issued_round(world, at=ISSUED - YEAR, deadline=DEADLINE - YEAR)
    confirm(before, world.alice_org, world.alice, at=ISSUED - YEAR)
    fill_in(response_of(before, "A1"), world.alice, at=ISSUED - YEAR)
    submit(response_of(before, "A1"), world.alice, at=ISSUED - YEAR)

    sheet = sheet_of(opened(gathered(make_issued_round(world), world.alice_org)), "business")
    *blank, last = lines(sheet)

    assert {value for line in blank for value in line.values()} == {None}
    assert (last["@code"], last["@row"], last["business_share"]) == ("A1", SAID_LAST, "100%")
    assert last["@name"] == "甲云A1 · Last return 上期填报"
    assert all(cell.protection.locked for cell in sheet[sheet.max_row])
    assert not [rule for rule in sheet.data_validations.dataValidation if f"B{sheet.max_row}" in rule.sqref]
