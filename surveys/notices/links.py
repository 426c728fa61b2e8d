"""The pages that notices lead to. They stand in rooms above, so their addresses are asked for by name, here only.

A link is written into the notice with its text, and keeps working as long as its address does.
"""

from uuid import UUID

from django.urls import reverse


def to_all_rounds() -> str:
    return reverse("portal:home")


def to_round(pk: UUID) -> str:
    return reverse("portal:round", args=[pk])


def to_assignment(pk: UUID) -> str:
    return reverse("portal:assignment", args=[pk])


def to_dialogue(pk: UUID) -> str:
    """The officers' list of what waits for an answer in a round."""
    return reverse("bureau:round_requests", args=[pk])


def to_proposal(pk: UUID) -> str:
    """Where it is looked at a second time and published."""
    return reverse("bureau:proposal_publish", args=[pk])
