import mailbox
import socketserver
import threading
from contextlib import contextmanager

import pytest

from surveys.audit.models import Event
from surveys.notices.actions import send_again
from surveys.notices.delivery import deliver_due, message_id_of
from surveys.notices.models import Notice, ReturnedMail
from surveys.notices.returned import actions, collecting
from surveys.notices.returned.addresses import letters_named_in, return_address_of
from tests import factories
from tests.factories import ISSUED
from tests.mail_server import mail_server
from tests.notices.returned.reports import form, qq, reply
from tests.responses.stories import make_issued_round

HOME = "returns@survey.example.org"


@pytest.fixture(autouse=True)
def home(settings):
    settings.RETURN_ADDRESS = HOME


@pytest.fixture
def letter(world):
    """It was sent to Wang."""
    factories.make_contact(world.charlie_org, name="王五", email="wang@example.org")
    make_issued_round(world)
    deliver_due(at=ISSUED)
    return Notice.objects.get(state="done")


def state(letter):
    return Notice.objects.get(pk=letter.pk).state


def test_each_letter_has_an_address_to_come_back_to_and_the_reader_answers_the_sender(settings, world):
    factories.make_contact(world.charlie_org)
    make_issued_round(world)
    with mail_server(settings) as server:
        deliver_due(at=ISSUED)

    (notice,) = Notice.objects.all()
    assert server.taken[0]["From"] == settings.DEFAULT_FROM_EMAIL
    assert letters_named_in(f"To: {return_address_of(notice)}") == [notice.pk]
    assert len(return_address_of(notice).partition("@")[0]) <= 64


def test_an_address_that_we_did_not_make_names_no_letter(letter):
    made = return_address_of(letter)

    assert letters_named_in(made.replace(made[-30:-25], "00000")) == []


@pytest.mark.parametrize("report", [form, qq])
def test_the_letter_that_came_back_has_failed(letter, report):
    mail = actions.take(report(to=return_address_of(letter)))

    assert (mail.notice, mail.verdict, state(letter)) == (letter, "permanent", "failed")
    assert letter.deliveries.filter(succeeded=False).count() == 1
    assert Event.objects.get(verb="letter_came_back").details["email"] == "wang@example.org"


def test_without_its_address_a_letter_is_known_by_its_message_id(letter):
    assert actions.take(form(message_id=message_id_of(letter))).notice == letter


def test_a_report_of_somebody_elses_letter_touches_none_of_ours(letter):
    mail = actions.take(form())

    assert (mail.notice, mail.settled_at, state(letter)) == (None, None, "done")


@pytest.mark.parametrize(
    "made",
    [
        lambda to: form("failed", "4.2.2", "452 4.2.2 mailbox full", to=to),
        lambda to: form("delayed", "4.4.1", "", to=to),
        lambda to: form("delivered", "2.0.0", "", to=to),
        lambda to: reply(to=to),
    ],
)
def test_what_is_no_failure_leaves_the_letter_as_it_is_and_waits_for_nobody(letter, made):
    mail = actions.take(made(return_address_of(letter)))

    assert state(letter) == "done"
    assert mail.settled_at is not None and mail.text == ""


@pytest.mark.parametrize(("has_failed", "then"), [(True, "failed"), (False, "done")])
def test_over_what_is_not_understood_a_person_decides_once(world, letter, has_failed, then):
    mail = actions.take(qq(to=return_address_of(letter), words="邮件内容被拒绝"))
    assert (mail.verdict, mail.settled_at, "被拒绝" in mail.text) == ("unknown", None, True)

    assert actions.decide(by=world.officer, mail=mail, has_failed=has_failed)
    assert not actions.decide(by=world.officer, mail=mail, has_failed=True)
    assert state(letter) == then


def test_the_same_report_is_taken_once(world, letter):
    raw = form(to=return_address_of(letter))
    actions.take(raw)
    send_again(by=world.officer, notice=Notice.objects.get(pk=letter.pk), at=ISSUED)
    deliver_due(at=ISSUED)

    actions.take(raw)

    assert ReturnedMail.objects.count() == 1
    assert state(letter) == "done"


def test_an_officer_reaches_no_letter_that_he_does_not_see(world, letter):
    mail = actions.take(form(to=return_address_of(letter)), by=world.stranger_officer, among=Notice.objects.none())

    assert (mail.notice, state(letter)) == (None, "done")


# --- the mailbox ---------------------------------------------------------------------------------------------------------


def test_new_mails_in_a_folder_are_taken_once(settings, tmp_path, letter):
    box = mailbox.Maildir(tmp_path / "returns")
    box.add(form(to=return_address_of(letter)))
    settings.RETURN_MAILBOX = f"maildir://{tmp_path}/returns"

    assert [collecting.collect(), collecting.collect()] == [1, 0]
    assert state(letter) == "failed"
    assert len(box) == 1


def test_a_mail_is_not_marked_as_read_before_its_row_is_written(settings, tmp_path, letter):
    mailbox.Maildir(tmp_path / "returns").add(form(to=return_address_of(letter)))
    settings.RETURN_MAILBOX = f"maildir://{tmp_path}/returns"

    def dies(raw):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        collecting.collect(dies)
    assert collecting.collect() == 1


def test_a_mailbox_that_cannot_be_reached_is_left_for_the_next_time(settings, db):
    settings.RETURN_MAILBOX = "imap://u:p@127.0.0.1:1/INBOX"

    assert collecting.collect() == 0


def test_without_a_mailbox_nothing_is_looked_for(settings):
    settings.RETURN_MAILBOX = ""

    assert not collecting.is_due()


class _Talk(socketserver.StreamRequestHandler):
    """As much IMAP as it takes to read one new mail."""

    def handle(self):
        self.wfile.write(b"* OK ready\r\n")
        while line := self.rfile.readline().decode():
            tag, verb, *rest = line.split()
            self.answer(verb.upper(), rest)
            self.wfile.write(f"{tag} OK done\r\n".encode())
            if verb.upper() == "LOGOUT":
                return

    def answer(self, verb, rest):
        new = self.server.new
        if verb == "CAPABILITY":
            self.wfile.write(b"* CAPABILITY IMAP4rev1\r\n")
        if verb == "LOGIN":
            self.server.logins.append(rest)
        if verb == "SELECT":
            self.wfile.write(b"* 1 EXISTS\r\n")
        if verb == "SEARCH":
            self.wfile.write(b"* SEARCH 1\r\n" if new else b"* SEARCH\r\n")
        if verb == "FETCH":
            self.wfile.write(b"* 1 FETCH (BODY[]<0> {%d}\r\n%s)\r\n" % (len(new[0]), new[0]))
        if verb == "STORE":
            new.pop()


@contextmanager
def imap_server(*new):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Talk) as server:
        server.daemon_threads, server.new, server.logins = True, list(new), []
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


def test_new_mails_are_read_by_imap_and_marked_as_read(settings, letter):
    with imap_server(form(to=return_address_of(letter))) as server:
        settings.RETURN_MAILBOX = f"imap://returns%40x:p%20w@127.0.0.1:{server.server_address[1]}/INBOX"

        assert [collecting.collect(), collecting.collect()] == [1, 0]

    assert server.logins[0] == ["returns@x", '"p', 'w"']
    assert state(letter) == "failed"
