import copy
import re
import uuid
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.urls import reverse

from surveys.accounts.roles import Role
from surveys.models import Decision, Revision
from surveys.reports.models import Export
from surveys.workbooks.report.exports import make_due_exports
from tests import factories
from tests.reports.stories import EVENING, HALF_MINING, accept, answer, make_story, response

CANNOT_TELL = {
    "has_mining": {"typed": "unsure"},
    "mining_role": {"typed": "racks"},
    "clients": [
        {
            "row": "c1",
            "cells": {"client_name": {"typed": "某公司"}, "client_racks": {"typed": "5"}},
        }
    ],
}
LATER = EVENING + timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.EXPORT_DIR = tmp_path


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    with factories.kept_for_a_file(django_db_blocker):
        world = factories.make_world()
        made = make_story(world)
        accept(answer(response(made, "A1"), world.alice, **HALF_MINING), world)
        answer(response(made, "C1"), world.charlie)
        yield world, made


@pytest.fixture
def own(told, db):
    return copy.deepcopy(told)


@pytest.fixture
def world(own):
    return own[0]


@pytest.fixture
def round(own):
    return own[1]


@pytest.fixture
def visit(client, round):
    def go(user, name="bureau:report", *args, pk=None, **query):
        client.force_login(user)
        return client.get(reverse(name, args=[pk or round.pk, *args]), query, headers={"Accept-Language": "en"})

    return go


def text_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def ask(client, user, round, **fields):
    client.force_login(user)
    fields |= {"once_key": "8f2f3c9e-6c43-4d3e-9a3c-3d1f6a1a8a11"}
    return client.post(reverse("bureau:export_make", args=[round.pk]), fields)


def test_the_overview_shows_the_headline_figures(world, visit):
    text = text_of(visit(world.officer))

    assert "Total electricity 30.01 GWh" in text
    assert "Mining electricity 15 GWh" in text
    assert "Mining share 50.00 %" in text
    assert "Response by units 33.3 % 1 of 3" in text


def test_the_first_glance_holds_the_share_with_what_it_covers_and_the_rest_is_folded(world, round, visit):
    accept(answer(response(round, "A2"), world.alice, **CANNOT_TELL), world)

    page = visit(world.officer).content.decode()
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("<details")[0]))
    headline = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.index('<dl class="headline">') :]))

    assert "Mining share 50.00 % of 1 of 2 returns" in headline
    assert "25.00 % to 75.00 % with what is left out" in headline
    assert "Export the answers by names" not in text
    assert re.findall(r'<details class="(?:all-tables|more-exports)"( open)?>', page) == ["", ""]


def test_the_title_names_the_round(world, round, visit):
    assert f"<title> Report – {round.title_en} – " in " ".join(visit(world.officer).content.decode().split())


def test_provisional_figures_are_marked(world, visit):
    page = visit(world.officer, basis="provisional")

    assert "Total electricity 60.01 GWh" in text_of(page)
    assert "Do not publish them." in text_of(page)


@pytest.mark.parametrize(("basis", "said"), [("", "has been accepted"), ("provisional", "has been submitted")])
def test_a_report_of_nothing_says_so_in_a_sentence(world, visit, basis, said):
    Decision.objects.all().delete()
    Revision.objects.all().delete()

    page = visit(world.officer, **({"basis": basis} if basis else {}))

    assert f"none of the 3 expected returns {said}." in text_of(page)
    assert "<svg" not in page.content.decode()


def test_the_other_columns_of_a_wide_table_are_shown_on_request(world, visit):
    first = text_of(visit(world.officer, "bureau:report_table", "R01", basis="provisional"))
    all_ = text_of(visit(world.officer, "bureau:report_table", "R01", basis="provisional", columns="all"))

    assert ("Overdue" in first, "Overdue" in all_) == (False, True)
    assert "Show all 19 columns" in first
    assert "Only the main columns" in all_


def test_charts_are_text_with_bars_beside(world, visit):
    page = visit(world.officer).content.decode()

    assert page.count('<table class="bars">') == 4
    assert re.search(r'<span class="visually-hidden">Total electricity</span> 30.01\s+<span[^>]*>GWh<', page)
    assert "style=" not in page


@pytest.mark.parametrize("table", ["R01", "R01C", "R02", "R03", "R04", "R05", "R06", "R09", "R18"])
def test_every_table_has_a_page(world, visit, table):
    page = visit(world.officer, "bureau:report_table", table)

    assert page.status_code == 200
    assert f"<h1>{table} " in page.content.decode()


@pytest.mark.parametrize("table", ["cover", "R99", "r03"])
def test_other_tables_do_not_exist(world, visit, table):
    assert visit(world.officer, "bureau:report_table", table).status_code == 404


def test_a_row_of_the_ledger_leads_to_the_return(world, round, visit):
    page = visit(world.officer, "bureau:report_table", "R04").content.decode()

    href = reverse("bureau:review_revision", args=[response(round, "A1").pk, 1])
    assert f'<a href="{href}">甲云一号</a>' in page


def test_the_choice_of_returns_stays_from_page_to_page(world, round, visit):
    page = visit(world.officer, "bureau:report_table", "R03", basis="provisional").content.decode()

    assert f'href="{reverse("bureau:report_table", args=[round.pk, "R04"])}?basis=provisional"' in page


def test_a_district_sees_its_own_part_and_is_told_so(world, visit):
    page = visit(world.district_officer, "bureau:report_table", "R03", basis="provisional")

    assert "you see the part of your own region" in text_of(page)
    assert ("Chaoyang" in text_of(page), "Haidian" in text_of(page)) == (True, False)


@pytest.mark.parametrize("who", ["stranger_officer", "charlie", "nobody"])
@pytest.mark.parametrize("name", ["bureau:report", "bureau:export"])
def test_for_others_there_is_no_report(world, visit, who, name):
    assert visit(getattr(world, who), name).status_code in (403, 404)


def test_a_round_not_issued_has_no_report(world, round, visit):
    type(round).objects.filter(pk=round.pk).update(issued_at=None)

    assert visit(world.officer).status_code == 404


def test_asking_for_a_workbook_leads_to_the_list(world, client, round):
    answered = ask(client, world.officer, round, basis="provisional")

    export = Export.objects.get()
    assert answered.url == reverse("bureau:export", args=[round.pk])
    assert (export.snapshot.provisional, export.requested_by, export.region.code) == (True, world.officer, "110000")


def test_asking_twice_with_one_key_makes_one_workbook(world, client, round):
    for _ in range(2):
        ask(client, world.officer, round)

    assert Export.objects.count() == 1


def test_the_list_refreshes_itself_until_the_workbook_is_there(world, client, round, visit):
    ask(client, world.officer, round)
    waiting = visit(world.officer, "bureau:export").content.decode()
    make_due_exports()
    ready = visit(world.officer, "bureau:export").content.decode()

    assert ("data-look-again" in waiting, "data-look-again" in ready) == (True, False)
    assert reverse("bureau:export_download", args=[Export.objects.get().pk]) in ready


def test_a_workbook_is_downloaded_under_its_chinese_name(world, client, round, visit):
    ask(client, world.officer, round)
    make_due_exports()
    export = Export.objects.get()

    file = visit(world.officer, "bureau:export_download", pk=export.pk)

    assert b"".join(file.streaming_content)[:2] == b"PK"
    assert "no-store" in file["Cache-Control"]
    assert "filename*=utf-8''" in file["Content-Disposition"]
    assert export.file_name in unquote(file["Content-Disposition"])


def test_an_unfinished_workbook_is_not_there(world, client, round, visit):
    ask(client, world.officer, round)

    assert visit(world.officer, "bureau:export_download", pk=Export.objects.get().pk).status_code == 404


@pytest.mark.parametrize("who", ["district_officer", "stranger_officer", "alice", "nobody"])
def test_the_workbook_of_the_city_is_not_for_others(world, client, round, visit, who):
    ask(client, world.officer, round)
    make_due_exports()

    assert visit(getattr(world, who), "bureau:export_download", pk=Export.objects.get().pk).status_code == 404


@pytest.mark.parametrize("role", [Role.VIEWER, Role.REVIEWER, Role.SURVEY_MANAGER, Role.ADMINISTRATOR])
@pytest.mark.parametrize("contents", Export.Contents)
def test_whoever_sees_the_report_may_fetch_its_workbooks(world, client, round, role, contents):
    ask(client, world.officer, round, contents=contents)
    make_due_exports()
    client.force_login(factories.make_officer(world.city, role))

    page = client.get(reverse("bureau:export", args=[round.pk]))
    href = reverse("bureau:export_download", args=[Export.objects.get().pk])
    assert href in page.content.decode()
    assert b"".join(client.get(href).streaming_content).startswith(b"PK")


def test_a_workbook_that_failed_says_so(world, client, round, visit):
    ask(client, world.officer, round)
    Export.objects.update(state=Export.State.FAILED)

    assert "could not be made" in text_of(visit(world.officer, "bureau:export"))


# --- emission factors --------------------------------------------------------------------------------------------


def choose(client, user, round, *ids, **fields):
    client.force_login(user)
    fields |= {"once_key": str(uuid.uuid4()), "factor": ids}
    return client.post(reverse("bureau:report_factors", args=[round.pk]), fields)


def ticked(page):
    boxes = re.findall(r'<input type="checkbox"[^>]*>', page.content.decode())
    return [re.search(r'value="([^"]+)"', box)[1] for box in boxes if "checked" in box]


def test_the_factors_in_use_are_ticked_and_those_outside_their_validity_marked(world, visit):
    page = visit(world.officer, "bureau:report_factors")

    assert ticked(page) == ["CN-AVG-2021", "CN-ETS-2021", "BEIJING-2021", "PAPER-2021"]
    assert "CN-AVG-2021 proposed 0.5568 China average of the grid" in text_of(page)
    assert "SICHUAN-2021 0.1255 Sichuan average of the grid 2021-01-01 – 2021-12-31 not for this place" in text_of(page)
    assert "TCE" not in text_of(page)


def test_factors_are_chosen_from_the_table_they_are_used_in(world, client, round, visit):
    address = reverse("bureau:report_factors", args=[round.pk])
    assert address in visit(world.officer, "bureau:report_table", "R09").content.decode()

    answered = choose(client, world.officer, round, "NORTH-2021", "CN-ETS-2015BASE")

    assert answered.url == reverse("bureau:report_table", args=[round.pk, "R09"])
    text = text_of(visit(world.officer, "bureau:report_table", "R09"))
    assert "CN-ETS-2015BASE × 0.6101 kg/kWh t CO2" in text
    assert "NORTH-2021 × 0.7120 kg/kWh (for part of the period only) t CO2" in text
    assert "BEIJING-2021" not in text
    assert ticked(visit(world.officer, "bureau:report_factors")) == ["CN-ETS-2015BASE", "NORTH-2021"]


def test_factors_for_other_places_stand_apart_unless_they_are_used(world, client, round, visit):
    choose(client, world.officer, round, "SICHUAN-2021")

    text = text_of(visit(world.officer, "bureau:report_factors"))

    near, far = text.split("31 factors for other places")
    assert "SICHUAN-2021" in near
    assert "BEIJING-2022" in near
    assert "XINJIANG-2021" in far


def test_the_proposal_can_be_taken_up_again(world, client, round, visit):
    choose(client, world.officer, round, "NORTH-2021")
    choose(client, world.officer, round, "NORTH-2021", as_proposed="1")

    assert "BEIJING-2021" in ticked(visit(world.officer, "bureau:report_factors"))


def test_what_is_not_on_offer_is_refused(world, client, round):
    assert choose(client, world.officer, round, "TCE-HEAT").status_code == 400


@pytest.mark.parametrize("who", ["district_officer", "stranger_officer", "alice"])
def test_only_who_manages_the_round_chooses_its_factors(world, client, round, visit, who):
    answered = choose(client, getattr(world, who), round, "NORTH-2021")

    assert answered.status_code in (403, 404)
    round.refresh_from_db()
    assert round.factors is None
    assert "Choose the emission factors" not in text_of(visit(world.district_officer, "bureau:report_table", "R09"))


@pytest.mark.parametrize(
    ("asked", "made"), [("names", "names"), ("answers", "answers"), ("report", "report"), ("x", "report")]
)
def test_what_is_asked_for_is_made(client, world, round, asked, made):
    ask(client, world.officer, round, contents=asked)

    assert Export.objects.get().contents == made
