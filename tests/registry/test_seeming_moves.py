"""A roster names a data center under another operator: the preview says that it looks like a move."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from surveys.registry import roster
from surveys.registry.actions import seed_regions
from surveys.registry.models import Facility
from surveys.registry.moving import move_facility
from surveys.registry.queries import known_for
from surveys.registry.seeming_moves import seeming_moves
from tests import factories
from tests.browsing import Visitor
from tests.registry.rosters import facility, organisation, upload

BEIJING, CHAOYANG, HAIDIAN = ["110000/"], ["110000/110105/"], ["110000/110108/"]


@pytest.fixture
def site(world):
    seed_regions()
    return factories.make_facility(world.alice_org, code="DC01", name="甲云（北京）一号楼")


def found(*facilities, organisations=(), within=BEIJING):
    file = upload(organisations, facilities)
    return seeming_moves(roster.plan(file, known_for(file), within), within)


def test_the_same_name_in_the_same_district_at_another_operator(world, site):
    row = facility(world.charlie_org.number, "DC07", name="甲云(北京) 一号楼")

    (one,) = found(row)

    assert (one.location, one.facility, one.to, one.left) == ("数据中心!A2", site, world.charlie_org, None)


@pytest.mark.parametrize("changes", [{"name": "另一座"}, {"region": "海淀区"}])
def test_another_name_or_another_district_is_another_site(changes, world, site):
    assert found(facility(world.charlie_org.number, "DC07", **{"name": site.name} | changes)) == []


def test_the_same_operators_own_rows_are_no_moves(world, site):
    number = world.alice_org.number

    assert found(facility(number, "DC01", name=site.name), facility(number, "DC02", name=site.name)) == []


def test_an_operator_that_the_file_brings_along_is_not_in_the_register_yet(world, site):
    number = factories.make_uscc()

    (one,) = found(facility(number, name=site.name), organisations=[organisation(number, name="新单位")])

    assert (one.facility, one.to) == (site, None)


def moved(world, site):
    move_facility(by=None, facility=site, to=world.charlie_org, since=date(2021, 3, 1), reason="转让", code="C9")


def test_a_site_still_listed_under_its_old_operator_is_said_to_have_left(world, site):
    moved(world, site)

    (one,) = found(facility(world.alice_org.number, "DC01", name="旧名"))

    assert (one.facility, one.left.new_operator) == (site, world.charlie_org)


def test_what_came_back_has_not_left(world, site):
    moved(world, site)
    site.refresh_from_db()
    move_facility(by=None, facility=site, to=world.alice_org, since=date(2021, 3, 2), reason="退回", code="DC02")

    assert found(facility(world.alice_org.number, "DC01", name="旧名")) == []


def test_an_officer_is_told_of_nothing_outside_his_district(world, site):
    moved(world, site)
    row = facility(world.alice_org.number, "DC01", name="旧名", region="海淀区")

    assert len(found(row, within=CHAOYANG)) == 0  # the row is outside, and refused
    assert found(row, within=HAIDIAN) == []  # the site is


def roster_of(number, name):
    book = Workbook()
    book.active.title = "数据中心"
    book.active.append(("统一社会信用代码或登记号", "数据中心编号", "数据中心名称", "所在区"))
    book.active.append((number, "DC01", name, "朝阳区"))
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile("roster.xlsx", file.getvalue())


def test_the_preview_leads_to_the_act(world, site):
    officer = Visitor(world.officer)

    page = officer.send(
        "/bureau/registry/roster/", {"file": roster_of(world.charlie_org.number, site.name)}, follow=True
    )

    assert "Data centers that may have moved" in page.text
    assert reverse("bureau:move_facility", args=[site.pk]) + f"?to={world.charlie_org.pk}" in page.text
    assert Facility.objects.count() == 1


def test_the_preview_leads_to_what_left(world, site):
    moved(world, site)

    page = Visitor(world.officer).send(
        "/bureau/registry/roster/", {"file": roster_of(world.alice_org.number, "旧名")}, follow=True
    )

    assert "left this organisation on 2021-03-01 and belongs to 丙算科技 now" in page.text
    assert f'href="{reverse("bureau:facility", args=[site.pk])}"' in page.text
