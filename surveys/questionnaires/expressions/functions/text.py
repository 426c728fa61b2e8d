"""Texts. A blank is the empty text here; lengths and places count characters."""

from decimal import ROUND_FLOOR, Decimal

from surveys.questionnaires.expressions import kinds, regexes
from surveys.questionnaires.expressions.function import NUMBER, RAW, TEXT, VALUE, Table
from surveys.questionnaires.expressions.scope import Scope
from surveys.questionnaires.expressions.values import LONGEST_TEXT, UNKNOWN, Column, Unknown, Value, to_text

TEXTS = Table()


def _not_too_long(text: str) -> Value:
    """Unknown beyond the longest text an answer may have, so that calculations cannot double a text for ever."""
    return text if len(text) <= LONGEST_TEXT else UNKNOWN


def _cells(values: tuple[Value, ...]) -> list[str]:
    """As text, a column standing for its cells; blanks are empty texts."""
    cells = [cell for value in values for cell in (value if isinstance(value, Column) else (value,))]
    return [str(to_text(cell)) for cell in cells]


@TEXTS.function(
    "string",
    TEXT,
    gives=kinds.FIGURES_OR_TEXT,
    zh=("值", "把任何值变成文字：数字不带指数，日期为 2021-04-28，是否为 true、false"),
    en=("value", "Any value as text: figures without exponent, dates as 2021-04-28, truth as true or false"),
    example="string(2.50)",
    result="2.5",
)
def string(value: str) -> Value:
    return value


@TEXTS.function(
    "concat",
    VALUE,
    repeats=1,
    gives=kinds.FIGURES_OR_TEXT,
    zh=("值, …", "首尾相接成一段文字；表格的一列即其各格"),
    en=("value, …", "All of them in one text; a column of a table stands for its cells"),
    example="concat('Q', 1, '-', ${blank}, 2021)",
    result="Q1-2021",
)
def concatenated(*parts: Value) -> Value:
    return _not_too_long("".join(_cells(parts)))


@TEXTS.function(
    "join",
    TEXT,
    VALUE,
    repeats=1,
    gives=kinds.FIGURES_OR_TEXT,
    zh=("分隔符, 值, …", "用分隔符连接；表格的一列即其各格，空格也算"),
    en=(
        "separator, value, …",
        "All of them with the separator in between; a column stands for its cells, blank ones too",
    ),
    example="join('; ', ${kwh})",
    result="3; ; 4.5",
)
def joined(separator: str, *parts: Value) -> Value:
    return _not_too_long(separator.join(_cells(parts)))


@TEXTS.function(
    "substr",
    TEXT,
    NUMBER,
    NUMBER,
    least=2,
    gives=kinds.FIGURES_OR_TEXT,
    zh=("文字, 起, 止", "从“起”到“止”之前的部分，从 0 数起；负数从末尾数；不写“止”则到末尾"),
    en=(
        "text, start, end",
        "The part from start up to, not including, end, counted from 0; negative counts from the end; without end, to the end",
    ),
    example="substr('2021-04', 0, 4)",
    result="2021",
)
def part(text: str, start: Decimal, end: Decimal | None = None) -> Value:
    return text[int(start) : None if end is None else int(end)]


@TEXTS.function(
    "substring",
    TEXT,
    NUMBER,
    NUMBER,
    least=2,
    gives=kinds.FIGURES_OR_TEXT,
    zh=("文字, 起, 字符数", "从“起”开始的若干字符，从 1 数起；不写字符数则到末尾"),
    en=("text, start, length", "So many characters from start on, counted from 1; without length, to the end"),
    example="substring('2021-04', 6, 2)",
    result="04",
)
def stretch(text: str, start: Decimal, length: Decimal | None = None) -> Value:
    """As XPath has it: what lies before the first character is counted but not there."""
    first = _rounded(start)
    end = len(text) + 1 if length is None else first + _rounded(length)
    return text[max(first - 1, 0) : max(end - 1, 0)]


def _rounded(number: Decimal) -> int:
    return int((number + Decimal("0.5")).to_integral_value(ROUND_FLOOR))


@TEXTS.function(
    "substring-before",
    TEXT,
    TEXT,
    gives=kinds.FIGURES_OR_TEXT,
    zh=("文字, 标记", "标记第一次出现之前的部分；没有标记则为空"),
    en=("text, mark", "What stands before the mark's first occurrence; blank without the mark"),
    example="substring-before('BJ-07-2', '-')",
    result="BJ",
)
def before(text: str, mark: str) -> Value:
    return text.partition(mark)[0] if mark and mark in text else ""


@TEXTS.function(
    "substring-after",
    TEXT,
    TEXT,
    gives=kinds.FIGURES_OR_TEXT,
    zh=("文字, 标记", "标记第一次出现之后的部分；没有标记则为空"),
    en=("text, mark", "What stands behind the mark's first occurrence; blank without the mark"),
    example="substring-after('BJ-07-2', '-')",
    result="07-2",
)
def after(text: str, mark: str) -> Value:
    return text.partition(mark)[2] if mark else text


@TEXTS.function(
    "string-length",
    RAW,
    least=0,
    gives=kinds.NUMBER,
    wants_scope=True,
    zh=("文字", "字符数；不写参数则指本题的回答"),
    en=("text", "How many characters it has; without an argument, the answer to this question"),
    example="string-length('数据中心')",
    result="4",
)
def length(scope: Scope, *given: Value) -> Value:
    text = to_text(given[0] if given else scope.current)
    return text if isinstance(text, Unknown) else Decimal(len(text))


@TEXTS.function(
    "normalize-space",
    RAW,
    least=0,
    gives=kinds.FIGURES_OR_TEXT,
    wants_scope=True,
    zh=("文字", "去掉首尾空格，中间的连续空格变成一个；不写参数则指本题的回答"),
    en=(
        "text",
        "Without spaces at its ends, and with single ones inside; without an argument, the answer to this question",
    ),
    example="normalize-space('  a   b ')",
    result="a b",
)
def tidied(scope: Scope, *given: Value) -> Value:
    text = to_text(given[0] if given else scope.current)
    return text if isinstance(text, Unknown) else " ".join(text.split())


@TEXTS.function(
    "translate",
    TEXT,
    TEXT,
    TEXT,
    gives=kinds.FIGURES_OR_TEXT,
    zh=("文字, 从, 到", "把“从”中的每个字符换成“到”中同一位置的字符；没有对应的删去"),
    en=(
        "text, from, to",
        "Each character of “from” replaced by the one at its place in “to”, removed where there is none",
    ),
    example="translate('010-5555 1234', '- ', '')",
    result="01055551234",
)
def translated(text: str, wanted: str, replacements: str) -> Value:
    # Where a character stands twice in `wanted` its first place counts, so the first is written last.
    table = {ord(character): replacements[index : index + 1] for index, character in reversed([*enumerate(wanted)])}
    return text.translate(table)


@TEXTS.function(
    "contains",
    TEXT,
    TEXT,
    gives=kinds.TRUTH,
    zh=("文字, 部分", "文字中是否有这一部分"),
    en=("text, part", "Whether the part occurs in the text"),
    example="contains('data center', 'cent')",
    result="true",
)
def contains(text: str, wanted: str) -> Value:
    return wanted in text


@TEXTS.function(
    "starts-with",
    TEXT,
    TEXT,
    gives=kinds.TRUTH,
    zh=("文字, 开头", "文字是否这样开头"),
    en=("text, beginning", "Whether the text begins like this"),
    example="starts-with('BJ-07', 'BJ')",
    result="true",
)
def starts_with(text: str, beginning: str) -> Value:
    return text.startswith(beginning)


@TEXTS.function(
    "ends-with",
    TEXT,
    TEXT,
    gives=kinds.TRUTH,
    zh=("文字, 结尾", "文字是否这样结尾"),
    en=("text, end", "Whether the text ends like this"),
    example="ends-with('BJ-07', 'BJ')",
    result="false",
)
def ends_with(text: str, end: str) -> Value:
    return text.endswith(end)


@TEXTS.function(
    "regex",
    TEXT,
    TEXT,
    gives=kinds.TRUTH,
    zh=("文字, '正则表达式'", "整段文字是否符合正则表达式（不支持反向引用和前后查找）"),
    en=("text, 'pattern'", "Whether the whole text fits the pattern (no back references, no looking around)"),
    example="regex('13800000000', '1[0-9]{10}')",
    result="true",
)
def regex(text: str, pattern: str) -> Value:
    try:
        return regexes.matches(pattern, text)
    except regexes.PatternRefused:
        return UNKNOWN
