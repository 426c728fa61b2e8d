"""Mails that came back: handing one in, and deciding over those that nobody could read as a report."""

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from surveys.accounts.access import get_visible_or_404, user_of, visible_to
from surveys.accounts.roles import Permission
from surveys.bureau.access import asks_for
from surveys.lib.clock import database_now
from surveys.lib.forms import NamesWhatIsMissing
from surveys.lib.paging import page_of
from surveys.models import Notice, ReturnedMail
from surveys.notices.returned import actions
from surveys.notices.returned.collecting import MOST_BYTES
from surveys.rounds.letters.passing_on import pass_on_failed_letters

Verdict = ReturnedMail.Verdict
SAID = {
    Verdict.PERMANENT: gettext_lazy(
        "The letter to %(email)s did not arrive. It goes to the next contact, where there is one."
    ),
    Verdict.TEMPORARY: gettext_lazy("The letter to %(email)s has not arrived so far; the address may be right."),
    Verdict.DELIVERED: gettext_lazy("The report says that the letter to %(email)s has arrived."),
    Verdict.AUTOMATIC: gettext_lazy("This is an automatic reply, no report of a letter that did not arrive."),
    Verdict.UNKNOWN: gettext_lazy(
        "The report was not understood. It stands in the list below: please read it and decide."
    ),
}


class ReportForm(NamesWhatIsMissing, forms.Form):
    report = forms.FileField(
        label=gettext_lazy("The report, as a file"),
        help_text=gettext_lazy("Save the mail that came back from your mail program as a file (.eml)."),
    )

    def clean_report(self) -> bytes:
        file = self.cleaned_data["report"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("A mail of more than 1 MiB is no report of a letter that came back."))
        raw: bytes = file.read()
        return raw


@require_http_methods(["GET", "HEAD", "POST"])
@asks_for(Permission.MANAGE_ROUNDS)
def returned(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    form = ReportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        among = visible_to(user, Notice.objects.all(), Permission.MANAGE_ROUNDS)
        mail = actions.take(form.cleaned_data["report"], by=user, among=among)
        if visible_to(user, ReturnedMail.objects.filter(pk=mail.pk), Permission.MANAGE_ROUNDS).exists():
            _tell(request, mail)
        else:
            messages.info(request, _("This report has been read before."))
        return redirect("bureau:returned")
    rows = visible_to(user, ReturnedMail.objects.filter(settled_at=None), Permission.MANAGE_ROUNDS)
    page = page_of(rows.select_related("notice__organisation", "notice__round"), request.GET)
    return render(request, "bureau/monitor/returned.html", {"form": form, "page": page})


def _tell(request: HttpRequest, mail: ReturnedMail) -> None:
    if mail.verdict == Verdict.PERMANENT and mail.notice is None:
        messages.warning(
            request, _("The report is about no letter of yours that could be found. Please look at it below.")
        )
        return
    if mail.verdict == Verdict.PERMANENT:
        pass_on_failed_letters(at=database_now())
    tell = messages.warning if mail.settled_at is None else messages.success
    tell(request, str(SAID[Verdict(mail.verdict)]) % {"email": mail.recipient})


@require_POST
def decide(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user = user_of(request)
    rows = ReturnedMail.objects.select_related("notice")
    mail = get_visible_or_404(user, rows, Permission.MANAGE_ROUNDS, pk=pk)
    has_failed = request.POST.get("has_failed") == "yes"
    if not actions.decide(by=user, mail=mail, has_failed=has_failed):
        messages.info(request, _("Somebody has decided over this already."))
    elif has_failed:
        pass_on_failed_letters(at=database_now())
        messages.success(request, str(SAID[Verdict.PERMANENT]) % {"email": mail.recipient})
    else:
        messages.success(request, _("It is noted that there is nothing to do about this mail."))
    return redirect("bureau:returned")
