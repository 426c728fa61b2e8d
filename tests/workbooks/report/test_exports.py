from datetime import timedelta

import openpyxl
import pytest

from surveys.accounts.models import Membership
from surveys.lib.leases import LEASE
from surveys.reports import actions
from surveys.reports.models import Export
from surveys.workbooks.report import exports
from tests.reports.stories import EVENING, HALF_MINING, accept, answer, make_story, response

LATER = EVENING + timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.EXPORT_DIR = tmp_path / "exports"


@pytest.fixture
def export(world):
    round = make_story(world)
    accept(answer(response(round, "A1"), world.alice, **HALF_MINING), world)
    return actions.request_export(by=world.officer, round=round, provisional=False, language="en", at=LATER)


def test_a_due_export_becomes_a_file(export):
    assert exports.make_due_exports(at=LATER) == 1

    export.refresh_from_db()
    book = openpyxl.load_workbook(exports.path_of(export))
    assert (export.state, export.done_at) == (Export.State.DONE, LATER)
    assert book["R04 Mining ledger"]["F5"].value == 15_002_500


def test_nothing_is_made_twice_or_too_early(export):
    assert exports.make_due_exports(at=LATER - timedelta(seconds=1)) == 0
    assert [exports.make_due_exports(at=LATER) for _ in range(2)] == [1, 0]


def test_the_figures_are_those_of_the_moment_it_was_asked_for(world, export):
    accept(answer(response(export.snapshot.round, "C1"), world.charlie), world, at=LATER)

    exports.make_due_exports(at=LATER + timedelta(hours=1))

    cover = openpyxl.load_workbook(exports.path_of(export))["Cover"]
    facts = {row[0].value: row[1].value for row in cover.iter_rows(min_row=5, max_col=2)}
    assert facts["Counted in this report"] == 1


def test_who_lost_the_right_meanwhile_gets_nothing(world, export):
    Membership.objects.filter(user=world.officer).update(ended_at=LATER)

    assert exports.make_due_exports(at=LATER) == 0

    export.refresh_from_db()
    assert export.state == Export.State.FAILED
    assert not exports.path_of(export).exists()


def test_who_was_deactivated_meanwhile_gets_nothing(world, export):
    type(world.officer).objects.filter(pk=world.officer.pk).update(is_active=False)

    assert exports.make_due_exports(at=LATER) == 0


def test_who_no_longer_exists_gets_nothing(world, export):
    Export.objects.update(requested_by=None)

    assert exports.make_due_exports(at=LATER) == 0


def test_a_file_that_cannot_be_written_is_tried_again(export, settings, tmp_path):
    (tmp_path / "exports").write_text("a file where the folder should be")
    assert exports.make_due_exports(at=LATER) == 0
    export.refresh_from_db()
    assert (export.state, export.attempts, export.lease_token) == (Export.State.QUEUED, 1, None)
    assert "FileExistsError" in export.last_error or "NotADirectoryError" in export.last_error

    settings.EXPORT_DIR = tmp_path / "mended"
    assert exports.make_due_exports(at=LATER + timedelta(hours=1)) == 1


def test_the_log_says_of_which_round_a_file_could_not_be_written(export, tmp_path, log):
    (tmp_path / "exports").write_text("a file where the folder should be")

    exports.make_due_exports(at=LATER)

    (line,) = log()
    assert (line["event"], line["export"]) == ("the workbook could not be written", str(export.pk))
    assert line["round"] == str(export.snapshot.round_id)


def test_a_dead_workers_export_is_taken_over_after_its_lease(export):
    export.claim(LATER)

    assert exports.make_due_exports(at=LATER + LEASE) == 0
    assert exports.make_due_exports(at=LATER + LEASE + timedelta(seconds=1)) == 1


def test_no_half_file_is_left_behind(export):
    exports.make_due_exports(at=LATER)

    assert [path.name for path in exports.path_of(export).parent.iterdir()] == [f"{export.pk}.xlsx"]


def test_answers_are_written_by_names_where_that_was_asked_for(world):
    round = make_story(world)
    accept(answer(response(round, "A1"), world.alice, **HALF_MINING), world)
    names = Export.Contents.NAMES
    export = actions.request_export(
        by=world.officer, round=round, provisional=False, language="en", contents=names, at=LATER
    )

    assert exports.make_due_exports(at=LATER) == 1

    sheet = openpyxl.load_workbook(exports.path_of(export))["D01 Answers"]
    told = {head.value.split("\n")[0]: cell.value for head, cell in zip(sheet[4], sheet[5], strict=True)}
    assert (told["has_mining"], told["total_kwh"]) == ("yes", 30_005_000)
    assert ("answers, by names" in export.file_name, export.holds_answers) == (True, True)
