"""What a spreadsheet itself says of a cell: the list to choose from, what may be typed, and what belongs there.

Whatever is typed is checked again when it is read: programs drop these rules, or let somebody go past them.
"""

import typing
from decimal import Decimal

from openpyxl.worksheet.datavalidation import DataValidation

from surveys.lib.cleaning import MOST_CHARACTERS
from surveys.lib.numbers import canonical
from surveys.questionnaires.expressions import Current, Literal, Negative, Node, Operation
from surveys.questionnaires.form import Question
from surveys.workbooks.fillable import words
from surveys.workbooks.fillable.choices import texts_of, texts_of_question, texts_of_truth
from surveys.workbooks.fillable.layout import TICK, Column
from surveys.workbooks.fillable.writing.excel import factor
from surveys.workbooks.fillable.writing.formulas import Formulas
from surveys.workbooks.fillable.writing.menus import Menus
from surveys.workbooks.fillable.writing.places import FIRST_ROW
from surveys.workbooks.streamed.cells import PLACE_OF_ROW

LONGEST_FORMULA = 255
"""Of a rule for cells."""
Kind = typing.Literal["whole", "decimal"]
_OPERATORS: dict[str, typing.Literal["greaterThan", "greaterThanOrEqual", "lessThan", "lessThanOrEqual"]] = {
    ">": "greaterThan", ">=": "greaterThanOrEqual", "<": "lessThan", "<=": "lessThanOrEqual",
}  # fmt: skip
LARGEST = "999999999999999"
FIRST_DAY, LAST_DAY = "61", "2958465"
"""1 March 1900 and 31 December 9999, as spreadsheets count days."""


def rule_of(column: Column, menus: Menus, formulas: Formulas) -> DataValidation | None:
    if not column.is_input:
        return None
    name = _menu(column, menus, formulas.language)
    rule = _of_list(name) if name else _of_typing(column, formulas)
    _say(rule, column, formulas.language)
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


def _of_typing(column: Column, formulas: Formulas) -> DataValidation:
    """A warning, not a refusal: "1,200.5 万千瓦时" can be read as well."""
    question = column.question
    if column.part != "typed":
        return _of_length(MOST_CHARACTERS)
    if question.is_number:
        return _of_constraint(question, formulas) or _of_figures(question)
    if question.type == "date":
        return _of_constraint(question, formulas) or DataValidation(
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


def _of_constraint(question: Question, formulas: Formulas) -> DataValidation | None:
    """That it is a figure, or a day, and keeps the constraint; what cannot be told in a formula is told when it is read."""
    if limit := _limit(question):
        return limit
    kept = formulas.of_constraint(question)
    place = formulas.places.cell(question, question)
    formula = f"AND(ISNUMBER({place}),{kept})".replace(PLACE_OF_ROW, str(FIRST_ROW))
    if kept is None or len(formula) > LONGEST_FORMULA:
        return None
    return DataValidation(type="custom", formula1=formula, allow_blank=True, errorStyle="warning")


def _limit(question: Question) -> DataValidation | None:
    """Of a comparison with a number, or with two; one with nought holds in every unit."""
    if not question.is_number or question.constraint is None:
        return None
    match question.constraint.tree:
        case Operation("and", Operation(">=", Current(), least), Operation("<=", Current(), most)):
            low, high = _number(least, question), _number(most, question)
            if low is None or high is None:
                return None
            return _between(_kind(question), canonical(low), canonical(high))
        case Operation(symbol, Current(), limit) if symbol in _OPERATORS:
            number = _number(limit, question)
            if number is None:
                return None
            return DataValidation(
                type=_kind(question), operator=_OPERATORS[symbol], formula1=canonical(number), allow_blank=True,
                errorStyle="warning",
            )  # fmt: skip
    return None


def _number(node: Node, question: Question) -> Decimal | None:
    """As it stands in the cell; None where it does not stand in the unit of the cell."""
    match node:
        case Negative(Literal(Decimal() as number)):
            number = -number
        case Literal(Decimal() as number):
            pass
        case _:
            return None
    is_canonical = not question.unit or (len(question.units) < 2 and factor(question.unit) == "1")
    return number if is_canonical or not number else None


def _kind(question: Question) -> Kind:
    is_whole = question.decimals == 0 or question.type == "integer"
    return "whole" if is_whole and len(question.units) < 2 else "decimal"


def _of_figures(question: Question) -> DataValidation:
    return _between(_kind(question), f"-{LARGEST}", LARGEST)


def _between(kind: Kind, least: str, most: str) -> DataValidation:
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
