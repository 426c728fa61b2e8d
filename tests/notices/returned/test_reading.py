import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.notices.returned.reading import Verdict, read
from tests.notices.returned.reports import form, qq, reply

P, T, D, A, U = Verdict.PERMANENT, Verdict.TEMPORARY, Verdict.DELIVERED, Verdict.AUTOMATIC, Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("action", "status", "diagnostic", "verdict"),
    [
        ("failed", "5.1.1", "550 5.1.1 user unknown", P),
        ("failed", "5.2.2", "552 5.2.2 mailbox full", P),
        ("failed", "4.2.2", "452 4.2.2 mailbox full", T),  # given up on, but there may be room tomorrow
        ("failed", "5.0.0", "452 4.2.2 mailbox full", T),
        ("failed", "5.0.0", "550 no such user", P),
        ("failed", "", "550 no such user", P),
        ("failed", "", "421 try later", T),
        ("failed", "", "", U),
        ("delayed", "4.4.1", "connection timed out", T),
        ("delayed", "5.4.7", "", T),
        ("delivered", "2.0.0", "250 ok", D),
        ("relayed", "2.0.0", "", D),
        ("eaten", "9.9.9", "", U),
        ("FAILED", "5.1.1 (bad address)", "", P),
    ],
)
def test_a_report_is_judged_by_its_status(action, status, diagnostic, verdict):
    assert read(form(action, status, diagnostic)).verdict == verdict


def test_a_report_says_whom_it_did_not_reach_and_why():
    said = read(form())

    assert (said.recipient, said.status, said.reason) == ("wang@example.org", "5.1.1", "550 5.1.1 user unknown")


def test_addresses_in_chinese_are_read():
    said = read(form(kind="global-delivery-status", recipient="utf-8; 王五@例子.中国"))

    assert (said.verdict, said.recipient) == (P, "王五@例子.中国")


def test_of_several_recipients_the_one_that_failed_counts():
    two = form().replace(
        b"Final-Recipient: rfc822", b"Final-Recipient: rfc822; a@x.org\nAction: delivered\nStatus: 2.0.0\n\nFinal-Recipient: rfc822", 1
    )  # fmt: skip

    assert (read(two).verdict, read(two).recipient) == (P, "wang@example.org")


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("收件人邮件地址（wang@qq.com）不存在，邮件无法送达。", P),
        ("该用户已注销", P),
        ("对方邮箱已满，无法接收", U),
        ("邮件内容被拒绝", U),
    ],
)
def test_of_a_report_in_chinese_only_what_is_plain_is_believed(words, verdict):
    assert read(qq(words=words)).verdict == verdict


@pytest.mark.parametrize(
    "mail",
    [
        reply(),
        reply(subject="Re: x", Auto_Submitted="auto-replied"),
        reply(subject="Out of office: x"),
        reply(subject="x", X_Autoreply="yes"),
        reply(subject="x", Precedence="auto_reply"),
    ],
)
def test_an_automatic_reply_is_no_report(mail):
    assert read(mail).verdict == A


def test_what_a_person_writes_is_shown_to_a_person():
    said = read(reply(subject="Re: 请填报"))

    assert (said.verdict, "休假" in said.text) == (U, True)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00" * 5000,
        b"\xff\xfe",
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n",
        b"Content-Type: text/plain; charset=no-such-charset\n\n\xd6\xd0",
        b"Subject: =?no-such?B?xx?=\nFrom: =?utf-8?Q?=zz?=\n\nx",
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)),
    ],
)
def test_what_is_no_mail_at_all_is_not_understood(raw):
    assert read(raw).verdict == U


@given(st.binary(max_size=300))
def test_nothing_that_is_cut_or_spoilt_breaks_it(noise):
    raw = form()
    place = len(noise) * 3

    assert read(raw[:place] + noise + raw[place:]).verdict in Verdict
