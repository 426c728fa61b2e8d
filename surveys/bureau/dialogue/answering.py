"""Answering requests, one or many: granted as asked, granted until another time, or refused with a word."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from surveys.accounts.access import user_of
from surveys.accounts.sent_forms import give_back
from surveys.bureau.access import round_or_404
from surveys.bureau.dialogue.requests import Row, requests_seen_by, rows_of
from surveys.bureau.monitor.bulk_actions import keys_among
from surveys.bureau.round_frame import frame
from surveys.lib.clock import database_now, show
from surveys.lib.forms import LinesField, optional
from surveys.models import Round
from surveys.rendering.moment_fields import MomentForm, as_initial
from surveys.responses.dialogue.queries import answerable_by, waiting
from surveys.responses.dialogue.requests import Ruling, answer
from surveys.responses.models import LONGEST_REASON
from surveys.responses.review import EarlierThanPromised
from surveys.responses.states import State
from surveys.rounds.actions import NotLater
from surveys.rounds.blueprints import noon_tomorrow

AS_ASKED, UNTIL, REFUSE = "as_asked", "until", "refuse"
MOST_AT_ONCE = 500


class RulingForm(MomentForm):
    ruling = forms.ChoiceField(label=gettext_lazy("Answer"), widget=forms.RadioSelect)
    answer = LinesField(
        label=optional(gettext_lazy("A word to the operator")),
        required=False,
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("A refusal needs it. The operators read it."),
    )
    field_order = ("ruling", "deadline_date", "deadline_time", "answer")

    def __init__(self, *args: Any, rows: Sequence[Row], round: Round, at: datetime, **kwargs: Any) -> None:
        proposed = noon_tomorrow(max([at, *(row.deadline for row in rows)]), round.time_zone)
        super().__init__(*args, initial=as_initial(proposed, round.time_zone), **kwargs)
        self.rows, self.round, self.at = rows, round, at
        for name in ("deadline_date", "deadline_time"):
            self.fields[name].required = False
        granted_as_asked = [(AS_ASKED, _("Grant what was asked for"))] if self.can_all_have_what_they_want else []
        self.fields["ruling"].choices = [  # type: ignore[attr-defined]
            *granted_as_asked,
            (UNTIL, _("Grant until the time below")),
            (REFUSE, _("Refuse")),
        ]

    @property
    def can_all_have_what_they_want(self) -> bool:
        return all(row.told.request.wanted and row.told.request.wanted > self._least(row) for row in self.rows)

    def _least(self, row: Row) -> datetime:
        return max(self.at, row.deadline)

    def zone(self) -> str:
        return self.round.time_zone

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        ruling, deadline = data.get("ruling"), data["deadline"]
        if ruling == REFUSE and not data.get("answer"):
            self.add_error("answer", _("Say in a word why it is refused."))
        if ruling == UNTIL and not deadline and not self.errors:
            self.add_error("deadline_date", _("Give the day and the time."))
        if ruling == UNTIL and deadline:
            self._must_be_later(deadline)
        return data

    def _must_be_later(self, deadline: datetime) -> None:
        """What was accepted may be due when it is due already; nobody's time is shortened."""
        if deadline <= self.at:
            self.add_error("deadline_date", _("The new deadline must lie in the future."))
            return
        known = {row.deadline for row in self.rows if not _is_later(deadline, row)}
        if known:
            words = _("The new deadline must be later than the one that holds now: %(deadline)s.")
            self.add_error("deadline_date", words % {"deadline": show(max(known), self.zone())})

    @property
    def chosen(self) -> Ruling:
        data = self.cleaned_data
        deadline = data["deadline"] if data["ruling"] == UNTIL else None
        return Ruling(data["ruling"] != REFUSE, deadline, data["answer"])


def _is_later(deadline: datetime, row: Row) -> bool:
    is_accepted = row.assignment.response.state == State.ACCEPTED
    return deadline > row.deadline or (is_accepted and deadline == row.deadline)


@require_http_methods(["GET", "HEAD", "POST"])
def answer_requests(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user, at = user_of(request), database_now()
    round = round_or_404(user, pk)
    keys = keys_among(request.GET.getlist("request"))[:MOST_AT_ONCE]
    meant = requests_seen_by(user, round).filter(pk__in=keys)
    mine = list(answerable_by(user, waiting(meant)).order_by("asked_at", "pk").values_list("pk", flat=True))
    if not mine:
        messages.warning(
            request, _("None of these requests waits for your answer any more. Perhaps a colleague was faster.")
        )
        give_back(request, "answer")
        return redirect("bureau:round_requests", round.pk)
    rows = rows_of(user, mine)
    form = RulingForm(request.POST or None, rows=rows, round=round, at=at)
    if form.is_valid() and (done := _answer(request, round, rows, form, len(keys))):
        return done
    context = {"frame": frame(user, round, at, ""), "rows": rows, "form": form}
    return render(request, "bureau/dialogue/answer.html", context)


def _answer(
    request: HttpRequest, round: Round, rows: Sequence[Row], form: RulingForm, meant: int
) -> HttpResponse | None:
    try:
        with transaction.atomic():
            reached = answer(requests=[row.told.request for row in rows], by=user_of(request), ruling=form.chosen)
    except (NotLater, EarlierThanPromised):
        form.add_error("deadline_date", _("A colleague has given a later deadline meanwhile. Look at it first."))
        return None
    n = len(reached)
    if n:
        words = ngettext("%(n)s request is answered.", "%(n)s requests are answered.", n)
        messages.success(request, words % {"n": n})
    if n < meant:
        words = ngettext(
            "%(n)s was no longer waiting and was left as it is.", "%(n)s were no longer waiting and were left as they are.",
            meant - n,
        )  # fmt: skip
        messages.warning(request, words % {"n": meant - n})
        if not n:
            give_back(request, "answer")
    return redirect("bureau:round_requests", round.pk)
