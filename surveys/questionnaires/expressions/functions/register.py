"""What the register, the round, the peers and the choices sheet know. XLSForm has no such functions."""

from surveys.lib.identifiers import are_addresses, is_uscc
from surveys.questionnaires.expressions import kinds
from surveys.questionnaires.expressions.function import TEXT, Table
from surveys.questionnaires.expressions.scope import Scope
from surveys.questionnaires.expressions.values import UNKNOWN, Column, Unknown, Value, to_text

REGISTER = Table()


@REGISTER.function(
    "fact",
    TEXT,
    gives=kinds.ANY,
    wants_scope=True,
    zh=("'名称'", "名录、批次或同类所知的事实；没有则未知，不是空白"),
    en=("'name'", "What the register, the round or the peers know; unknown, not blank, where they know nothing"),
    example="fact('facility.it_kw') * 24",
    result="28800",
)
def fact(scope: Scope, name: str) -> Value:
    value: Value = scope.facts.get(name)
    return UNKNOWN if value is None or value == "" else value


@REGISTER.function(
    "attribute",
    TEXT,
    TEXT,
    TEXT,
    TEXT,
    least=3,
    gives=kinds.ANY,
    wants_scope=True,
    zh=("'选项表', 值, '列', '另一列'", "选项表中这一选项的该列；写了另一列，则指另一列为该值的第一个选项"),
    en=(
        "'list', value, 'column', 'other'",
        "What this column of the choices sheet says of the choice; with another column, of the first choice where that "
        "holds the value",
    ),
    example="attribute('miners', 's19', 'watts')",
    result="3250",
)
def attribute(scope: Scope, choices: str, value: str, wanted: str, key: str = "name") -> Value:
    noted = scope.attributes.get(choices, {})
    if key == "name":
        return noted.get(value, {}).get(wanted, UNKNOWN)
    found = (columns for columns in noted.values() if value and value in _texts(columns.get(key)))
    return next(found, {}).get(wanted, UNKNOWN)


def _texts(noted: Value) -> list[Value | Unknown]:
    """A choice with several parents names each of them."""
    return [to_text(one) for one in noted] if isinstance(noted, Column) else [to_text(noted)]


@REGISTER.function(
    "valid-uscc",
    TEXT,
    gives=kinds.TRUTH,
    zh=("文字", "统一社会信用代码的校验码是否正确（GB 32100）"),
    en=("text", "Whether the unified social credit code has the right check character (GB 32100)"),
    example="valid-uscc('91110000600037341L')",
    result="true",
)
def valid_uscc(text: str) -> Value:
    return is_uscc(text)


@REGISTER.function(
    "valid-ip",
    TEXT,
    gives=kinds.TRUTH,
    zh=("文字", "是否为有效的 IPv4 或 IPv6 地址；多个地址用空格或逗号隔开"),
    en=("text", "Whether it is a valid IPv4 or IPv6 address, or several with spaces or commas between them"),
    example="valid-ip('203.0.113.7 2001:db8::7')",
    result="true",
)
def valid_ip(text: str) -> Value:
    return are_addresses(text)
