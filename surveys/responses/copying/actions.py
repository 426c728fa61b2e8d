"""Copying answers into a draft, and confirming that they are true here, too."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from surveys.accounts.models import User
from surveys.lib.clock import database_now
from surveys.responses.actions import Saved, lock, must_accept_answers, save_draft
from surveys.responses.copying.copies import Copied
from surveys.responses.copying.sources import Source
from surveys.responses.drafting import asides
from surveys.responses.models import Draft, Response
from surveys.responses.unsent import note_unsent


@transaction.atomic
def copy_answers(
    *,
    response: Response,
    by: User,
    base: int,
    source: Source,
    chosen: Collection[str],
    unseen: Collection[str] = (),
    at: datetime | None = None,
) -> Saved:
    """`base` and `unseen` as when saving: what a colleague has typed meanwhile stays, and the copy is set aside. What
    stood there before is kept at its question. Raises what save_draft does."""
    at = at or database_now()
    before = Draft.objects.select_related("saved_by").get(response=lock(response))
    kept = [one for name in chosen if before.answers.get(name) for one in before.overwritten(name, at)]
    changes = {name: source.answers[name] for name in chosen}
    saved = save_draft(response=response, by=by, base=base, changes=changes, unseen=unseen, at=at)
    draft = Draft.objects.get(response=response)
    taken = [name for name in chosen if draft.touched.get(name) == saved.version > before.version]
    draft.copied |= {name: _copied(changes[name], source, by, at) for name in taken}
    draft.set_aside = asides(draft.set_aside, [one for one in kept if one["question"] in taken])
    draft.save(update_fields=["copied", "set_aside"])
    return saved


def _copied(entry: object, source: Source, by: User, at: datetime) -> Copied:
    return {"entry": entry, "source": source.words, "by": str(by), "at": at.isoformat()}


@transaction.atomic
def confirm_copies(*, response: Response, questions: Collection[str], at: datetime | None = None) -> None:
    """Somebody says that what was copied is true here. Raises RoundIsClosed."""
    at = at or database_now()
    locked = lock(response)
    must_accept_answers(locked, at)
    draft = Draft.objects.get(response=locked)
    draft.copied = {name: one for name, one in draft.copied.items() if name not in questions}
    draft.save(update_fields=["copied"])
    locked.draft = draft
    note_unsent(locked, at)
