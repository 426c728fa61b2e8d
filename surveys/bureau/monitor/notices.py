"""The notices of a round: to whom, when, with what success; and sending again what could not be delivered."""

import uuid

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from surveys.accounts.access import user_of
from surveys.accounts.roles import Permission
from surveys.bureau.access import round_or_404
from surveys.bureau.round_frame import frame
from surveys.lib.clock import database_now
from surveys.lib.paging import page_of
from surveys.models import Notice
from surveys.notices.actions import NothingToSend, overtaken, send_again

STATES = {
    Notice.State.FAILED: gettext_lazy("could not be delivered"),
    Notice.State.QUEUED: gettext_lazy("waiting to be sent"),
    Notice.State.DONE: gettext_lazy("sent"),
}


@require_safe
def log(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user, at = user_of(request), database_now()
    round = round_or_404(user, pk, Permission.MANAGE_ROUNDS)
    notices = Notice.objects.filter(round=round)
    numbers = dict(notices.order_by().values_list("state").annotate(Count("pk")))
    state = request.GET.get("state", "")
    page = page_of(_in_state(notices, state), request.GET)
    context = {
        "frame": frame(user, round, at, "bureau:round_notices"),
        "states": [(value, label, numbers.get(value, 0)) for value, label in STATES.items()],
        "state": state,
        "page": page,
        "overtaken": overtaken([notice for notice in page if notice.state == Notice.State.FAILED]),
    }
    return render(request, "bureau/monitor/notices.html", context)


def _in_state(notices: QuerySet[Notice], state: str) -> QuerySet[Notice]:
    chosen = notices.filter(state=state) if state in STATES else notices
    return chosen.select_related("organisation", "round")


@require_POST
def resend(request: HttpRequest, pk: uuid.UUID, notice_pk: uuid.UUID) -> HttpResponse:
    user = user_of(request)
    round = round_or_404(user, pk, Permission.MANAGE_ROUNDS)
    notice = get_object_or_404(Notice, pk=notice_pk, round=round)
    try:
        notice = send_again(by=user, notice=notice)
    except NothingToSend:
        messages.error(request, _("This letter is not among those that could not be delivered."))
    else:
        messages.success(request, _("The letter to %(email)s is sent again.") % {"email": notice.to_email})
    return redirect("bureau:round_notices", round.pk)
