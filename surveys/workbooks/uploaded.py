"""Tables that somebody uploads, read at once or by the worker: by the kind of reading, what becomes of them."""

from collections.abc import Mapping
from uuid import UUID

from django.forms import Form
from django.utils.translation import gettext as _

from surveys.accounts.access import visible_to
from surveys.accounts.models import User
from surveys.accounts.roles import Permission
from surveys.lib.clock import database_now
from surveys.lib.confined import plain_in_full
from surveys.lib.files.scanning import words_against
from surveys.lib.language import current_language, in_every_language
from surveys.lib.text import in_language
from surveys.readings.actions import Readers, Refused, ask, forget, read_at_once
from surveys.readings.models import Reading
from surveys.registry.models import Organisation
from surveys.rounds.queries import rounds_taking_answers
from surveys.workbooks.fillable.returned.keeping import ALaterOneStands, keep
from surveys.workbooks.reading import MOST_BYTES, WorkbookRefused, read_workbook, refuse_a_wrong_name
from surveys.workbooks.roster import read_roster

ROSTER, FILLED_IN = "roster", "filled_in"


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


def filled_in(reading: Reading, content: bytes) -> object:
    """Nothing: it takes the place of the person's last one, and his page says afresh each time what it would change."""
    reading.progress(1, 3)
    if words := words_against(content):
        raise Refused(in_every_language(words))
    reading.progress(2, 3)
    try:
        _take(reading, content)
    except WorkbookRefused as refused:
        raise Refused(refused.message) from refused
    except ALaterOneStands as later:
        raise Refused(
            in_every_language(lambda: _("You have uploaded another workbook since, and that one is being looked at."))
        ) from later
    reading.progress(3, 3)
    return None


def _take(reading: Reading, content: bytes) -> None:
    """Whether the person may still answer is looked at behind the reading, which may have taken long."""
    by, book = reading.owner, read_workbook(content)
    theirs = visible_to(by, Organisation.objects.all(), Permission.ANSWER).filter(pk=reading.about["organisation"])
    open = rounds_taking_answers(database_now()).select_related("version").filter(pk=reading.about["round"])
    organisation, round = theirs.first(), open.first()
    if organisation is None or round is None:
        raise WorkbookRefused(
            lambda: _("The round takes no more answers from you: it was closed, or you no longer answer for it.")
        )
    name, at = reading.name, reading.asked_at
    keep(by=by, round=round, organisation=organisation, content=content, book=book, name=name, at=at)


READERS: Readers = {ROSTER: roster, FILLED_IN: filled_in}


def read_from(
    form: Form,
    *,
    key: UUID,
    by: User,
    kind: str,
    leads_to: str,
    leads_back: str,
    about: Mapping[str, object] | None = None,
) -> Reading | None:
    """The reading of the form's file, done where that is small; None, and the reason in the form, where it is of no use.
    Raises KeyAlreadyUsed."""
    file = form.cleaned_data["file"]
    content = file.read(MOST_BYTES + 1)
    try:
        refuse_a_wrong_name(file.name, content)
    except WorkbookRefused as error:
        form.add_error("file", str(error))
        return None
    asked = ask(
        key=key,
        by=by,
        kind=kind,
        name=file.name,
        content=content,
        leads_to=leads_to,
        leads_back=leads_back,
        about=about,
    )
    reading = read_at_once(asked, READERS, size=len(content))
    if reading.refusal:
        form.add_error("file", in_language(reading.refusal, current_language()))
        forget(key, owner=by)
        return None
    return reading
