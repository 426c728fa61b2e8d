"""What sort of value an expression has, as far as it can be said before anybody answered."""

from dataclasses import dataclass, replace
from enum import Enum


class Sort(Enum):
    NUMBER = {"zh": "数字", "en": "a number"}
    TEXT = {"zh": "文字", "en": "text"}
    TRUTH = {"zh": "是或否", "en": "true or false"}
    DATE = {"zh": "日期", "en": "a date"}
    MONTH = {"zh": "年月", "en": "a month"}
    TIME = {"zh": "时间", "en": "a time"}
    ROWS = {"zh": "表格", "en": "a table"}
    ANY = {"zh": "任意值", "en": "anything"}


@dataclass(frozen=True, slots=True)
class Kind:
    """many: a list of such values (a column of a table seen from outside, or several choices).

    choices: the names a choice may have, so that a misspelt one is found before publishing.
    figures: a text that may well be a number, with which ODK's authors compute: format-date(today(), '%Y') - 1.
    """

    sort: Sort
    many: bool = False
    choices: frozenset[str] | None = None
    figures: bool = False

    @property
    def column(self) -> "Kind":
        return replace(self, many=True)


NUMBER = Kind(Sort.NUMBER)
TEXT = Kind(Sort.TEXT)
TRUTH = Kind(Sort.TRUTH)
DATE = Kind(Sort.DATE)
MONTH = Kind(Sort.MONTH)
TIME = Kind(Sort.TIME)
FIGURES_OR_TEXT = Kind(Sort.TEXT, figures=True)
ROWS = Kind(Sort.ROWS, many=True)
ANY = Kind(Sort.ANY)


def in_words(kind: Kind) -> dict[str, str]:
    if kind.many and kind.sort is not Sort.ROWS:
        return {"zh": f"一组{kind.sort.value['zh']}", "en": f"a list ({kind.sort.value['en']} each)"}
    return kind.sort.value


def is_number_like(kind: Kind) -> bool:
    """Choices whose names are all figures count: XLSForm authors compute with them."""
    if kind.choices is not None:
        return all(_is_figure(name) for name in kind.choices)
    return kind.figures or kind.sort in (Sort.NUMBER, Sort.TRUTH, Sort.ANY)


def is_condition_like(kind: Kind) -> bool:
    """A number is one, too: true unless it is zero."""
    return not kind.many and (kind.sort in (Sort.TRUTH, Sort.NUMBER, Sort.ANY) or kind.figures)


def may_be_number(kind: Kind) -> bool:
    """A text is compared with a number by the figures that may stand in it; where none can, nobody means that."""
    if kind.choices is not None:
        return kind == EMPTY_TEXT or any(_is_figure(name) for name in kind.choices)
    return is_number_like(kind) or kind.sort is Sort.TEXT


def _is_figure(name: str) -> bool:
    return name.removeprefix("-").replace(".", "", 1).isdigit()


def is_day_like(kind: Kind) -> bool:
    return kind.sort in (Sort.DATE, Sort.MONTH)


def common(kinds: list[Kind]) -> Kind:
    """The kind of "one of these", as if() and coalesce() give it."""
    first = kinds[0]
    return first if all(kind == first for kind in kinds) else _loosely_common(kinds)


def _loosely_common(kinds: list[Kind]) -> Kind:
    sorts = {kind.sort for kind in kinds if kind != EMPTY_TEXT}
    if len(sorts) != 1 or any(kind.many for kind in kinds):
        return ANY
    return Kind(sorts.pop(), figures=any(is_number_like(kind) for kind in kinds if kind.sort is Sort.TEXT))


# The literal '' stands for "nothing" beside any kind, as in if(…, ${kwh}, '').
EMPTY_TEXT = Kind(Sort.TEXT, choices=frozenset({""}))
