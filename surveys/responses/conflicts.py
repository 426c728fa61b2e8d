"""Two people changed the same answer: somebody has seen both texts and decided. The text stays in the draft, to be read."""

from django.db import transaction

from surveys.responses.models import Draft, Response


@transaction.atomic
def settle(*, response: Response, index: int) -> None:
    """Note that the entry at this place of the draft's list needs no more attention; nothing when there is none."""
    draft = Draft.objects.select_for_update().get(response=response)
    if 0 <= index < len(draft.set_aside):
        draft.set_aside[index] |= {"settled": True}
        draft.save(update_fields=["set_aside"])
