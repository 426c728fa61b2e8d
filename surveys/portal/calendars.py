"""Deadlines to take along into one's own calendar."""

import uuid

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from surveys.accounts.access import user_of
from surveys.lib.clock import database_now
from surveys.lib.files.downloads import download_of
from surveys.models import Assignment
from surveys.portal.access import own, own_part, own_round
from surveys.rounds.calendar import CONTENT_TYPE, FILE_NAME, calendar_of


@require_safe
def round_calendar(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    user = user_of(request)
    return _file(own(user, Assignment.objects.filter(round=own_round(user, id)), in_part=True))


@require_safe
def assignment_calendar(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    return _file(Assignment.objects.filter(pk=own_part(user_of(request), id).assignment.pk))


def _file(assignments: QuerySet[Assignment]) -> HttpResponse:
    content = calendar_of(assignments, at=database_now())
    return download_of(content, name=FILE_NAME, content_type=CONTENT_TYPE)
