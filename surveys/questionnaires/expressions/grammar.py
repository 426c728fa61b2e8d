"""From the text of an expression to our tree. The grammar is XPath 1.0, parsed by elementpath; nothing of it is run by elementpath."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from elementpath import ElementPathError
from elementpath.tdop import Parser
from elementpath.xpath1 import XPath1Parser
from elementpath.xpath_tokens import NameToken, XPathToken

from surveys.lib.text import filled
from surveys.questionnaires.expressions import messages
from surveys.questionnaires.expressions.hints import hint
from surveys.questionnaires.expressions.naming import REFERENCE
from surveys.questionnaires.expressions.spelling import plain
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

LONGEST_EXPRESSION = 4_000
DEEPEST = 100

_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_OPERATIONS = (*_COMPARISONS, "+", "-", "*", "div", "mod", "and", "or")
_LITERALS = ("(integer)", "(decimal)", "(float)", "(string)")
_PLUMBING = ("(start)", "(end)", "(invalid)", "(unknown)", "$", ".", "..", "(", ")", ",")

_QUOTED_OR_REFERENCE = re.compile(rf"""'[^']*'|"[^"]*"|{REFERENCE}|(\$)|(?<![\w.-])jr(:)(?=[a-z])""", re.ASCII)
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


class _Comparison(XPathToken):
    """1 < 2 = true() and a = b = c are read from left to right, < before =."""

    def led(self, left: XPathToken) -> XPathToken:
        self[:] = left, self.parser.expression(self.rbp)
        return self


def _compared(symbol: str, *, binds: int) -> type[XPathToken]:
    usual = XPath1Parser.symbol_table[symbol]
    return type(usual.__name__, (_Comparison, usual), {"lbp": binds, "rbp": binds})


class _Grammar(XPath1Parser):
    """XPath without paths: no steps, no axes, no node tests, no functions of its own."""

    symbol_table = {
        **{symbol: XPath1Parser.symbol_table[symbol] for symbol in (*_OPERATIONS, *_LITERALS, *_PLUMBING)},
        **{symbol: _compared(symbol, binds=30) for symbol in ("=", "!=")},
        **{symbol: _compared(symbol, binds=35) for symbol in ("<", "<=", ">", ">=")},
        "(name)": _Name,
    }

    def parse(self, source: str) -> Any:
        """Skips what XPath does after parsing: evaluating what is constant."""
        return Parser.parse(self, source)


def parse(text: str, *, bare_names: bool = False) -> Node:
    """The tree of an expression; raises ExpressionError naming what is wrong with its form.

    bare_names: whether a name alone is a column of the choices sheet, as in choice filters.
    """
    if len(text) > LONGEST_EXPRESSION:
        raise ExpressionError(filled(messages.TOO_LONG, most=LONGEST_EXPRESSION))
    try:
        return _parsed(text, bare_names=bare_names)
    except ExpressionError:
        if plain(text) == text:
            raise
        return _parsed(plain(text), bare_names=bare_names)


def plainly(text: str, *, bare_names: bool = False) -> str:
    """As parse() reads it, in signs that other programs read as well; what cannot be read stays as it is."""
    try:
        _parsed(text, bare_names=bare_names)
    except ExpressionError:
        return plain(text) if _can_be_read(plain(text), bare_names=bare_names) else text
    return text


def _can_be_read(text: str, *, bare_names: bool) -> bool:
    try:
        _parsed(text, bare_names=bare_names)
    except ExpressionError:
        return False
    return True


def _parsed(text: str, *, bare_names: bool) -> Node:
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
            raise ExpressionError(messages.REFERENCE_UNREADABLE)
        if match[3]:
            return match[0].replace(":", _COLON)
        return f"${match[1]}".ljust(len(match[0])) if match[1] else match[0]

    return _QUOTED_OR_REFERENCE.sub(replaced, text)


def _malformed(text: str, error: Exception) -> ExpressionError:
    if not text.strip():
        return ExpressionError(messages.EMPTY)
    if "'(end)'" in str(error) and not hint(text):
        return ExpressionError(messages.UNFINISHED)
    found = re.search(r"column (\d+)", str(error))
    column = found[1] if found else "1"
    if text[int(column) - 1 :].startswith(("/", "[")) and not hint(text):
        return _path(column)
    return ExpressionError(hint(text) or filled(messages.UNREADABLE, column=column))


def _path(column: str) -> ExpressionError:
    """What ODK's programs make of a form holds paths; few authors write them."""
    return ExpressionError(filled(messages.PATH, column=column))


def _too_deep() -> ExpressionError:
    return ExpressionError(filled(messages.TOO_DEEP, most=DEEPEST))


def _literal(value: Any) -> Literal:
    if isinstance(value, float):
        raise ExpressionError(messages.EXPONENT)
    if isinstance(value, str):
        return Literal(value)
    number = ARITHMETIC.create_decimal(Decimal(value))
    if not number.is_finite():
        raise ExpressionError(messages.NUMBER_TOO_LARGE)
    return Literal(number)


def _stands_bare(name: str) -> ExpressionError:
    return ExpressionError(filled(messages.BARE_WORD, name=name))


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
    return ExpressionError(messages.PARENT_OUTSIDE_POSITION)
