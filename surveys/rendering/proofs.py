"""A figure and the file that proves it, each told at the question of the other."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from surveys.questionnaires.form import Question, show
from surveys.rendering.file_controls import AttachedFile
from surveys.rendering.questionnaire_view import Location, QuestionnaireView

MOST_ROWS_TOLD = 5
NOTHING = SafeString("")


def draw_proofs(view: QuestionnaireView, question: Question) -> SafeString:
    if question.proves:
        return format_html(
            '<div class="form-text" id="{}-proves">{}</div>',
            Location.of(question.name).id,
            figures_proved(view, question),
        )
    figures = question.shown_columns if question.is_table else (question,)
    found = [(figure, file) for figure in figures for file in view.definition.proofs.get(figure.name, ())]
    asked = ((_proof(view, figure, file),) for figure, file in found if file.name in view.asked)
    return format_html_join("", '<p class="form-text proof">{}</p>', asked)


def figures_proved(view: QuestionnaireView, question: Question) -> SafeString:
    """Of a file: each with what was answered, as far as that is shown to who sees the file."""
    figures = (view.definition.question(name) for name in question.proves if name in view.asked)
    told = ((_("Proves:"), _way_to(view, one, from_=question), _figure(view, one)) for one in figures)
    return format_html_join("", '<p class="proof">{} {}{}</p>', told)


def _figure(view: QuestionnaireView, figure: Question) -> SafeString:
    if _section(view, figure) not in view.addresses:
        return NOTHING
    return format_html(" <strong>{}</strong>", _values(view, figure) or _("not answered yet"))


def _values(view: QuestionnaireView, figure: Question) -> str:
    """Of a column, those of its first rows."""
    rows = [row["row"] for row in view.rows(figure.table)] if figure.table else [None]
    told = [text for row in rows if (text := _value(view, figure, row))]
    return "; ".join([*told[:MOST_ROWS_TOLD], *(["…"] if len(told) > MOST_ROWS_TOLD else [])])


def _value(view: QuestionnaireView, figure: Question, row: str | None) -> str:
    reading, value = view.reading(figure, row), view.value(figure, row)
    if value is None:
        return reading.typed if reading else ""
    return show(figure, value, view.language, reading.unit if reading else "")


def _proof(view: QuestionnaireView, figure: Question, file: Question) -> SafeString:
    """At a figure: the file that is there, or where to upload one."""
    uploaded = AttachedFile.of(file, view.entry(file.name))
    to_upload = _("Its proof can be uploaded:") if file.required is False else _("Upload its proof:")
    said = _("Proved by:") if uploaded else to_upload
    of = format_html("{} · ", view.tell(figure.label)) if figure.table else NOTHING
    name = format_html(" {}", uploaded) if uploaded and _section(view, file) in view.addresses else NOTHING
    return format_html("{}{} {}{}", of, said, _way_to(view, file, from_=figure), name)


def _way_to(view: QuestionnaireView, question: Question, *, from_: Question) -> SafeString:
    """A link, where who reads it may open the section."""
    words = f"{question.number} {view.tell(question.label)}".strip()
    section = _section(view, question)
    if section not in view.addresses:
        return format_html("{}", words)
    page = "" if section == _section(view, from_) else view.addresses[section]
    return format_html('<a href="{}#{}">{}</a>', page, Location.of(question.table or question.name).id, words)


def _section(view: QuestionnaireView, question: Question) -> str:
    return view.definition.section_of(question.name).name
