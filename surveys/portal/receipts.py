"""What was submitted: a page per revision that can be kept and visited again, and the very document that was hashed."""

import uuid
from io import BytesIO

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from surveys.accounts.access import user_of
from surveys.lib.canonical_json import canonical_json
from surveys.lib.clock import database_now
from surveys.lib.files.downloads import download_of
from surveys.lib.files.kinds import XLSX
from surveys.models import Revision, SignedReceipt
from surveys.portal.access import own, own_assignment, own_revision, own_round
from surveys.portal.changes import changes_by
from surveys.portal.dialogue.remarks import replies_with
from surveys.portal.progress import Standing, standing
from surveys.portal.time_left import timing_of
from surveys.questionnaires.queries import definition_of
from surveys.receipts.actions import signed, signed_all
from surveys.receipts.printing.sheets import printed
from surveys.receipts.telling import lines_of
from surveys.rendering.answer_lines import apart_from_what_was_not_asked, chapters_of_document
from surveys.rendering.answer_sheets import tables_of_document
from surveys.responses.queries import declared_together, latest_revisions
from surveys.workbooks.submitted import Submitted, write_submitted

JSON, PDF = "application/json", "application/pdf"
OF_A_RECEIPT = (
    "version", "submitted_by", "response__assignment__round__survey__authority", "response__assignment__organisation",
    "response__assignment__facility",
)  # fmt: skip
ORDER_OF_UNITS = (
    "response__assignment__organisation__name", "response__assignment__organisation", "response__assignment__facility__code",
)  # fmt: skip


def receipt(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    user, at = user_of(request), database_now()
    revision = own_revision(user, id)
    assignment = own_assignment(user, revision.response.assignment_id)
    timing = timing_of(assignment, at)
    revisions = list(revision.response.revisions.order_by("number"))
    context = {
        "revision": revision,
        "revisions": revisions,
        "judged": revisions[0],
        "is_latest": revision.number == revisions[-1].number,
        "assignment": assignment,
        "round": assignment.round,
        "timing": timing,
        "is_open": standing(assignment, timing) == Standing.OPEN,
        "decision": revision.decision,
        "changes": changes_by(revision),
        "replies": replies_with(revision),
        "signed": signed(revision),
        "together": declared_together(revision).count(),
    }
    return render(request, "portal/receipt.html", context | answers_of(revision))


def answers_of(revision: Revision) -> dict[str, object]:
    """What was submitted, and what was not asked."""
    definition = definition_of(revision.version)
    chapters = chapters_of_document(
        definition, revision.answers, revision.findings, revision.reasons, revision.left_blank
    )
    asked, left_out = apart_from_what_was_not_asked(chapters)
    return {"chapters": asked, "not_asked": left_out}


def together(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """One page for all returns of one declaration, each with its number."""
    user = user_of(request)
    revision = own_revision(user, id)
    made = own(user, declared_together(revision)).select_related(
        "response__assignment__facility", "response__assignment__organisation"
    )
    assignment = revision.response.assignment
    context = {"revision": revision, "made": made, "round": assignment.round, "organisation": assignment.organisation}
    return render(request, "portal/receipts_together.html", context)


@require_safe
def document(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """Byte for byte what the SHA-256 on the receipt was computed over."""
    revision = own_revision(user_of(request), id)
    return download_of(canonical_json(revision.answers), name=f"{revision.receipt}.json", content_type=JSON)


@require_safe
def signed_document(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """The receipt itself, byte for byte as it was signed; 404 as long as there is no key to sign it with."""
    found = _signed_or_404(own_revision(user_of(request), id))
    return download_of(found.content, name=f"receipt-{found.facts['receipt_no']}.json", content_type=JSON)


@require_safe
def workbook(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """What was submitted, to be read and calculated with."""
    revision = own_revision(user_of(request), id)
    found = signed(revision)
    round, unit = revision.response.assignment.round, str(revision.response.assignment)
    facts = lines_of(found.facts) if found else [(_("Receipt number"), revision.receipt)]
    definition = definition_of(revision.version)
    tables = tables_of_document(definition, revision.answers, revision.findings, revision.reasons, revision.left_blank)
    file = BytesIO()
    write_submitted(Submitted(round.title, unit, revision.receipt, facts, tables, round.time_zone), file)
    return download_of(file.getvalue(), name=f"{revision.receipt}.xlsx", content_type=XLSX.content_type)


@require_safe
def sheet(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """The receipt on paper."""
    found = _signed_or_404(own_revision(user_of(request), id))
    return download_of(printed([found]), name=f"receipt-{found.facts['receipt_no']}.pdf", content_type=PDF)


@require_safe
def sheets(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """The newest receipts of all one's reporting units in a round, in one file."""
    user = user_of(request)
    round = own_round(user, id)
    revisions = own(user, latest_revisions(round, database_now())).select_related(*OF_A_RECEIPT)
    in_order = list(revisions.order_by(*ORDER_OF_UNITS))
    found = signed_all(in_order)
    receipts = [found[one.pk] for one in in_order if one.pk in found]
    if not receipts:
        raise Http404
    return download_of(printed(receipts), name=f"receipts-{round.code}.pdf", content_type=PDF)


def _signed_or_404(revision: Revision) -> SignedReceipt:
    if (found := signed(revision)) is None:
        raise Http404
    return found
