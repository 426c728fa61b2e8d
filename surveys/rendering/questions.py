"""Drawing a questionnaire: a question with everything said about it."""

from collections.abc import Iterable
from typing import Any

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from surveys.lib.language import current_language
from surveys.lib.text import Text, in_language
from surveys.questionnaires.form import Question, Section, markup, messages, show
from surveys.rendering.answer_lines import Line
from surveys.rendering.controls import (
    NOTHING,
    control,
    filtered_control,
    findings_of,
    is_group,
    method_choice,
    tells,
    unavailable_box,
    unit_label,
)
from surveys.rendering.file_controls import AttachedFile
from surveys.rendering.proofs import draw_proofs, figures_proved
from surveys.rendering.questionnaire_view import Location, QuestionnaireView, Remark
from surveys.rendering.table_controls import calculated_cell, is_too_wide, table, totals_row
from surveys.rendering.tenants import box_of_tenants
from surveys.responses.models import LONGEST_REASON


def spoken(text: Text) -> str:
    """A text of the questionnaire in the page's language."""
    return in_language(messages.left_open(text), current_language())


def tell(view: QuestionnaireView, text: Text) -> str:
    """A text of the questionnaire with the answers it shows, in plain words."""
    return view.tell(text)


def drawn(view: QuestionnaireView, text: Text) -> SafeString:
    """The same with its lists and links."""
    return view.drawn(text)


def written(text: Text) -> SafeString:
    """A text that shows no answers, with its lists and links, in the page's language."""
    return SafeString(markup.html(in_language(text, current_language())))


def draw_section(view: QuestionnaireView, section: Section) -> SafeString:
    return SafeString("".join(draw_question(view, question) for question in section.questions))


def draw_question(view: QuestionnaireView, question: Question) -> SafeString:
    name = question.name
    if not question.is_shown:
        return NOTHING
    if not question.has_value:
        told = _hint(view, question) or label_of(view, question)
        return format_html('<div class="question note" id="q-{}" data-question="{}">{}</div>', name, name, told)
    if question.is_calculated or question.read_only is True:
        return _calculated(view, question)
    location = Location.of(name)
    return format_html(
        '<div class="question" id="q-{}" data-question="{}">{}{}<div class="tells" id="{}-tells">{}</div>'
        "{}{}{}{}</div>",
        name,
        name,
        from_the_reviewer(view, name),
        _asked(view, question, location),
        location.id,
        tells(view, question, location),
        draw_proofs(view, question),
        _beside(view, question, location),
        box_of_tenants(view, question, as_typed),
        _asides(view, question),
    )


def _asked(view: QuestionnaireView, question: Question, location: Location) -> SafeString:
    """The question and its control, bound to each other."""
    hint, title = _hint(view, question), _title(view, question)
    if question.is_table:
        return table(view, question, title + hint)
    answer = control(view, question, location, view.entry(question.name))
    if is_group(question):
        described = format_html(' aria-describedby="{}-hint {}-tells"', location.id, location.id) if hint else NOTHING
        return format_html("<fieldset{}><legend>{}</legend>{}{}</fieldset>", described, title, hint, answer)
    return format_html('<label class="form-label" for="{}">{}</label>{}{}', location.id, title, hint, answer)


def _title(view: QuestionnaireView, question: Question) -> SafeString:
    unit = unit_label(question.unit, view.language) if question.unit else ""
    return format_html(
        '<span class="question-number">{}</span> {}{}{}',
        question.number,
        label_of(view, question),
        format_html(' <span class="label-unit">({})</span>', unit) if unit and len(question.units) < 2 else NOTHING,
        format_html(' <span class="optional">{}</span>', _("(optional)")) if _is_optional(question) else NOTHING,
    )


def label_of(view: QuestionnaireView, question: Question) -> str:
    """In an element of its own where it shows answers, so that it can follow them."""
    told = view.drawn(question.label)
    if not messages.mentioned(question.label):
        return told
    return format_html('<span id="f-{}-label">{}</span>', question.name, told)


def _is_optional(question: Question) -> bool:
    return question.required is False and question.is_answered and not question.rows.min


def _hint(view: QuestionnaireView, question: Question) -> SafeString:
    hint = NOTHING
    if question.hint:
        hint = format_html('<div class="form-text" id="f-{}-hint">{}</div>', question.name, view.drawn(question.hint))
    return hint + _guidance(view, question)


def _guidance(view: QuestionnaireView, question: Question) -> SafeString:
    if not question.guidance:
        return NOTHING
    guidance = view.drawn(question.guidance)
    return format_html('<details class="guidance"><summary>{}</summary>{}</details>', _("More about this"), guidance)


def _beside(view: QuestionnaireView, question: Question, location: Location) -> SafeString:
    entry = view.entry(question.name)
    return method_choice(view, question, location, entry) + unavailable_box(question, location, entry)


def _calculated(view: QuestionnaireView, question: Question) -> SafeString:
    location = Location.of(question.name)
    return format_html(
        '<div class="question calculated" id="q-{}" data-question="{}">{}<span class="form-label">{}</span>{}'
        '<output id="{}">{}</output>{}<div class="tells" id="{}-tells">{}</div></div>',
        question.name,
        question.name,
        from_the_reviewer(view, question.name),
        _title(view, question),
        _hint(view, question),
        location.id,
        calculated_value(view, question),
        draw_proofs(view, question),
        location.id,
        findings_of(view, question.name, location),
    )


def calculated_value(view: QuestionnaireView, question: Question) -> str:
    return show(question, view.value(question), view.language) or "—"


def from_the_reviewer(view: QuestionnaireView, name: str) -> SafeString:
    remarks = view.remarks.get(name, ())
    if not remarks:
        return NOTHING
    before = view.earlier.get(name)
    return format_html(
        '<div class="remark"><p class="remark-title">{}</p>{}{}</div>',
        _("The reviewer's remark"),
        format_html("<p>{}</p>", _("Submitted before: %(answer)s") % {"answer": before}) if before else NOTHING,
        SafeString("".join(_with_reply(view, remark) for remark in remarks)),
    )


def _with_reply(view: QuestionnaireView, remark: Remark) -> SafeString:
    return format_html("<p>{}</p>{}", remark.text, reply_box(remark, view.reasons.get(remark.key, ""), view.among))


def reply_box(remark: Remark, reply: str, among: str = "") -> SafeString:
    location = Location.of_reason(remark.key, among)
    return format_html(
        '<label for="{}">{}</label>'
        '<textarea class="form-control" rows="2" maxlength="{}" name="{}" id="{}">\n{}</textarea>',
        location.id,
        _("Your reply: what you corrected, or why it is right as it is"),
        max(LONGEST_REASON, len(reply)),
        location.field,
        location.id,
        reply,
    )


def _asides(view: QuestionnaireView, question: Question) -> SafeString:
    """What somebody typed here while a colleague changed the same answer, to be read, copied or put in its place."""
    asides = [aside for aside in view.asides.get(question.name, ()) if not aside.is_settled]
    contested = format_html_join(
        "",
        '<div class="aside"><p>{}</p><p class="aside-text">{}</p>'
        '<button class="btn btn-secondary" name="act" value="restore:{}:{}">{}</button> '
        '<button class="btn btn-secondary" name="act" value="settle:{}:{}">{}</button></div>',
        (
            (
                _("A colleague changed this answer at the same time. %(name)s had typed:") % {"name": aside.by},
                as_typed(view, question, aside.entry),
                aside.index,
                question.name,
                _("Use this text instead"),
                aside.index,
                question.name,
                _("Leave the answer as it is"),
            )
            for aside in asides
        ),
    )
    return format_html("{}{}", contested, _kept(view, question))


def _kept(view: QuestionnaireView, question: Question) -> SafeString:
    """The texts over which somebody has decided already: folded, to be read and taken back all the same."""
    kept = [aside for aside in view.asides.get(question.name, ()) if aside.is_settled]
    if not kept:
        return NOTHING
    texts = format_html_join(
        "",
        '<li><span class="kept-text">{}</span> <span class="muted">{}</span> '
        '<button class="plain-button" name="act" value="restore:{}:{}">{}</button></li>',
        (
            (
                as_typed(view, question, aside.entry) or "—",
                aside.by,
                aside.index,
                question.name,
                _("Use this text instead"),
            )
            for aside in kept
        ),
    )
    return format_html(
        '<details class="kept"><summary>{}</summary><ul class="plain-list">{}</ul></details>',
        _("Other texts that colleagues typed here"),
        texts,
    )


def as_typed(view: QuestionnaireView, question: Question, entry: Any) -> str:
    """An entry in the words it was typed with; choices by their labels, the rows of a table one per line."""
    if isinstance(entry, list):
        return "; ".join(_row_as_typed(view, question, row) for row in entry)
    if not isinstance(entry, dict):
        return ""
    if file := AttachedFile.of(question, entry):
        return str(file)
    if reason := entry.get("unavailable"):
        return _("Not available: %(reason)s") % {"reason": reason}
    typed = str(entry.get("typed", ""))
    if question.type == "yes_no":
        return {"yes": _("Yes"), "no": _("No")}.get(typed, typed)
    labels = [view.tell(choice.label) for name in typed.split() if (choice := question.choice(name))]
    if question.choices and labels:
        return "、".join(labels) if view.language == "zh" else ", ".join(labels)
    unit = unit_label(entry.get("unit") or question.unit, view.language) if question.is_number else ""
    return f"{typed} {unit}".strip() if typed else ""


def _row_as_typed(view: QuestionnaireView, question: Question, row: dict[str, dict[str, object]]) -> str:
    cells = row.get("cells", {})
    return " | ".join(as_typed(view, column, cells.get(column.name)) or "—" for column in question.shown_columns)


def draw_rows(line: Line) -> SafeString:
    """The rows of an answered table, for reading; with more columns than fit side by side, each row is a card."""
    columns, is_wide = line.question.shown_columns, is_too_wide(len(line.question.shown_columns))
    kinds = ["number" if column.is_number else "" for column in columns]
    names = [spoken(column.label) for column in columns]
    heads = [*([("", _("Row"))] if is_wide else ()), *zip(kinds, names, strict=True)]
    return format_html(
        '<div class="table-scroll"><table class="data{}"><caption class="visually-hidden">{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>',
        " cards" if is_wide else "",
        spoken(line.question.label),
        format_html_join("", '<th scope="col" class="{}">{}</th>', heads),
        format_html_join(
            "",
            "<tr>{}{}</tr>",
            ((_row_title(n) if is_wide else NOTHING, _cells(kinds, names, row)) for n, row in enumerate(line.rows, 1)),
        ),
    )


def _row_title(number: int) -> SafeString:
    return format_html('<th scope="row">{}</th>', _("Row %(number)s") % {"number": number})


def _cells(kinds: list[str], names: list[str], row: Iterable[str]) -> SafeString:
    blank = format_html('—<span class="visually-hidden"> {}</span>', _("not answered"))
    cells = ((kind, name, cell or blank) for kind, name, cell in zip(kinds, names, row, strict=True))
    return format_html_join("", '<td class="{}" data-label="{}">{}</td>', cells)


def fragments(view: QuestionnaireView, section: Section) -> dict[str, str]:
    """Element id → what it shows now, for all that may change on the page while somebody types."""
    found: dict[str, str] = {}
    for question in section.questions:
        location = Location.of(question.name)
        found[f"{location.id}-tells"] = tells(view, question, location)
        found |= filtered_control(view, question, location, view.entry(question.name))
        if messages.mentioned(question.label):
            found[f"{location.id}-label"] = view.drawn(question.label)
        if question.is_calculated or question.read_only is True:
            found[location.id] = escape(calculated_value(view, question))
        if question.proves:
            found[f"{location.id}-proves"] = figures_proved(view, question)
        if question.is_table:
            found |= _fragments_of_table(view, question)
    return found


def _fragments_of_table(view: QuestionnaireView, question: Question) -> dict[str, str]:
    found: dict[str, str] = {f"f-{question.name}-totals": totals_row(view, question)}
    for row in view.rows(question.name):
        for column in question.questions:
            location = Location.of_cell(column, row["row"])
            found[f"{location.id}-tells"] = tells(view, column, location)
            found |= filtered_control(view, column, location, (row.get("cells") or {}).get(column.name) or {})
            if column.is_calculated:
                found[location.id] = escape(calculated_cell(view, column, row["row"]))
    return found


__all__ = ["Location", "as_typed", "draw_question", "draw_section", "fragments", "spoken"]
