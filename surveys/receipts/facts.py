"""The shape of a receipt: texts, truths and nothing else, `v` apart. Moments are texts in UTC.

Version 2 has the id of the authority besides, and is signed with that authority's own key.
"""

from typing import NotRequired, TypedDict

from surveys.lib.text import Text


class ChainEnd(TypedDict):
    """The event that was sealed last."""

    seq: str
    hash: str


class AboutAuthority(TypedDict):
    """Its `id` from version 2 on."""

    id: NotRequired[str]
    zh: str
    en: str


class AboutRound(TypedDict):
    code: str
    title: Text
    time_zone: str


class AboutOrganisation(TypedDict):
    id: str
    number: str
    name: str


class AboutFacility(TypedDict):
    id: str
    code: str
    name: str


class JudgedBy(TypedDict):
    """The first revision, by which the return is on time or late."""

    received_at: str
    deadline_in_force: str


class AttachedFile(TypedDict):
    name: str
    size: str
    sha256: str


class ReceiptFacts(TypedDict):
    """What is signed. The receipt that is handed out has the `signature` besides."""

    v: int
    alg: str
    kid: str
    signed_at: str
    event_chain_head: ChainEnd | None
    receipt_no: str
    authority: AboutAuthority
    round: AboutRound
    questionnaire_version_hash: str
    organisation: AboutOrganisation
    facility: AboutFacility | None
    revision: str
    nil: bool
    partial: bool
    received_at: str
    deadline_in_force: str
    late: bool
    judged_by: JudgedBy
    submitted_by: str | None
    declared_by: str
    answers_sha256: str
    answers_sm3: str
    attachments: list[AttachedFile]
