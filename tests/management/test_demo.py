import email
import email.policy
import io
import json
import os
import re
import subprocess
import sys
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from surveys.audit import chain
from surveys.management.commands.demo import play, write_workbook
from surveys.management.demonstration.figures import figures
from surveys.management.demonstration.installation import prepare
from surveys.management.receipt_keys import receipt_key
from surveys.models import Acknowledgement, Message, Request
from surveys.notices.models import Notice
from surveys.receipts.actions import signed
from surveys.receipts.queries import judged
from surveys.responses.dialogue.queries import waiting
from surveys.responses.dialogue.threads import waiting_for_bureau
from surveys.responses.models import Revision
from surveys.rounds.models import Assignment, Round
from tests import factories

ROOT = Path(__file__).resolve().parents[2]
KEYS = {
    "round", "assignments", "submitted", "on_time", "late", "nil", "sent_back", "accepted", "silent",
    "total_kwh", "mining_kwh", "share_percent", "share_returns", "share_total_kwh", "share_mining_kwh",
    "share_it_kw_percent", "report", "logins", "open_round", "organisation", "workbook",
}  # fmt: skip


@pytest.fixture(scope="module")
def played_once(django_db_setup, django_db_blocker, tmp_path_factory):
    """In a transaction around all tests of this file; what a test does to it is undone after the test.

    The demo empties its folders, which must not be those that other tests of this process work in.
    """
    folder = tmp_path_factory.mktemp("demo")
    folders = {name: folder / name for name in ("MAIL_DIR", "EXPORT_DIR", "SPOOL_DIR")}
    with override_settings(**folders), django_db_blocker.unblock(), transaction.atomic():
        prepare()
        yield play(48)
        transaction.set_rollback(True)


@pytest.fixture
def played(played_once, db):
    return Round.objects.get(pk=played_once.round.pk)


def report_of(round, tmp_path):
    path = tmp_path / "report.json"
    call_command("report", round.code, "--out", str(path))
    return json.loads(path.read_text())


def test_the_cast_behaves_like_people(played):
    told = figures(played)

    assert told.assignments == 48
    assert told.submitted == told.on_time + told.late
    assert told.silent == told.assignments - told.submitted
    assert min(told.on_time, told.late, told.nil, told.sent_back, told.silent) > 0
    assert told.accepted < told.submitted


def test_the_figures_equal_the_report_and_an_independent_sum(played, tmp_path):
    told = figures(played)
    tables = report_of(played, tmp_path)
    columns = [column["code"] for column in tables["R03"]["columns"]]
    total = dict(zip(columns, tables["R03"]["total"], strict=True))

    assert Decimal(total["total_kwh"]) == told.total_kwh
    assert Decimal(total["mining_kwh"]) == told.mining_kwh
    for code in ("share_percent", "share_returns", "share_total_kwh", "share_mining_kwh", "share_it_kw_percent"):
        assert Decimal(total[code]) == Decimal(str(getattr(told, code))), code


def test_it_leaves_a_filled_workbook_with_three_wrong_rows_to_repair(played_once, played, tmp_path):
    path = write_workbook(played_once, tmp_path)
    asked = Assignment.objects.filter(round=played_once.open_round, organisation=played_once.visitor)

    told = io.StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("readform", played_once.open_round.code, str(path), "--json", stdout=told)
    read = json.loads(told.getvalue())

    assert stopped.value.code == 1
    assert read["facilities"] == asked.count()
    slips = ("total_kwh", "has_mining", "period_to")[: asked.count()]
    assert (read["wrong"], {error["question"] for error in read["errors"]}) == (len(slips), set(slips))
    assert read["new"] + read["changed"] > 0


def test_the_shares_of_hosted_mining_tell_the_same_as_its_electricity(played, tmp_path):
    """Operators type the electricity to the nearest 100 kWh, so each may be 50 kWh off the share it states."""
    table = report_of(played, tmp_path)["R05"]
    columns = [column["code"] for column in table["columns"]]
    mining = next(
        row for row in (dict(zip(columns, cells, strict=True)) for cells in table["rows"]) if row["business"] == "09"
    )

    assert abs(Decimal(mining["kwh"]) - figures(played).mining_kwh) <= 50 * int(mining["facilities"])


def test_the_dates_are_those_of_2021_and_the_history_is_whole(played):
    assert str(played.issued_at) == "2021-04-27 01:30:00+00:00"
    assert played.deadline == factories.DEADLINE
    assert played.closed_at is not None
    while chain.seal():
        pass
    assert chain.verify() == []


def test_somebody_files_in_the_very_last_second(played):
    last_minutes = Revision.objects.filter(submitted_at__lte=played.deadline, is_late=False).order_by("-submitted_at")

    assert (played.deadline - last_minutes[0].submitted_at).total_seconds() <= 600


def test_one_asks_for_more_time_gets_it_and_uses_it(played):
    asked = Request.objects.filter(assignment__round=played)
    filed = Revision.objects.filter(response__assignment__requests__in=asked, number=1)

    assert {one.outcome for one in asked} == {Request.Outcome.GRANTED}
    assert {one.deadline - played.deadline for one in asked} == {timedelta(hours=6)}
    assert filed.count() == asked.count() > 0
    assert all(one.submitted_at > played.deadline and not one.is_late for one in filed)


def test_one_does_not_know_how_to_count_and_is_told(played):
    thread = Message.objects.filter(assignment__round=played)

    assert [one.from_bureau for one in thread] == [False, True, False]
    assert not waiting_for_bureau(thread).exists()


def test_a_letter_to_the_wrong_person_is_answered_by_the_one_he_names(played):
    (wrong,) = Acknowledgement.objects.filter(round=played, answer="wrong")
    theirs = Revision.objects.filter(response__assignment__round=played)
    theirs = theirs.filter(response__assignment__organisation=wrong.organisation)

    assert {one.submitted_by.email for one in theirs} == {wrong.named.email}


def test_in_the_open_round_a_question_and_a_request_wait_for_the_visitor(played_once, played):
    asked = Request.objects.filter(assignment__round=played_once.open_round)
    written = Message.objects.filter(assignment__round=played_once.open_round)

    assert waiting(asked).count() == asked.count() == 1
    assert waiting_for_bureau(written).count() == 1


def test_all_mails_went_out(played):
    assert not Notice.objects.exclude(state="done").exists()


def test_receipts_are_signed_with_a_key_of_the_demos_own(played):
    revision = Revision.objects.filter(response__assignment__round=played).first()

    assert judged(signed(revision).content).is_valid
    assert receipt_key().is_well


def test_the_second_round_is_open_and_half_answered(played):
    second = Round.objects.exclude(pk=played.pk).get()
    told = figures(second)

    assert second.closed_at is None
    assert 0 < told.submitted < told.assignments


def test_the_command_prints_its_figures_for_machines(tmp_path):
    ours = ("DATABASE_URL", "DEMO", "SITE_URL")
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    asked = ["--no-serve", "--json", "--scale", "8", "--out", str(tmp_path), "--port", "8123"]
    done = subprocess.run(
        [sys.executable, "manage.py", "demo", *asked],
        cwd=ROOT,
        env=environment | {"DATA_DIR": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert set(told) == KEYS
    assert Path(told["report"]).parent == tmp_path
    mails = [message_of(path) for path in (tmp_path / "data" / "mails").iterdir()]
    assert [path.stat().st_mode & 0o777 for path in (tmp_path / "data" / "receipt-keys").iterdir()] == [0o600]
    assert {host for mail in mails for host in re.findall(r"http://([^/\s]+)/", mail)} == {"127.0.0.1:8123"}


def message_of(path):
    with path.open("rb") as file:
        return email.message_from_binary_file(file, policy=email.policy.default).get_body(("plain",)).get_content()
