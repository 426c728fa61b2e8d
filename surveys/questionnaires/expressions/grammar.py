"""From the text of an expression to our tree. The grammar is XPath 1.0, parsed by elementpath; nothing of it is run by elementpath."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from elementpath import ElementPathError
from elementpath.tdop import Parser
from elementpath.xpath1 import XPath1Parser
from elementpath.xpath_tokens import NameToken, XPathToken

from surveys.questionnaires.expressions.tree import (
    Attribute,
    Call,
    Current,
    ExpressionError,
    Literal,
    Negative,
    Node,
    Operation,
    Reference,
)
from surveys.questionnaires.expressions.values import ARITHMETIC

LONGEST = 4_000
DEEPEST = 100

_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_OPERATIONS = (*_COMPARISONS, "+", "-", "*", "div", "mod", "and", "or")
_LITERALS = ("(integer)", "(decimal)", "(float)", "(string)")
_PLUMBING = ("(start)", "(end)", "(invalid)", "(unknown)", "$", ".", "..", "(", ")", ",")

_QUOTED_OR_REFERENCE = re.compile(
    r"""'[^']*'|"[^"]*"|\$\{\s*([A-Za-z_][\w.-]*)\s*\}|(\$)|(?<![\w.-])jr(:)(?=[a-z])""", re.ASCII
)
# XML allows this dot inside names, so jr:choice-name is read as one name.
_COLON = "·"


class _Name(NameToken):
    """A name is only ever a function's: whatever stands in brackets behind it are its arguments."""

    symbol = lookup_name = "(name)"

    def nud(self) -> XPathToken:
        if self.parser.next_token.symbol == "(":
            self.parser.advance("(")
            self[:] = self._arguments()
            self.parser.advance(")")
            self.label = "function"
        return self

    def _arguments(self) -> list[XPathToken]:
        arguments: list[XPathToken] = []
        while self.parser.next_token.symbol != ")":
            if arguments:
                self.parser.advance(",")
            arguments.append(self.parser.expression(5))
        return arguments


class _Grammar(XPath1Parser):
    """XPath without paths: no steps, no axes, no node tests, no functions of its own."""

    symbol_table = {
        **{symbol: XPath1Parser.symbol_table[symbol] for symbol in (*_OPERATIONS, *_LITERALS, *_PLUMBING)},
        "(name)": _Name,
    }

    def parse(self, source: str) -> Any:
        """Skips what XPath does after parsing: evaluating what is constant."""
        return Parser.parse(self, source)


def parse(text: str, *, bare_names: bool = False) -> Node:
    """The tree of an expression; raises ExpressionError naming what is wrong with its form.

    bare_names: whether a name alone is a column of the choices sheet, as in choice filters.
    """
    if len(text) > LONGEST:
        raise ExpressionError(
            {
                "zh": f"表达式超过 {LONGEST} 个字符，请拆成几个计算题",
                "en": f"The expression is longer than {LONGEST} characters. Split it into calculated questions",
            }
        )
    try:
        return _Reading(bare_names).node(_Grammar().parse(_with_variables(text)), DEEPEST)
    except RecursionError:
        raise _too_deep() from None
    except (ElementPathError, ValueError, IndexError) as error:
        if isinstance(error, ExpressionError):
            raise
        raise _malformed(text, error) from None


def _with_variables(text: str) -> str:
    """${name} becomes XPath's $name, as many characters long, so that positions in messages stay right."""

    def replaced(match: re.Match[str]) -> str:
        if match[2]:
            raise ExpressionError(
                {"zh": "引用题目请写成 ${题目名}", "en": "Write a reference to a question as ${name}"}
            )
        if match[3]:
            return match[0].replace(":", _COLON)
        return f"${match[1]}".ljust(len(match[0])) if match[1] else match[0]

    return _QUOTED_OR_REFERENCE.sub(replaced, text)


def _malformed(text: str, error: Exception) -> ExpressionError:
    if not text.strip():
        return ExpressionError({"zh": "表达式是空的", "en": "The expression is empty"})
    if "'(end)'" in str(error):
        return ExpressionError({"zh": "表达式没有写完", "en": "The expression is unfinished"})
    found = re.search(r"column (\d+)", str(error))
    column = found[1] if found else "1"
    if text[int(column) - 1 :].startswith(("/", "[")):
        return _path(column)
    return ExpressionError(
        {
            "zh": f"第 {column} 个字符附近写法有误，请检查括号、引号和运算符",
            "en": f"The expression cannot be read near character {column}. Check brackets, quotes and operators",
        }
    )


def _path(column: str) -> ExpressionError:
    """What ODK's programs make of a form holds paths; few authors write them."""
    return ExpressionError(
        {
            "zh": f"第 {column} 个字符处是路径，不能使用：引用题目写成 ${{题目名}}，表格某一行用 indexed-repeat()，"
            "选项文字用 jr:choice-name()，筛选选项用 choice_filter 列",
            "en": f"There is a path at character {column}, which cannot be used: write ${{name}} for a question, "
            "indexed-repeat() for a cell of a table, jr:choice-name() for the label of a choice, and narrow choices "
            "down in the column choice_filter",
        }
    )


def _too_deep() -> ExpressionError:
    return ExpressionError(
        {
            "zh": f"表达式嵌套超过 {DEEPEST} 层（括号以及连续的运算符都算一层），请拆成几个计算题；多项相加可用 sum()",
            "en": f"The expression is nested deeper than {DEEPEST} levels: brackets count, and so do operators "
            "one behind the other. Split it into calculated questions; sum() adds up as many as there are",
        }
    )


def _literal(value: Any) -> Literal:
    if isinstance(value, float):
        raise ExpressionError(
            {
                "zh": "表达式中的数字请写全，不用科学计数法",
                "en": "Write numbers in expressions out, without an exponent",
            }
        )
    if isinstance(value, str):
        return Literal(value)
    number = ARITHMETIC.create_decimal(Decimal(value))
    if not number.is_finite():
        raise ExpressionError({"zh": "表达式中的数字太大", "en": "A number in the expression is too large"})
    return Literal(number)


def _stands_bare(name: str) -> ExpressionError:
    return ExpressionError(
        {
            "zh": f"“{name}”前后缺少标点：引用题目写成 ${{{name}}}，文字加引号，函数加括号",
            "en": f"“{name}” stands bare: write ${{{name}}} for a question, quotes around text, "
            "brackets behind a function",
        }
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """From elementpath's tokens to our tree."""

    bare_names: bool

    def node(self, token: Any, levels: int) -> Node:
        if levels == 0:
            raise _too_deep()
        operands = list(token)
        match token.symbol:
            case symbol if symbol in _LITERALS:
                return _literal(token.value)
            case ".":
                return Current()
            case "..":
                raise _parent_outside_position()
            case "$":
                return Reference(str(token.value))
            case "(name)":
                return self._named(token, levels)
            case "(":
                return self.node(operands[0], levels - 1)
        if len(operands) == 1:
            operand = self.node(operands[0], levels - 1)
            return Negative(operand) if token.symbol == "-" else operand
        if len(operands) == 2:
            return Operation(token.symbol, self.node(operands[0], levels - 1), self.node(operands[1], levels - 1))
        raise ValueError(f"column {token.position[1]}")

    def _named(self, token: Any, levels: int) -> Node:
        name = str(token.value).replace(_COLON, ":")
        if token.label != "function":
            if self.bare_names:
                return Attribute(name)
            raise _stands_bare(name)
        arguments = list(token)
        if name == "position" and [argument.symbol for argument in arguments] == [".."]:
            arguments = []
        return Call(name, tuple(self.node(argument, levels - 1) for argument in arguments))


def _parent_outside_position() -> ExpressionError:
    return ExpressionError(
        {
            "zh": "“..”只能写在 position(..) 中",
            "en": "“..” can be used in position(..) only",
        }
    )
