from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from email.utils import parseaddr

import pytest

from surveys.accounts import invitations
from surveys.accounts.invitations import path_of
from surveys.accounts.roles import Role
from surveys.notices import delivery, outbox
from surveys.notices.delivery import MailServerTrouble, deliver, deliver_due, message_id_of, text_of
from surveys.notices.models import Notice
from surveys.notices.wording import Content
from surveys.registry.models import Contact
from tests.factories import make_contact, make_organisation
from tests.mail_server import mail_server

NOW = datetime(2021, 4, 27, 4, 0, tzinfo=UTC)


def make_notice(key="1", **extra):
    contact = make_contact(make_organisation(), name="张三", email=f"to{key}@example.org")
    content = Content("issued", "请填报", "入口：{link}\n")
    facts = {"key": key, "to": contact, "content": content, "at": NOW, "link_path": "/portal/"}
    return outbox.write(**facts | extra)


def states():
    return list(Notice.objects.order_by("key").values_list("key", "state", "attempts"))


def test_a_mail_carries_the_link_and_is_noted(db, settings):
    notice = make_notice()

    with mail_server(settings) as server:
        assert deliver(notice, at=NOW) is True

    [mail] = server.taken
    assert (mail["Subject"], mail["To"], mail["Auto-Submitted"]) == (
        "请填报",
        "张三 <to1@example.org>",
        "auto-generated",
    )
    assert mail.get_content().strip() == f"入口：{settings.SITE_URL}/portal/"
    assert [(d.succeeded, d.at) for d in notice.deliveries.all()] == [(True, NOW)]
    assert states() == [("1", "done", 1)]


def test_whoever_waits_for_a_letter_gets_it_before_a_wave_of_reminders(db, settings):
    """However long the wave: what was written after it goes out with the very next look into the outbox."""
    for n in range(3):
        make_notice(f"reminder{n}", content=Content("reminder", "提醒", "{link}"))
    for kind in ("receipt", "new_password", "invitation"):
        make_notice(kind, content=Content(kind, kind, "{link}"), at=NOW + timedelta(seconds=1))

    with mail_server(settings) as server:
        deliver_due(at=NOW + timedelta(seconds=2), limit=4)

    assert [mail["Subject"] for mail in server.taken] == ["receipt", "new_password", "invitation", "提醒"]


def test_a_mail_sent_twice_carries_the_same_id(db, settings):
    notice = make_notice()

    with mail_server(settings) as server:
        deliver(notice, at=NOW)
        Notice.objects.update(state=Notice.State.QUEUED)  # as after a worker that died before it could note it
        deliver(notice, at=NOW)

    assert [mail["Message-ID"] for mail in server.taken] == [message_id_of(notice)] * 2


@pytest.mark.parametrize("name", ["张三\r\nBcc: eve@example.org", "张 \n 三", "名" * 101])
def test_a_name_is_one_line_of_a_header(db, settings, name):
    contact = Contact(organisation=make_organisation(), name=name, email="to@example.org", language="zh-hans")
    notice = make_notice(to=contact)

    with mail_server(settings) as server:
        assert deliver(notice, at=NOW) is True

    [mail] = server.taken
    assert (mail["Bcc"], parseaddr(mail["To"])[1], len(notice.to_name) <= 100) == (None, "to@example.org", True)


def test_a_mail_reaches_an_address_in_a_chinese_domain(db, settings):
    contact = make_contact(make_organisation(), name="张三", email="zhang@例子.中国")
    contact.full_clean()
    notice = make_notice(to=contact)

    with mail_server(settings) as server:
        assert deliver(notice, at=NOW) is True

    [mail] = server.taken
    assert mail["To"] == "张三 <zhang@xn--fsqu00a.xn--fiqs8s>"


def test_another_worker_has_it_already(db, settings):
    notice = make_notice()
    Notice.objects.get().claim(NOW)

    with mail_server(settings) as server:
        assert deliver(notice, at=NOW) is False

    assert server.taken == []


def test_an_address_refused_for_good_is_left_to_a_person(db, settings):
    notice = make_notice()

    with mail_server(settings, RCPT="550 5.1.1 no such user"):
        assert deliver(notice, at=NOW) is False

    [tried] = notice.deliveries.all()
    assert (tried.succeeded, "no such user" in tried.detail) == (False, True)
    assert states() == [("1", "failed", 1)]


@pytest.mark.parametrize("answers", [{"RCPT": "450 grey-listed"}, {"DATA": "451 try again"}])
def test_a_message_put_off_by_the_server_is_tried_later(db, settings, answers):
    notice = make_notice()

    with mail_server(settings, **answers):
        assert deliver(notice, at=NOW) is False

    notice.refresh_from_db()
    assert (notice.state, notice.due_at) == ("queued", NOW + timedelta(minutes=1))


def test_a_sender_refused_is_the_servers_trouble_not_the_messages(db, settings):
    notice = make_notice()

    with mail_server(settings, MAIL="550 who are you"), pytest.raises(MailServerTrouble):
        deliver(notice, at=NOW)

    assert states() == [("1", "queued", 1)]


def test_what_is_due_goes_over_one_connection_and_a_refused_one_does_not_stop_the_rest(db, settings):
    for key in "abc":
        make_notice(key)
    make_notice("later", at=NOW + timedelta(hours=1))

    with mail_server(settings, by={("RCPT", "tob@example.org"): "550 no"}) as server:
        assert deliver_due(at=NOW) == 2

    assert sorted(mail["To"].addresses[0].addr_spec for mail in server.taken) == ["toa@example.org", "toc@example.org"]
    assert states() == [("a", "done", 1), ("b", "failed", 1), ("c", "done", 1), ("later", "queued", 0)]


def test_a_server_that_hangs_up_ends_the_batch_and_costs_one_notice_one_try(db, settings):
    for n, key in enumerate("abc"):
        make_notice(key, at=NOW - timedelta(minutes=3 - n))

    with mail_server(settings, by={("DATA", "tob@example.org"): "hang up"}):
        assert deliver_due(at=NOW) == 1

    assert states() == [("a", "done", 1), ("b", "queued", 1), ("c", "queued", 0)]


def test_without_a_mail_server_nothing_is_claimed(db, settings):
    make_notice()
    with mail_server(settings):
        pass  # leaves the settings pointing at a port where nobody listens

    assert deliver_due(at=NOW) == 0
    assert states() == [("1", "queued", 0)]


def test_a_batch_ends_before_the_worker_would_be_killed(db, settings, monkeypatch):
    make_notice()
    monkeypatch.setattr(delivery, "SECONDS_FOR_A_BATCH", -1)

    with mail_server(settings):
        assert deliver_due(at=NOW) == 0

    assert states() == [("1", "queued", 0)]


def test_nothing_due_needs_no_connection(db):
    assert deliver_due(at=NOW) == 0


def test_an_address_that_cannot_be_written_is_left_to_a_person(db, settings):
    notice = make_notice()
    Notice.objects.update(to_email="two@at@example.org\n")
    notice.refresh_from_db()

    with mail_server(settings):
        assert deliver(notice, at=NOW) is False

    assert states() == [("1", "failed", 1)]


def test_a_stranger_gets_the_invitation_link_until_it_is_used(db, settings):
    organisation = make_organisation()
    invitation = invitations.invite(
        by=None, email="li@example.org", name="李四", body=organisation, role=Role.MANAGER, at=NOW
    )
    notice = make_notice(invitation=invitation)

    assert text_of(notice, NOW) == f"入口：{settings.SITE_URL}{path_of(invitation, leads_to='/portal/')}\n"
    invitations.accept(invitation=invitation, name="李四", password="a-good-long-password", at=NOW)
    assert text_of(Notice.objects.get(), NOW) == f"入口：{settings.SITE_URL}/portal/\n"


def test_without_a_mail_server_set_mails_are_files(db, settings, tmp_path):
    settings.EMAIL_BACKEND, settings.MAIL_DIR = "surveys.notices.folder.EmailBackend", tmp_path / "mails"
    make_notice()

    assert deliver_due(at=NOW) == 1

    [file] = settings.MAIL_DIR.iterdir()
    mail = message_from_bytes(file.read_bytes(), policy=default)
    assert (file.suffix, mail["To"]) == (".eml", "张三 <to1@example.org>")
