"""What can be wrong with an installation, one examination each. `manage.py doctor` prints what they find."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.cache import cache
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http.request import validate_host
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from kombu.exceptions import OperationalError

from config.celery import app
from surveys.accounts.proxies import undeclared_proxy
from surveys.audit import chain
from surveys.lib.clock import database_now
from surveys.lib.files.scanning import CLEAN, answer_to
from surveys.lib.heartbeat import since_last_pulse
from surveys.lib.leases import Leased
from surveys.management.examination import Examination, Found
from surveys.management.receipt_keys import receipt_key
from surveys.management.working import KINDS, SECONDS_FOR_A_TURN
from surveys.models import Attachment, Export, Notice, Reading
from surveys.receipts.verifying import flaws_of_receipts
from surveys.reports.verifying import flaws_of_snapshots
from surveys.responses.verifying import (
    Flaw,
    flaws_of_conclusions,
    flaws_of_revisions,
    flaws_of_units,
    flaws_of_versions,
)

MOST_CLOCK_DIFFERENCE = timedelta(seconds=2)
MOST_SILENCE = timedelta(seconds=SECONDS_FOR_A_TURN)  # a turn may take so long, and leaves a pulse at its beginning
MOST_WAITING = timedelta(minutes=2)
LEAST_FREE_SHARE = 0.05
EVENTS_VERIFIED = 5000
FILES_LOOKED_FOR = 5000
FLAWS_NAMED = 5


def examine(*, whole_history: bool = False, language: str = "en") -> list[Found]:
    """Rows are looked into only where there is a database with its tables. The whole history takes its time."""
    rows = [*ROWS, *(WHOLE_HISTORY if whole_history else NEWEST_HISTORY)]
    with override(language):
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
        return Found(
            examination.__name__.replace("_", " "),
            _("cannot be examined: %(error)s") % {"error": error},
            _("Look into the log."),
        )


def database() -> Found:
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        return Found("database", _unreachable(error), _("Start it, or mend DATABASE_URL."))
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        (version,) = cursor.fetchone()
        if connection.vendor != "sqlite":
            return Found("database", f"PostgreSQL {version}")
        cursor.execute("PRAGMA journal_mode")
        (mode,) = cursor.fetchone()
    remedy = _("Keep the database on a local disk; SQLite has no WAL mode on this one.") if mode == "delete" else ""
    says = _("SQLite %(version)s, journal mode %(mode)s") % {"version": version, "mode": mode}
    return Found("database", says, remedy)


def _unreachable(error: Exception) -> str:
    return _("cannot be reached: %(error)s") % {"error": error}


def migrations() -> Found:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    remedy = _("Run: %(command)s") % {"command": "python manage.py migrate"} if missing else ""
    return Found("migrations", _("%(n)d to apply") % {"n": len(missing)}, remedy)


def cache_table() -> Found:
    try:
        cache.set("doctor", "was here", timeout=60)
    except DatabaseError as error:
        remedy = _("Run: %(command)s") % {"command": "python manage.py createcachetable"}
        return Found("cache table", _("cannot be used: %(error)s") % {"error": error}, remedy)
    return Found("cache table", _("there"))


def clock() -> Found:
    difference = abs(database_now() - datetime.now(UTC))
    remedy = _("Set both machines' clocks by NTP.") if difference > MOST_CLOCK_DIFFERENCE else ""
    says = _("differs from the database's by %(seconds)s s") % {"seconds": f"{difference.total_seconds():.1f}"}
    return Found("clock", says, remedy)


def data_folder() -> Found:
    with tempfile.TemporaryFile(dir=settings.DATA_DIR) as file:
        file.write(b"room?")
    disk = shutil.disk_usage(settings.DATA_DIR)
    remedy = "" if disk.free / disk.total > LEAST_FREE_SHARE else _("Make room on this disk.")
    says = _("%(folder)s, %(free)d MiB free") % {"folder": settings.DATA_DIR, "free": disk.free // 2**20}
    return Found("data folder", says, remedy)


def uploaded_files() -> Found:
    """The newest ones only: what is missing after a restore is missing among them."""
    rows = Attachment.objects.order_by("-uploaded_at")[:FILES_LOOKED_FOR]
    missing = [row for row in rows if not row.path.is_file()]
    counts = {"all": Attachment.objects.count(), "missing": len(missing), "newest": FILES_LOOKED_FOR}
    says = _("%(all)d, %(missing)d of the newest %(newest)d not on the disk") % counts
    remedy = _("Put the folder attachments of DATA_DIR back from the backup.") if missing else ""
    return Found("uploaded files", says, remedy)


def virus_scanner() -> Found:
    if not settings.ATTACHMENT_SCANNER:
        return Found("virus scanner", _("none; uploaded files are not scanned"))
    status = answer_to(b"harmless")
    remedy = "" if status == CLEAN else _("Mend ATTACHMENT_SCANNER; every uploaded file is refused meanwhile.")
    return Found("virus scanner", _("answers a harmless file with %(status)s") % {"status": status}, remedy)


def broker() -> Found:
    which = "Redis" if settings.REDIS_URL else _("folder %(path)s") % {"path": settings.SPOOL_DIR}
    try:
        with app.connection_for_write() as line:
            line.ensure_connection(max_retries=1, timeout=3)
    except (OSError, OperationalError) as error:
        says = _("%(which)s is not to be had: %(error)s") % {"which": which, "error": error}
        remedy = _("Start it, or mend REDIS_URL. Until then work begins a few seconds later.")
        return Found("broker", says, remedy)
    return Found("broker", which)


def worker() -> Found:
    now = database_now()
    silence = {kind: since_last_pulse(kind, now) for kind in KINDS}
    never = [kind for kind, since in silence.items() if since is None]
    if never:
        remedy = _("Run: python manage.py serve (or start the services of the workers)")
        return Found("worker", _("%(kinds)s has never run") % {"kinds": ", ".join(never)}, remedy)
    ago = {kind: int(since.total_seconds()) for kind, since in silence.items() if since is not None}
    silent = [kind for kind, seconds in ago.items() if seconds > MOST_SILENCE.total_seconds()]
    lost = _("Look whether the worker for %(kinds)s runs, and into its log.") % {"kinds": ", ".join(silent)}
    pulses = [_("%(kind)s %(seconds)d s ago") % {"kind": kind, "seconds": seconds} for kind, seconds in ago.items()]
    return Found("worker", ", ".join(pulses), lost if silent else "")


def waiting_notices() -> Found:
    return _waiting("waiting notices", Notice)


def waiting_exports() -> Found:
    return _waiting("waiting exports", Export)


def waiting_readings() -> Found:
    return _waiting("waiting readings", Reading)


def _waiting(what: str, rows: type[Leased]) -> Found:
    now = database_now()
    oldest = rows.waiting(now).first()
    if oldest is None:
        return Found(what, _("none is overdue"))
    age = now - oldest.due_at
    remedy = _("Look at worker, broker and mail server.") if age > MOST_WAITING else ""
    counts = {"n": rows.waiting(now).count(), "seconds": int(age.total_seconds())}
    return Found(what, _("%(n)d, the oldest due %(seconds)d s ago") % counts, remedy)


def failed_notices() -> Found:
    return _failed("failed notices", Notice, _("Call these people, or correct the address and write again."))


def failed_exports() -> Found:
    return _failed("failed exports", Export, _("Ask for the report again; if it fails again, report its error to us."))


def failed_readings() -> Found:
    return _failed("failed readings", Reading, _("Report its error to us; it is forgotten after a day."))


def _failed(what: str, rows: type[Leased], remedy: str) -> Found:
    failed = rows._default_manager.filter(state=Leased.State.FAILED)
    newest = failed.order_by("-due_at").first()
    if newest is None:
        return Found(what, _("none"))
    says = _("%(n)d, the newest: %(error)s") % {"n": failed.count(), "error": newest.last_error}
    return Found(what, says, remedy)


def unsealed_events() -> Found:
    overdue = chain.unsealed().filter(at__lt=database_now() - MOST_WAITING).count()
    seq, newest = chain.head()
    remedy = _("Look whether worker and beat run.") if overdue else ""
    says = _("%(n)d overdue; event %(seq)d carries the newest hash %(hash)s")
    return Found("unsealed events", says % {"n": overdue, "seq": seq, "hash": newest}, remedy)


def chain_of_events() -> Found:
    return _chain(EVENTS_VERIFIED, _("the last %(n)d hold; --whole-history looks at all") % {"n": EVENTS_VERIFIED})


def whole_chain_of_events() -> Found:
    return _chain(None, _("all hold"))


def _chain(last: int | None, when_it_holds: str) -> Found:
    breaks = chain.verify(last=last)
    if not breaks:
        return Found("chain of events", when_it_holds)
    first = breaks[0]
    told = {"n": len(breaks), "seq": first.seq, "reason": _(first.reason), "event": first.event}
    says = _("%(n)d breaks, the first at event %(seq)d (%(reason)s) %(event)s") % told
    return Found("chain of events", says, _("Somebody changed the history in the database: compare with a backup."))


def revisions() -> Found:
    return _history("revisions", flaws_of_revisions(), _("all are what was submitted"))


def receipts() -> Found:
    return _history("receipts", flaws_of_receipts(), _("all hold"))


def conclusions() -> Found:
    return _history("conclusions", flaws_of_conclusions(), _("all are on record"))


def published_versions() -> Found:
    return _history("published versions", flaws_of_versions(), _("all are what was published"))


def units_asked() -> Found:
    return _history("units asked", flaws_of_units(), _("all are on record"))


def snapshots() -> Found:
    return _history("snapshots", flaws_of_snapshots(), _("all hold"))


def _history(what: str, flaws: Iterable[Flaw], when_it_holds: str) -> Found:
    found = list(flaws)
    if not found:
        return Found(what, when_it_holds)
    told = "; ".join(f"{flaw.row}: {flaw.reason}" for flaw in found[:FLAWS_NAMED])
    more = _("; and %(n)d more") % {"n": len(found) - FLAWS_NAMED} if len(found) > FLAWS_NAMED else ""
    says = ngettext("%(n)d flaw: %(told)s", "%(n)d flaws: %(told)s", len(found)) % {
        "n": len(found),
        "told": told + more,
    }
    return Found(what, says, _("Somebody wrote into the database: compare with a backup."))


def secrets_and_https() -> Found:
    if settings.DEBUG or settings.DEMO:
        return Found("secrets and https", _("not looked at: this is a demo or a developer's installation"))
    problems = [m for m in checks.run_checks(include_deployment_checks=True) if not m.is_silenced()]
    remedy = " ".join(f"{problem.id}: {problem.hint or problem.msg}" for problem in problems)
    return Found("secrets and https", _("%(n)d to mend") % {"n": len(problems)}, remedy)


def site_address() -> Found:
    host = urlsplit(settings.SITE_URL).hostname or ""
    is_local = host in ("127.0.0.1", "localhost")
    if not validate_host(host, settings.ALLOWED_HOSTS):
        remedy = _("Add %(host)s to ALLOWED_HOSTS, else no link in a mail works.") % {"host": host}
        return Found("site address", settings.SITE_URL, remedy)
    if not settings.SITE_URL.startswith("https://") and not is_local:
        return Found(
            "site address", settings.SITE_URL, _("Set SITE_URL to an https address: passwords travel over it.")
        )
    if is_local and not (settings.DEBUG or settings.DEMO):
        return Found("site address", settings.SITE_URL, _("Set SITE_URL to the address that operators use."))
    return Found("site address", settings.SITE_URL)


def proxy() -> Found:
    if settings.PROXIES:
        return Found("proxy", _("one is declared"))
    remedy = _("Set BEHIND_PROXY=1, else all people behind it share one limit of failed logins.")
    if settings.SITE_URL.startswith("https://"):
        return Found("proxy", _("none is declared, and yet something in front must end https"), remedy)
    if seen := undeclared_proxy():
        says = _("none is declared, and yet requests came through one at %(place)s") % {"place": seen}
        return Found("proxy", says, remedy)
    return Found("proxy", _("none is declared, and none was seen"))


def mail_server() -> Found:
    if settings.EMAIL_BACKEND == "surveys.notices.folder.EmailBackend":
        example = _("Set EMAIL_URL, for example submission://user:password@host:587")
        says = _("none; mails are files in %(folder)s") % {"folder": settings.MAIL_DIR}
        return Found("mail server", says, "" if settings.DEBUG or settings.DEMO else example)
    server = get_connection()
    try:
        server.open()
        server.close()
    except OSError as error:
        return Found("mail server", _unreachable(error), _("Mend EMAIL_URL or the server; mails wait meanwhile."))
    return Found("mail server", _("%(host)s answers") % {"host": settings.EMAIL_HOST})


FOUNDATIONS: list[Examination] = [database, migrations, cache_table]
ROWS: list[Examination] = [
    clock,
    worker,
    waiting_notices,
    waiting_exports,
    waiting_readings,
    failed_notices,
    failed_exports,
    failed_readings,
    unsealed_events,
    receipt_key,
    uploaded_files,
]
NEWEST_HISTORY: list[Examination] = [chain_of_events]
WHOLE_HISTORY: list[Examination] = [
    whole_chain_of_events,
    revisions,
    receipts,
    conclusions,
    published_versions,
    units_asked,
    snapshots,
]
SURROUNDINGS: list[Examination] = [
    data_folder,
    virus_scanner,
    broker,
    mail_server,
    secrets_and_https,
    site_address,
    proxy,
]
