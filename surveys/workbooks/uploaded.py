"""What is made of uploads in the background, by the kind of reading: each gives what its page goes on with."""

from django.utils.translation import gettext as _

from surveys.lib.confined import plain_in_full
from surveys.lib.language import in_every_language
from surveys.readings.actions import Readers, Refused
from surveys.readings.models import Reading
from surveys.workbooks.reading import WorkbookRefused
from surveys.workbooks.roster import read_roster

ROSTER = "roster"


def roster(reading: Reading, content: bytes) -> object:
    """An Upload."""
    reading.progress(1, 2)
    try:
        upload = read_roster(content)
    except WorkbookRefused as refused:
        raise Refused(refused.message) from refused
    if not upload.rows:
        raise Refused(
            in_every_language(
                lambda: _("No filled row stands below known headings. Fill in the template and upload that.")
            )
        )
    reading.progress(2, 2)
    return plain_in_full(upload)


READERS: Readers = {ROSTER: roster}
