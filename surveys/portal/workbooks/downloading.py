"""The workbook in which an organisation answers for all of its units, to be downloaded. Looking at it changes nothing."""

import uuid

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from surveys.accounts.access import user_of
from surveys.lib.clock import database_now
from surveys.lib.files.kinds import XLSX
from surveys.lib.language import current_language
from surveys.models import Assignment
from surveys.portal.access import own, own_organisation, own_round
from surveys.workbooks.fillable.writing.book import as_file
from surveys.workbooks.fillable.writing.gathering import NothingToAnswer, gather


@require_safe
def workbook(request: HttpRequest, id: uuid.UUID, organisation: uuid.UUID) -> FileResponse:
    """With the units this person may answer for; 404 where nothing can be answered any more."""
    user = user_of(request)
    round = own_round(user, id)
    theirs = own_organisation(user, organisation, round)
    try:
        form = gather(
            round=round,
            organisation=theirs,
            assignments=own(user, Assignment.objects.all()),
            language=current_language(),
            at=database_now(),
        )
    except NothingToAnswer as error:
        raise Http404 from error
    name = f"{round.code} {theirs.name}.xlsx"
    return FileResponse(as_file(form), as_attachment=True, filename=name, content_type=XLSX.content_type)
