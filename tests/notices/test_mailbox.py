import pytest

from surveys.accounts.invitations import invite
from surveys.accounts.roles import Role
from surveys.notices import delivery, outbox
from surveys.notices.enclosures import Enclosure
from surveys.notices.wording import Content
from tests import factories

MAILS = "/demo/mails/"


@pytest.fixture
def sent(db, settings, tmp_path):
    settings.MAIL_DIR = tmp_path
    settings.EMAIL_BACKEND = "surveys.notices.folder.EmailBackend"
    organisation = factories.make_organisation()
    contact = factories.make_contact(organisation)
    invitation = invite(by=None, email=contact.email, name="N", body=organisation, role=Role.MANAGER)
    notice = outbox.write(
        key="k", to=contact, content=Content("issued", "签发", "<b>来看</b> {link}"), invitation=invitation, at=factories.ISSUED
    )  # fmt: skip
    delivery.deliver_due()
    return notice


def test_a_visitor_reads_what_was_sent_and_follows_its_link(client, sent):
    assert sent.subject in client.get(MAILS).content.decode()

    page = client.get(f"{MAILS}{sent.pk}/").content.decode()

    assert "&lt;b&gt;来看&lt;/b&gt;" in page
    assert '<a href="/invitations/' in page


def test_a_link_written_while_the_demo_was_served_elsewhere_is_followed(client, settings, request):
    settings.SITE_URL = "http://127.0.0.1:8999"
    sent = request.getfixturevalue("sent")

    page = client.get(f"{MAILS}{sent.pk}/").content.decode()

    assert '<a href="/invitations/' in page
    assert "http://127.0.0.1:8999/invitations/" in page  # as it was sent


@pytest.fixture
def with_a_file(sent):
    contact = factories.make_contact(factories.make_organisation())
    notice = outbox.write(key="f", to=contact, content=Content("issued", "签发", "正文"), at=factories.ISSUED)
    delivery.deliver_due(
        enclosing={"issued": lambda _notice: [Enclosure("deadline.ics", "内容".encode(), "text/calendar")]}
    )
    return notice


def test_what_is_enclosed_can_be_taken(client, with_a_file):
    page = client.get(f"{MAILS}{with_a_file.pk}/").content.decode()
    answer = client.get(f"{MAILS}{with_a_file.pk}/0/")

    assert "正文" in page and "deadline.ics" in page and f"{MAILS}{with_a_file.pk}/0/" in page
    assert answer.content.decode() == "内容" and "attachment" in answer["Content-Disposition"]
    assert client.get(f"{MAILS}{with_a_file.pk}/1/").status_code == 404


def test_mails_are_found_by_recipient(client, sent):
    assert sent.subject in client.get(MAILS, {"q": sent.to_email}).content.decode()
    assert sent.subject not in client.get(MAILS, {"q": "somebody else"}).content.decode()


def test_a_mail_whose_file_is_gone_is_not_found(client, sent, tmp_path):
    for file in tmp_path.iterdir():
        file.unlink()

    assert client.get(f"{MAILS}{sent.pk}/").status_code == 404


def test_outside_the_demo_there_is_no_mailbox(client, sent, settings):
    settings.DEMO = False

    assert [client.get(path).status_code for path in (MAILS, f"{MAILS}{sent.pk}/")] == [404, 404]
