"""What came of looking: a sentence, and what the receipt says where it is genuine."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from surveys.public.forms import ByFile, ByNumber
from surveys.receipts.checking import Reason, UnusableFile, answers_fit
from surveys.receipts.queries import held_by, judged
from surveys.receipts.telling import Lines, lines_of
from surveys.receipts.wording import SENTENCES


@dataclass(frozen=True)
class Result:
    says: str
    is_good: bool = False
    lines: Lines | None = None


def of_number(form: ByNumber) -> Result:
    """What we have on record is looked at like any other receipt: somebody may have written into the database."""
    found = held_by(form.cleaned_data["number"], form.cleaned_data["code"])
    if found is None:
        return Result(_("No receipt has this number and this code. Look whether both are typed as they are printed."))
    return _judged(found.content, None)


def of_file(form: ByFile) -> Result:
    try:
        return _judged(form.content, form.content_of_answers)
    except UnusableFile:
        return Result(_("This is no JSON that could be read: take the file as it was downloaded, whole."))


def _judged(content: bytes, answers: bytes | None) -> Result:
    verdict = judged(content)
    if not verdict.is_valid or verdict.facts is None:
        return Result(str(SENTENCES[verdict.reason]))
    if answers is not None and not answers_fit(verdict.facts, answers):
        return Result(str(SENTENCES[Reason.OTHER_ANSWERS]), lines=lines_of(verdict.facts))
    says = _("The receipt is genuine, and these are the answers it was given for.") if answers else None
    return Result(says or str(SENTENCES[Reason.VALID]), True, lines_of(verdict.facts))
