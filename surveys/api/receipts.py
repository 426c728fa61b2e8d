"""What was submitted: the receipts of an assignment, one of them, and the very document that was hashed."""

import uuid

from django.http import Http404, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Router

from surveys.api.access import READS, KeyRequest, own_assignment, own_revision
from surveys.api.assignments import moment
from surveys.api.shapes import ReceiptOut
from surveys.lib.canonical_json import canonical_json
from surveys.models import Assignment, Revision
from surveys.receipts.actions import signed

router = Router(tags=[_("Receipts")])


@router.get(
    "/assignments/{uuid:id}/receipts",
    auth=READS,
    response=list[ReceiptOut],
    summary=_("List what was submitted"),
    description=_("Every revision, the newest last."),
    url_name="receipts",
)
def receipts(request: KeyRequest, id: uuid.UUID) -> list[ReceiptOut]:
    assignment = own_assignment(request.auth, id)
    revisions = assignment.response.revisions.defer("answers", "findings", "reasons").order_by("number")
    return [receipt_out(revision, assignment) for revision in revisions]


@router.get("/receipts/{uuid:id}", auth=READS, response=ReceiptOut, summary=_("Get a receipt"), url_name="receipt")
def receipt(request: KeyRequest, id: uuid.UUID) -> ReceiptOut:
    revision = own_revision(request.auth, id)
    return receipt_out(revision, revision.response.assignment)


@router.get(
    "/receipts/{uuid:id}/answers",
    auth=READS,
    summary=_("Get the answers that were submitted"),
    description=_("Canonical JSON (RFC 8785), byte for byte what the SHA-256 of the receipt was computed over."),
    url_name="submitted_answers",
    openapi_extra={"responses": {200: {"content": {"application/json": {"schema": {"type": "object"}}}}}},
)
def submitted_answers(request: KeyRequest, id: uuid.UUID) -> HttpResponse:
    revision = own_revision(request.auth, id)
    return HttpResponse(canonical_json(revision.answers), content_type="application/json")


@router.get(
    "/receipts/{uuid:id}/signed",
    auth=READS,
    summary=_("Get the signed receipt"),
    description=_("Byte for byte as it was signed by the authority; 404 as long as it has no key to sign with."),
    url_name="signed_receipt",
    openapi_extra={"responses": {200: {"content": {"application/json": {"schema": {"type": "object"}}}}}},
)
def signed_receipt(request: KeyRequest, id: uuid.UUID) -> HttpResponse:
    found = signed(own_revision(request.auth, id))
    if found is None:
        raise Http404
    return HttpResponse(found.content, content_type="application/json")


def receipt_out(revision: Revision, assignment: Assignment) -> ReceiptOut:
    """`assignment`: with its round."""
    return ReceiptOut(
        id=str(revision.pk),
        receipt=revision.receipt,
        revision=revision.number,
        assignment=str(assignment.pk),
        submitted_at=moment(revision.submitted_at, assignment.round),
        deadline=moment(revision.deadline, assignment.round),
        is_late=revision.is_late,
        is_nil=revision.is_nil,
        is_partial=revision.is_partial,
        declared_by=revision.declared_by,
        changed_because=revision.changed_because,
        left_blank=revision.left_blank,
        answers_sha256=revision.answers_sha256,
    )
