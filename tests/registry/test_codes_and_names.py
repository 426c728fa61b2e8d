"""Codes and names in a roster that are written otherwise than in the register."""

import pytest
from django.utils import translation

from surveys.registry import roster
from surveys.registry.actions import apply_plan, seed_regions
from surveys.registry.models import Organisation
from tests import factories
from tests.registry.rosters import BEIJING, NUMBER, OTHER, facility, organisation, plan, upload, whole, wrong

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def regions():
    seed_regions()
    with translation.override("en"):
        yield


@pytest.mark.parametrize("typed", ["ＤＣ０１", "DC01\u200b", "D\u200dC01", "\u200eDC01", "　DC01 "])
def test_a_code_in_another_guise_is_the_same_data_center(typed):
    apply_plan(by=None, plan=plan(whole()))

    again = plan(upload(facilities=[facility(NUMBER, typed, racks="2000")]))

    assert (again.new, again.changed, len(again.unchanged)) == ([], [], 1)


def test_a_code_registered_in_another_guise_is_met():
    row = factories.make_facility(code="ＤＣ０１")

    (item,) = plan(upload(facilities=[facility(row.organisation.number, "DC01", name="二号楼")])).changed

    assert item.pk == row.pk


def test_a_registered_code_that_cannot_be_read_hinders_nobody():
    row = factories.make_facility(code="DC\x0701")

    assert len(plan(upload(facilities=[facility(row.organisation.number)])).new) == 1


def test_of_two_registered_guises_the_plain_one_is_met():
    plain = factories.make_facility(code="DC01")
    factories.make_facility(plain.organisation, code="ＤＣ０１")

    (item,) = plan(upload(facilities=[facility(plain.organisation.number, "DC01", name="二号楼")])).changed

    assert item.pk == plain.pk


def with_a_cut_number(file, name):
    (row,) = file.rows
    row.cells[name] = roster.Cell("1234567890123456800", "单位!B2", is_cut=True)
    return file


@pytest.mark.parametrize("name", ["number", "name", "address"])
def test_a_text_that_is_a_number_with_lost_digits_is_refused_by_its_cell(name):
    ((location, words),) = wrong(with_a_cut_number(upload([organisation(NUMBER)]), name))

    assert (location, "Format the column as text" in words) == ("单位!B2", True)


@pytest.mark.parametrize(("kind", "name"), [("organisations", "number"), ("facilities", "code")])
def test_a_code_that_a_spreadsheet_made_a_day_of_is_refused_by_its_cell(kind, name):
    apply_plan(by=None, plan=plan(whole()))
    file = upload([organisation(NUMBER)]) if kind == "organisations" else upload(facilities=[facility(NUMBER)])
    (row,) = file.rows
    row.cells[name] = roster.Cell("2021-01-02", "x!B2", is_day=True)

    ((location, words),) = wrong(file)

    assert (location, "Format the column as text" in words) == ("x!B2", True)


@pytest.mark.parametrize("typed", ["dc–1", "'dc-1", "dc－１", "dc—1\u200b"])
def test_a_code_written_otherwise_is_the_same_data_center(typed):
    known = upload([organisation(NUMBER)], [facility(NUMBER, code="dc-1")])
    apply_plan(by=None, plan=plan(known))

    found = plan(upload(facilities=[facility(NUMBER, code=typed)]))

    assert (found.new, found.problems) == ([], [])


@pytest.mark.parametrize("typed", ["ＴＷ－１２３", "TW–123", "'TW-123"])
def test_another_number_written_otherwise_is_the_same_organisation(typed):
    apply_plan(by=None, plan=plan(upload([organisation("TW-123", scheme="other")])))

    found = plan(upload([organisation(typed, scheme="other")]))

    assert (found.new, found.problems) == ([], [])


def test_an_organisation_registered_full_width_is_met():
    apply_plan(by=None, plan=plan(upload([organisation("TW-123", scheme="other")])))
    Organisation.objects.update(number="ＴＷ－１２３")

    assert plan(upload([organisation("ＴＷ－１２３", scheme="other")])).new == []


def test_a_figure_with_many_digits_is_judged_as_a_figure():
    apply_plan(by=None, plan=plan(whole()))

    ((_location, words),) = wrong(with_a_cut_number(upload(facilities=[facility(NUMBER)]), "it_kw"))

    assert words == "The number is too big. Check its unit."


@pytest.mark.parametrize("shown", ["9.11101E+17", "9E+17", " 9.1E+017 "])
def test_what_a_spreadsheet_shows_of_a_long_number_is_no_code(shown):
    apply_plan(by=None, plan=plan(whole()))

    assert "15 digits" in wrong(upload([organisation(shown)]))[0][1]
    assert "15 digits" in wrong(upload(facilities=[facility(NUMBER, code=shown)]))[0][1]


def test_a_code_with_an_e_in_it_is_one():
    apply_plan(by=None, plan=plan(whole()))

    assert wrong(upload(facilities=[facility(NUMBER, code="1E5"), facility(NUMBER, code="E+12")])) == []


def hints(file, within=BEIJING):
    return [(hint.location, hint.message["en"]) for hint in plan(file, within).hints]


def test_a_name_written_otherwise_is_no_change_and_is_hinted_at():
    apply_plan(by=None, plan=plan(upload([organisation(NUMBER, name="甲云（北京）")])))

    again = plan(upload([organisation(NUMBER, name="甲云 (北京)")]))

    assert (again.changed, len(again.unchanged)) == ([], 1)
    ((location, words),) = hints(upload([organisation(NUMBER, name="甲云 (北京)")]))
    assert (location, "registered as “甲云（北京）”" in words) == ("单位!C2", True)


def test_the_same_name_is_nothing_to_look_at():
    apply_plan(by=None, plan=plan(whole()))

    assert hints(whole()) == []


@pytest.mark.parametrize("name", ["一号楼", "１号楼(东)"])
def test_a_new_data_center_of_a_known_name_is_hinted_at(name):
    known = upload(
        [organisation(NUMBER)], [facility(NUMBER, "001", name="一号楼"), facility(NUMBER, "2", name="1号楼（东）")]
    )
    apply_plan(by=None, plan=plan(known))

    ((location, words),) = hints(upload(facilities=[facility(NUMBER, "1", name=name)]))

    code = "001" if name == "一号楼" else "2"
    assert (location, f"the data center {code}" in words) == ("数据中心!C2", True)


def test_two_new_ones_of_one_name_are_hinted_at():
    file = upload(
        [organisation(NUMBER), organisation(OTHER, name="甲云 数据")],
        [facility(NUMBER, "1"), facility(NUMBER, "2"), facility(OTHER, "1")],
    )

    assert [location for location, _words in hints(file)] == ["单位!C3", "数据中心!C3"]


def test_a_new_organisation_of_a_known_name_is_hinted_at():
    apply_plan(by=None, plan=plan(whole()))

    assert NUMBER in hints(upload([organisation(OTHER, name="甲云　数据")]))[0][1]


def test_names_of_another_region_are_not_told():
    file = upload([organisation(NUMBER, region="海淀区")], [facility(NUMBER, region="海淀区"), facility(NUMBER, "2")])
    apply_plan(by=None, plan=plan(file))

    chaoyang = ["110000/110105/"]
    assert hints(upload([organisation(OTHER)], [facility(OTHER)]), chaoyang) == []
    assert "data center 2" in hints(upload(facilities=[facility(NUMBER, "3")]), chaoyang)[0][1]


def test_a_code_as_the_spreadsheet_shows_it_meets_the_registered_one():
    apply_plan(by=None, plan=plan(upload([organisation(NUMBER)], [facility(NUMBER, "001")])))

    assert len(plan(upload(facilities=[facility(NUMBER, "００１")])).unchanged) == 1
