from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from surveys.accounts.roles import Role
from surveys.audit.models import Event
from surveys.lib.clock import database_now
from surveys.notices.inviting import invite_by_mail
from surveys.notices.models import Notice
from surveys.registry.models import Contact, Facility, Organisation
from tests import factories
from tests.browsing import Visitor
from tests.bureau.officer import Officer
from tests.responses.stories import make_issued_round

ORGANISATIONS, FACILITIES = "/bureau/registry/", "/bureau/registry/facilities/"


def to(name, row=None):
    return reverse(f"bureau:{name}", args=[row.pk] if row else [])


def listed(response):
    return [row.name for row in response.context["page"].object_list]


def organisation_form(**extra):
    number = factories.make_uscc()
    return {
        "scheme": "uscc",
        "number": number,
        "name": "新单位",
        "kind": "cloud",
        "region": "110105",
        "is_active": "on",
    } | extra


def facility_form(**extra):
    return {"code": "DC09", "name": "九号楼", "kind": "cloud", "region": "110105", "is_active": "on"} | extra


def contact_form(**extra):
    return {"name": "张三", "email": "Zhang@Example.org", "language": "en"} | extra


@pytest.fixture
def officer(world):
    return Visitor(world.officer)


def test_a_viewer_sees_the_register_but_no_buttons(world):
    viewer = Visitor(factories.make_officer(world.city, Role.VIEWER))

    response = viewer.get(ORGANISATIONS)

    assert listed(response) == ["丙算科技", "甲云数据"]
    assert ("Import a roster" in response.text, viewer.get(to("roster")).status_code) == (False, 403)


def test_an_operator_does_not_see_the_register(world):
    assert Visitor(world.alice).get(ORGANISATIONS).status_code == 403


def test_a_district_sees_its_own_part(world):
    assert listed(Visitor(world.district_officer).get(ORGANISATIONS)) == ["甲云数据"]
    assert Visitor(world.district_officer).get(to("organisation", world.charlie_org)).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=甲云", ["甲云数据"]),
        ("q=一号", ["甲云数据"]),
        ("q=nothing", []),
        ("region=110108", ["丙算科技"]),
        ("region=110000", ["丙算科技", "甲云数据"]),
        ("region=mars", []),
        ("kind=cloud", []),
        ("state=inactive", []),
        ("state=active&q=%20", ["丙算科技", "甲云数据"]),
        ("page=99", ["丙算科技", "甲云数据"]),
    ],
)
def test_filters_stand_in_the_address(query, found, officer, world):
    factories.make_facility(world.alice_org, name="一号楼")

    assert listed(officer.get(f"{ORGANISATIONS}?{query}")) == found


@pytest.mark.parametrize("words", ["甲云(北京)", "甲云（北京）", "甲云［北京］", "甲云 (北京)", "(北京)ｉｄｃ", "IDC"])
def test_names_are_found_in_any_width(words, officer, world):
    world.alice_org.name = "甲云（北京）ＩＤＣ"
    world.alice_org.save()
    factories.make_facility(world.charlie_org, name="甲云(北京)idc", code="X1")

    assert listed(officer.get(f"{ORGANISATIONS}?q={words}")) == ["丙算科技", "甲云（北京）ＩＤＣ"]


@pytest.mark.parametrize(
    "query", ["q=一号", "q=DC01", "q=ＤＣ０１", "q=甲云", "region=110105", "kind=colocation", "state=active"]
)
def test_data_centers_are_found_too(query, officer, world):
    factories.make_facility(world.alice_org, name="一号楼", code="DC01", kind="colocation")
    factories.make_facility(world.charlie_org, name="二号楼", code="DC02", is_active=False)

    assert listed(officer.get(f"{FACILITIES}?{query}")) == ["一号楼"]


def test_nothing_found_offers_to_clear_the_filters(officer):
    assert "Nothing in the register fits these filters." in officer.get(f"{ORGANISATIONS}?q=xyz").text


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("path", [ORGANISATIONS, FACILITIES])
def test_lists_need_the_same_queries_for_any_number_of_rows(path, rows, officer, django_assert_num_queries):
    for _ in range(rows):
        site = factories.make_facility()
        factories.make_contact(site.organisation)

    with django_assert_num_queries(6):
        officer.get(path)


@pytest.mark.parametrize("rows", [1, 3])
def test_an_organisations_page_needs_the_same_queries(rows, world, officer, django_assert_num_queries):
    for n in range(rows):
        factories.make_facility(world.alice_org)
        factories.make_contact(world.alice_org)
        factories.make_operator(world.alice_org)
        invite_by_mail(by=world.alice, email=f"n{n}@example.org", name="N", body=world.alice_org, role=Role.CONTRIBUTOR)

    asking_the_time = int(connection.vendor == "postgresql")  # SQLite's clock is this machine's
    with django_assert_num_queries(11 + asking_the_time):
        officer.get(to("organisation", world.alice_org))


def test_an_officer_of_a_district_sees_an_organisations_sites_in_the_district(world):
    factories.make_facility(world.alice_org, name="朝阳楼")
    factories.make_facility(world.alice_org, world.charlie_org.region, name="海淀楼")

    page = Visitor(world.district_officer).get(to("organisation", world.alice_org)).text

    assert ("朝阳楼" in page, "海淀楼" in page) == (True, False)


def test_a_district_counts_and_finds_only_data_centers_of_its_own(world):
    factories.make_facility(world.alice_org, name="朝阳楼")
    factories.make_facility(world.alice_org, name="关停楼", is_active=False)
    factories.make_facility(world.alice_org, world.charlie_org.region, name="海淀楼")
    district, city = Visitor(world.district_officer), Visitor(world.officer)

    def count(visitor):
        (row,) = visitor.get(f"{ORGANISATIONS}?q=甲云").context["page"].object_list
        return row.facility_count

    assert (count(district), count(city)) == (1, 2)
    assert [listed(visitor.get(f"{ORGANISATIONS}?q=海淀楼")) for visitor in (district, city)] == [[], ["甲云数据"]]


def test_an_organisation_is_entered(officer, world):
    response = officer.send(to("add_organisation"), organisation_form())

    row = Organisation.objects.get(name="新单位")
    assert (response.url, row.kind) == (to("organisation", row), "cloud")
    assert Event.objects.get().actor_name == "王主任"


@pytest.mark.parametrize(
    ("flaw", "field"),
    [
        ({"number": "91110105MA0000001X"}, "number"),
        ({"scheme": "other"}, "number"),
        ({"region": "120000"}, "region"),
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "甲\u202e云"}, "name"),
        ({"name": "甲\x08云"}, "name"),
        ({"name": "\ufeff"}, "name"),
        ({"address": "示范路\x1b1号"}, "address"),
    ],
)
def test_an_organisation_with_a_flaw_is_not_entered(flaw, field, officer):
    response = officer.send(to("add_organisation"), organisation_form(**flaw))

    assert list(response.context["form"].errors) == [field]
    assert f'href="#id_{field}"' in response.text


def test_a_number_is_registered_once(officer, world):
    response = officer.send(to("add_organisation"), organisation_form(number=world.alice_org.number))

    assert "An organisation with this number is in the register already." in response.text


def test_an_organisation_is_changed_and_its_number_may_stay(officer, world):
    form = organisation_form(number=world.alice_org.number, name="甲云数据（集团）")

    officer.send(to("change_organisation", world.alice_org), form)

    world.alice_org.refresh_from_db()
    assert (world.alice_org.name, Event.objects.get().details["fields"]) == ("甲云数据（集团）", ["name", "kind"])


def test_saving_without_a_change_says_so(officer, world):
    org = world.alice_org
    form = organisation_form(number=org.number, name=org.name, kind=org.kind)

    page = officer.send(to("change_organisation", org), form, follow=True)

    assert ("Nothing was different" in page.text, Event.objects.count()) == (True, 0)


def test_a_district_does_not_move_an_organisation_out_of_its_reach(world):
    manager = Visitor(factories.make_officer(world.district))

    response = manager.send(to("change_organisation", world.alice_org), organisation_form(region="110108"))

    assert list(response.context["form"].errors) == ["region"]


def test_a_data_center_is_entered_as_it_is_typed(officer, world):
    typed = {"grid_kva": "２０，０００", "it_kw": "1.2 MW", "racks": "2,000", "started_on": "2018年6月1日"}

    officer.send(to("add_facility", world.alice_org), facility_form(**typed))

    row = Facility.objects.get()
    assert (row.grid_kva, row.it_kw, row.racks, str(row.started_on)) == (20000, 1200, 2000, "2018-06-01")


def test_a_data_center_shows_its_figures_and_keeps_them(officer, world):
    site = factories.make_facility(world.alice_org, grid_kva="12345.600", code="DC09", address="")
    page = officer.get(to("change_facility", site)).text
    assert 'value="12,345.6"' in page

    form = facility_form(
        name=site.name, kind=site.kind, grid_kva="12,345.6", it_kw="5,000", racks="1000", started_on=""
    )
    assert "Nothing was different" in officer.send(to("change_facility", site), form, follow=True).text


@pytest.mark.parametrize("typed", ["about 5", "-1", "5 kWh", "9" * 30, "1e5"])
def test_a_figure_that_cannot_be_read_comes_back_as_typed(typed, officer, world):
    response = officer.send(to("add_facility", world.alice_org), facility_form(it_kw=typed))

    assert list(response.context["form"].errors) == ["it_kw"]
    assert f'value="{typed}"' in response.text


def test_a_district_changes_its_data_center_of_an_organisation_elsewhere(world):
    manager = Visitor(factories.make_officer(world.district))
    site = factories.make_facility(world.charlie_org, world.alice_org.region, code="DC09")

    page = manager.get(to("change_facility", site))
    saved = manager.send(to("change_facility", site), facility_form(), follow=True)

    assert to("organisation", world.charlie_org) not in page.text
    assert (saved.status_code, "The changes are saved." in saved.text, listed(saved)) == (200, True, ["九号楼"])


def test_of_two_officers_neither_undoes_what_the_other_changed(world):
    site = factories.make_facility(world.alice_org, name="一号楼", it_kw="12345.600", racks=100, is_active=True)
    first, second = Officer(world.officer), Officer(factories.make_officer(world.city))
    for officer in (first, second):
        officer.at("change_facility", site.pk)

    first.in_form({"name": "二号楼", "is_active": False}).press("Save in the register")
    second.in_form({"racks": "200", "it_kw": "12345.6"}).press("Save in the register")

    site.refresh_from_db()
    assert (site.name, site.is_active, site.racks) == ("二号楼", False, 200)
    assert [event.details["fields"] for event in Event.objects.order_by("at")] == [["name", "is_active"], ["racks"]]


def test_what_stood_in_the_page_is_remembered_past_an_error(world):
    site = factories.make_facility(world.alice_org, name="一号楼", racks=100)
    officer = Officer(world.officer).at("change_facility", site.pk)
    officer.in_form({"racks": "many"}).press("Save in the register")
    Facility.objects.filter(pk=site.pk).update(name="二号楼")

    officer.in_form({"racks": "200"}).press("Save in the register")

    site.refresh_from_db()
    assert (site.name, site.racks) == ("二号楼", 200)


def test_a_code_is_given_once_in_an_organisation(officer, world):
    factories.make_facility(world.alice_org, code="DC09")
    factories.make_facility(world.charlie_org, code="DC10")

    assert list(officer.send(to("add_facility", world.alice_org), facility_form()).context["form"].errors) == ["code"]
    assert officer.send(to("add_facility", world.alice_org), facility_form(code="DC10")).status_code == 302


def test_words_are_read_as_the_roster_reads_them(officer, world):
    officer.send(to("add_facility", world.alice_org), facility_form(code=" DC\u200b  09\ufeff", name="九  号楼"))

    row = Facility.objects.get()
    assert (row.code, row.name, row.address) == ("DC 09", "九 号楼", "")


def test_a_code_with_something_invisible_in_it_is_still_the_same_code(officer, world):
    factories.make_facility(world.alice_org, code="DC09")

    response = officer.send(to("add_facility", world.alice_org), facility_form(code="DC09\u200b"))

    assert list(response.context["form"].errors) == ["code"]


def test_a_contact_is_entered_changed_and_removed(officer, world):
    officer.send(to("add_contact", world.alice_org), contact_form())
    contact = Contact.objects.get(email="zhang@example.org")

    officer.send(to("change_contact", contact), contact_form(phone="110"))
    assert Contact.objects.get().phone == "110"
    assert "Remove 张三 from the contacts?" in officer.get(to("remove_contact", contact)).text
    officer.send(to("remove_contact", contact))

    assert list(Event.objects.order_by("at").values_list("verb", flat=True)) == [
        "registered", "changed_entry", "removed_contact",
    ]  # fmt: skip


def test_an_address_is_one_contact_of_an_organisation(officer, world):
    factories.make_contact(world.alice_org, email="zhang@example.org")

    response = officer.send(to("add_contact", world.alice_org), contact_form())

    assert list(response.context["form"].errors) == ["email"]


@pytest.mark.parametrize("name", ["change_organisation", "add_facility", "add_contact"])
def test_a_foreign_organisation_cannot_be_touched(name, world):
    manager = Visitor(factories.make_officer(world.district))

    assert manager.get(to(name, world.charlie_org)).status_code == 404
    assert Visitor(world.district_officer).get(to(name, world.alice_org)).status_code == 403


def test_the_same_form_sent_twice_is_one_entry(officer, world):
    form = contact_form(once_key="9e0d2a5e-9f8d-4f0c-8a52-3d0cf3b2f001")

    first, second = (officer.post(to("add_contact", world.alice_org), form) for _ in range(2))

    assert (first.url, Contact.objects.count()) == (second.url, 1)


@pytest.fixture
def invited(world):
    return invite_by_mail(
        by=world.alice, email="wang@example.org", name="王五", body=world.alice_org, role=Role.CONTRIBUTOR
    )


def test_open_invitations_stand_on_the_page_of_the_organisation(officer, world, invited):
    page = officer.get(to("organisation", world.alice_org)).text
    viewer = Visitor(factories.make_officer(world.city, Role.VIEWER)).get(to("organisation", world.alice_org)).text
    withdraw = reverse("bureau:withdraw_invitation", args=[world.alice_org.pk, invited.pk])

    assert ("wang@example.org" in page, withdraw in page) == (True, True)
    assert ("wang@example.org" in viewer, withdraw in viewer) == (True, False)


def test_an_officer_withdraws_an_invitation_and_the_letter_that_waits(officer, world, invited):
    officer.send(reverse("bureau:withdraw_invitation", args=[world.alice_org.pk, invited.pk]))

    invited.refresh_from_db()
    assert invited.revoked_at is not None
    assert not Notice.objects.filter(invitation=invited).exists()
    assert "Invited, not here yet" not in officer.get(to("organisation", world.alice_org)).text


def test_an_invitation_of_another_organisation_is_not_found_there(officer, world, invited):
    answer = officer.send(reverse("bureau:withdraw_invitation", args=[world.charlie_org.pk, invited.pk]))

    assert answer.status_code == 404
    invited.refresh_from_db()
    assert invited.revoked_at is None


def test_removing_a_contact_tells_what_was_withdrawn_with_it(officer, world):
    contact = factories.make_contact(world.alice_org, email="zhang@example.org")
    make_issued_round(world, at=database_now(), deadline=database_now() + timedelta(days=1))

    page = officer.send(to("remove_contact", contact), follow=True)

    assert "Withdrawn with it: open invitations 1, letters not sent yet 1." in page.text


def test_correcting_an_address_tells_what_becomes_of_the_old_one(officer, world):
    contact = factories.make_contact(world.alice_org, email="zhang@exampel.org")
    make_issued_round(world)

    page = officer.send(to("change_contact", contact), contact_form(), follow=True)

    assert "Open invitations to zhang@exampel.org no longer work" in page.text
    assert [notice.to_email for notice in Notice.objects.filter(key__contains=str(contact.pk))] == ["zhang@example.org"]
