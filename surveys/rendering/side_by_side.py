"""The flat questions of a section for many returns at once: a row for each return, a column for each question."""

from dataclasses import dataclass, replace

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from surveys.lib.language import current_language
from surveys.questionnaires.form import Question, Section
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
from surveys.rendering.questionnaire_view import Location, QuestionnaireView
from surveys.rendering.questions import calculated_value, from_the_reviewer, spoken
from surveys.rendering.table_controls import heading_text


def columns_of(section: Section) -> tuple[Question, ...]:
    """Tables, files and notes have no place in a cell; a list drops down, and hints stand above the column."""
    flat = (one for one in section.questions if one.is_shown and one.has_value and not (one.is_table or one.is_file))
    return tuple(replace(one, appearance="minimal", hint={}) for one in flat)


def is_written(question: Question) -> bool:
    return not question.is_calculated and question.read_only is not True


@dataclass(frozen=True)
class ReturnBesideOthers:
    """`key`: what the names of its fields begin with; `title`: what the return is called; `asked`: the questions of the
    section that apply to it now."""

    view: QuestionnaireView
    key: str
    title: str
    columns: tuple[Question, ...]
    asked: frozenset[str]

    @classmethod
    def of(cls, view: QuestionnaireView, key: str, title: str, section: Section) -> "ReturnBesideOthers":
        view, shown = replace(view, among=key, offers_likely=False), view.section(section.name)
        asked = frozenset(one.name for one in shown.questions) if shown else frozenset()
        return cls(view, key, title, columns_of(section), asked)

    def column(self, name: str) -> Question:
        return next(one for one in self.columns if one.name == name)

    @property
    def answerable(self) -> list[Question]:
        """Those with a field in the row now."""
        return [one for one in self.columns if one.name in self.asked and is_written(one)]

    @property
    def cells(self) -> list[tuple[Question, str, SafeString]]:
        """Each with what it is called."""
        return [(column, heading_text(self.view, column), self.cell(column)) for column in self.columns]

    def cell(self, question: Question) -> SafeString:
        """What stands in the cell; nothing to write in where the question does not apply to this return."""
        if question.name not in self.asked:
            return format_html(
                '<span class="not-asked">—<span class="visually-hidden">{}</span></span>', _("not asked")
            )
        location = Location.beside(self.key, question.name)
        told = findings_of(self.view, question.name, location)
        answer = format_html('<output id="{}">{}</output>', location.id, calculated_value(self.view, question))
        if is_written(question):
            told, answer = tells(self.view, question, location), self._control(question, location)
        remark = from_the_reviewer(self.view, question.name)
        return format_html('{}{}<div class="tells" id="{}-tells">{}</div>', remark, answer, location.id, told)

    def _control(self, question: Question, location: Location) -> SafeString:
        entry, name = self.view.entry(question.name), self._name(question)
        drawn = control(self.view, question, location, entry)
        labelled = (
            format_html('<fieldset><legend class="visually-hidden">{}</legend>{}</fieldset>', name, drawn)
            if is_group(question)
            else format_html('<label class="visually-hidden" for="{}">{}</label>{}', location.id, name, drawn)
        )
        beside = method_choice(self.view, question, location, entry) + unavailable_box(question, location, entry)
        return labelled + beside + self._contested(question)

    def _name(self, question: Question) -> str:
        return f"{heading_text(self.view, question)} – {self.title}"

    def _contested(self, question: Question) -> SafeString:
        """Both texts are read, and one is chosen, on the page of the return's own section."""
        asides = [aside for aside in self.view.asides.get(question.name, ()) if not aside.is_settled]
        if not asides:
            return NOTHING
        told = _("A colleague changed this answer at the same time: both texts stand on the page of this section.")
        return format_html('<div class="aside contested">{}</div>', told)

    def fragments(self) -> dict[str, str]:
        """Element id → what it shows now, of the cells that stay."""
        found: dict[str, str] = {}
        for question in self.columns:
            location = Location.beside(self.key, question.name)
            if question.name not in self.asked:
                continue
            if is_written(question):
                found[f"{location.id}-tells"] = tells(self.view, question, location)
                found |= filtered_control(self.view, question, location, self.view.entry(question.name))
            else:
                found[f"{location.id}-tells"] = findings_of(self.view, question.name, location)
                found[location.id] = escape(calculated_value(self.view, question))
        return found


def headings(section: Section) -> list[SafeString]:
    """Of the columns, each with its hint; what is called after an answer is called so in its row alone."""
    kept = {question.name: question for question in section.questions}
    return [_heading(kept[column.name]) for column in columns_of(section)]


def _heading(question: Question) -> SafeString:
    label, unit = spoken(question.label), unit_label(question.unit, current_language()) if question.unit else ""
    if unit and len(question.units) < 2:
        label = _("%(label)s (%(unit)s)") % {"label": label, "unit": unit}
    hint = format_html(
        '<details class="guidance"><summary>{}<span class="visually-hidden"> – {}</span></summary>{}</details>',
        _("Hint"),
        label,
        spoken(question.hint),
    )
    number = format_html('<span class="question-number">{}</span> {}', question.number, label)
    return number + (hint if question.hint else NOTHING)
