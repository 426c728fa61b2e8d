"""The JSON of what operator and bureau say to each other. As in shapes.py, moments carry their offset."""

from enum import StrEnum, auto
from typing import Annotated

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, Field, StringConstraints

from surveys.api.shapes import Id, Moment, Sent
from surveys.models import Request
from surveys.responses.dialogue.messages import LONGEST_MESSAGE
from surveys.responses.models import LONGEST_REASON


def _words(most: int) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=most, pattern=r"^[^\x00]*$")


class Asking(Sent):
    reason: Annotated[str, _words(LONGEST_REASON)]
    until: Moment | None = Field(
        None,
        description=_(
            "Until when, with its offset; where answers are still taken it is needed, else it is left to the bureau."
        ),
    )


class Writing(Sent):
    text: Annotated[str, _words(LONGEST_MESSAGE)]
    seen: int = Field(
        ge=0, le=2**63 - 1, description=_("The id of the last message that was read; 0 where there was none.")
    )


# --- what comes out ----------------------------------------------------------------------------------------------


class SentBack(BaseModel):
    at: Moment
    revision: int = Field(description=_("The one that was sent back."))
    note: str = Field(description=_("What the bureau says of the whole return."))
    deadline: Moment = Field(description=_("Until when it is to be submitted again."))


class RemarkedOn(BaseModel):
    key: str = Field(description=_("Under it a reply is sent, among the reasons."))
    question: str
    path: str = Field(description=_("A JSON pointer to the answer, from the object that has `answers`."))
    text: str
    reply: str = Field(description=_("As it stands in the draft."))


class RemarksOut(BaseModel):
    sent_back: SentBack | None = Field(description=_("null where nothing waits to be submitted again."))
    draft_version: int
    remarks: list[RemarkedOn]


class Progress(StrEnum):  # of a request
    WAITING = auto()
    GRANTED = auto()
    REFUSED = auto()
    WITHDRAWN = auto()
    OVERTAKEN = auto()


class RequestOut(BaseModel):
    id: Id
    kind: Request.Kind
    until: Moment | None = Field(description=_("What was asked for."))
    reason: str
    asked_at: Moment
    asked_by: str
    state: Progress
    answer: str = Field(description=_("The word of the bureau."))
    deadline: Moment | None = Field(description=_("What was granted."))
    settled_at: Moment | None


class RequestsOut(BaseModel):
    items: list[RequestOut] = Field(description=_("The newest first."))
    may_ask: Request.Kind | None = Field(
        description=_("What may be asked for now; null where a request waits, or there is nothing to ask for.")
    )


class MessageOut(BaseModel):
    id: int
    from_bureau: bool
    by: str
    at: Moment
    text: str


class MessagesOut(BaseModel):
    items: list[MessageOut] = Field(description=_("The oldest first."))
