"""The first sheet: who asks what, on what ground and until when, how to fill it in and send it back, whom to call."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _
from openpyxl.worksheet.worksheet import Worksheet

from surveys.lib.clock import show
from surveys.lib.language import in_every_language
from surveys.lib.text import Text
from surveys.questionnaires.form import left_open
from surveys.workbooks.cells import without_controls
from surveys.workbooks.fillable.token import sign
from surveys.workbooks.fillable.words import both
from surveys.workbooks.fillable.writing import looks
from surveys.workbooks.fillable.writing.form import FillableForm
from surveys.workbooks.fillable.writing.looks import Looks
from surveys.workbooks.fillable.writing.sheets import protect
from surveys.workbooks.styles import height_of, set_up_printing

ITEM_WIDTH, FACT_WIDTH = 24, 96
MOST_NAMED = 40
Fact = tuple[Text, Text]


def write_cover(sheet: Worksheet, form: FillableForm, styles: Looks) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = ITEM_WIDTH, FACT_WIDTH
    title = both({"zh": form.round.title_zh, "en": form.round.title_en or form.round.title_zh}, form.language, "  ")
    styles.put(sheet, 1, 1, title, looks.TITLE)
    sheet.row_dimensions[1].height = 30
    for place, (item, fact) in enumerate(_facts(form), start=3):
        texts = both(item, form.language), both(fact, form.language)
        styles.put(sheet, place, 1, texts[0], looks.ITEM)
        styles.put(sheet, place, 2, texts[1], looks.FACT)
        sheet.row_dimensions[place].height = height_of([(texts[0], ITEM_WIDTH), (texts[1], FACT_WIDTH)], room=6)
    sheet.sheet_view.showGridLines = False
    protect(sheet)
    set_up_printing(
        sheet, title=without_controls(title), footer=form.token.number, of_pages=_("page &P of &N"), header_row=None,
        on_one_page=True,
    )  # fmt: skip
    sheet.page_setup.orientation = "portrait"


def _facts(form: FillableForm) -> Iterator[Fact]:
    told = ((item, fact) for item, fact in _of_round(form) if any(fact.values()))
    yield from told
    yield _said(lambda: _("How to fill it in")), _said(lambda: "\n".join(_how_to_fill_in(form)))
    yield _said(lambda: _("How to send it back")), _said(_how_to_send_back)
    if form.round.enquiries:
        yield _said(lambda: _("Whom to call")), _plain(form.round.enquiries)
    if form.left_out:
        yield _said(lambda: _("Not in this workbook")), _said(lambda: _left_out(form))
    yield _said(lambda: _("Number of this form")), _plain(form.token.number)
    yield _said(lambda: _("The number in full")), _plain(sign(form.token))


def _of_round(form: FillableForm) -> Iterator[Fact]:
    round, survey = form.round, form.round.survey
    authority = survey.authority
    yield _said(lambda: _("Who asks")), {"zh": authority.name_zh, "en": authority.name_en}
    yield _said(lambda: _("Survey")), {"zh": survey.title_zh, "en": survey.title_en}
    yield _said(lambda: _("Legal basis")), {"zh": survey.legal_basis_zh, "en": survey.legal_basis_en}
    yield _said(lambda: _("Who answers")), _plain(f"{form.organisation.name} ({form.organisation.number})")
    yield _said(lambda: _("Reference period")), _plain(_period(form))
    yield _said(lambda: _("Deadline")), _said(lambda: _deadline(form))
    yield _said(lambda: _("Effort")), {"zh": survey.burden_zh, "en": survey.burden_en}
    yield _said(lambda: _("About the questionnaire")), left_open(form.definition.introduction)
    yield _said(lambda: _("Instructions")), {"zh": round.instructions_zh, "en": round.instructions_en}


def _period(form: FillableForm) -> str:
    start, end = form.round.period_start, form.round.period_end
    return f"{start} – {end}" if start and end else ""


def _deadline(form: FillableForm) -> str:
    round = form.round
    shown = show(round.deadline, round.time_zone) if round.deadline else ""
    if not form.own_deadlines:
        return shown
    return f"{shown}\n" + _("Some have a deadline of their own: see the column “Deadline” beside their names.")


def _how_to_fill_in(form: FillableForm) -> list[str]:
    return [
        _(
            "1. Fill in the white cells of the sheets that follow; what is known already stands in them. Correct what is wrong."
        ),
        _("2. One row is one data center; in a table, one row is one line, and its first column says whose it is."),
        _(
            "3. Leave blank what you do not know; write 0 only where it is nought. A figure and its unit belong together."
        ),
        _("4. Columns may be moved or added, rows sorted. The small grey names above the answers must stay."),
    ]


def _how_to_send_back() -> str:
    return _(
        "Save it as .xlsx, .xls or .ods, log in, open this round under “My assignments” and upload it. You see what is new, "
        "changed and wrong before anything is saved. What a colleague typed in the browser meanwhile is not overwritten. "
        "Uploading does not submit: you declare and submit afterwards."
    )


def _left_out(form: FillableForm) -> str:
    named = "; ".join(form.left_out[:MOST_NAMED])
    more = len(form.left_out) - MOST_NAMED
    named += _(" and %(n)d more") % {"n": more} if more > 0 else ""
    return _("Accepted already, nothing more is asked: %(units)s") % {"units": named}


def _said(words: Callable[[], str]) -> Text:
    return in_every_language(words)


def _plain(text: str) -> Text:
    return {"zh": text}
