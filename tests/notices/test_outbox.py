from datetime import UTC, datetime

from surveys.notices import outbox
from surveys.notices.models import Notice
from surveys.notices.wording import Content
from tests.factories import make_contact, make_organisation

NOW = datetime(2021, 4, 27, 4, 0, tzinfo=UTC)


def message(contact, key="issued:1", subject="请填报", **extra):
    return {"key": key, "to": contact, "content": Content("issued", subject, "{link}"), "at": NOW} | extra


def test_a_notice_waits_in_the_outbox_for_the_person_it_is_to(db):
    contact = make_contact(make_organisation(), name="张三", email="zhang@example.org", language="en")

    notice = outbox.write(**message(contact, link_path="/portal/", organisation=contact.organisation))

    notice.refresh_from_db()
    assert (notice.to_name, notice.to_email, notice.language) == ("张三", "zhang@example.org", "en")
    assert (notice.state, notice.due_at, notice.organisation) == ("queued", NOW, contact.organisation)


def test_the_same_key_is_written_once(db):
    contact = make_contact(make_organisation())
    outbox.write(**message(contact))

    assert outbox.write(**message(contact, subject="again")) is None
    assert [n.subject for n in Notice.objects.all()] == ["请填报"]


def test_a_subject_is_one_line_and_not_too_long_for_its_column(db):
    contact = make_contact(make_organisation())

    notice = outbox.write(**message(contact, subject="Due\r\nBcc: x@example.org " + "长" * 400))

    assert (notice.subject[:10], len(notice.subject)) == ("Due Bcc: x", 300)


def test_of_many_those_that_are_new_come_back(db):
    contact = make_contact(make_organisation())
    outbox.write(**message(contact, key="b"))

    new = outbox.write_many([message(contact, key=key) for key in "abca"])

    assert [n.key for n in new] == ["a", "c"]
    assert Notice.objects.count() == 3


def test_three_hundred_notices_take_a_few_queries(db, django_assert_max_num_queries):
    contact = make_contact(make_organisation())

    with django_assert_max_num_queries(12):
        written = outbox.write_many([message(contact, key=str(n)) for n in range(300)])

    assert len(written) == 300


def test_the_worker_is_woken_after_commit_and_only_for_something_new(db, django_capture_on_commit_callbacks):
    contact = make_contact(make_organisation())

    with django_capture_on_commit_callbacks() as first:
        outbox.write_many([message(contact, key="a"), message(contact, key="b")])
    with django_capture_on_commit_callbacks() as second:
        outbox.write(**message(contact, key="a"))

    assert (len(first), len(second)) == (1, 0)
