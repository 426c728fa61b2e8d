from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from surveys.registry.actions import apply_plan, seed_regions
from surveys.registry.models import Contact, Facility, Organisation
from tests import factories
from tests.registry.rosters import NUMBER, OTHER, contact, facility, organisation, plan, upload, whole, wrong

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def regions():
    seed_regions()
    with translation.override("en"):
        yield


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
