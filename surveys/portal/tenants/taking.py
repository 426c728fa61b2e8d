"""The buttons at a question that take over what tenants declared, or say that the figure is the operator's own by now."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy

from surveys.models import Assignment, User
from surveys.portal.posted_answers import Sent
from surveys.responses.actions import Saved
from surveys.responses.tenants.taking import (
    CannotBeAddedTo,
    NothingToTake,
    TakesOne,
    Taking,
    take_off_the_mark,
    take_over,
)

TAKE, OWN = "tenants", "own"
FROM_TENANTS = (TAKE, OWN)
WHY_NOT = {
    NothingToTake: gettext_lazy("Nothing was taken over: it stands there already, or the tenant has answered again."),
    CannotBeAddedTo: gettext_lazy("Nothing was added: what stands at the question is not a number."),
    TakesOne: gettext_lazy("Nothing was taken over: choose one of the tenants’ answers."),
}


@dataclass(frozen=True)
class TakenFromTenants(Saved):
    """With what was saved of the page before; `refusal` tells why nothing was taken over."""

    refusal: str = ""


def taken_from_tenants(assignment: Assignment, sent: Sent, saved: Saved, unseen: Collection[str], by: User) -> Saved:
    """After the page itself was saved: what was just typed counts, what a colleague typed is not written over."""
    response, question = assignment.response, sent.object
    if any(one.question == question for one in saved.conflicts):
        return saved
    if sent.verb == OWN:
        take_off_the_mark(response=response, by=by, question=question)
        return saved
    untouched = {question} & set(unseen) - sent.changes.keys()
    try:
        taken = take_over(response=response, by=by, base=saved.version, taking=_meant(sent), unseen=untouched)
    except (NothingToTake, CannotBeAddedTo, TakesOne) as refusal:
        facts = (saved.version, saved.conflicts, saved.their_name, saved.is_unsent)
        return TakenFromTenants(*facts, refusal=str(WHY_NOT[type(refusal)]))
    return replace(taken, conflicts=(*saved.conflicts, *taken.conflicts))


def _meant(sent: Sent) -> Taking:
    """What is ticked, or the one whose button was pressed."""
    if sent.row in ("put", "add"):
        return Taking(sent.object, {*sent.tenants}, adds=sent.row == "add")
    return Taking(sent.object, {sent.row}, adds=False)
