"""The workbook an organisation fills in, as programs see it."""

import io
import json
import zipfile

import openpyxl
import pytest
import python_calamine

from surveys.responses.models import Draft
from surveys.rounds.models import Assignment
from surveys.workbooks.fillable import token
from surveys.workbooks.fillable.layout import FORM, ISSUED, LISTS, TOKEN
from surveys.workbooks.fillable.writing.book import as_file
from surveys.workbooks.fillable.writing.gathering import NothingToAnswer, gather
from surveys.workbooks.fillable.writing.places import FIRST_ROW, NAMES_ROW
from surveys.workbooks.reading import read_workbook
from tests import factories
from tests.responses.stories import BEFORE, fill_in, make_issued_round, response_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return factories.make_world()


@pytest.fixture
def round(world):
    factories.make_facility(world.alice_org, code="A1", name="甲云一号")
    return make_issued_round(world)


def written(round, organisation, language="en", at=BEFORE):
    form = gather(
        round=round, organisation=organisation, assignments=Assignment.objects.all(), language=language, at=at
    )
    return as_file(form).getvalue()


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def answers_on(sheet, row=FIRST_ROW):
    """What stands in a line, by the names above."""
    names = [cell.value for cell in sheet[NAMES_ROW]]
    return dict(zip(names, (cell.value for cell in sheet[row]), strict=True))


def test_what_was_typed_stands_in_its_cells_and_nothing_is_made_by_asking_for_it(world, round):
    fill_in(response_of(round, world.alice_org), world.alice, hosts_clients={"typed": "no"}, it_kw={"typed": "1200.5"})
    before = list(Draft.objects.values())

    line = answers_on(opened(written(round, world.alice_org))["Data centers"])

    assert (line["@code"], line["@name"]) == ("A1", "甲云一号")
    assert (line["total_kwh"], line["total_kwh:unit"], line["total_method"]) == (
        "3,000.5",
        "10,000 kWh",
        "Electricity bills",
    )
    assert (line["it_kw"], line["has_mining"]) == (1200.5, "No")
    assert list(Draft.objects.values()) == before


def test_without_a_draft_it_says_what_the_register_knows_and_none_is_made(world, round):
    line = answers_on(opened(written(round, world.alice_org))["Data centers"])

    assert (line["facility_name"], line["grid_kva"], line["grid_kva:unit"]) == ("甲云一号", 10000, "kVA")
    assert not Draft.objects.exists()


def test_the_form_is_known_again_by_its_token(world, round):
    book = opened(written(round, world.alice_org))
    told = dict(book[FORM].iter_rows(values_only=True))

    form = token.read(told["token"])
    assert (form.round, form.organisation, form.version) == (round.pk, world.alice_org.pk, round.version_id)
    assert book.defined_names[TOKEN].value == f'"{told["token"]}"'
    assert len(told["token"]) < 255
    assert token.read(told["token"].replace(".en.", ".zh.")) is None
    assert form.number in "".join(str(cell.value) for row in book["Cover"] for cell in row)
    assert [book[name].sheet_state for name in (FORM, LISTS, ISSUED)] == ["veryHidden"] * 3


def test_what_was_issued_stands_beside_as_it_was_typed(world, round):
    fill_in(response_of(round, world.alice_org), world.alice, remarks={"typed": "=1+1 <b>&\n" + "很" * 9000})
    rows = [*opened(written(round, world.alice_org))[ISSUED].iter_rows(min_row=2, values_only=True)]

    (unit,) = [row for row in rows if row[0] == "@units"]
    draft = Draft.objects.get()
    assert (unit[1], unit[3]) == ("A1", str(draft.version))
    told = json.loads("".join(part for part in unit[4:] if part))
    assert told["remarks"] == draft.answers["remarks"]
    assert "business" not in told
    (row,) = [row for row in rows if row[0] == "business"]
    assert (row[1:3], json.loads(row[4])) == (("A1", "r1"), draft.answers["business"][0]["cells"])


def test_programs_that_are_particular_find_blank_cells_without_a_type_and_relative_targets(world, round):
    with zipfile.ZipFile(io.BytesIO(written(round, world.alice_org))) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}

    assert not [name for name, part in parts.items() if name.endswith(".rels") and 'Target="/' in part]
    assert not [name for name, part in parts.items() if "worksheets/" in name and 't="n"/>' in part]
    assert not [name for name in parts if "vba" in name.lower()]


def test_our_own_reader_and_calamine_read_what_openpyxl_reads(world, round):
    content = written(round, world.alice_org)
    line = answers_on(opened(content)["Data centers"])

    (sheet,) = [one for one in read_workbook(content).sheets if one.name == "Data centers"]
    assert sheet.rows[FIRST_ROW - 1][0] == line["@code"] == "A1"
    rows = (
        python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        .get_sheet_by_name("Data centers")
        .to_python()
    )
    assert rows[FIRST_ROW - 1][0] == "A1"


def test_nobody_is_asked_who_has_nothing_to_answer(world, round):
    with pytest.raises(NothingToAnswer):
        written(round, factories.make_organisation())
