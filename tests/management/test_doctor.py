import inspect
import json
import re
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils.translation import override

from surveys import apps
from surveys.apps import hostile_xml_is_kept_out
from surveys.audit.actions import record
from surveys.audit.chain import seal
from surveys.audit.models import Event
from surveys.lib.clock import database_now
from surveys.lib.heartbeat import note_pulse
from surveys.lib.leases import Leased
from surveys.management import diagnosis
from surveys.management.examination import Found
from surveys.management.working import KINDS
from surveys.notices.models import Notice
from surveys.receipts.actions import make_first_keys
from surveys.reports import snapshots
from surveys.responses.models import Decision, Revision
from tests.factories import make_organisation
from tests.mail_server import mail_server
from tests.reports.stories import accept, answer, make_story, response
from tests.responses.stories import BEFORE


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.fixture
def healthy(db, settings, tmp_path):
    settings.DATA_DIR = settings.SPOOL_DIR = tmp_path
    settings.EMAIL_BACKEND, settings.MAIL_DIR = "surveys.notices.folder.EmailBackend", tmp_path
    for kind in KINDS:
        note_pulse(kind, database_now())


def findings(*options):
    """How the doctor ends, and the flaws by name with their remedies."""
    out = StringIO()
    try:
        call_command("doctor", "--json", *options, stdout=out)
        status = 0
    except SystemExit as end:
        status = end.code
    flaws = {found["what"]: found["remedy"] for found in json.loads(out.getvalue()) if found["remedy"]}
    return status, flaws


def remedy_of(examination):
    return examination().remedy


def test_a_healthy_installation(healthy):
    assert findings() == (0, {})


def test_each_flaw_is_a_line_with_what_to_do(healthy):
    cache.clear()
    out = StringIO()

    with pytest.raises(SystemExit):
        call_command("doctor", stdout=out)

    (line,) = (line for line in out.getvalue().splitlines() if line.startswith("WRONG"))
    assert line.startswith("WRONG worker: mail, exports, uploads, beat has never run → Run: python manage.py serve")


@pytest.mark.parametrize(
    ("terminal", "options", "said"),
    [
        ("zh_CN.UTF-8", [], "正常　数据文件夹："),
        ("zh_CN.UTF-8", ["--language", "en"], "ok    data folder: "),
        ("C.UTF-8", [], "ok    data folder: "),
        ("", ["--language", "zh-hans"], "正常　数据文件夹："),
        ("zh_CN.UTF-8", ["--json"], '"data folder"'),
    ],
)
def test_it_speaks_the_language_of_the_terminal_or_the_one_it_is_told(healthy, monkeypatch, terminal, options, said):
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", terminal)
    out = StringIO()

    call_command("doctor", *options, stdout=out)

    assert said in out.getvalue()


@pytest.mark.parametrize(
    "one", [*diagnosis.FOUNDATIONS, *diagnosis.ROWS, *diagnosis.SURROUNDINGS, *diagnosis.WHOLE_HISTORY]
)
def test_every_matter_has_a_name_in_chinese(healthy, one):
    with override("zh-hans"):
        assert re.search(r"[\u4e00-\u9fff]", one().name)


def test_without_tables_the_rows_are_not_looked_into(monkeypatch):
    no_tables = [lambda: Found("migrations", "25 to apply", "Run: python manage.py migrate")]
    monkeypatch.setattr(diagnosis, "FOUNDATIONS", no_tables)

    assert "worker" not in [found.what for found in diagnosis.examine()]


def test_an_examination_that_fails_is_a_finding():
    def of_the_moon():
        raise RuntimeError("too far")

    found = diagnosis._examined(of_the_moon)
    assert (found.what, found.says, found.is_well) == ("of the moon", "cannot be examined: too far", False)


EXAMINATIONS = [*diagnosis.FOUNDATIONS, *diagnosis.ROWS, *diagnosis.SURROUNDINGS]


def test_every_examination_is_made():
    made = {*EXAMINATIONS, *diagnosis.NEWEST_HISTORY, *diagnosis.WHOLE_HISTORY}
    written = {one for name, one in inspect.getmembers(diagnosis, is_an_examination) if not name.startswith("_")}

    assert {one.__name__ for one in written - made} == set(), (
        "put it into one of the lists of surveys/management/diagnosis.py"
    )


def is_an_examination(thing):
    return inspect.isfunction(thing) and inspect.signature(thing).return_annotation is Found


@pytest.mark.parametrize("rows", Leased.__subclasses__(), ids=lambda rows: rows.__name__)
def test_what_a_worker_claims_is_looked_at_while_it_waits_and_when_it_failed(rows):
    names = {one.__name__ for one in diagnosis.ROWS}
    wanted = {f"{how}_{rows._meta.verbose_name_plural}" for how in ("waiting", "failed")}

    assert wanted - names == set(), "surveys/management/diagnosis.py: write these examinations and add them to ROWS"


def test_no_two_examinations_have_one_name(healthy):
    found = [one.what for one in diagnosis.examine()]

    assert len(set(found)) == len(found) == len(EXAMINATIONS) + 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_worker_silent_for_long(healthy, kind):
    note_pulse(kind, database_now() - diagnosis.MOST_SILENCE - timedelta(seconds=1))

    assert remedy_of(diagnosis.worker) == f"Look whether the worker for {kind} runs, and into its log."


def test_a_notice_overdue_and_one_that_failed(healthy):
    now = database_now()
    facts = {"kind": "issued", "created_at": now}
    assert (remedy_of(diagnosis.waiting_notices), remedy_of(diagnosis.failed_notices)) == ("", "")

    Notice.objects.create(key="1", due_at=now, **facts)
    assert remedy_of(diagnosis.waiting_notices) == ""

    Notice.objects.update(due_at=now - timedelta(minutes=5))
    Notice.objects.create(key="2", due_at=now, state="failed", last_error="550 no such user", **facts)
    assert remedy_of(diagnosis.waiting_notices) != ""
    assert diagnosis.failed_notices().says == "1, the newest: 550 no such user"


def test_history_unsealed_or_tampered_with(healthy):
    record("registered", by=None, about=make_organisation(), at=database_now() - timedelta(hours=1))
    assert remedy_of(diagnosis.unsealed_events) != ""

    seal()
    assert (remedy_of(diagnosis.unsealed_events), remedy_of(diagnosis.chain_of_events)) == ("", "")

    Event.objects.filter(verb="registered").update(verb="closed_round")
    assert diagnosis.chain_of_events().says.startswith("1 breaks, the first at event 1 (changed)")


def test_a_change_far_back_in_the_history_is_named_when_all_of_it_is_looked_at(healthy, monkeypatch):
    monkeypatch.setattr(diagnosis, "EVENTS_VERIFIED", 2)
    for _ in range(5):
        record("registered", by=None, about=make_organisation(), at=database_now())
    seal()
    assert findings() == findings("--whole-history") == (0, {})

    Event.objects.filter(seq=2).update(verb="closed_round")

    assert findings() == (0, {})
    status, flaws = findings("--whole-history")
    assert (status, list(flaws)) == (1, ["chain of events"])


def test_events_cut_off_from_the_end_are_missed_every_time(healthy):
    for _ in range(3):
        record("registered", by=None, about=make_organisation(), at=database_now())
    seal()
    Event.objects.filter(seq__gte=3).delete()

    assert findings()[1].keys() == {"chain of events"}


def test_the_whole_history_computes_revisions_conclusions_and_snapshots_anew(healthy, world):
    round = make_story(world)
    make_first_keys(at=database_now())
    revision = answer(response(round, "A1"), world.alice)
    accept(revision, world)
    snapshots.take(round=round, by=None, provisional=False)
    Notice.objects.update(state=Notice.State.DONE)
    seal()
    assert findings("--whole-history") == (0, {})

    revision.answers["answers"]["total_kwh"]["value"] = "120005000"
    Revision.objects.filter(pk=revision.pk).update(answers=revision.answers)
    Decision.objects.update(decided_at=database_now())

    status, flaws = findings("--whole-history")
    assert (status, flaws.keys()) == (1, {"revisions", "conclusions", "snapshots"})
    assert revision.receipt in diagnosis.revisions().says


def test_many_flaws_of_one_kind_are_one_line(healthy, world):
    round = make_story(world)
    for number in range(6):
        at = BEFORE + timedelta(seconds=number)
        answer(response(round, "A1"), world.alice, at=at, remarks={"typed": f"{number}"})
    Event.objects.filter(verb="submitted").delete()

    assert diagnosis.revisions().says.startswith("6 flaws: ")
    assert diagnosis.revisions().says.endswith("; and 1 more")


def test_a_full_disk(healthy, monkeypatch):
    monkeypatch.setattr(diagnosis, "LEAST_FREE_SHARE", 1)

    assert remedy_of(diagnosis.data_folder) == "Make room on this disk."


@pytest.mark.parametrize(
    ("site", "hosts", "flawed"),
    [
        ("https://survey.example.org", ["survey.example.org"], False),
        ("https://survey.example.org", ["other.example.org"], True),
        ("http://survey.example.org", ["survey.example.org"], True),
        ("http://127.0.0.1:8000", ["127.0.0.1"], True),
    ],
)
def test_the_address_of_a_real_installation(settings, site, hosts, flawed):
    settings.DEMO, settings.SITE_URL, settings.ALLOWED_HOSTS = False, site, hosts

    assert bool(remedy_of(diagnosis.site_address)) is flawed


@pytest.mark.parametrize(
    ("declared", "headers", "sender", "found"),
    [
        (0, {}, "127.0.0.1", False),
        (0, {"X-Forwarded-For": "203.0.113.9"}, "127.0.0.1", True),
        (0, {"X-Real-IP": "203.0.113.9"}, "10.0.0.3", True),
        (0, {"Via": "1.1 gate"}, "", True),
        (0, {"X-Forwarded-For": "203.0.113.9"}, "1.2.3.4", False),  # a stranger can write this
        (1, {"X-Forwarded-For": "203.0.113.9"}, "127.0.0.1", False),
    ],
)
def test_a_proxy_that_was_not_declared(healthy, settings, client, declared, headers, sender, found):
    settings.PROXIES = declared

    client.get("/accounts/login/", headers=headers, REMOTE_ADDR=sender)

    assert ("BEHIND_PROXY" in remedy_of(diagnosis.proxy)) is found


def test_a_process_that_lives_for_days_goes_on_telling_of_the_proxy(healthy, client, time_machine):
    through_it = {"headers": {"X-Forwarded-For": "203.0.113.9"}, "REMOTE_ADDR": "10.0.0.1"}
    client.get("/accounts/login/", **through_it)

    time_machine.move_to(datetime.now(UTC) + timedelta(hours=25))
    assert remedy_of(diagnosis.proxy) == ""
    client.get("/accounts/login/", **through_it)

    assert "BEHIND_PROXY" in remedy_of(diagnosis.proxy)


def test_an_address_with_https_needs_a_proxy_that_is_declared(healthy, settings):
    settings.SITE_URL = "https://survey.example.org"
    assert "BEHIND_PROXY" in remedy_of(diagnosis.proxy)

    settings.PROXIES = 1
    assert remedy_of(diagnosis.proxy) == ""


def test_django_is_asked_about_a_real_installation_only(settings):
    assert remedy_of(diagnosis.secrets_and_https) == ""

    settings.DEMO = False
    assert "security.W009" in remedy_of(diagnosis.secrets_and_https)


def test_the_mail_server(settings):
    settings.EMAIL_BACKEND, settings.DEMO = "surveys.notices.folder.EmailBackend", False
    assert remedy_of(diagnosis.mail_server).startswith("Set EMAIL_URL")

    with mail_server(settings):
        assert remedy_of(diagnosis.mail_server) == ""
    assert diagnosis.mail_server().says.startswith("cannot be reached")


def test_without_defusedxml_the_system_does_not_start(monkeypatch):
    assert hostile_xml_is_kept_out(None) == []

    monkeypatch.setattr(apps, "DEFUSEDXML", False)
    assert [flaw.id for flaw in hostile_xml_is_kept_out(None)] == ["surveys.E001"]
