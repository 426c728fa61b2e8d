"""What became of the letters of a round: how many are acknowledged, who is to be called, and what was answered to them."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from surveys.accounts.access import get_visible_or_404, user_of, visible_to
from surveys.accounts.roles import Permission
from surveys.lib.columns import longest
from surveys.models import Acknowledgement, Assignment, Contact, Notice, Round, User
from surveys.responses.queries import ELIGIBLE
from surveys.rounds.letters import actions
from surveys.rounds.letters.queries import is_acknowledged, key_of, unsettled

Answer = Acknowledgement.Answer


@dataclass(frozen=True)
class LetterCounts:
    """Of organisations."""

    asked: int
    acknowledged: int

    @property
    def silent(self) -> int:
        return self.asked - self.acknowledged


def letter_counts(assignments: QuerySet[Assignment]) -> LetterCounts:
    some = assignments.filter(ELIGIBLE).order_by()
    of_each = Count("organisation", distinct=True)
    asked: int = some.aggregate(n=of_each)["n"]
    return LetterCounts(asked, some.filter(is_acknowledged()).aggregate(n=of_each)["n"])


@dataclass(frozen=True)
class PersonToCall:
    """A contact, what he answered to the letter, and by whom he was named."""

    contact: Contact
    answer: Acknowledgement | None
    named_by: str
    is_unreachable: bool = False

    @property
    def is_away(self) -> bool:
        return self.answer is not None and self.answer.answer == Answer.WRONG

    @property
    def word(self) -> str:
        return str(self.answer.get_answer_display()) if self.answer else ""


def people_to_call(
    contacts: Iterable[Contact], answers: Iterable[Acknowledgement], dead: Collection[tuple[uuid.UUID | None, str]]
) -> list[PersonToCall]:
    """Who is the right person stands first, who is not last. `dead`: from which addresses letters come back."""
    given = {one.contact_id: one for one in answers}
    named = {one.named_id: one.contact_name for one in given.values() if one.answer == Answer.WRONG}
    people = [PersonToCall(one, given.get(one.pk), named.get(one.pk, ""), key_of(one) in dead) for one in contacts]
    return sorted(people, key=lambda person: (person.is_away, not (person.answer or person.named_by)))


def waiting_answers(user: User, round: Round, assignments: QuerySet[Assignment]) -> list[tuple[Acknowledgement, bool]]:
    """What somebody has to deal with, and whether this officer may say that he did."""
    theirs = assignments.order_by().values("organisation")
    rows = unsettled(Acknowledgement.objects.filter(round=round, organisation__in=theirs))
    listed = rows.select_related("organisation", "contact").prefetch_related("assignments__facility")
    mine = set(visible_to(user, rows, Permission.REVIEW).values_list("pk", flat=True))
    return [(one, one.pk in mine) for one in listed]


@dataclass(frozen=True)
class CameBack:
    """A letter that did not arrive, and who got it in its place."""

    notice: Notice
    passed_on_to: str


def letters_that_did_not_arrive(round: Round, assignments: QuerySet[Assignment]) -> list[CameBack]:
    """Of organisations of which nobody has shown that another letter arrived."""
    silent = assignments.filter(ELIGIBLE).exclude(is_acknowledged()).order_by().values("organisation")
    failed = Notice.objects.filter(round=round, state=Notice.State.FAILED, kind__in=actions.ASKING)
    listed = list(failed.filter(organisation__in=silent).select_related("organisation").order_by("organisation__name"))
    passed_on = Notice.objects.filter(round=round, key__startswith="not_reached:") if listed else Notice.objects.none()
    names = {key.rpartition(":")[0]: name for key, name in passed_on.values_list("key", "to_name")}
    return [CameBack(one, names.get(f"not_reached:{one.pk}", "")) for one in listed]


@require_POST
def settle(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user = user_of(request)
    rows = Acknowledgement.objects.select_related("organisation", "round")
    answer = get_visible_or_404(user, rows, Permission.REVIEW, to_see=Permission.SEE_ROUNDS, pk=pk)
    note = request.POST.get("note", "").strip()[: longest(Acknowledgement, "settlement")]
    if actions.settle(by=user, answer=answer, note=note):
        messages.success(request, _("It is noted that %(name)s has been dealt with.") % {"name": answer.organisation})
    else:
        messages.info(request, _("Somebody has dealt with this already."))
    return redirect("bureau:round_silent", answer.round_id)
