"""The JSON that goes in and comes out. In both directions numbers are texts, and moments carry their offset.

What comes in is read by our own reader afterwards (answers.py): here stands only which keys there are and that texts are
texts. The descriptions are translated where they are shown (description.py).
"""

from typing import Annotated, Literal

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Discriminator, Field, StringConstraints, Tag, WithJsonSchema

from surveys.responses.models import LONGEST_REASON
from surveys.responses.states import State

LONGEST_PART = 90
"""Of who declares: both parts stand in Revision.declared_by, the position in brackets."""
NUMBER = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$"
"""How a number is written in answers of ours, and what a program best sends."""
MARK = "<kind>"
"""Part of the paths of the union below, and of no path that is told."""

Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"}, examples=["2021-04-28T12:00:00+08:00"])]
Day = Annotated[str, Field(json_schema_extra={"format": "date"})]
Id = Annotated[str, Field(json_schema_extra={"format": "uuid"})]
_NO_CONTROLS = r"^[^\x00-\x1f\x7f-\x9f]*$"
Filled = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_PART, pattern=_NO_CONTROLS)
]


class Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Entry(Sent):
    typed: str = Field(
        "",
        description=_(
            "The answer as text, numbers too; of a choice its name, of several their names with a blank between, of a file "
            "the id of the attachment."
        ),
        examples=["1200.5"],
    )
    unit: str = Field("", description=_("The unit of the number, where the question offers several."), examples=["kWh"])
    method: str = Field("", description=_("How the number was found, where the question asks for that."))
    unavailable: str = Field("", description=_("Why there is no answer, where the question takes that."))


class Row(Sent):
    row: str = Field(
        pattern="^[A-Za-z0-9_-]{1,40}$", description=_("Your name of the row; by it a row is the same one again.")
    )
    cells: dict[str, Entry] = Field(description=_("By the names of the columns."))


def _kind_of(answer: object) -> str:
    kind = "rows" if isinstance(answer, list) else "nothing" if answer is None else "entry"
    return kind + MARK


Answer = Annotated[
    Annotated[Entry, Tag("entry" + MARK)]
    | Annotated[list[Row], Tag("rows" + MARK)]
    | Annotated[None, Tag("nothing" + MARK)],
    Discriminator(_kind_of),
]
Answers = Annotated[
    dict[str, Answer],
    Field(description=_("By the names of questions; null takes an answer away, a table is replaced whole.")),
]
Reasons = Annotated[
    dict[str, Annotated[str, StringConstraints(max_length=LONGEST_REASON)]],
    Field(description=_("Why a finding is all right, or the reply to a remark, by its key.")),
]
Version = Annotated[int, Field(ge=0, le=2**31 - 1)]


Because = Annotated[
    str,
    StringConstraints(max_length=LONGEST_REASON),
    Field(
        description=_(
            "Why you change what you submitted; required as long as that waits for review. It stands on the receipt."
        )
    ),
]


class Change(Sent):
    version: Version = Field(description=_("The version of the draft that your answers rest on."))
    form: int | None = Field(
        None,
        ge=1,
        le=2**31 - 1,
        description=_("The version of the questionnaire that you read; left out, it is the one the round has now."),
    )
    answers: Answers = {}
    reasons: Reasons = {}


class Trial(Sent):
    answers: Answers = {}
    reasons: Reasons = {}


class Declarant(Sent):
    name: Filled
    position: Filled


class Declared(Sent):
    declared_by: Declarant = Field(description=_("The person who declares."))
    declaration: Literal[True] = Field(
        description=_(
            "true says: I declare that these answers are true, accurate and complete, and that my organisation answers for "
            "them."
        )
    )


class Submission(Declared):
    version: Version = Field(description=_("The version of the draft that was read and is declared."))
    confirmation: str | None = Field(
        None, description=_("The stamp of the organisation's data that were read; left out, they are not compared.")
    )
    reasons: Reasons = {}
    because: Because = ""


class NilReturn(Declared):
    answers: Answers | None = Field(
        None, description=_("What the nil return gives besides; left out, what is known already.")
    )
    reasons: Reasons = {}
    because: Because = ""


class Confirming(Sent):
    stamp: str = Field(description=_("That of the data your answers rest on; empty where nobody has confirmed yet."))
    answers: Answers = Field({}, description=_("Those that differ; all others are confirmed as they stand there."))
    reasons: Reasons = {}


# --- what comes out ----------------------------------------------------------------------------------------------

_ENTRY_OUT = {
    "type": ["object", "array", "null"],
    "description": _("An entry as typed, of a table its rows; of a file name, size and sha256 besides."),
}
Shown = Annotated[object, WithJsonSchema(_ENTRY_OUT)]
_STORED = {
    "type": "object",
    "description": _("value is in the unit beside it and written as canonical text; a table has rows."),
}
Value = Annotated[object, WithJsonSchema(_STORED)]
Anything = Annotated[object, WithJsonSchema({"type": "object"})]


class OrganisationOut(BaseModel):
    number: str = Field(description=_("Unified social credit code, or another registration number."))
    name: str


class FacilityOut(BaseModel):
    code: str = Field(description=_("As the roster has it, unique within the organisation."))
    name: str


class RoundOut(BaseModel):
    id: Id
    title: str
    authority: str
    period_start: Day | None
    period_end: Day | None
    time_zone: str
    enquiries: str = Field(description=_("Whom to ask."))


class Form(BaseModel):
    code: str
    version: int


class AssignmentOut(BaseModel):
    id: Id
    round: RoundOut
    organisation: OrganisationOut
    facility: FacilityOut | None = Field(description=_("null where the organisation itself is asked."))
    form: Form = Field(description=_("The questionnaire, and which version of it the round has."))
    state: State
    is_open: bool = Field(description=_("Whether answers are taken; late ones are, until the round is closed."))
    deadline: Moment = Field(description=_("The one in force, extensions included."))
    is_overdue: bool = Field(description=_("What is submitted first from now on is marked as late."))
    has_unsent_changes: bool = Field(description=_("The draft says something else than what was submitted last."))
    excluded_because: str = Field(description=_("Why it was taken out of the round; empty where it was not."))
    draft_version: int = Field(description=_("0 where nobody has begun."))
    takes_two: bool = Field(description=_("Whether it takes a second person, who signs it on the page."))


class AssignmentPage(BaseModel):
    count: int
    page: int
    pages: int
    items: list[AssignmentOut]


class DefinitionOut(BaseModel):
    form: Form
    sha256: str
    definition: Anything = Field(description=_("The questionnaire as it is stored, in all its languages."))
    answers: Anything = Field(description=_("A JSON schema of what `answers` takes for this questionnaire."))


class FindingOut(BaseModel):
    key: str = Field(description=_("By which a reason is given."))
    check: str
    severity: Literal["hard", "soft", "info"]
    blocks: bool = Field(description=_("Whether it stands in the way of submitting; of soft ones a reason removes it."))
    scope: Literal["unit", "organisation"] = Field(
        description=_("Whether the answer stands in the draft or among the organisation's own data.")
    )
    question: str
    row: str | None
    path: str = Field(description=_("A JSON pointer to the answer, from the object that has `answers`."))
    message: str
    reason: str


class Checked(BaseModel):
    version: int = Field(description=_("That of the draft."))
    is_ready: bool = Field(description=_("Whether nothing stands in the way of submitting."))
    findings: list[FindingOut]
    values: dict[str, Value] = Field(description=_("How the answers were understood, calculated ones included."))
    not_applicable: list[str] = Field(description=_("The questions that are not asked with these answers."))
    no_longer_asked: list[str] = Field(
        [],
        description=_(
            "What you sent and the changed questionnaire does not take; it is kept among the texts set aside."
        ),
    )


class AsideOut(BaseModel):
    question: str
    entry: Shown
    by: str
    at: Moment
    is_settled: bool


class RemarkOut(BaseModel):
    key: str = Field(description=_("Under it a reply is sent, among the reasons."))
    question: str
    text: str


class DraftOut(BaseModel):
    version: int
    form: Form
    answers: dict[str, Shown]
    reasons: dict[str, str]
    remarks: list[RemarkOut] = Field(
        description=_(
            "What the bureau remarked when it sent the answers back, as long as they were not submitted again."
        )
    )
    set_aside: list[AsideOut] = Field(description=_("Texts that lost against a colleague's, kept for whoever decides."))
    saved_at: Moment | None
    saved_by: str


class ReceiptOut(BaseModel):
    id: Id
    receipt: str = Field(description=_("The number, which can be read out over the telephone."))
    revision: int
    assignment: Id
    submitted_at: Moment
    deadline: Moment
    is_late: bool
    is_nil: bool
    is_partial: bool
    declared_by: str
    changed_because: str = Field(description=_("Why it says something else than the revision before."))
    left_blank: list[str] | None = Field(
        description=_(
            "What was asked and not answered: questions by name, cells as `table[row].column`. What is neither here nor "
            "among the answers was not asked; null where this was not noted yet."
        )
    )
    answers_sha256: str = Field(
        description=_("Of the answers in canonical form, byte for byte as they can be fetched.")
    )


class AttachmentOut(BaseModel):
    id: Id = Field(description=_("What the answer to the question says in `typed`."))
    question: str
    name: str
    content_type: str
    size: int = Field(description=_("In bytes."))
    sha256: str


class ConfirmationOut(BaseModel):
    round: Id
    organisation: OrganisationOut
    stamp: str = Field(description=_("Tells one state of these data from the next; empty as long as nobody confirmed."))
    answers: dict[str, Shown] = Field(description=_("As confirmed; before that, as the register has them."))
    reasons: dict[str, str]
    is_ready: bool
    findings: list[FindingOut]
    confirmed_by: str


class CellOut(BaseModel):
    sheet: str
    cell: str
    question: str
    value: str
    message: str


class ContestedCellOut(BaseModel):
    cell: str
    question: str


class WorkbookOut(BaseModel):
    facilities: int
    new: int = Field(description=_("How many cells say something where nothing stood."))
    changed: int
    same: int
    wrong: int
    errors: list[CellOut] = Field(description=_("Cells that are wrong; of their data centers nothing is saved."))
    missing: list[CellOut] = Field(description=_("What is still to be answered before it can be submitted."))
    reasons: list[CellOut] = Field(description=_("What wants a reason before it can be submitted."))
    conflicts: list[ContestedCellOut] = Field(description=_("Cells that somebody changed since, too; theirs stay."))
    noughts: list[str] = Field(description=_("Columns of nothing but noughts where nothing stood; they are not taken."))
    saved: list[str] = Field(description=_("The codes of the data centers that were saved."))
    refused: list[str] = Field(description=_("The codes of those that take no more answers by now."))


class MistakeOut(BaseModel):
    path: str | None = Field(None, description=_("A JSON pointer into the body."))
    parameter: str | None = Field(None, description=_("The name of a parameter or a header."))
    message: str


class ConflictOut(BaseModel):
    question: str
    yours: Shown
    theirs: Shown = Field(description=_("What stands there."))


class ProblemOut(BaseModel):  # RFC 9457
    type: str = Field(json_schema_extra={"format": "uri"}, description=_("Leads to what is said of it in the manual."))
    title: str
    status: int
    detail: str | None = Field(None, description=_("What to do about this one."))
    errors: list[MistakeOut] | None = None
    findings: list[FindingOut] | None = None
    conflicts: list[ConflictOut] | None = None
    version: int | None = Field(None, description=_("The version that stands there."))
    page: str | None = Field(
        None, json_schema_extra={"format": "uri"}, description=_("Where a person signs and submits it.")
    )
    receipt: ReceiptOut | None = Field(None, description=_("What was made with this idempotency key."))
    confirmation: ConfirmationOut | None = Field(None, description=_("What a colleague confirmed meanwhile."))
