"""The table of contents of the database: every concept's models, so that Django finds them."""

from surveys.accounts.models import ApiKey, Invitation, Membership, User
from surveys.audit.models import ChainHead, Event, HandledRequest
from surveys.notices.models import Delivery, Notice, ReturnedMail, Wording
from surveys.questionnaires.models import Import, Proposal, Questionnaire, Version
from surveys.readings.models import Reading
from surveys.receipts.models import ReceiptKey, SignedReceipt
from surveys.registry.models import Authority, Contact, Facility, FacilityMove, Merger, Organisation, Region
from surveys.reports.models import Export, Frame, Snapshot
from surveys.responses.dialogue.models import AnswerSpared, LastRead, Message, Request
from surveys.responses.models import (
    Attachment,
    Confirmation,
    Decision,
    Draft,
    Query,
    Response,
    Revision,
    UntoldAcceptance,
    Upload,
)
from surveys.responses.signing.models import Preparation
from surveys.responses.tenants.models import TenantRequest
from surveys.rounds.models import (
    Acknowledgement,
    Amendment,
    Assignment,
    Extension,
    Postponement,
    Reminder,
    Round,
    Survey,
)

__all__ = [
    "Acknowledgement",
    "Amendment",
    "AnswerSpared",
    "ApiKey",
    "Assignment",
    "Attachment",
    "Authority",
    "ChainHead",
    "Confirmation",
    "Contact",
    "Decision",
    "Delivery",
    "Draft",
    "Event",
    "Export",
    "Extension",
    "Facility",
    "FacilityMove",
    "Frame",
    "HandledRequest",
    "Import",
    "Invitation",
    "LastRead",
    "Membership",
    "Merger",
    "Message",
    "Notice",
    "Organisation",
    "Postponement",
    "Preparation",
    "Proposal",
    "Query",
    "Questionnaire",
    "Reading",
    "ReceiptKey",
    "Region",
    "Reminder",
    "Request",
    "Response",
    "ReturnedMail",
    "Revision",
    "Round",
    "SignedReceipt",
    "Snapshot",
    "Survey",
    "TenantRequest",
    "UntoldAcceptance",
    "Upload",
    "User",
    "Version",
    "Wording",
]
