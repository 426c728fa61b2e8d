from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from surveys.registry import roster
from surveys.registry.actions import apply_plan, seed_regions
from surveys.registry.models import Contact, Facility, Organisation
from surveys.registry.queries import known_for
from tests import factories
from tests.registry.rosters import contact, facility, organisation, upload

pytestmark = pytest.mark.django_db
NUMBER = factories.make_uscc(9000001)
OTHER = factories.make_uscc(9000002)
BEIJING = ["110000/"]


@pytest.fixture(autouse=True)
def regions():
    seed_regions()
    with translation.override("en"):
        yield


def plan(file, within=BEIJING):
    return roster.plan(file, known_for(file), within)


def wrong(file, within=BEIJING):
    return [(flaw.location, flaw.message["en"]) for flaw in plan(file, within).problems]


def whole():
    facts = {"grid_kva": "20,000 kVA", "it_kw": "1.2MW", "racks": "2000", "started_on": "2018年6月1日", "kind": "托管"}
    return upload([organisation(NUMBER)], [facility(NUMBER, **facts)], [contact(NUMBER)])


def test_a_new_roster_is_all_new_and_then_stands_in_the_register():
    apply_plan(by=None, plan=plan(whole()))

    stored = Facility.objects.get()
    assert (stored.grid_kva, stored.it_kw, stored.racks) == (Decimal(20000), Decimal(1200), 2000)
    assert (stored.started_on, stored.kind, stored.organisation.number) == (date(2018, 6, 1), "colocation", NUMBER)
    assert Contact.objects.get().organisation.name == "甲云数据"


def test_the_same_file_again_changes_nothing():
    apply_plan(by=None, plan=plan(whole()))

    again = plan(whole())

    assert (again.new, again.changed, again.problems, len(again.unchanged)) == ([], [], [], 3)


def test_a_change_names_the_field_with_old_and_new():
    apply_plan(by=None, plan=plan(whole()))

    (item,) = plan(upload(facilities=[facility(NUMBER, it_kw="1300", region="Haidian")])).changed

    assert [(c.name, str(c.old), str(c.new)) for c in item.changes] == [
        ("region", "Chaoyang", "Haidian"),
        ("it_kw", "1200.000", "1300"),
    ]


def test_a_change_is_written_and_a_blank_cell_changes_nothing():
    apply_plan(by=None, plan=plan(whole()))

    apply_plan(by=None, plan=plan(upload(facilities=[facility(NUMBER, name="新楼", racks=" ")])))

    stored = Facility.objects.get()
    assert (stored.name, stored.racks) == ("新楼", 2000)


@pytest.mark.parametrize("spelling", ["朝阳区", "朝阳", " chaoyang ", "110105"])
def test_a_district_is_understood_by_name_and_code(spelling):
    (item,) = plan(upload([organisation(NUMBER, region=spelling)])).new

    assert item.values["region"].code == "110105"


def test_a_wrong_check_digit_is_named_and_takes_its_facilities_along():
    bad = NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")

    flaws = wrong(upload([organisation(bad)], [facility(bad)], [contact(bad)]))

    assert flaws == [
        ("单位!A2", "The check digit is wrong or the code does not have 18 characters. Compare it with the licence."),
        ("数据中心!A2", "Its organisation at 单位!A2 is wrong."),
        ("联系人!A2", "Its organisation at 单位!A2 is wrong."),
    ]


def test_another_kind_of_number_is_allowed_when_the_column_says_so():
    (item,) = plan(upload([organisation("HK-12345", scheme="其他登记号")])).new

    assert (item.values["number"], item.values["scheme"]) == ("HK-12345", "other")


def test_a_credit_code_is_not_another_kind_of_number():
    assert wrong(upload([organisation(NUMBER, scheme="other")])) == [
        ("单位!A2", "This is a unified social credit code. Choose that number type.")
    ]


def test_duplicates_name_both_cells():
    flaws = wrong(upload([organisation(NUMBER)], [facility(NUMBER), facility(NUMBER, name="二号楼")]))

    assert flaws == [
        ("数据中心!B2", "The same row stands at 数据中心!B3 too. Keep one."),
        ("数据中心!B3", "The same row stands at 数据中心!B2 too. Keep one."),
    ]


def test_of_a_row_copied_a_thousand_times_a_few_places_are_named():
    flaws = wrong(upload([organisation(NUMBER)], [facility(NUMBER) for _ in range(1000)]))

    assert len(flaws) == 1000
    assert flaws[0][1] == (
        "The same row stands at 数据中心!B3, 数据中心!B4, 数据中心!B5, 数据中心!B6, 数据中心!B7… too. Keep one."
    )


def test_a_facility_of_nobody_is_wrong():
    assert wrong(upload(facilities=[facility(OTHER)])) == [
        ("数据中心!A2", "There is no organisation with this number, neither here nor in the register.")
    ]


def test_a_new_row_names_every_cell_that_is_missing():
    flaws = wrong(upload([{"number": NUMBER, "name": " "}], contacts=[{"name": "张三"}]))

    assert flaws == [
        ("单位!C2", "“Name” is missing."),
        ("单位!A2", "“District” is missing."),
        ("联系人!A2", "“Organisation number” is missing."),
        ("联系人!A2", "“E-mail” is missing."),
    ]


@pytest.mark.parametrize(
    ("cells", "flaw"),
    [
        ({"it_kw": "-1"}, ("数据中心!H2", "A capacity cannot be negative.")),
        (
            {"it_kw": "1e9"},
            ("数据中心!H2", "“1e9” is in scientific notation. Write the number out, for example 1200000"),
        ),
        ({"grid_kva": "100000000000"}, ("数据中心!G2", "The number is too big. Check its unit.")),
        ({"grid_kva": "5 kW"}, ("数据中心!G2", "The unit “kW” cannot be used here. Use one of: kVA, MVA")),
        ({"it_kw": "5 mW"}, ("数据中心!H2", "The unit “mW” cannot be used here. Use one of: kW, MW")),
        (
            {"it_kw": "0,500 MW"},
            (
                "数据中心!H2",
                "“0,500 MW” begins with 0 and is parted, so it could mean two things. "
                "Write a fraction as 0.500 MW, or leave the 0 out",
            ),
        ),
        ({"racks": "9999999999"}, ("数据中心!I2", "Enter a count between 0 and 2,147,483,647.")),
        ({"racks": "12 rows"}, ("数据中心!I2", "“rows” does not belong here. Enter the number only")),
        (
            {"started_on": "2018-02-30"},
            ("数据中心!J2", "There is no such day as “2018-02-30”. Check year, month and day"),
        ),
        ({"region": "Mars"}, ("数据中心!E2", "“Mars” is not a known district.")),
    ],
)
def test_a_cell_that_cannot_be_read_says_why(cells, flaw):
    assert wrong(upload([organisation(NUMBER)], [facility(NUMBER, **cells)])) == [flaw]


def test_a_choice_that_is_none_lists_the_choices():
    (flaw,) = plan(upload([organisation(NUMBER)], [facility(NUMBER, kind="矿场")])).problems

    assert flaw.message["en"].startswith("“矿场” is not one of the choices: own use, colocation, cloud")


def test_an_e_mail_must_be_one():
    (flaw,) = plan(upload([organisation(NUMBER)], contacts=[contact(NUMBER, email="nobody")])).problems

    assert (flaw.location, flaw.message["en"]) == ("联系人!E2", "“nobody” is not an e-mail address.")


def test_rows_outside_the_officers_region_are_wrong():
    file = upload([organisation(NUMBER, region="海淀区"), organisation(OTHER)])

    result = plan(file, ["110000/110105/"])

    assert [flaw.location for flaw in result.problems] == ["单位!E2"]
    assert [item.key for item in result.new] == [(OTHER,)]


def test_nobody_takes_a_row_over_from_another_region():
    factories.make_organisation(region=factories.make_region("120000", "天津市", "Tianjin")).delete()
    apply_plan(
        by=None, plan=plan(upload([organisation(NUMBER, region="海淀区")], [facility(NUMBER, region="海淀区")], []))
    )
    mine = upload([organisation(NUMBER)], contacts=[contact(NUMBER)])

    result = plan(mine, ["110000/110105/"])

    assert [flaw.location for flaw in result.problems] == ["单位!A2", "联系人!A2"]


def test_a_flaw_in_the_row_of_a_registered_organisation_does_not_hold_its_data_centers_back():
    apply_plan(by=None, plan=plan(upload([organisation(NUMBER, region="海淀区"), organisation(OTHER)])))
    file = upload(
        [organisation(NUMBER, region="海淀区"), organisation(OTHER, kind="矿场")], [facility(NUMBER), facility(OTHER)]
    )

    result = plan(file, ["110000/110105/"])

    assert [flaw.location for flaw in result.problems] == ["单位!E2", "单位!D3"]
    assert [item.key for item in result.new] == [(NUMBER, "DC01"), (OTHER, "DC01")]


def test_an_officer_of_nowhere_may_write_nothing():
    assert [flaw.location for flaw in plan(upload([organisation(NUMBER)]), []).problems] == ["单位!E2"]


def test_a_cell_with_nothing_visible_is_blank():
    apply_plan(by=None, plan=plan(whole()))
    invisible = upload([organisation(NUMBER, name="\u200b", address=" \ufeff")], [facility(NUMBER, name="\ufeff")])

    again = plan(invisible)

    assert (again.changed, again.problems, len(again.unchanged)) == ([], [], 2)


def test_a_new_row_with_an_invisible_name_or_number_lacks_it():
    file = upload([organisation(NUMBER, name="\u200b"), organisation("\ufeff"), organisation(OTHER, region="\u200b")])

    assert wrong(file) == [
        ("单位!C2", "“Name” is missing."),
        ("单位!A3", "“Organisation number” is missing."),
        ("单位!E4", "“District” is missing."),
    ]


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


def test_what_is_absent_stays_untouched():
    stays = factories.make_facility(name="老机房")

    apply_plan(by=None, plan=plan(whole()))

    stays.refresh_from_db()
    assert (stays.name, Organisation.objects.count()) == ("老机房", 2)


def test_the_fingerprint_tells_other_changes_but_not_other_languages():
    mine, other = plan(whole()), plan(upload([organisation(NUMBER)]))

    with translation.override("zh-hans"):
        assert plan(whole()).fingerprint() == mine.fingerprint()
    assert other.fingerprint() != mine.fingerprint()


def test_a_formula_that_failed_is_told_and_not_registered():
    file = upload([organisation(NUMBER, name="#N/A")])

    assert wrong(file) == [
        ("单位!C2", "A formula in this cell failed with “#N/A”. Correct it, or write what it should give")
    ]


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
