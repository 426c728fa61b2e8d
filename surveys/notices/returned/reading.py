"""What a mail that came back says: did the letter fail for good, for the moment, or is this no such report at all?

Only a report in the form of RFC 3464 (or 6533), and a few sentences in which Chinese mail services say that there is no
such mailbox, are believed. Whatever else looks like a report is shown to a person. Pure.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from enum import StrEnum

STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
REPLY = re.compile(r"(?<![\d.])([45])\d\d(?![\d.])")
NO_SUCH_MAILBOX = re.compile(
    r"(地址|用户|帐号|账号|邮箱|收件人)[^。\n]{0,120}(不存在|无法找到|已注销|已停用|已被禁用)|无此(用户|邮箱)|没有此(用户|邮箱)"
)
REPORTS_COME_FROM = re.compile(r"mailer-daemon|postmaster|mail delivery|10000@qq\.com|邮件系统|系统管理员", re.I)
REPORTS_ARE_CALLED = re.compile(
    r"退信|无法投递|投递失败|undeliver|delivery status|delivery (has )?fail|failure notice|returned mail|returned to sender",
    re.I,
)
REPLIES_ARE_CALLED = re.compile(r"^\W*(自动回复|自动答复|automatic reply|auto(matic)?[- ]?reply|out of office)", re.I)
SOFT_BREAK = re.compile(r"=\r?\n")
MOST_OF_TEXT = 4000


class Verdict(StrEnum):
    PERMANENT = "permanent"
    TEMPORARY = "temporary"
    DELIVERED = "delivered"
    AUTOMATIC = "automatic"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class ReturnedLetter:
    """`everything`: all text of it, in which the letter's own addresses are looked for."""

    verdict: Verdict
    recipient: str
    status: str
    reason: str
    subject: str
    text: str
    everything: str


def read(raw: bytes) -> ReturnedLetter:
    """Never fails: what is no mail at all, or is made to break whoever reads it, is not understood."""
    whole = raw.decode("utf-8", "replace")
    try:
        return _read(message_from_bytes(raw), whole)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return ReturnedLetter(Verdict.UNKNOWN, "", "", "", "", whole[:MOST_OF_TEXT], whole)


def _read(mail: Message, whole: str) -> ReturnedLetter:
    subject, sender = _header(mail, "Subject"), _header(mail, "From")
    text = "\n".join(_texts(mail))
    said = {"subject": subject, "text": text[:MOST_OF_TEXT], "everything": f"{SOFT_BREAK.sub('', whole)}\n{text}"}
    fields = _worst([block for part in mail.walk() for block in _report_of(part)])
    if not fields:
        return ReturnedLetter(_without_form(mail, sender, subject, text), "", "", "", **said)
    verdict, status = _judged(fields)
    recipient = fields.get("final-recipient", fields.get("original-recipient", "")).rpartition(";")[2].strip()
    reason = fields.get("diagnostic-code", "").rpartition(";")[2].strip()
    return ReturnedLetter(verdict, recipient, status, reason, **said)


def _header(mail: Message, name: str) -> str:
    try:
        return str(make_header(decode_header(str(mail.get(name, "")))))
    except (LookupError, ValueError):
        return str(mail.get(name, ""))


def _texts(mail: Message) -> Iterator[str]:
    for part in mail.walk():
        if part.get_content_maintype() == "text" and not part.is_multipart():
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                yield _decoded(payload, part.get_content_charset() or "utf-8")


def _decoded(payload: bytes, charset: str) -> str:
    try:
        return payload.decode(charset, "replace")
    except LookupError:
        return payload.decode("gb18030", "replace")


# --- a report in the form of RFC 3464 -----------------------------------------------------------------------------------


def _report_of(part: Message) -> Iterator[dict[str, str]]:
    """The fields of each recipient. The first block is about the report itself."""
    if part.get_content_type() not in ("message/delivery-status", "message/global-delivery-status"):
        return
    inside = part.get_payload()
    blocks = "\n\n".join(_as_it_came(one) for one in inside) if isinstance(inside, list) else str(inside)
    for block in re.split(r"\r?\n\s*\r?\n", blocks):
        unfolded = re.sub(r"\r?\n[ \t]+", " ", block)
        lines = (line.partition(":") for line in unfolded.splitlines())
        fields = {name.strip().lower(): value.strip() for name, _colon, value in lines if value}
        if "action" in fields or "status" in fields:
            yield fields


def _as_it_came(block: Message | str) -> str:
    """An address may stand in it in Chinese, which the library takes for a mistake."""
    if isinstance(block, str):
        return block
    head, rest = "\n".join(f"{name}: {value}" for name, value in block.raw_items()), block.get_payload(decode=True)
    whole = head.encode("utf-8", "surrogateescape") + b"\n\n" + (rest if isinstance(rest, bytes) else b"")
    return whole.decode("utf-8", "replace")


def _worst(blocks: list[dict[str, str]]) -> dict[str, str]:
    order = {Verdict.PERMANENT: 0, Verdict.TEMPORARY: 1, Verdict.UNKNOWN: 2, Verdict.DELIVERED: 3}
    return min(blocks, key=lambda one: order[_judged(one)[0]], default={})


def _judged(fields: dict[str, str]) -> tuple[Verdict, str]:
    """By the status first: a full mailbox that was given up on may have room tomorrow, whatever the action says."""
    action, status = fields.get("action", "").lower(), _status(fields)
    if action in ("delivered", "relayed", "expanded"):
        return Verdict.DELIVERED, status
    if action == "delayed" or status.startswith("4"):
        return Verdict.TEMPORARY, status
    if action == "failed" and status.startswith("5"):
        return Verdict.PERMANENT, status
    return Verdict.UNKNOWN, status


def _status(fields: dict[str, str]) -> str:
    """What the other server answered, where the report's own status says nothing but that it failed."""
    own, answered = STATUS.search(fields.get("status", "")), fields.get("diagnostic-code", "")
    theirs = STATUS.search(answered)
    if theirs and (own is None or own.group(0).endswith(".0.0")):
        return theirs.group(0)
    if own:
        return own.group(0)
    reply = REPLY.search(answered)
    return f"{reply.group(1)}.0.0" if reply else ""


# --- anything else ------------------------------------------------------------------------------------------------------


def _without_form(mail: Message, sender: str, subject: str, text: str) -> Verdict:
    is_report = bool(REPORTS_COME_FROM.search(sender) or REPORTS_ARE_CALLED.search(subject))
    if not is_report and _is_automatic(mail, subject):
        return Verdict.AUTOMATIC
    if is_report and NO_SUCH_MAILBOX.search(text):
        return Verdict.PERMANENT
    return Verdict.UNKNOWN


def _is_automatic(mail: Message, subject: str) -> bool:
    said = _header(mail, "Auto-Submitted").lower()
    marks = ("X-Autoreply", "X-Autorespond", "X-Autoresponder")
    is_marked = any(name in mail for name in marks) or _header(mail, "Precedence").lower() == "auto_reply"
    return said.startswith("auto-replied") or is_marked or bool(REPLIES_ARE_CALLED.search(subject))
