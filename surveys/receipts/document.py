"""What a receipt says of its revision. The form of a version stays for ever: another one gets another number, for what is
out in the world is checked by it. The manual tells every field.

Version 1 goes on where the installation's key of old signs; with an authority's own key it is version 2.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime

from cryptography.hazmat.primitives import hashes

from surveys.lib.canonical_json import canonical_json
from surveys.lib.clock import in_utc
from surveys.lib.text import Text
from surveys.receipts.checking import ALGORITHM
from surveys.receipts.facts import (
    AboutAuthority,
    AboutFacility,
    AboutOrganisation,
    AboutRound,
    AttachedFile,
    ChainEnd,
    ReceiptFacts,
)
from surveys.receipts.models import ReceiptKey
from surveys.registry.models import Authority, Facility, Organisation
from surveys.responses.models import Revision
from surveys.rounds.models import Round


def facts_of(revision: Revision, *, key: ReceiptKey, head: ChainEnd | None, at: datetime) -> ReceiptFacts:
    """Everything but the signature."""
    assignment, judged = revision.response.assignment, revision.judged
    return {
        "v": 2 if key.authority_id else 1,
        "alg": ALGORITHM,
        "kid": key.kid,
        "signed_at": in_utc(at),
        "event_chain_head": head,
        "receipt_no": revision.receipt,
        "authority": _authority(assignment.round.survey.authority, key),
        "round": _round(assignment.round),
        "questionnaire_version_hash": revision.version.sha256,
        "organisation": _organisation(assignment.organisation),
        "facility": _facility(assignment.facility),
        "revision": str(revision.number),
        "nil": revision.is_nil,
        "partial": revision.is_partial,
        "received_at": in_utc(revision.submitted_at),
        "deadline_in_force": in_utc(revision.deadline),
        "late": judged.is_late,
        "judged_by": {"received_at": in_utc(judged.submitted_at), "deadline_in_force": in_utc(judged.deadline)},
        "submitted_by": _text(revision.submitted_by.name) if revision.submitted_by else None,
        "declared_by": _text(revision.declared_by),
        "answers_sha256": revision.answers_sha256,
        "answers_sm3": _sm3(canonical_json(revision.answers)),
        "attachments": list(_attachments(revision.answers)),
    }


def _authority(authority: Authority, key: ReceiptKey) -> AboutAuthority:
    names: AboutAuthority = {"zh": _text(authority.name_zh), "en": _text(authority.name_en)}
    return {"id": str(authority.pk), **names} if key.authority_id else names


def _round(round: Round) -> AboutRound:
    return {"code": round.code, "title": _both(round.title_zh, round.title_en), "time_zone": round.time_zone}


def _organisation(organisation: Organisation) -> AboutOrganisation:
    return {"id": str(organisation.pk), "number": _text(organisation.number), "name": _text(organisation.name)}


def _facility(facility: Facility | None) -> AboutFacility | None:
    if facility is None:
        return None
    return {"id": str(facility.pk), "code": _text(facility.code), "name": _text(facility.name)}


def _both(zh: str, en: str) -> Text:
    return {"zh": _text(zh), "en": _text(en)}


def _text(text: str) -> str:
    """One spelling of what looks alike."""
    return unicodedata.normalize("NFC", text)


def _sm3(content: bytes) -> str:
    """The Chinese standard's digest (GB/T 32905), beside SHA-256."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(content)
    return digest.finalize().hex()


def _attachments(answers: object) -> Iterator[AttachedFile]:
    """Every file among the answers, those in rows of tables as well, in the order of the questions' names."""
    if isinstance(answers, Mapping):
        if all(isinstance(answers.get(name), str) for name in ("name", "size", "sha256")):
            yield {"name": _text(answers["name"]), "size": answers["size"], "sha256": answers["sha256"]}
        for _name, part in sorted(answers.items()):
            yield from _attachments(part)
    elif isinstance(answers, list):
        for part in answers:
            yield from _attachments(part)
