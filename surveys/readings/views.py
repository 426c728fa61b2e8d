"""The page that is watched while an upload is read."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from surveys.accounts.access import user_of
from surveys.lib.language import current_language
from surveys.lib.text import in_language
from surveys.readings.models import Reading


@require_safe
@never_cache
def reading(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """`?on` goes on as soon as there is something to go on to."""
    found = get_object_or_404(Reading, pk=id, owner=user_of(request))
    if found.is_read and "on" in request.GET:
        return redirect(found.leads_to)
    refusal = in_language(found.refusal, current_language()) if found.refusal else ""
    return render(request, "readings/reading.html", {"reading": found, "refusal": refusal})
