"""The files of a return, for those who may see it. A file that was never submitted is the operator's own affair."""

import uuid

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from surveys.accounts.access import get_visible_or_404, user_of
from surveys.accounts.roles import Permission
from surveys.lib.files import downloads
from surveys.models import Attachment
from surveys.responses.attaching import note_download
from surveys.responses.attachments import is_submitted


@require_safe
def download(request: HttpRequest, pk: uuid.UUID) -> FileResponse:
    user = user_of(request)
    rows = Attachment.objects.select_related("response__assignment__round")
    attachment = get_visible_or_404(user, rows, to_see=Permission.SEE_ROUNDS, pk=pk)
    if not is_submitted(attachment):
        raise Http404
    answer = downloads.download(attachment.path, name=attachment.name, content_type=attachment.content_type)
    note_download(attachment=attachment, by=user)
    return answer
