"""The functions as the manual prints them, each with an example worked out on one small set of answers."""

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from surveys.questionnaires.expressions.fact_meanings import FACT_MEANINGS
from surveys.questionnaires.expressions.facts import FACTS
from surveys.questionnaires.expressions.function import Function
from surveys.questionnaires.expressions.functions import SUBJECTS
from surveys.questionnaires.expressions.scope import Scope
from surveys.questionnaires.expressions.values import Column, Value

HEADINGS = {
    "logic": {"zh": "条件与选择", "en": "Conditions and choosing"},
    "numbers": {"zh": "数字", "en": "Numbers"},
    "texts": {"zh": "文字", "en": "Texts"},
    "dates": {"zh": "日期和时间", "en": "Dates and times"},
    "lists": {"zh": "选项与表格", "en": "Choices and tables"},
    "register": {"zh": "名录与选项表", "en": "The register and the choices sheet"},
}
_COLUMNS = {
    "zh": "| 函数 | 结果 | 例子 | 例子的结果 |",
    "en": "| function | gives | example | its result |",
}
_FACT_COLUMNS = {"zh": "| 数据 | 含义 | 值 |", "en": "| fact | what it is | its value |"}

_KWH = (Decimal(3), None, Decimal("4.5"))
# What the page says above its tables.
EXAMPLE: dict[str, Value] = {
    "blank": None,
    "colours": ("red", "blue"),
    "months": tuple({"kwh": kwh} for kwh in _KWH),
    "kwh": Column(_KWH),
}
_LABELS = {("colours", "red"): "红", ("colours", "blue"): "蓝"}
EXAMPLE_SCOPE = Scope(
    lookup=EXAMPLE.get,
    now=datetime(2021, 4, 28, 12, 0, tzinfo=timezone(timedelta(hours=8))),
    today=date(2021, 4, 28),
    facts={"facility.it_kw": Decimal(1200)},
    attributes={"miners": {"s19": {"watts": Decimal(3250)}}},
    position=1,
    label=lambda question, choice: _LABELS.get((question, choice)),
)


def tables(language: str) -> str:
    """Markdown: a heading and a table for each subject."""
    return "\n\n".join(_table(subject, language) for subject in SUBJECTS)


def facts(language: str) -> str:
    """Markdown: a table with a line for each fact."""
    rows = (
        f"| `{name}` | {FACT_MEANINGS[name][language]} | {kind.sort.value[language]} |" for name, kind in FACTS.items()
    )
    return "\n".join([_FACT_COLUMNS[language], "|---|---|---|", *rows])


def _table(subject: str, language: str) -> str:
    rows = (_row(function, language) for function in SUBJECTS[subject].values())
    return "\n".join([f"### {HEADINGS[subject][language]}", "", _COLUMNS[language], "|---|---|---|---|", *rows])


def _row(function: Function, language: str) -> str:
    words = function.words[language]
    signature = f"{function.name}({words.arguments})"
    return f"| `{signature}` | {words.meaning} | `{function.example}` | `{function.result}` |"
