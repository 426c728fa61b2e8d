"""What can be said against an expression before anybody answers: unknown names and functions, wrong numbers and kinds of arguments."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from surveys.lib.text import Text, filled
from surveys.questionnaires.expressions import kinds, messages, regexes
from surveys.questionnaires.expressions.comparisons import TRUTHS
from surveys.questionnaires.expressions.facts import FACTS, kind_of_fact
from surveys.questionnaires.expressions.function import Function, Parameter
from surveys.questionnaires.expressions.functions import FUNCTIONS
from surveys.questionnaires.expressions.functions.dates import is_format
from surveys.questionnaires.expressions.hints import NOT_HERE, OPERATORS, likely_function
from surveys.questionnaires.expressions.kinds import (
    Kind,
    Sort,
    in_words,
    is_condition_like,
    is_day_like,
    is_number_like,
    may_be_number,
)
from surveys.questionnaires.expressions.tree import (
    Attribute,
    Call,
    Current,
    Literal,
    Negative,
    Node,
    Operation,
    Reference,
    named_question,
)
from surveys.questionnaires.expressions.values import UNKNOWN, to_date, to_number, to_text


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an expression may name: the questions and their kinds, the dot (None where there is none), lists of choices.

    table: the table in whose rows it is worked out, "" for none, None where nobody asks. tables: column -> its table.
    attributes: in a choice filter, the columns of the choices sheet.
    """

    names: Mapping[str, Kind]
    current: Kind | None = None
    lists: frozenset[str] = field(default_factory=frozenset)
    table: str | None = None
    tables: Mapping[str, str] = field(default_factory=dict)
    attributes: frozenset[str] = field(default_factory=frozenset)


def check(tree: Node, surroundings: Surroundings) -> tuple[Kind, list[Text]]:
    """The kind of value the expression gives, and every problem found in it."""
    checker = _Checker(surroundings)
    return checker.kind(tree), checker.problems


def errors(tree: Node, surroundings: Surroundings) -> list[Text]:
    """Only what is senseless whatever the answers are like: names, functions, numbers of arguments, lists as numbers."""
    checker = _Checker(surroundings)
    checker.kind(tree)
    return checker.errors


class _Checker:
    """problems: everything found; errors: what of it is not about kinds."""

    def __init__(self, surroundings: Surroundings) -> None:
        self.surroundings = surroundings
        self.problems: list[Text] = []
        self.errors: list[Text] = []

    def kind(self, node: Node) -> Kind:
        match node:
            case Literal(value=str() as text):
                return _kind_of_text(text)
            case Literal():
                return kinds.NUMBER
            case Reference():
                return self._reference(node)
            case Attribute():
                return self._attribute(node)
            case Current():
                return self._current()
            case Negative():
                return self._arithmetic("-", node.operand)
            case Operation():
                return self._operation(node)
            case _:
                return self._call(node)

    def _blame(self, message: Text) -> None:
        self.problems.append(message)

    def _refuse(self, message: Text) -> None:
        self._blame(message)
        self.errors.append(message)

    def _reference(self, node: Reference) -> Kind:
        if node.name in self.surroundings.names:
            return self.surroundings.names[node.name]
        self._refuse(filled(messages.NO_SUCH_QUESTION, name=node.name))
        return kinds.ANY

    def _attribute(self, node: Attribute) -> Kind:
        if node.name not in self.surroundings.attributes:
            self._refuse(filled(messages.NO_SUCH_ATTRIBUTE, name=node.name))
        return kinds.ANY

    def _current(self) -> Kind:
        if self.surroundings.current is None:
            self._refuse(messages.DOT_OUTSIDE_CONSTRAINT)
        return self.surroundings.current or kinds.ANY

    def _operation(self, node: Operation) -> Kind:
        match node.symbol:
            case "and" | "or":
                self._condition(self.kind(node.left), node.symbol)
                self._condition(self.kind(node.right), node.symbol)
                return kinds.TRUTH
            case "=" | "!=" | "<" | "<=" | ">" | ">=":
                self._comparison(node)
                return kinds.TRUTH
            case "+" | "-":
                return self._sum(node)
            case _:
                return self._arithmetic(node.symbol, node.left, node.right)

    def _condition(self, kind: Kind, where: str) -> None:
        if not is_condition_like(kind):
            self._blame(filled(messages.CONDITION_WANTED, where=where, kind=in_words(kind)))

    def _arithmetic(self, symbol: str, *operands: Node) -> Kind:
        for operand in operands:
            self._must_be_number(self.kind(operand), symbol)
        return kinds.NUMBER

    def _must_be_number(self, kind: Kind, where: str) -> None:
        if kind.many:
            self._refuse(filled(messages.LIST_AS_NUMBER, where=where))
        elif not is_number_like(kind):
            self._blame(filled(messages.NUMBER_WANTED, where=where, kind=in_words(kind)))

    def _sum(self, node: Operation) -> Kind:
        left, right = self.kind(node.left), self.kind(node.right)
        if left.sort is Sort.DATE or right.sort is Sort.DATE:
            both = left.sort is right.sort
            for kind in (left, right):
                if kind.sort is not Sort.DATE:
                    self._must_be_number(kind, node.symbol)
            if both and node.symbol == "+":
                self._blame(messages.SUM_OF_DATES)
            return kinds.NUMBER if both else kinds.DATE
        self._must_be_number(left, node.symbol)
        self._must_be_number(right, node.symbol)
        return kinds.NUMBER

    def _comparison(self, node: Operation) -> None:
        left, right = self.kind(node.left), self.kind(node.right)
        for kind in (left, right):
            if kind.many and not (node.symbol in ("=", "!=") and kind.choices is not None):
                self._blame(filled(messages.LIST_COMPARED, symbol=node.symbol))
                return
        self._named_choice(left, node.right)
        self._named_choice(right, node.left)
        self._written_day(left, node.right)
        self._written_day(right, node.left)
        if not _can_be_compared(left, right, ordered=node.symbol not in ("=", "!=")):
            self._blame(
                filled(messages.CANNOT_BE_COMPARED, symbol=node.symbol, one=in_words(left), other=in_words(right))
            )

    def _named_choice(self, kind: Kind, other: Node) -> None:
        text = other.value if isinstance(other, Literal) else ""
        known = TRUTHS.keys() if kind.sort is Sort.TRUTH and to_number(text) is UNKNOWN else kind.choices
        if not (known and text and isinstance(text, str)):
            return
        # Several choices are one text with spaces between them.
        for name in text.split() if kind.many else [text]:
            if name not in known:
                self._blame(filled(messages.NO_SUCH_CHOICE, name=name))

    def _written_day(self, kind: Kind, other: Node) -> None:
        text = other.value if is_day_like(kind) and isinstance(other, Literal) else ""
        day = f"{text}-01" if kind.sort is Sort.MONTH and len(str(text)) == len("2021-04") else text
        if isinstance(text, str) and text and to_date(day) is UNKNOWN:
            self._blame(filled(messages.NOT_A_DATE, text=text))

    def _call(self, node: Call) -> Kind:
        function = FUNCTIONS.get(node.function)
        if function is None:
            for argument in node.arguments:
                self.kind(argument)
            self._refuse(_no_such_function(node.function))
            return kinds.ANY
        found = [self._kind_of_argument(function, index, one) for index, one in enumerate(node.arguments)]
        if not function.takes(len(found)):
            self._refuse(filled(messages.WRONG_NUMBER_OF_ARGUMENTS, function=node.function))
            return kinds.ANY
        for position, kind in enumerate(found):
            self._argument(function, position, kind)
        for argument_check in _SPECIAL.get(node.function, ()):
            for problem in argument_check(node, found, self.surroundings):
                self._refuse(problem)
        if node.function == "fact":
            return _fact_kind(node, self.surroundings) or kinds.ANY
        return function.gives(found) if callable(function.gives) else function.gives

    def _kind_of_argument(self, function: Function, position: int, argument: Node) -> Kind:
        if function.parameters and function.parameter(position) is Parameter.NAME:
            name = named_question(argument)
            if name:
                return self._reference(Reference(name))
            self._refuse(filled(messages.NAME_WANTED, function=function.name, number=position + 1))
            return kinds.ANY
        return self.kind(argument)

    def _argument(self, function: Function, position: int, kind: Kind) -> None:
        match function.parameter(position):
            case Parameter.NUMBER:
                self._must_be_number(_as_number(kind, function.name), function.name)
            case Parameter.TRUTH:
                self._condition(kind, function.name)
            case Parameter.TEXT | Parameter.MOMENT if kind.many and kind.choices is None:
                self._blame(filled(messages.LIST_AS_ARGUMENT, function=function.name))
            case Parameter.ITEMS if function.name == "sum" and not is_number_like(kind):
                self._blame(filled(messages.SUM_OF_OTHERS, kind=in_words(kind)))


def _no_such_function(name: str) -> Text:
    if name in NOT_HERE:
        return filled(messages.FUNCTION_OF_DEVICES, function=name)
    if name.lower() in OPERATORS:
        return filled(messages.OPERATOR_AS_FUNCTION, function=name, operator=name.lower())
    likely = likely_function(name)
    message = messages.LIKELY_FUNCTION if likely else messages.NO_SUCH_FUNCTION
    return filled(message, function=name, likely=likely)


def _kind_of_text(text: str) -> Kind:
    """XLSForm's authors like to quote numbers: ${age} > '18'."""
    if not text:
        return kinds.EMPTY_TEXT
    return kinds.TEXT if to_number(text) is UNKNOWN else kinds.FIGURES_OR_TEXT


def _as_number(kind: Kind, function: str) -> Kind:
    """number(${date}) is the days since 1970; number() and int() say themselves that a text is meant as a number."""
    is_text = kind == kinds.EMPTY_TEXT or (kind.sort is Sort.TEXT and kind.choices is None)
    is_text = is_text and function in ("number", "int")
    return kinds.NUMBER if (kind.sort is Sort.DATE or is_text) and not kind.many else kind


def _can_be_compared(left: Kind, right: Kind, *, ordered: bool) -> bool:
    if Sort.ANY in (left.sort, right.sort):
        return True
    if is_day_like(left) or is_day_like(right):
        return all(is_day_like(kind) or kind.sort is Sort.TEXT for kind in (left, right))
    if Sort.TIME in (left.sort, right.sort):
        return all(kind.sort in (Sort.TIME, Sort.TEXT) for kind in (left, right))
    if ordered:
        return all(may_be_number(kind) for kind in (left, right))
    return left.sort is right.sort or Sort.TEXT in (left.sort, right.sort)


def _fact_kind(node: Call, surroundings: Surroundings) -> Kind | None:
    name = node.arguments[0]
    return kind_of_fact(str(name.value), surroundings.names) if isinstance(name, Literal) else None


def _unknown_fact(node: Call, found: list[Kind], surroundings: Surroundings) -> Iterator[Text]:
    if _fact_kind(node, surroundings) is None:
        yield filled(messages.NO_SUCH_FACT, known=", ".join(FACTS))


def _unknown_choice(node: Call, found: list[Kind], surroundings: Surroundings) -> Iterator[Text]:
    name, choices = node.arguments[1], found[0].choices
    if choices and isinstance(name, Literal) and to_text(name.value) not in choices:
        yield filled(messages.NO_SUCH_CHOICE, name=name.value)


def _unlabelled_choice(node: Call, found: list[Kind], surroundings: Surroundings) -> Iterator[Text]:
    name, choices = node.arguments[0], found[1].choices
    if choices is None and found[1] != kinds.ANY:
        yield messages.CHOICE_NAME_WITHOUT_CHOICES
    elif choices and isinstance(name, Literal) and to_text(name.value) not in choices:
        yield filled(messages.NO_SUCH_CHOICE, name=name.value)


def _not_in_a_row(node: Call, found: list[Kind], surroundings: Surroundings) -> Iterator[Text]:
    if surroundings.table == "":
        yield messages.POSITION_OUTSIDE_TABLE


def _no_such_cell(node: Call, found: list[Kind], surroundings: Surroundings) -> Iterator[Text]:
    column, table = (named_question(argument) for argument in node.arguments[:2])
    if found[1].sort not in (Sort.ROWS, Sort.ANY):
        yield filled(messages.NO_SUCH_TABLE, table=table)
    elif {column, table} <= surroundings.names.keys() and surroundings.tables.get(column, "") != table:
        yield filled(messages.NO_SUCH_COLUMN, column=column, table=table)


def _bad_format(node: Call, found: list[Kind], surroundings: Surroundings) -> Iterator[Text]:
    layout = node.arguments[1]
    if isinstance(layout, Literal) and not is_format(str(layout.value)):
        yield filled(messages.UNKNOWN_DIRECTIVE, layout=layout.value)


def _unknown_list(node: Call, found: list[Kind], surroundings: Surroundings) -> Iterator[Text]:
    name = node.arguments[0]
    if not isinstance(name, Literal) or name.value not in surroundings.lists:
        yield messages.LIST_OF_CHOICES_WANTED


def _bad_pattern(node: Call, found: list[Kind], surroundings: Surroundings) -> Iterator[Text]:
    pattern = node.arguments[1]
    if not isinstance(pattern, Literal) or not isinstance(pattern.value, str):
        yield messages.PATTERN_WANTED
        return
    try:
        regexes.compiled(pattern.value)
    except regexes.PatternRefused as refusal:
        yield refusal.message


_Special = Callable[[Call, list[Kind], Surroundings], Iterator[Text]]
_SPECIAL: dict[str, tuple[_Special, ...]] = {
    "fact": (_unknown_fact,),
    "selected": (_unknown_choice,),
    "attribute": (_unknown_list,),
    "regex": (_bad_pattern,),
    "jr:choice-name": (_unlabelled_choice,),
    "position": (_not_in_a_row,),
    "indexed-repeat": (_no_such_cell,),
    "format-date": (_bad_format,),
    "format-date-time": (_bad_format,),
}
