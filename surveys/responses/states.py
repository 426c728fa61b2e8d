"""The chart of a response: its states, and which deed leads from where to where."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.rounds.models import NOTHING_MORE_ASKED


class State(models.TextChoices):
    NOT_STARTED = "not_started", _("not started")
    DRAFT = "draft", _("in progress")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("sent back")
    ACCEPTED = NOTHING_MORE_ASKED, _("accepted")


S = State
# deed → from which state to which; what is not here is not possible
CHART: dict[str, dict[str, State]] = {
    "save": {S.NOT_STARTED: S.DRAFT, S.DRAFT: S.DRAFT, S.SUBMITTED: S.SUBMITTED, S.RETURNED: S.RETURNED},
    "submit": {
        S.NOT_STARTED: S.SUBMITTED,
        S.DRAFT: S.SUBMITTED,
        S.SUBMITTED: S.SUBMITTED,
        S.RETURNED: S.SUBMITTED,
    },
    "accept": {S.SUBMITTED: S.ACCEPTED},
    "send_back": {S.SUBMITTED: S.RETURNED, S.ACCEPTED: S.RETURNED},
    # Taking the sending back back: to where the return stood before it.
    "recall": {S.RETURNED: S.SUBMITTED},
    "recall_to_accepted": {S.RETURNED: S.ACCEPTED},
}
ANSWERED = (S.SUBMITTED, S.RETURNED, S.ACCEPTED)
NOT_SUBMITTED = (S.NOT_STARTED, S.DRAFT)
STILL_TO_SUBMIT = (*NOT_SUBMITTED, S.RETURNED)
MAY_BE_SENT_AGAIN = (S.SUBMITTED, S.RETURNED)
UNSENT_WORDS = {
    S.SUBMITTED: _("changed, not submitted again"),
    S.RETURNED: _("corrected, not submitted again"),
    S.ACCEPTED: _("later changes were not submitted"),
}
"""What is said beside, or in place of, the state where the form says something else than what was submitted last."""


class NotAllowedNow(Exception):
    """This step is not possible in the response's present state."""

    def __init__(self, deed: str, state: str) -> None:
        super().__init__(f"{deed} is not possible while the response is {state}")
        self.deed, self.state = deed, state


def after(deed: str, state: str) -> State:
    """The state a deed leads to; raises NotAllowedNow."""
    if state not in CHART[deed]:
        raise NotAllowedNow(deed, state)
    return CHART[deed][state]
