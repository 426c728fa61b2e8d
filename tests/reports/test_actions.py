from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from surveys.accounts.access import visible_to
from surveys.audit.models import Event
from surveys.registry.models import Region
from surveys.reports import actions
from surveys.reports.models import Export, Snapshot
from surveys.reports.queries import exports_of
from tests.reports.stories import EVENING, accept, answer, make_story, response

LATER = EVENING + timedelta(hours=1)
pytestmark = pytest.mark.django_db


def ask(round, by, **options):
    options = {"provisional": False, "language": "en", "at": LATER} | options
    return actions.request_export(by=by, round=round, **options)


def test_asking_fixes_the_figures_and_queues_the_file(world):
    round = make_story(world)
    revision = answer(response(round, "A1"), world.alice)
    accept(revision, world)

    export = ask(round, world.officer)

    assert (export.state, export.due_at, export.language) == (Export.State.QUEUED, LATER, "en")
    assert export.snapshot.revision_ids == [str(revision.pk)]
    assert export.region.code == "110000"


def test_the_file_is_named_after_the_round_in_the_language_asked_for(world):
    round = make_story(world)

    assert ask(round, world.officer, language="zh-hans").file_name == f"{round.title_zh} 20210428-1900.xlsx"


def test_the_name_of_the_file_is_one_that_a_download_keeps(world):
    round = make_story(world)
    round.title_zh = '2021/22年度\r\n"挖矿"摸排'

    assert ask(round, world.officer, language="zh-hans").file_name == "2021-22年度-挖矿-摸排 20210428-1900.xlsx"


def test_a_district_gets_its_own_part(world):
    assert ask(make_story(world), world.district_officer).region.code == "110105"


@pytest.mark.parametrize("who", ["stranger_officer", "alice", "nobody"])
def test_who_may_not_see_the_report_gets_no_workbook(world, who):
    round = make_story(world)

    with pytest.raises(PermissionDenied):
        ask(round, getattr(world, who))
    assert not Snapshot.objects.exists()


def test_a_district_does_not_get_the_city(world):
    with pytest.raises(PermissionDenied):
        ask(make_story(world), world.district_officer, region=Region.objects.get(code="110000"))


def test_a_district_does_not_see_the_workbooks_of_the_city(world):
    round = make_story(world)
    citys, districts = ask(round, world.officer), ask(round, world.district_officer)

    assert set(visible_to(world.officer, Export.objects.all())) == {citys, districts}
    assert set(visible_to(world.district_officer, Export.objects.all())) == {districts}
    assert set(exports_of(round, Region.objects.get(code="110105"))) == {districts}


def test_asking_and_taking_away_are_part_of_the_history(world):
    export = ask(make_story(world), world.officer)

    actions.note_download(export=export, by=world.officer, at=LATER)

    events = Event.objects.filter(verb__in=["asked_for_report", "took_report"])
    assert sorted(events.values_list("verb", "actor_name", "details__region")) == [
        ("asked_for_report", "王主任", {"zh": "北京市", "en": "Beijing"}),
        ("took_report", "王主任", {"zh": "北京市", "en": "Beijing"}),
    ]
