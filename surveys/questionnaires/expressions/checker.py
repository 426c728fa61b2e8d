"""What can be said against an expression before anybody answers: unknown names and functions, wrong numbers and kinds of arguments."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from surveys.questionnaires.expressions import kinds, regexes
from surveys.questionnaires.expressions.comparisons import TRUTHS
from surveys.questionnaires.expressions.facts import FACTS, kind_of_fact
from surveys.questionnaires.expressions.function import Function, Parameter
from surveys.questionnaires.expressions.functions import FUNCTIONS
from surveys.questionnaires.expressions.functions.dates import is_format
from surveys.questionnaires.expressions.kinds import Kind, Sort, in_words, is_day_like, is_number_like
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

Message = dict[str, str]


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


def check(tree: Node, surroundings: Surroundings) -> tuple[Kind, list[Message]]:
    """The kind of value the expression gives, and every problem found in it."""
    checker = _Checker(surroundings)
    return checker.kind(tree), checker.problems


def errors(tree: Node, surroundings: Surroundings) -> list[Message]:
    """Only what is senseless whatever the answers are like: names, functions, numbers of arguments, lists as numbers."""
    checker = _Checker(surroundings)
    checker.kind(tree)
    return checker.errors


class _Checker:
    """problems: everything found; flaws: what of it is not about kinds."""

    def __init__(self, surroundings: Surroundings) -> None:
        self.surroundings = surroundings
        self.problems: list[Message] = []
        self.errors: list[Message] = []

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

    def _blame(self, zh: str, en: str) -> None:
        self.problems.append({"zh": zh, "en": en})

    def _refuse(self, zh: str, en: str) -> None:
        self._blame(zh, en)
        self.errors.append(self.problems[-1])

    def _reference(self, node: Reference) -> Kind:
        if node.name in self.surroundings.names:
            return self.surroundings.names[node.name]
        self._refuse(f"没有名为“{node.name}”的题目", f"There is no question named “{node.name}”")
        return kinds.ANY

    def _attribute(self, node: Attribute) -> Kind:
        if node.name not in self.surroundings.attributes:
            self._refuse(f"选项表没有“{node.name}”这一列", f"The choices sheet has no column “{node.name}”")
        return kinds.ANY

    def _current(self) -> Kind:
        if self.surroundings.current is None:
            self._refuse("“.”只能用在约束里", "The dot can be used in a constraint only")
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
        if kind.many or kind.sort not in (Sort.TRUTH, Sort.ANY):
            found = in_words(kind)
            self._blame(
                f"“{where}”需要是非条件，这里是{found['zh']}", f"“{where}” needs a condition, this is {found['en']}"
            )

    def _arithmetic(self, symbol: str, *operands: Node) -> Kind:
        for operand in operands:
            self._must_be_number(self.kind(operand), symbol)
        return kinds.NUMBER

    def _must_be_number(self, kind: Kind, where: str) -> None:
        if kind.many:
            self._refuse(
                f"“{where}”不能直接用于一组值，请先用 sum()、max() 等汇总",
                f"“{where}” cannot take a list. Use sum(), max() and the like first",
            )
        elif not is_number_like(kind):
            found = in_words(kind)
            self._blame(f"“{where}”需要数字，这里是{found['zh']}", f"“{where}” needs a number, this is {found['en']}")

    def _sum(self, node: Operation) -> Kind:
        left, right = self.kind(node.left), self.kind(node.right)
        if left.sort is Sort.DATE or right.sort is Sort.DATE:
            both = left.sort is right.sort
            for kind in (left, right):
                if kind.sort is not Sort.DATE:
                    self._must_be_number(kind, node.symbol)
            if both and node.symbol == "+":
                self._blame("两个日期不能相加", "Two dates cannot be added")
            return kinds.NUMBER if both else kinds.DATE
        self._must_be_number(left, node.symbol)
        self._must_be_number(right, node.symbol)
        return kinds.NUMBER

    def _comparison(self, node: Operation) -> None:
        left, right = self.kind(node.left), self.kind(node.right)
        for kind in (left, right):
            if kind.many and not (node.symbol in ("=", "!=") and kind.choices is not None):
                self._blame(
                    f"“{node.symbol}”不能用于一组值，请用 selected()、count-equal() 或 sum()",
                    f"“{node.symbol}” cannot take a list. Use selected(), count-equal() or sum()",
                )
                return
        self._named_choice(left, node.right)
        self._named_choice(right, node.left)
        self._written_day(left, node.right)
        self._written_day(right, node.left)
        if not _can_be_compared(left, right, ordered=node.symbol not in ("=", "!=")):
            one, other = in_words(left), in_words(right)
            self._blame(
                f"“{node.symbol}”两边不能比较：{one['zh']}与{other['zh']}",
                f"“{node.symbol}” cannot compare {one['en']} with {other['en']}",
            )

    def _named_choice(self, kind: Kind, other: Node) -> None:
        text = other.value if isinstance(other, Literal) else ""
        known = TRUTHS.keys() if kind.sort is Sort.TRUTH and to_number(text) is UNKNOWN else kind.choices
        if not (known and text and isinstance(text, str)):
            return
        # Several choices are one text with spaces between them.
        for name in text.split() if kind.many else [text]:
            if name not in known:
                self._blame(f"选项中没有“{name}”", f"There is no choice “{name}”")

    def _written_day(self, kind: Kind, other: Node) -> None:
        text = other.value if is_day_like(kind) and isinstance(other, Literal) else ""
        day = f"{text}-01" if kind.sort is Sort.MONTH and len(str(text)) == len("2021-04") else text
        if isinstance(text, str) and text and to_date(day) is UNKNOWN:
            self._blame(f"“{text}”不是日期，请写成 2021-04-28", f"“{text}” is no date. Write it like 2021-04-28")

    def _call(self, node: Call) -> Kind:
        function = FUNCTIONS.get(node.function)
        if function is None:
            for argument in node.arguments:
                self.kind(argument)
            self._refuse(f"没有函数 {node.function}()", f"There is no function {node.function}()")
            return kinds.ANY
        found = [self._kind_of_argument(function, index, one) for index, one in enumerate(node.arguments)]
        if not function.takes(len(found)):
            self._refuse(
                f"函数 {node.function}() 的参数个数不对", f"{node.function}() has the wrong number of arguments"
            )
            return kinds.ANY
        for position, kind in enumerate(found):
            self._argument(function, position, kind)
        for argument_check in _SPECIAL.get(node.function, ()):
            for problem in argument_check(node, found, self.surroundings):
                self._refuse(**problem)
        if node.function == "fact":
            return _fact_kind(node, self.surroundings) or kinds.ANY
        return function.gives(found) if callable(function.gives) else function.gives

    def _kind_of_argument(self, function: Function, position: int, argument: Node) -> Kind:
        if function.parameters and function.parameter(position) is Parameter.NAME:
            name = named_question(argument)
            if name:
                return self._reference(Reference(name))
            self._refuse(
                f"{function.name}() 的第 {position + 1} 个参数应写成 ${{题目名}}",
                f"{function.name}() wants ${{name}} as its argument number {position + 1}",
            )
            return kinds.ANY
        return self.kind(argument)

    def _argument(self, function: Function, position: int, kind: Kind) -> None:
        match function.parameter(position):
            case Parameter.NUMBER:
                self._must_be_number(_as_number(kind, function.name), function.name)
            case Parameter.TRUTH:
                self._condition(kind, function.name)
            case Parameter.TEXT | Parameter.MOMENT if kind.many and kind.choices is None:
                self._blame(f"{function.name}() 不能用于一组值", f"{function.name}() cannot take a list")
            case Parameter.ITEMS if function.name == "sum" and not is_number_like(kind):
                found = in_words(kind)
                self._blame(f"sum() 只能加数字，这里是{found['zh']}", f"sum() adds numbers, this is {found['en']}")


def _kind_of_text(text: str) -> Kind:
    """XLSForm's authors like to quote numbers: ${age} > '18'."""
    if not text:
        return kinds.EMPTY_TEXT
    return kinds.TEXT if to_number(text) is UNKNOWN else kinds.FIGURES_OR_TEXT


def _as_number(kind: Kind, function: str) -> Kind:
    """number(${date}) is the days since 1970; number() and int() say themselves that a text is meant as a number."""
    is_text = kind.sort is Sort.TEXT and kind.choices is None and function in ("number", "int")
    return kinds.NUMBER if (kind.sort is Sort.DATE or is_text) and not kind.many else kind


def _can_be_compared(left: Kind, right: Kind, *, ordered: bool) -> bool:
    if Sort.ANY in (left.sort, right.sort):
        return True
    if is_day_like(left) or is_day_like(right):
        return all(is_day_like(kind) or kind.sort is Sort.TEXT for kind in (left, right))
    if Sort.TIME in (left.sort, right.sort):
        return all(kind.sort in (Sort.TIME, Sort.TEXT) for kind in (left, right))
    if ordered:
        return all(is_number_like(kind) for kind in (left, right))
    return left.sort is right.sort or Sort.TEXT in (left.sort, right.sort)


def _fact_kind(node: Call, surroundings: Surroundings) -> Kind | None:
    name = node.arguments[0]
    return kind_of_fact(str(name.value), surroundings.names) if isinstance(name, Literal) else None


def _unknown_fact(node: Call, found: list[Kind], surroundings: Surroundings) -> Iterator[Message]:
    if _fact_kind(node, surroundings) is None:
        known = ", ".join(FACTS)
        yield {
            "zh": f"fact() 只认识：{known}，以及 previous.题目名",
            "en": f"fact() knows only: {known}, and previous. with the name of a question",
        }


def _unknown_choice(node: Call, found: list[Kind], surroundings: Surroundings) -> Iterator[Message]:
    name, choices = node.arguments[1], found[0].choices
    if choices and isinstance(name, Literal) and to_text(name.value) not in choices:
        yield {"zh": f"选项中没有“{name.value}”", "en": f"There is no choice “{name.value}”"}


def _unlabelled_choice(node: Call, found: list[Kind], surroundings: Surroundings) -> Iterator[Message]:
    name, choices = node.arguments[0], found[1].choices
    if choices is None and found[1] != kinds.ANY:
        yield {"zh": "jr:choice-name() 只能用于选择题", "en": "jr:choice-name() wants a question with choices"}
    elif choices and isinstance(name, Literal) and to_text(name.value) not in choices:
        yield {"zh": f"选项中没有“{name.value}”", "en": f"There is no choice “{name.value}”"}


def _not_in_a_row(node: Call, found: list[Kind], surroundings: Surroundings) -> Iterator[Message]:
    if surroundings.table == "":
        yield {"zh": "position(..) 只能用在表格的列中", "en": "position(..) can be used in the columns of a table only"}


def _no_such_cell(node: Call, found: list[Kind], surroundings: Surroundings) -> Iterator[Message]:
    column, table = (named_question(argument) for argument in node.arguments[:2])
    if found[1].sort not in (Sort.ROWS, Sort.ANY):
        yield {"zh": f"“{table}”不是表格", "en": f"“{table}” is no table"}
    elif {column, table} <= surroundings.names.keys() and surroundings.tables.get(column, "") != table:
        yield {"zh": f"“{column}”不是表格“{table}”的列", "en": f"“{column}” is no column of “{table}”"}


def _bad_format(node: Call, found: list[Kind], surroundings: Surroundings) -> Iterator[Message]:
    layout = node.arguments[1]
    if isinstance(layout, Literal) and not is_format(str(layout.value)):
        yield {
            "zh": f"“{layout.value}”中有不认识的格式符，见手册“表达式”一页",
            "en": f"“{layout.value}” has a directive nobody knows, see the page “Expressions” of the manual",
        }


def _unknown_list(node: Call, found: list[Kind], surroundings: Surroundings) -> Iterator[Message]:
    name = node.arguments[0]
    if not isinstance(name, Literal) or name.value not in surroundings.lists:
        yield {
            "zh": "attribute() 的第一个参数应是选项表的名称",
            "en": "attribute() wants the name of a list of choices first",
        }


def _bad_pattern(node: Call, found: list[Kind], surroundings: Surroundings) -> Iterator[Message]:
    pattern = node.arguments[1]
    if not isinstance(pattern, Literal) or not isinstance(pattern.value, str):
        yield {
            "zh": "regex() 的第二个参数应是带引号的正则表达式",
            "en": "regex() wants a quoted pattern as its second argument",
        }
        return
    try:
        regexes.compiled(pattern.value)
    except regexes.PatternRefused as refusal:
        yield refusal.message


_Special = Callable[[Call, list[Kind], Surroundings], Iterator[Message]]
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
