"""Two people changed the same answer: somebody has seen both texts and takes the one that had been set aside."""

from datetime import datetime

from django.db import transaction

from surveys.accounts.models import User
from surveys.responses.actions import Saved, lock, save_draft
from surveys.responses.drafting import SetAside
from surveys.responses.models import Draft, Response
from surveys.responses.row_merging import put_in_its_place


@transaction.atomic
def take_back(*, response: Response, by: User, lost: SetAside, at: datetime | None = None) -> Saved:
    """It stands in its place from now on; the text that stood there is set aside in its turn. Raises what save_draft does."""
    draft = Draft.objects.get(response=lock(response))
    question, place = lost["question"], draft.set_aside.index(lost) if lost in draft.set_aside else None
    changes = {question: put_in_its_place(lost["entry"], draft.answers.get(question))}
    return save_draft(response=response, by=by, base=draft.version, changes=changes, settles=place, at=at)
