"""A table of answers as HTML: one row per line of it, readable as cards on a narrow screen."""

import secrets
from collections.abc import Mapping

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveys.questionnaires.evaluation import left_out, totals
from surveys.questionnaires.expressions import Value
from surveys.questionnaires.form import Entry, Question, RowEntry, show
from surveys.rendering.controls import NOTHING, control, method_choice, tells, unavailable_box, unit_label
from surveys.rendering.questionnaire_view import Location, QuestionnaireView, Rows, key_of

MOST_SIDE_BY_SIDE = 7  # columns; with more, each row is drawn as a card of its own
NEW_ROW = "new-row"  # what stands in the page's model row, and in the blank one, until the row gets an id


def is_too_wide(columns: int) -> bool:
    """To stand side by side."""
    return columns > MOST_SIDE_BY_SIDE


def table(view: QuestionnaireView, question: Question, caption: SafeString) -> SafeString:
    columns = question.shown_columns
    rows = shown_rows(view, question)
    is_open = len(rows) != view.evaluation.instance.rows_wanted(question)
    return format_html(
        '<table class="rows{}" id="f-{}" tabindex="-1" data-most="{}"><caption>{}</caption>'
        '<thead><tr><th scope="col" class="row-number">{}</th>{}<th scope="col"><span class="visually-hidden">{}</span></th></tr></thead>'
        "<tbody>{}</tbody>{}</table><template>{}</template>{}",
        " wide" if is_too_wide(len(columns)) else "",
        question.name,
        question.rows.max if is_open else len(rows),
        caption,
        _("Row"),
        format_html_join("", '<th scope="col">{}</th>', ((_heading(view, column),) for column in columns)),
        _("What to do with the row"),
        SafeString("".join(_row(view, question, row, n, is_open) for n, row in enumerate(rows, 1))),
        _foot(view, question),
        _row(view, question, {"row": NEW_ROW, "cells": {}}, 0, is_open),
        _below(question, is_open),
    )


def shown_rows(view: QuestionnaireView, question: Question) -> Rows:
    """The rows there are and those there have to be; a blank one where there is none yet or one more was asked for."""
    rows = list(view.rows(question.name))
    next_id = free_id if question.rows.are_fixed else new_id
    wanted = view.evaluation.instance.rows_wanted(question) or question.rows.min
    while len(rows) < wanted:
        rows.append({"row": next_id(rows), "cells": {}})
    if not rows or view.more_rows_in == question.name:
        rows.append({"row": next_id(rows), "cells": {}})
    return rows


def new_id(rows: Rows) -> str:
    """Of a row that nobody else's page has, though both show a blank one in the same place."""
    return f"r{secrets.token_hex(4)}"


def free_id(rows: Rows) -> str:
    taken = {row["row"] for row in rows}
    return next(id for n in range(1, len(rows) + 2) if (id := f"r{n}") not in taken)


def heading_text(view: QuestionnaireView, column: Question) -> str:
    label = view.tell(column.label)
    unit = unit_label(column.unit, view.language) if column.unit and len(column.units) < 2 else ""
    return _("%(label)s (%(unit)s)") % {"label": label, "unit": unit} if unit else label


def _heading(view: QuestionnaireView, column: Question) -> SafeString:
    optional = _("(optional)") if column.required is False and column.is_answered else ""
    return format_html('{} <span class="optional">{}</span>', heading_text(view, column), optional)


def _row(view: QuestionnaireView, question: Question, row: RowEntry, number: int, is_open: bool) -> SafeString:
    """is_open: whether rows can come and go; where an answer says how many there are, they cannot."""
    id = str(row.get("row", ""))
    cells = row.get("cells") or {}
    return format_html(
        '<tr data-row="{}" id="f-{}-{}"><th scope="row" class="row-number"><span class="number-of-row">{}</span>'
        '<input type="hidden" name="t.{}" value="{}"></th>{}<td class="row-deeds">{}</td></tr>',
        id,
        question.name,
        key_of(id),
        number or "",
        question.name,
        id,
        SafeString("".join(_cell(view, column, id, cells.get(column.name) or {}) for column in question.shown_columns)),
        _deeds(question, id) if is_open else NOTHING,
    )


def _cell(view: QuestionnaireView, column: Question, row: str, entry: Entry) -> SafeString:
    location = Location.of_cell(column, row)
    heading = heading_text(view, column)
    if column.is_calculated:
        inner = format_html('<output id="{}">{}</output>', location.id, calculated_cell(view, column, row))
    else:
        beside = method_choice(view, column, location, entry) + unavailable_box(column, location, entry)
        inner = control(view, column, location, entry, heading) + beside
    return format_html(
        '<td data-label="{}" data-column="{}">{}<div class="tells" id="{}-tells">{}</div></td>',
        heading,
        column.name,
        inner,
        location.id,
        tells(view, column, location),
    )


def calculated_cell(view: QuestionnaireView, column: Question, row: str) -> str:
    return show(column, view.value(column, row), view.language) or "—"


def _deeds(question: Question, row: str) -> SafeString:
    return format_html(
        '<button class="plain-button" name="act" value="duplicate:{}:{}">{}</button> '
        '<button class="plain-button" name="act" value="remove:{}:{}">{}</button>',
        question.name,
        row,
        _("Duplicate"),
        question.name,
        row,
        _("Remove"),
    )


def _below(question: Question, is_open: bool) -> SafeString:
    add = format_html(
        '<button class="btn btn-secondary" name="act" value="add:{}">{}</button>', question.name, _("Add a row")
    )
    return format_html(
        '<p class="table-deeds">{}<span class="paste-note" hidden>{}</span></p>',
        add if is_open else NOTHING,
        _("You can paste a block of cells from Excel."),
    )


def _foot(view: QuestionnaireView, question: Question) -> SafeString:
    if not any(column.is_number or column.is_calculated for column in question.questions):
        return NOTHING
    return format_html('<tfoot id="f-{}-totals">{}</tfoot>', question.name, totals_row(view, question))


def totals_row(view: QuestionnaireView, question: Question) -> SafeString:
    sums = totals(view.definition, view.evaluation).get(question.name, {})
    return format_html(
        '<tr><th scope="row">{}</th>{}<td></td></tr>',
        _("Total"),
        format_html_join(
            "",
            '<td data-label="{}">{}</td>',
            ((heading_text(view, column), _sum(view, column, sums)) for column in question.shown_columns),
        ),
    )


def _sum(view: QuestionnaireView, column: Question, sums: Mapping[str, Value]) -> SafeString:
    """With what is not in it: a blank is no zero."""
    shown = escape(show(column, sums.get(column.name), view.language))
    missing = _not_in_the_sum(view, column) if column.name in sums else ""
    return shown + (format_html('<span class="also">{}</span>', missing) if missing else NOTHING)


def _not_in_the_sum(view: QuestionnaireView, column: Question) -> str:
    counts = left_out(view.evaluation, column)
    words = {
        "blank": ngettext("%(count)d blank", "%(count)d blank", counts["blank"]),
        "unavailable": ngettext("%(count)d not available", "%(count)d not available", counts["unavailable"]),
        "not asked": ngettext("%(count)d not asked", "%(count)d not asked", counts["not asked"]),
    }
    parts = [words[kind] % {"count": count} for kind, count in counts.items() if count]
    return _("not in it: %(parts)s") % {"parts": ("、" if view.language == "zh" else ", ").join(parts)} if parts else ""
