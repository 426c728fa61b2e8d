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


def to_messages(pk: UUID) -> str:
    """The operator's thread about one unit."""
    return reverse("portal:messages", args=[pk])


def to_tenants(pk: UUID) -> str:
    """What was asked of tenants about one unit, and what they answered."""
    return reverse("portal:tenants", args=[pk])


def to_desk() -> str:
    """The officers' first page, where all stands that waits for them."""
    return reverse("bureau:home")


def to_check(pk: UUID, *, nil: bool) -> str:
    """Where it is read, declared and submitted."""
    return reverse("portal:nil" if nil else "portal:check", args=[pk])


def to_proposal(pk: UUID) -> str:
    """Where it is looked at a second time and published."""
    return reverse("bureau:proposal_publish", args=[pk])
