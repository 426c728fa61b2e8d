"""How the columns of a workbook to fill in are called, in both languages, and what is said of them in the person's own."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from surveys.lib import units
from surveys.lib.text import LANGUAGES, Text, in_language
from surveys.questionnaires.form import CONSTRAINT, Question, Section, about_question, left_open, placeholders
from surveys.workbooks.cells import without_controls
from surveys.workbooks.fillable.layout import TICK, Column

LONGEST_TITLE, LONGEST_PROMPT = 32, 255
"""Of what a spreadsheet shows beside a cell that is chosen."""
PARTS: dict[str, Text] = {
    "unit": {"zh": "计量单位", "en": "Unit"},
    "method": {"zh": "数据来源", "en": "How obtained"},
    "unavailable": {"zh": "无法提供的原因", "en": "Why not available"},
}
LAST: Text = {"zh": "上期填报", "en": "Last return"}
OWN: dict[str, Text] = {
    "@code": {"zh": "代码", "en": "Code"},
    "@name": {"zh": "填报对象", "en": "Whose answers"},
    "@row": {"zh": "行号", "en": "Row"},
    "@deadline": {"zh": "截止时间", "en": "Deadline"},
}


def both(text: Mapping[str, str], language: str, between: str = "\n") -> str:
    """The person's language first, then the other where it says something else."""
    own = in_language(dict(text), language)
    others = [text[one] for one in LANGUAGES if one != language and text.get(one) and text[one] != own]
    return between.join([own, *others])


def label(question: Question) -> Text:
    return left_open(question.label) or {LANGUAGES[0]: question.name}


def title_of(section: Section, language: str) -> str:
    return f"{section.number} {both(left_open(section.label), language, '  ')}".strip()


def heading(column: Column, language: str) -> str:
    """The question's number and label; of a part of the answer, which part it is."""
    question = column.question
    choice = question.choice(column.choice) if column.choice else None
    if choice:
        named = left_open(choice.label)
        whole = {one: f"{words}: {in_language(named, one)}" for one, words in label(question).items()}
        return numbered(question, whole, language)
    return numbered(question, label(question) if column.part == "typed" else PARTS[column.part], language)


def numbered(question: Question, text: Text, language: str) -> str:
    return f"{question.number} {both(text, language)}".strip()


def unit_label(symbol: str, language: str) -> str:
    return units.unit(symbol).label(language)


def in_what(column: Column, language: str) -> str:
    """Below the label: the unit, or how it is spelt; and whether it must be answered."""
    question = column.question
    if column.part != "typed" or column.choice:
        return ""
    spelt = unit_label(question.unit, language) if question.unit else _example(question)
    must = _("required") if question.required is True and column.is_input else ""
    return " · ".join(part for part in (spelt, must) if part)


def _example(question: Question) -> str:
    of_type = question.of_type
    return of_type.example if of_type.means == "value" and of_type.control in ("line", "position") else ""


def prompt(column: Column, language: str) -> str:
    """What is shown beside the cell while it is being filled in."""
    hint = in_language(left_open(column.question.hint), language) if column.question.hint else ""
    return cut("\n".join(part for part in (_how(column, language), hint) if part))


def _how(column: Column, language: str) -> str:
    question = column.question
    if not column.is_input:
        return _("Filled in by the system; what is typed here is not taken.")
    if column.choice or question.of_type.control == "tick":
        return _("Choose %(tick)s where it applies, else leave the cell blank.") % {"tick": TICK}
    match column.part:
        case "unit":
            left_blank = {"unit": unit_label(question.unit, language)}
            return _("The unit of the figure beside it. Left blank: %(unit)s.") % left_blank
        case "method":
            return _("How the figure was obtained: choose from the list.")
        case "unavailable":
            return _("Only where there is no figure: say why.")
    return _how_typed(question, language)


def _how_typed(question: Question, language: str) -> str:
    if question.of_type.control == "one of":
        return _("Choose from the list.")
    if question.is_number and len(question.units) > 1:
        return _("A figure; its unit stands in the next column.")
    if question.is_number:
        unit = unit_label(question.unit, language) if question.unit else ""
        return _("A figure in %(unit)s.") % {"unit": unit} if unit else _("A figure.")
    if example := _example(question):
        return _("Such as %(example)s.") % {"example": example}
    return _("At most %(n)d characters.") % {"n": question.max_length} if question.max_length else ""


def refusal(column: Column, language: str) -> str:
    """What is said of something else than what belongs into the cell."""
    question = column.question
    if question.constraint and not placeholders(question.constraint_message):
        text = question.constraint_message or about_question(CONSTRAINT, question.label)
        return cut(in_language(left_open(text), language))
    return prompt(column, language)


def short(text: str) -> str:
    return _ended(" ".join(text.split()), LONGEST_TITLE)


def cut(text: str) -> str:
    return _ended(text, LONGEST_PROMPT)


def _ended(text: str, most: int) -> str:
    """Counted as spreadsheets do, in UTF-16; one character too many, and they call the file damaged."""
    counted = without_controls(text).encode("utf-16-le")
    if len(counted) <= 2 * most:
        return counted.decode("utf-16-le")
    return counted[: 2 * (most - 1)].decode("utf-16-le", errors="ignore") + "…"
