"""What can be wrong with an installation, one examination each. `manage.py doctor` prints what they find."""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.cache import cache
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http.request import validate_host
from django.utils.translation import override
from kombu.exceptions import OperationalError

from config.celery import app
from surveys.audit import chain
from surveys.lib.clock import database_now
from surveys.lib.files.scanning import CLEAN, answer_to
from surveys.lib.heartbeat import since_last_pulse
from surveys.lib.leases import Leased
from surveys.lib.proxies import undeclared_proxy
from surveys.management.working import KINDS, SECONDS_FOR_A_TURN
from surveys.models import Attachment, Export, Notice
from surveys.reports.verifying import flaws_of_snapshots
from surveys.responses.verifying import Flaw, flaws_of_conclusions, flaws_of_revisions

MOST_CLOCK_DIFFERENCE = timedelta(seconds=2)
MOST_SILENCE = timedelta(seconds=SECONDS_FOR_A_TURN)  # a turn may take so long, and leaves a pulse at its beginning
MOST_WAITING = timedelta(minutes=2)
LEAST_FREE_SHARE = 0.05
EVENTS_VERIFIED = 5000
FILES_LOOKED_FOR = 5000
FLAWS_NAMED = 5


@dataclass(frozen=True)
class Found:
    """What one examination found; `remedy` says what to do and is empty when all is well."""

    what: str
    says: str
    remedy: str = ""

    @property
    def is_well(self) -> bool:
        return not self.remedy


Examination = Callable[[], Found]


def examine(*, whole_history: bool = False) -> list[Found]:
    """Rows are looked into only where there is a database with its tables. The whole history takes its time."""
    rows = [*ROWS, *(WHOLE_HISTORY if whole_history else NEWEST_HISTORY)]
    with override("en"):
        foundations = list(_until_the_first_problem(FOUNDATIONS))
        stands = all(one.is_well for one in foundations)
        return foundations + [_examined(one) for one in (rows if stands else []) + SURROUNDINGS]


def _until_the_first_problem(examinations: list[Examination]) -> Iterator[Found]:
    for examination in examinations:
        found = _examined(examination)
        yield found
        if not found.is_well:
            return


def _examined(examination: Examination) -> Found:
    """An examination that fails is itself a finding, whatever the reason: an ill system can fail anywhere."""
    try:
        return examination()
    except Exception as error:
        return Found(examination.__name__.replace("_", " "), f"cannot be examined: {error}", "Look into the log.")


def database() -> Found:
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        return Found("database", f"cannot be reached: {error}", "Start it, or mend DATABASE_URL.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        (version,) = cursor.fetchone()
        if connection.vendor != "sqlite":
            return Found("database", f"PostgreSQL {version}")
        cursor.execute("PRAGMA journal_mode")
        (mode,) = cursor.fetchone()
    remedy = "Keep the database on a local disk; SQLite has no WAL mode on this one." if mode == "delete" else ""
    return Found("database", f"SQLite {version}, journal mode {mode}", remedy)


def migrations() -> Found:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    remedy = "Run: python manage.py migrate" if missing else ""
    return Found("migrations", f"{len(missing)} to apply", remedy)


def cache_table() -> Found:
    try:
        cache.set("doctor", "was here", timeout=60)
    except DatabaseError as error:
        return Found("cache table", f"cannot be used: {error}", "Run: python manage.py createcachetable")
    return Found("cache table", "there")


def clock() -> Found:
    difference = abs(database_now() - datetime.now(UTC))
    remedy = "Set both machines' clocks by NTP." if difference > MOST_CLOCK_DIFFERENCE else ""
    return Found("clock", f"differs from the database's by {difference.total_seconds():.1f} s", remedy)


def data_folder() -> Found:
    with tempfile.TemporaryFile(dir=settings.DATA_DIR) as file:
        file.write(b"room?")
    disk = shutil.disk_usage(settings.DATA_DIR)
    remedy = "" if disk.free / disk.total > LEAST_FREE_SHARE else "Make room on this disk."
    return Found("data folder", f"{settings.DATA_DIR}, {disk.free // 2**20} MiB free", remedy)


def uploaded_files() -> Found:
    """The newest ones only: what is missing after a restore is missing among them."""
    rows = Attachment.objects.order_by("-uploaded_at")[:FILES_LOOKED_FOR]
    missing = [row for row in rows if not row.path.is_file()]
    says = f"{Attachment.objects.count()}, {len(missing)} of the newest {FILES_LOOKED_FOR} not on the disk"
    remedy = "Put the folder attachments of DATA_DIR back from the backup." if missing else ""
    return Found("uploaded files", says, remedy)


def virus_scanner() -> Found:
    if not settings.ATTACHMENT_SCANNER:
        return Found("virus scanner", "none; uploaded files are not scanned")
    status = answer_to(b"harmless")
    remedy = "" if status == CLEAN else "Mend ATTACHMENT_SCANNER; every uploaded file is refused meanwhile."
    return Found("virus scanner", f"answers a harmless file with {status}", remedy)


def broker() -> Found:
    which = "Redis" if settings.REDIS_URL else f"folder {settings.SPOOL_DIR}"
    try:
        with app.connection_for_write() as line:
            line.ensure_connection(max_retries=1, timeout=3)
    except (OSError, OperationalError) as error:
        return Found(
            "broker", f"{which} is not to be had: {error}", "Start it, or mend REDIS_URL. Work waits meanwhile."
        )
    return Found("broker", which)


def worker() -> Found:
    now = database_now()
    silence = {kind: since_last_pulse(kind, now) for kind in KINDS}
    never = [kind for kind, since in silence.items() if since is None]
    if never:
        remedy = "Run: python manage.py serve (or start the services of the workers)"
        return Found("worker", f"{', '.join(never)} has never run", remedy)
    ago = {kind: int(since.total_seconds()) for kind, since in silence.items() if since is not None}
    silent = [kind for kind, seconds in ago.items() if seconds > MOST_SILENCE.total_seconds()]
    remedy = f"Look whether the worker for {', '.join(silent)} runs, and into its log." if silent else ""
    return Found("worker", ", ".join(f"{kind} {seconds} s ago" for kind, seconds in ago.items()), remedy)


def waiting_notices() -> Found:
    return _waiting("waiting notices", Notice)


def waiting_exports() -> Found:
    return _waiting("waiting exports", Export)


def _waiting(what: str, rows: type[Leased]) -> Found:
    now = database_now()
    oldest = rows.waiting(now).first()
    if oldest is None:
        return Found(what, "none is overdue")
    age = now - oldest.due_at
    remedy = "Look at worker, broker and mail server." if age > MOST_WAITING else ""
    return Found(what, f"{rows.waiting(now).count()}, the oldest due {int(age.total_seconds())} s ago", remedy)


def failed_notices() -> Found:
    return _failed("failed notices", Notice, "Call these people, or correct the address and write again.")


def failed_exports() -> Found:
    return _failed("failed exports", Export, "Ask for the report again; if it fails again, report its error to us.")


def _failed(what: str, rows: type[Leased], remedy: str) -> Found:
    failed = rows._default_manager.filter(state=Leased.State.FAILED)
    newest = failed.order_by("-due_at").first()
    if newest is None:
        return Found(what, "none")
    return Found(what, f"{failed.count()}, the newest: {newest.last_error}", remedy)


def unsealed_events() -> Found:
    overdue = chain.unsealed().filter(at__lt=database_now() - MOST_WAITING).count()
    seq, newest = chain.head()
    remedy = "Look whether worker and beat run." if overdue else ""
    return Found("unsealed events", f"{overdue} overdue; event {seq} carries the newest hash {newest}", remedy)


def chain_of_events() -> Found:
    return _chain(EVENTS_VERIFIED, f"the last {EVENTS_VERIFIED} hold; --whole-history looks at all")


def whole_chain_of_events() -> Found:
    return _chain(None, "all hold")


def _chain(last: int | None, when_it_holds: str) -> Found:
    breaks = chain.verify(last=last)
    if not breaks:
        return Found("chain of events", when_it_holds)
    first = breaks[0]
    says = f"{len(breaks)} breaks, the first at event {first.seq} ({first.reason}) {first.event}"
    return Found("chain of events", says, "Somebody changed the history in the database: compare with a backup.")


def revisions() -> Found:
    return _history("revisions", flaws_of_revisions(), "all are what was submitted")


def conclusions() -> Found:
    return _history("conclusions", flaws_of_conclusions(), "all are on record")


def snapshots() -> Found:
    return _history("snapshots", flaws_of_snapshots(), "all hold")


def _history(what: str, flaws: Iterable[Flaw], when_it_holds: str) -> Found:
    found = list(flaws)
    if not found:
        return Found(what, when_it_holds)
    told = "; ".join(f"{flaw.row}: {flaw.reason}" for flaw in found[:FLAWS_NAMED])
    more = f"; and {len(found) - FLAWS_NAMED} more" if len(found) > FLAWS_NAMED else ""
    return Found(what, f"{len(found)} flaws: {told}{more}", "Somebody wrote into the database: compare with a backup.")


def secrets_and_https() -> Found:
    if settings.DEBUG or settings.DEMO:
        return Found("secrets and https", "not looked at: this is a demo or a developer's installation")
    problems = [m for m in checks.run_checks(include_deployment_checks=True) if not m.is_silenced()]
    remedy = " ".join(f"{problem.id}: {problem.hint or problem.msg}" for problem in problems)
    return Found("secrets and https", f"{len(problems)} flaws", remedy)


def site_address() -> Found:
    host = urlsplit(settings.SITE_URL).hostname or ""
    is_local = host in ("127.0.0.1", "localhost")
    if not validate_host(host, settings.ALLOWED_HOSTS):
        return Found("site address", settings.SITE_URL, f"Add {host} to ALLOWED_HOSTS, else no link in a mail works.")
    if not settings.SITE_URL.startswith("https://") and not is_local:
        return Found("site address", settings.SITE_URL, "Set SITE_URL to an https address: passwords travel over it.")
    if is_local and not (settings.DEBUG or settings.DEMO):
        return Found("site address", settings.SITE_URL, "Set SITE_URL to the address that operators use.")
    return Found("site address", settings.SITE_URL)


def proxy() -> Found:
    if settings.PROXIES:
        return Found("proxy", "one is declared")
    remedy = "Set BEHIND_PROXY=1, else all people behind it share one limit of failed logins."
    if settings.SITE_URL.startswith("https://"):
        return Found("proxy", "none is declared, and yet something in front must end https", remedy)
    if seen := undeclared_proxy():
        return Found("proxy", f"none is declared, and yet requests came through one at {seen}", remedy)
    return Found("proxy", "none is declared, and none was seen")


def mail_server() -> Found:
    if settings.EMAIL_BACKEND == "surveys.notices.folder.EmailBackend":
        remedy = (
            "" if settings.DEBUG or settings.DEMO else "Set EMAIL_URL, for example submission://user:password@host:587"
        )
        return Found("mail server", f"none; mails are files in {settings.MAIL_DIR}", remedy)
    server = get_connection()
    try:
        server.open()
        server.close()
    except OSError as error:
        return Found(
            "mail server", f"cannot be reached: {error}", "Mend EMAIL_URL or the server; mails wait meanwhile."
        )
    return Found("mail server", f"{settings.EMAIL_HOST} answers")


FOUNDATIONS: list[Examination] = [database, migrations, cache_table]
ROWS: list[Examination] = [
    clock,
    worker,
    waiting_notices,
    waiting_exports,
    failed_notices,
    failed_exports,
    unsealed_events,
    uploaded_files,
]
NEWEST_HISTORY: list[Examination] = [chain_of_events]
WHOLE_HISTORY: list[Examination] = [whole_chain_of_events, revisions, conclusions, snapshots]
SURROUNDINGS: list[Examination] = [
    data_folder,
    virus_scanner,
    broker,
    mail_server,
    secrets_and_https,
    site_address,
    proxy,
]
