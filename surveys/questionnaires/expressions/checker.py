"""What can be said against an expression before anybody answers: unknown names and functions, wrong numbers and kinds of arguments."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from surveys.questionnaires.expressions import kinds, regexes
from surveys.questionnaires.expressions.facts import FACTS
from surveys.questionnaires.expressions.functions import FUNCTIONS, Function, Parameter
from surveys.questionnaires.expressions.kinds import Kind, Sort, in_words, is_day_like, is_number_like
from surveys.questionnaires.expressions.tree import Call, Current, Literal, Negative, Node, Operation, Reference

Message = dict[str, str]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an expression may name: the questions and their kinds, the dot (None where there is none), lists of choices."""

    names: Mapping[str, Kind]
    current: Kind | None = None
    lists: frozenset[str] = field(default_factory=frozenset)


def check(tree: Node, surroundings: Surroundings) -> tuple[Kind, list[Message]]:
    """The kind of value the expression gives, and every problem found in it."""
    checker = _Checker(surroundings)
    return checker.kind(tree), checker.problems


class _Checker:
    def __init__(self, surroundings: Surroundings) -> None:
        self.surroundings = surroundings
        self.problems: list[Message] = []

    def kind(self, node: Node) -> Kind:
        match node:
            case Literal(value=str() as text):
                return kinds.TEXT if text else kinds.EMPTY_TEXT
            case Literal():
                return kinds.NUMBER
            case Reference():
                return self._reference(node)
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

    def _reference(self, node: Reference) -> Kind:
        if node.name in self.surroundings.names:
            return self.surroundings.names[node.name]
        self._blame(f"没有名为“{node.name}”的题目", f"There is no question named “{node.name}”")
        return kinds.ANY

    def _current(self) -> Kind:
        if self.surroundings.current is None:
            self._blame("“.”只能用在约束里", "The dot can be used in a constraint only")
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
            self._blame(
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
        if not _can_be_compared(left, right, ordered=node.symbol not in ("=", "!=")):
            one, other = in_words(left), in_words(right)
            self._blame(
                f"“{node.symbol}”两边不能比较：{one['zh']}与{other['zh']}",
                f"“{node.symbol}” cannot compare {one['en']} with {other['en']}",
            )

    def _named_choice(self, kind: Kind, other: Node) -> None:
        name = other.value if isinstance(other, Literal) else ""
        if kind.choices and isinstance(name, str) and name and name not in kind.choices:
            self._blame(f"选项中没有“{name}”", f"There is no choice “{name}”")

    def _call(self, node: Call) -> Kind:
        function = FUNCTIONS.get(node.function)
        found = [self.kind(argument) for argument in node.arguments]
        if function is None:
            self._blame(f"没有函数 {node.function}()", f"There is no function {node.function}()")
            return kinds.ANY
        if len(found) < function.least or (function.most is not None and len(found) > function.most):
            self._blame(
                f"函数 {node.function}() 的参数个数不对", f"{node.function}() has the wrong number of arguments"
            )
            return kinds.ANY
        for position, kind in enumerate(found):
            self._argument(function, position, kind)
        for argument_check in _SPECIAL.get(node.function, ()):
            self.problems.extend(argument_check(node, found, self.surroundings))
        if node.function == "fact":
            return _fact_kind(node)
        return function.gives(found) if callable(function.gives) else function.gives

    def _argument(self, function: Function, position: int, kind: Kind) -> None:
        match function.parameter(position):
            case Parameter.NUMBER:
                self._must_be_number(_day_as_number(kind), function.name)
            case Parameter.TRUTH:
                self._condition(kind, function.name)
            case Parameter.TEXT | Parameter.DATE if kind.many:
                self._blame(f"{function.name}() 不能用于一组值", f"{function.name}() cannot take a list")
            case Parameter.ITEMS if function.name == "sum" and kind.sort not in (Sort.NUMBER, Sort.ANY, Sort.TRUTH):
                found = in_words(kind)
                self._blame(f"sum() 只能加数字，这里是{found['zh']}", f"sum() adds numbers, this is {found['en']}")


def _day_as_number(kind: Kind) -> Kind:
    """number(${date}) is the days since 1970."""
    return kinds.NUMBER if kind.sort is Sort.DATE and not kind.many else kind


def _can_be_compared(left: Kind, right: Kind, *, ordered: bool) -> bool:
    if Sort.ANY in (left.sort, right.sort):
        return True
    if is_day_like(left) or is_day_like(right):
        return all(is_day_like(kind) or kind.sort is Sort.TEXT for kind in (left, right))
    if ordered:
        return all(is_number_like(kind) for kind in (left, right))
    return left.sort is right.sort or Sort.TEXT in (left.sort, right.sort)


def _fact_kind(node: Call) -> Kind:
    name = node.arguments[0]
    return FACTS.get(str(name.value), kinds.ANY) if isinstance(name, Literal) else kinds.ANY


def _unknown_fact(node: Call, found: list[Kind], surroundings: Surroundings) -> Iterator[Message]:
    name = node.arguments[0]
    if not isinstance(name, Literal) or name.value not in FACTS:
        known = ", ".join(FACTS)
        yield {"zh": f"fact() 只认识：{known}", "en": f"fact() knows only: {known}"}


def _unknown_choice(node: Call, found: list[Kind], surroundings: Surroundings) -> Iterator[Message]:
    name, choices = node.arguments[1], found[0].choices
    if choices and isinstance(name, Literal) and name.value not in choices:
        yield {"zh": f"选项中没有“{name.value}”", "en": f"There is no choice “{name.value}”"}


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
}
