"""Mails as they come back: from a mail server in the form of RFC 3464, from QQ in Chinese, and what is no report."""

from email.message import EmailMessage

FORM = """\
From: MAILER-DAEMON@mx.example.org
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.org.

--b
Content-Type: message/{kind}

Reporting-MTA: dns; mx.example.org
Arrival-Date: Tue, 27 Apr 2021 12:00:00 +0800

Final-Recipient: {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {diagnostic}

--b
Content-Type: text/rfc822-headers

Message-ID: {message_id}
Subject: x

--b--
"""


def form(
    action="failed",
    status="5.1.1",
    diagnostic="550 5.1.1 user unknown",
    to="returns@survey.example.org",
    recipient="rfc822; wang@example.org",
    kind="delivery-status",
    message_id="<none@example.org>",
):
    return FORM.format(**locals()).encode()


def qq(to="returns@survey.example.org", words="收件人邮件地址（wang@qq.com）不存在，邮件无法送达。"):
    """QQ's own, without any part that a program could read; its text is sent as base64."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "PostMaster@qq.com", to, "系统退信/The email is returned"
    mail.set_content(f"抱歉，您的邮件被退回来了……\n退信原因：{words}\n", charset="gb18030", cte="base64")
    return mail.as_bytes()


def reply(to="returns@survey.example.org", subject="自动回复：请填报", **headers):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "wang@example.org", to, subject
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content("您好，我正在休假，地址不存在任何问题。")
    return mail.as_bytes()
