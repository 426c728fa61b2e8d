"""Finding a return by the number that was read out over the telephone, in whichever round it was submitted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from surveys.accounts.access import user_of, visible_to
from surveys.accounts.roles import Permission
from surveys.bureau.access import asks_for
from surveys.models import Revision, User
from surveys.responses.queries import with_receipt
from surveys.responses.receipts import is_receipt_number


@require_safe
@asks_for(Permission.SEE_ROUNDS)
def find(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("number", "").strip()
    if address := address_of(user_of(request), typed):
        return redirect(address)
    context = {"typed": typed, "is_misheard": bool(typed) and not is_receipt_number(typed)}
    return render(request, "bureau/receipt.html", context)


def address_of(user: User, typed: str) -> str:
    """The page of the revision that has this receipt; nothing where there is none, or the person may not see it."""
    revisions = visible_to(user, Revision.objects.all(), Permission.SEE_ROUNDS)
    found = with_receipt(revisions.select_related("response").defer("answers"), typed)
    return reverse("bureau:review_revision", args=[found.response_id, found.number]) if found else ""
