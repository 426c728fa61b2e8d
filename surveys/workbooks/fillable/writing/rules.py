"""What a spreadsheet itself says of a cell: the list to choose from, what may be typed, and what belongs there.

Whatever is typed is checked again when it is read: programs drop these rules, or let somebody go past them.
"""

from typing import Literal

from openpyxl.worksheet.datavalidation import DataValidation

from surveys.lib.cleaning import MOST_CHARACTERS
from surveys.questionnaires.form import Question
from surveys.workbooks.fillable import words
from surveys.workbooks.fillable.choices import texts_of, texts_of_question, texts_of_truth
from surveys.workbooks.fillable.layout import TICK, Column
from surveys.workbooks.fillable.writing.menus import Menus

LARGEST = "999999999999999"
FIRST_DAY, LAST_DAY = "61", "2958465"
"""1 March 1900 and 31 December 9999, as spreadsheets count days."""


def rule_of(column: Column, menus: Menus, language: str) -> DataValidation | None:
    if not column.is_input:
        return None
    name = _menu(column, menus, language)
    rule = _of_list(name) if name else _of_typing(column)
    _say(rule, column, language)
    return rule


def _say(rule: DataValidation, column: Column, language: str) -> None:
    title = words.short(words.heading(column, language).split("\n")[0])
    rule.promptTitle, rule.prompt = title, words.prompt(column, language) or None
    rule.errorTitle, rule.error = title, words.refusal(column, language) or None
    rule.showInputMessage, rule.showErrorMessage = bool(rule.prompt), rule.type is not None


def _menu(column: Column, menus: Menus, language: str) -> str:
    """The defined name of the list to choose from; nothing where there is none."""
    question = column.question
    if column.choice or (column.part == "typed" and question.of_type.control == "tick"):
        return menus.name("tick", [TICK])
    if column.part == "unit":
        return menus.name(f"units_{question.name}", [words.unit_label(one, language) for one in question.units])
    if column.part == "method":
        return menus.name(question.method_list or "methods", texts_of(question.methods, language).values())
    if column.part == "typed" and question.of_type.control == "one of":
        texts = texts_of_question(question, language)
        called = question.choice_list if texts != texts_of_truth(language) else "yes_no"
        return menus.name(called, texts.values())
    return ""


def _of_list(name: str) -> DataValidation:
    return DataValidation(type="list", formula1=name, allow_blank=True, errorStyle="stop")


def list_rule(name: str, title: str, told: str) -> DataValidation:
    rule = _of_list(name)
    rule.promptTitle, rule.prompt, rule.errorTitle, rule.error = title, told, title, told
    rule.showInputMessage = rule.showErrorMessage = True
    return rule


def _of_typing(column: Column) -> DataValidation:
    """A warning, not a refusal: "1,200.5 万千瓦时" can be read as well."""
    question = column.question
    if column.part != "typed":
        return _of_length(MOST_CHARACTERS)
    if question.is_number:
        return _of_figures(question)
    if question.type == "date":
        return DataValidation(
            type="date",
            operator="between",
            formula1=FIRST_DAY,
            formula2=LAST_DAY,
            allow_blank=True,
            errorStyle="warning",
        )
    if question.type == "year":
        return _between("whole", "1", "9999")
    return _of_length(question.max_length or MOST_CHARACTERS)


def _of_figures(question: Question) -> DataValidation:
    is_whole = question.decimals == 0 or question.type == "integer"
    return _between("whole" if is_whole and len(question.units) < 2 else "decimal", f"-{LARGEST}", LARGEST)


def _between(kind: Literal["whole", "decimal"], least: str, most: str) -> DataValidation:
    return DataValidation(
        type=kind,
        operator="between",
        formula1=least,
        formula2=most,
        allow_blank=True,
        errorStyle="warning",
    )


def _of_length(most: int) -> DataValidation:
    return DataValidation(
        type="textLength", operator="lessThanOrEqual", formula1=str(most), allow_blank=True, errorStyle="warning"
    )
