"""The files of a return, for those who may see it. A file that was never submitted is the operator's own affair."""

import uuid

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from surveys.accounts.access import get_visible_or_404, user_of
from surveys.accounts.roles import Permission
from surveys.bureau.review.evidence import PICTURES
from surveys.lib.files import downloads
from surveys.lib.files.drawn_pages import NotDrawn, page_drawn
from surveys.lib.files.kinds import PDF, PNG
from surveys.models import Attachment, User
from surveys.responses.files.attaching import note_download, note_look
from surveys.responses.files.entries import is_submitted

SECONDS_TO_TRY_AGAIN = 2


@require_safe
def download(request: HttpRequest, pk: uuid.UUID) -> FileResponse:
    user = user_of(request)
    attachment = _submitted_or_404(user, pk)
    answer = downloads.download(attachment.path, name=attachment.name, content_type=attachment.content_type)
    note_download(attachment=attachment, by=user)
    return answer


@require_safe
def page(request: HttpRequest, pk: uuid.UUID, number: int) -> HttpResponse:
    """One page as a picture: of a picture itself the only one, of a PDF what it looks like."""
    user = user_of(request)
    attachment = _submitted_or_404(user, pk)
    try:
        content, content_type = _drawn(attachment, number)
    except FileNotFoundError:
        raise Http404 from None
    except NotDrawn as error:
        if not error.is_busy:
            raise Http404 from None
        return HttpResponse(status=429, headers={"Retry-After": str(SECONDS_TO_TRY_AGAIN)})
    note_look(attachment=attachment, by=user)
    return downloads.download_of(content, name=f"{number}", content_type=content_type)


def _drawn(attachment: Attachment, number: int) -> tuple[bytes, str]:
    if attachment.content_type in PICTURES and number == 1:
        return attachment.path.read_bytes(), attachment.content_type
    if attachment.content_type == PDF.content_type and number > 0:
        return page_drawn(attachment.path.read_bytes(), number), PNG.content_type
    raise Http404


def _submitted_or_404(user: User, pk: uuid.UUID) -> Attachment:
    rows = Attachment.objects.select_related("response__assignment__round")
    attachment = get_visible_or_404(user, rows, to_see=Permission.SEE_ROUNDS, pk=pk)
    if not is_submitted(attachment):
        raise Http404
    return attachment
