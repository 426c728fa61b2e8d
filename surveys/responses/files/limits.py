"""How many files a question, a return and an organisation may have, and making room among those no answer needs."""

from datetime import datetime

from django.conf import settings
from django.db.models import Sum
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from surveys.lib.files.kinds import FileRefused
from surveys.responses.files.sweeping import throw_away_what_is_replaced
from surveys.responses.models import Attachment, Response

MOST_OF_A_QUESTION = 20
MOST_OF_A_RESPONSE = 100
"""Both count files that were replaced, until they go."""


def make_room(response: Response, *, question: str, size: int, at: datetime) -> None:
    """For one more file. Raises FileRefused where none can be made. The response is locked; its organisation is not, so
    that two of its returns may pass the last limit by a file each."""
    if _what_is_full(response, question, size):
        throw_away_what_is_replaced(response, at)
    if told := _what_is_full(response, question, size):
        raise FileRefused(told)


def _what_is_full(response: Response, question: str, size: int) -> str:
    theirs = response.attachments
    if theirs.filter(question=question).count() >= MOST_OF_A_QUESTION:
        return _(
            "%(most)d files were uploaded for this question already. Those that were replaced go after an hour: "
            "try again then, or call the bureau."
        ) % {"most": MOST_OF_A_QUESTION}
    if theirs.count() >= MOST_OF_A_RESPONSE:
        return _(
            "%(most)d files were uploaded for this questionnaire already. Those that were replaced go after an hour: "
            "try again then, or call the bureau."
        ) % {"most": MOST_OF_A_RESPONSE}
    used, most = _used(response), settings.ATTACHMENT_ORGANISATION_BYTES
    if used + size > most:
        return _(
            "The files of your organisation take up %(used)s of the %(most)s it has, and this one has %(size)s more. "
            "Upload a smaller one, or call the bureau."
        ) % {"used": filesizeformat(used), "most": filesizeformat(most), "size": filesizeformat(size)}
    return ""


def _used(response: Response) -> int:
    organisation = response.assignment.organisation_id
    files = Attachment.objects.filter(response__assignment__organisation=organisation)
    return files.aggregate(bytes=Sum("size"))["bytes"] or 0
