"""Opening the form of an assignment, from whichever door."""

from datetime import datetime

from django.http import Http404

from surveys.accounts.models import User
from surveys.responses.actions import RoundIsClosed, open_for_answering
from surveys.responses.models import Draft
from surveys.rounds.models import Assignment


def draft_of(assignment: Assignment, by: User, at: datetime) -> Draft:
    """The draft, which comes into being when somebody first opens the assignment. Raises Http404 where that has gone to
    another operator since it was looked up."""
    response = assignment.response
    draft: Draft | None = getattr(response, "draft", None)
    if draft is None or response.opened_at is None:
        try:
            draft = open_for_answering(response=response, by=by, at=at)
        except RoundIsClosed as error:
            raise Http404 from error
    return draft
