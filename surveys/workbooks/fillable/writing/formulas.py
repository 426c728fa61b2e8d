"""Rules of a questionnaire as formulas of a spreadsheet, from the tree the evaluator works on.

What is unknown to the evaluator is an error here, and errors go through arithmetic as what is unknown does; at the end it
is a blank. A cell that holds no number where one belongs ("1,200 kWh") is unknown too: a formula says what the evaluator
would say, or nothing. Only functions that every program knows. What cannot be said in a formula has none.
"""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from surveys.lib.numbers import canonical
from surveys.questionnaires.expressions import (
    TRUTHS,
    Call,
    Current,
    Literal,
    Negative,
    Node,
    Operation,
    Reference,
    Sort,
    written_day_or_moment,
)  # fmt: skip
from surveys.questionnaires.form import Definition, Expression, Question
from surveys.workbooks.fillable.choices import NO, YES, texts_of_question, texts_of_truth
from surveys.workbooks.fillable.layout import TICK
from surveys.workbooks.fillable.writing.excel import NoFormula, connected, factor, may_be_empty, nested, quoted, sort_of
from surveys.workbooks.fillable.writing.places import Places

LONGEST, MOST_NESTED = 2000, 40
UNKNOWN = "NA()"
_SAME_IN_BOTH = {"abs": "ABS", "sqrt": "SQRT", "int": "TRUNC", "floor": "INT"}
_SIGNS = {"+": "+", "-": "-", "*": "*", "div": "/"}
_ORDERS = ("<", "<=", ">", ">=")


class Formulas:
    """Of one workbook. `about`: the question whose line the formula stands in."""

    def __init__(self, definition: Definition, places: Places, language: str) -> None:
        self._definition, self._places, self._language = definition, places, language
        self._made: dict[str, str | None] = {}

    def of_calculation(self, question: Question) -> str | None:
        """With a mark for the number of the row; None where there is none."""
        if question.name not in self._made:
            self._made[question.name] = None  # should it lead back to itself
            self._made[question.name] = _or_none(lambda: _Translation(self, question).calculated())
        return self._made[question.name]

    def of_constraint(self, question: Question) -> str | None:
        """True where the constraint is not known to be broken."""
        rule = question.constraint
        return _or_none(lambda: _Translation(self, question).kept(rule)) if rule else None

    @property
    def definition(self) -> Definition:
        return self._definition

    @property
    def places(self) -> Places:
        return self._places

    @property
    def language(self) -> str:
        return self._language


def _or_none(translate: Callable[[], str]) -> str | None:
    try:
        made = translate()
    except NoFormula:
        return None
    return made if len(made) <= LONGEST and nested(made) <= MOST_NESTED else None


class _Translation:
    def __init__(self, formulas: Formulas, about: Question) -> None:
        self._formulas, self._about = formulas, about
        self._definition, self._places = formulas.definition, formulas.places
        self._underway: list[str] = []

    # --- whole formulas ---

    def calculated(self) -> str:
        question, calculation = self._about, self._about.calculation
        assert calculation is not None
        made = self._shown(question, calculation.tree)
        if nothing := self._adds_up_nothing(calculation.tree):
            made = f'IF({nothing},"",{made})'
        for condition in self._conditions(question):
            made = f'IF({condition},{made},"")'
        return f'IFERROR({made},"")'

    def kept(self, rule: Expression) -> str:
        return f"IFERROR({self._truth(rule.tree)},TRUE)"

    def _shown(self, question: Question, tree: Node) -> str:
        match self._definition.kinds[question.name].sort:
            case Sort.TRUTH:
                words = texts_of_truth(self._formulas.language)
                return f"IF({self._truth(tree)},{quoted(words[YES])},{quoted(words[NO])})"
            case Sort.NUMBER:
                made = self._value(tree)
                if question.unit and (scale := factor(question.unit)) != "1":
                    made = f"{made}/{scale}"
                places = 6 if question.decimals is None else question.decimals
                return f"ROUND({made},{places})"
            case Sort.DATE:
                return self._value(tree)
            case Sort.TEXT if not question.of_type.show:
                return self._value(tree)
        raise NoFormula

    def _adds_up_nothing(self, tree: Node) -> str:
        """As the evaluator has it: a sum of blanks alone is no figure that anybody gave."""
        match tree:
            case Call("sum", parts):
                return f"{self._count(parts)}=0"
            case Call("round" | "int" | "abs", (inner, *_)) | Negative(inner):
                return self._adds_up_nothing(inner)
            case Operation("+" | "-", left, right):
                both = [self._adds_up_nothing(left), self._adds_up_nothing(right)]
                return f"AND({','.join(both)})" if all(both) else ""
            case Operation("*" | "div", left, right):
                either = [one for one in (self._adds_up_nothing(left), self._adds_up_nothing(right)) if one]
                return f"OR({','.join(either)})" if either else ""
        return ""

    # --- values: an error where they are unknown or blank ---

    def _value(self, node: Node) -> str:
        match node:
            case Literal(Decimal() as number):
                return canonical(number)
            case Literal(str() as text):
                return quoted(text)
            case Reference(name):
                return self._reference(name)
            case Current():
                return self._cell(self._about)
            case Negative(operand):
                return f"-({self._number(operand)})"
            case Operation(symbol, left, right) if symbol in _SIGNS:
                return self._arithmetic(symbol, left, right)
            case Call(function, arguments):
                return self._call(function, arguments)
        raise NoFormula

    def _number(self, node: Node) -> str:
        if sort_of(self._definition, self._about, node) not in (Sort.NUMBER, Sort.DATE):
            raise NoFormula
        return self._value(node)

    def _arithmetic(self, symbol: str, left: Node, right: Node) -> str:
        sorts = sort_of(self._definition, self._about, left), sort_of(self._definition, self._about, right)
        if Sort.DATE in sorts and (
            symbol not in "+-" or sorts[0] != Sort.DATE or (symbol == "+" and sorts[1] == Sort.DATE)
        ):
            raise NoFormula
        return f"({self._number(left)}{_SIGNS[symbol]}{self._number(right)})"

    def _reference(self, name: str) -> str:
        question = self._asked(name)
        if question.is_answered or question.is_calculated:
            return self._where_asked(question, self._cell(question), UNKNOWN)
        if question.calculation is None or name in self._underway:
            raise NoFormula
        self._underway.append(name)  # hidden: it has no cell, so what it is worked out from stands here
        made = self._where_asked(question, self._value(question.calculation.tree), UNKNOWN)
        self._underway.pop()
        return made

    def _cell(self, question: Question) -> str:
        """A figure in its canonical unit, a day, or a text that is no choice."""
        place = self._place(question)
        if question.is_number or self._definition.kinds[question.name].sort in (Sort.NUMBER, Sort.DATE):
            scale = self._scale(question)
            return f"IF(ISNUMBER({place}),{place}{'' if scale == '1' else '*' + scale},{UNKNOWN})"
        if question.of_type.means == "words" or question.is_calculated:
            return f'IF({place}="",{UNKNOWN},{place})'
        raise NoFormula

    def _scale(self, question: Question) -> str:
        if len(question.units) > 1:
            raise NoFormula
        return factor(question.unit) if question.unit else "1"

    def _place(self, question: Question) -> str:
        """A calculation that has no formula of its own keeps what it was at first, which says nothing now."""
        if question.is_calculated and self._formulas.of_calculation(question) is None:
            raise NoFormula
        return self._found(self._places.cell(question, self._about))

    def _found(self, place: str | None) -> str:
        if place is None:
            raise NoFormula
        return place

    def _asked(self, name: str) -> Question:
        if not self._definition.asks(name):
            raise NoFormula
        return self._definition.question(name)

    # --- functions ---

    def _call(self, function: str, arguments: tuple[Node, ...]) -> str:
        match function, arguments:
            case "round", (value,):
                return f"ROUND({self._number(value)},0)"
            case "round", (value, Literal(Decimal() as places)) if places == int(places):
                return f"ROUND({self._number(value)},{int(places)})"
            case "ceiling", (value,):
                return f"-INT(-({self._number(value)}))"
            case "number", (value,):
                return self._number(value)
            case _, (value,) if function in _SAME_IN_BOTH:
                return f"{_SAME_IN_BOTH[function]}({self._number(value)})"
            case "if", (condition, one, other):
                return f"IF({self._truth(condition)},{self._value(one)},{self._value(other)})"
            case "coalesce", (*first, last) if not any(map(may_be_empty, first)):
                return self._first_known([*first], last)
            case "sum", parts:
                return f"({'+'.join(map(self._sum, parts))})"
            case "count" | "count-non-empty", parts:
                return self._count(parts)
            case "count-equal", (Reference(name), Literal(str() as choice)):
                return self._places_of_rows(name, f"={quoted(self._label(self._asked(name), choice))}")
        raise NoFormula

    def _first_known(self, first: list[Node], last: Node) -> str:
        made = self._value(last)
        for node in reversed(first):
            made = f"IFERROR({self._number(node)},{made})"
        return made

    def _sum(self, part: Node) -> str:
        """A blank adds nothing; what is no number makes the sum unknown."""
        if not isinstance(part, Reference):
            return self._number(part)
        question = self._asked(part.name)
        if not question.table or question.table == self._about.table:
            blank = self._blank(question)
            return f"IF({blank},0,{self._reference(part.name)})"
        self._without_conditions(question)
        area, mine = self._area(question)
        added = f"SUMPRODUCT({mine}*1,{area})" if mine != "1" else f"SUM({area})"
        are_numbers = f'SUMPRODUCT({mine}*({area}<>""))=SUMPRODUCT({mine}*ISNUMBER({area}))'
        return f"IF({are_numbers},{added}*{self._scale(question)},{UNKNOWN})"

    def _count(self, parts: Iterable[Node]) -> str:
        return f"({'+'.join(self._count_of(part) for part in parts)})"

    def _count_of(self, part: Node) -> str:
        if not isinstance(part, Reference):
            return f"IF(ISERROR({self._number(part)}),0,1)"
        question = self._asked(part.name)
        if not question.table or question.table == self._about.table:
            return f"IF({self._blank(question)},0,1)"
        return self._places_of_rows(part.name, '<>""')

    def _places_of_rows(self, name: str, test: str) -> str:
        question = self._asked(name)
        self._without_conditions(question)
        area, mine = self._area(question)
        return f"SUMPRODUCT({mine}*({area}{test}))"

    def _area(self, column: Question) -> tuple[str, str]:
        """The cells of a column, and what is 1 for those in rows of this line."""
        if column.is_calculated and self._formulas.of_calculation(column) is None:
            raise NoFormula
        area = self._found(self._places.area(column))
        return area, self._found(self._places.rows_of(column, self._about)) or "1"

    def _without_conditions(self, column: Question) -> None:
        if not column.table or column.relevant or self._conditions(self._asked(column.table)):
            raise NoFormula

    # --- conditions ---

    def _truth(self, node: Node) -> str:
        match node:
            case Operation("=" | "!=" as symbol, left, right):
                made = self._equal(left, right)
                return made if symbol == "=" else f"NOT({made})"
            case Operation(symbol, left, right) if symbol in _ORDERS:
                return self._ordered(symbol, left, right)
            case Operation("and" | "or" as word, left, right):
                return connected(word == "or", self._truth(left), self._truth(right))
            case Call("not", (inner,)):
                return f"NOT({self._truth(inner)})"
            case Call("true" | "false" as word, ()):
                return word.upper()
            case Call("selected", (chosen, Literal(str() as name))):
                return self._selected(chosen, name.strip())
        raise NoFormula

    def _ordered(self, symbol: str, left: Node, right: Node) -> str:
        """Against nought the unit does not matter."""
        if right == Literal(Decimal(0)) and isinstance(left, Reference | Current):
            return f"{self._in_whatever_unit(left)}{symbol}0"
        return f"{self._comparable(left, right)}{symbol}{self._comparable(right, left)}"

    def _in_whatever_unit(self, node: Reference | Current) -> str:
        question = self._asked(node.name) if isinstance(node, Reference) else self._about
        if not question.is_number:
            raise NoFormula
        place = self._place(question)
        made = f"IF(ISNUMBER({place}),{place},{UNKNOWN})"
        return made if isinstance(node, Current) else self._where_asked(question, made, UNKNOWN)

    def _comparable(self, node: Node, other: Node) -> str:
        if (
            isinstance(node, Literal)
            and isinstance(node.value, str)
            and sort_of(self._definition, self._about, other) is Sort.DATE
        ):
            day = written_day_or_moment(node.value)
            if type(day) is date:
                return f"DATE({day.year},{day.month},{day.day})"
        if (
            isinstance(node, Call)
            and node == Call("today", ())
            and sort_of(self._definition, self._about, other) is Sort.DATE
        ):
            return "TODAY()"
        return self._number(node)

    def _equal(self, left: Node, right: Node) -> str:
        if isinstance(left, Literal):
            left, right = right, left
        if not isinstance(left, Reference | Current):
            return f"{self._number(left)}={self._number(right)}"
        question = self._asked(left.name) if isinstance(left, Reference) else self._about
        if right == Literal(""):
            return self._blank(question)
        if isinstance(right, Literal) and isinstance(right.value, str):
            made = f"{self._place(question)}={quoted(self._label(question, right.value))}"
            return self._where_asked(question, made, "FALSE")
        if isinstance(right, Literal):
            return f"IFERROR({self._number(left)}={self._value(right)},FALSE)"
        raise NoFormula

    def _label(self, question: Question, name: str) -> str:
        """What stands in the cell where this is chosen."""
        if question.is_calculated and not question.choices:
            return name
        texts = texts_of_question(question, self._formulas.language)
        if not question.choices and name in TRUTHS:
            name = YES if TRUTHS[name] else NO
        if name not in texts or len({text.casefold() for text in texts.values()}) < len(texts):
            raise NoFormula
        return texts[name]

    def _selected(self, chosen: Node, name: str) -> str:
        question = self._asked(chosen.name) if isinstance(chosen, Reference) else self._about
        if not isinstance(chosen, Reference | Current):
            raise NoFormula
        if question.of_type.control == "several of":
            place = self._found(self._places.choice(question, name, self._about))
            return self._where_asked(question, f"{place}={quoted(TICK)}", "FALSE")
        return self._where_asked(question, f"{self._place(question)}={quoted(self._label(question, name))}", "FALSE")

    def _blank(self, question: Question) -> str:
        if question.of_type.control == "several of":
            raise NoFormula
        if not (question.is_answered or question.is_calculated):
            raise NoFormula
        return self._where_asked(question, f'{self._place(question)}=""', "TRUE")

    def _where_asked(self, question: Question, made: str, else_: str) -> str:
        """Nothing is worth what is not asked, whatever stands there."""
        for condition in self._conditions(question):
            made = f"IF({condition},{made},{else_})"
        return made

    def _conditions(self, question: Question) -> list[str]:
        """Without those of the question whose formula it is: where they do not hold, nothing is shown."""
        own = [] if question == self._about else [one.source for one in self._rules(self._about)]
        wanted = [one for one in self._rules(question) if one.source not in own]
        if f"?{question.name}" in self._underway:
            raise NoFormula
        self._underway.append(f"?{question.name}")
        made = [f"IFERROR({self._truth(rule.tree)},FALSE)" for rule in wanted]
        self._underway.pop()
        return made

    def _rules(self, question: Question) -> list[Expression]:
        table = [self._definition.question(question.table)] if question.table else []
        section = self._definition.section_of(question.name)
        return [rule for rule in (section.relevant, *(one.relevant for one in (*table, question))) if rule]
