import base64
import stat
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.utils.translation import override

from surveys.audit.models import Event
from surveys.lib.clock import database_now
from surveys.management.receipt_keys import ENDS_SOON, receipt_key
from surveys.receipts import custody
from surveys.receipts.actions import NoSuchKey, make_the_first_key, revoke, rotate
from surveys.receipts.models import ReceiptKey
from surveys.receipts.publishing import key_set
from surveys.receipts.queries import key_in_use
from tests.factories import make_authority

AT = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def command(*words):
    out = StringIO()
    call_command("receiptkey", *words, stdout=out)
    return out.getvalue()


@pytest.fixture
def bureau(db):
    return make_authority()


@pytest.fixture(autouse=True)
def in_a_folder(data_folder, db):
    with override("en"):
        yield


def test_the_private_key_is_a_file_that_only_its_owner_can_read(bureau, data_folder):
    made = rotate(bureau, at=AT)
    path = data_folder / "receipt-keys" / f"{made.kid}.pem"

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert custody.raw_public(custody.private_key(made.kid)) == made.raw


def test_no_column_of_the_database_holds_the_private_key(bureau, data_folder):
    made = rotate(bureau, at=AT)
    secret = custody.private_key(made.kid).private_bytes_raw()

    row = " ".join(str(getattr(made, field.attname)) for field in ReceiptKey._meta.concrete_fields)
    events = str(list(Event.objects.values_list("details", flat=True)))
    assert secret.hex() not in row + events
    assert base64.b64encode(secret).decode() not in row + events


def test_a_key_of_the_environment_is_kept_in_no_file(bureau, settings, data_folder):
    private = Ed25519PrivateKey.generate()
    made = rotate(bureau, at=AT, private=private)
    with pytest.raises(custody.KeyNotAtHand):
        custody.private_key(made.kid)
    settings.RECEIPT_KEYS = [custody.for_the_environment(private)]

    assert custody.raw_public(custody.private_key(made.kid)) == made.raw
    assert not custody.folder().exists()


@pytest.mark.parametrize("text", ["nonsense", base64.b64encode(b"short").decode()])
def test_what_is_no_key_in_the_environment_is_told(bureau, settings, text):
    made = rotate(bureau, at=database_now())
    settings.RECEIPT_KEYS = [text]

    with pytest.raises(custody.KeyUnreadable, match="RECEIPT_KEYS"):
        custody.private_key(made.kid)
    assert "RECEIPT_KEYS" in receipt_key().says


def test_the_first_key_is_made_once(bureau):
    assert make_the_first_key(bureau, at=AT) is not None
    assert make_the_first_key(bureau, at=AT) is None
    assert ReceiptKey.objects.count() == 1


def test_a_new_key_takes_the_place_of_the_old_one_to_the_moment(bureau):
    old = rotate(bureau, at=AT, days=400)
    new = rotate(bureau, at=AT + DAY, begins=AT + 10 * DAY)

    in_use = [key_in_use(bureau, at) for at in (AT - DAY, AT, AT + 10 * DAY - DAY / 86400, AT + 10 * DAY)]
    old.refresh_from_db()
    assert [key and key.kid for key in in_use] == [None, old.kid, old.kid, new.kid]
    assert old.valid_until == new.valid_from


def test_a_key_that_was_to_begin_later_gives_way_too(bureau):
    planned = rotate(bureau, at=AT, begins=AT + 10 * DAY)
    new = rotate(bureau, at=AT + DAY)

    assert key_in_use(bureau, AT + 11 * DAY).kid == new.kid
    planned.refresh_from_db()
    assert planned.valid_from == planned.valid_until


def test_a_revoked_key_signs_no_more_and_is_revoked_once(bureau):
    made = rotate(bureau, at=AT)
    revoke(made.kid, at=AT + DAY)

    assert key_in_use(bureau, AT + DAY) is None
    for kid in (made.kid, "0" * 16):
        with pytest.raises(NoSuchKey):
            revoke(kid, at=AT)


def test_every_key_made_and_revoked_is_on_record(bureau):
    made = rotate(bureau, at=AT)
    revoke(made.kid, at=AT)

    told = Event.objects.filter(object_id=made.kid).values_list("verb", "details__fingerprint")
    assert list(told) == [("made_receipt_key", made.fingerprint), ("revoked_receipt_key", made.fingerprint)]


def test_past_keys_stay_published_with_their_dates(bureau):
    old = rotate(bureau, at=AT)
    new = rotate(bureau, at=AT + DAY)
    revoke(old.kid, at=AT + 2 * DAY)

    first, second = key_set(ReceiptKey.objects.all())["keys"]
    assert (first["kid"], second["kid"]) == (old.kid, new.kid)
    assert first["valid_until"] == second["valid_from"] == "2026-01-02T00:00:00.000000Z"
    assert (first["revoked_at"], second["revoked_at"]) == ("2026-01-03T00:00:00.000000Z", None)
    assert base64.urlsafe_b64decode(second["x"] + "=") == new.raw
    assert {name: second[name] for name in ("kty", "crv", "alg", "use")} == {
        "kty": "OKP", "crv": "Ed25519", "alg": "Ed25519", "use": "sig",
    }  # fmt: skip


# --- the command ---------------------------------------------------------------------------------------------------


def test_the_command_makes_rotates_revokes_and_lists(bureau):
    first = command("make")
    assert "private key: " in first and str(custody.folder()) in first
    with pytest.raises(CommandError, match="receiptkey rotate"):
        command("make")
    assert len(command("rotate", "--days", "30").splitlines()) == 3
    newest = ReceiptKey.objects.last()

    assert "revoked" in command("revoke", newest.kid)
    assert newest.fingerprint in command("list")
    with pytest.raises(CommandError, match="no key"):
        command("revoke", newest.kid)


def test_the_command_prints_what_the_environment_is_to_hold(bureau, settings):
    line = command("make", "--for-environment").splitlines()[0]
    settings.RECEIPT_KEYS = [line.removeprefix("RECEIPT_KEYS=")]

    assert receipt_key().is_well
    assert not custody.folder().exists()


def test_a_new_key_can_begin_later(bureau):
    command("make")
    command("rotate", "--from", "2999-01-01T00:00:00+08:00")

    assert ReceiptKey.objects.last().valid_from == datetime(2998, 12, 31, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    "words",
    [["--from", "tomorrow"], ["--from", "2999-01-01"], ["--from", "2020-01-01T00:00:00+08:00"], ["--days", "0"]],
)
def test_dates_that_cannot_be_are_refused(bureau, words):
    command("make")
    with pytest.raises(CommandError):
        command("rotate", *words)
    assert ReceiptKey.objects.count() == 1


# --- the doctor ----------------------------------------------------------------------------------------------------


def test_the_doctor_says_when_there_is_none(bureau):
    assert "receiptkey make" in receipt_key().remedy
    rotate(bureau, at=AT - timedelta(days=1000), days=30)
    assert "receiptkey rotate" in receipt_key().remedy


def test_the_doctor_is_content_with_a_key_and_tells_its_fingerprint(bureau):
    made = rotate(bureau, at=database_now())

    assert receipt_key().is_well and made.fingerprint in receipt_key().says


def test_the_doctor_says_when_the_private_key_is_gone_or_another_or_open_to_others(bureau):
    made, other = rotate(bureau, at=AT, begins=database_now() - DAY), Ed25519PrivateKey.generate()
    path = custody.path_of(made.kid)
    path.chmod(0o640)
    assert receipt_key().remedy == f"Run: chmod 600 {path}"
    path.write_bytes(b"nonsense")
    assert str(path) in receipt_key().says
    path.write_bytes(custody.keep(other).read_bytes())
    assert str(path) in receipt_key().says
    path.unlink()
    assert str(path) in receipt_key().remedy and "missing" in receipt_key().says


def test_the_doctor_warns_a_month_before_the_key_ends_unless_the_next_is_there(bureau):
    now = database_now()
    rotate(bureau, at=now, days=ENDS_SOON.days + 1)
    assert receipt_key().is_well
    rotate(bureau, at=now, days=ENDS_SOON.days - 1)
    assert "receiptkey rotate" in receipt_key().remedy
    rotate(bureau, at=now, begins=now + DAY)
    assert receipt_key().is_well
