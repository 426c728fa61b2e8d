"""The engine's own sentences, in every language, and how values look in them."""

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from surveys.lib import units
from surveys.lib.dates import may_be_year
from surveys.lib.numbers import places_of, round_half_up, show_number
from surveys.lib.text import LANGUAGES, Text, in_language, nested
from surveys.questionnaires.expressions import REFERENCE
from surveys.questionnaires.form import markup

# {name}, or ${name} as XLSForm writes it.
_PLACEHOLDER = re.compile(r"\$?" + REFERENCE.removeprefix(r"\$"), re.ASCII)

REQUIRED = {"zh": "请填写“{label}”", "en": "Answer “{label}”"}
REQUIRED_CHOICE = {"zh": "请选择“{label}”", "en": "Choose an answer for “{label}”"}
REQUIRED_OR_REASON = {
    "zh": "请填写“{label}”；确实无法提供的，请注明原因",
    "en": "Answer “{label}”, or say why it is not available",
}
CONSTRAINT = {"zh": "“{label}”的答案不符合要求，请核对", "en": "The answer to “{label}” is not allowed. Check it"}
NO_SUCH_CHOICE = {
    "zh": "“{typed}”不在可选项中，请从列出的选项中选择",
    "en": "“{typed}” is not one of the choices. Choose from the list",
}
YES_OR_NO = {"zh": "“{typed}”应填“是”或“否”", "en": "“{typed}” is neither yes nor no. Answer with one of the two"}
NO_SUCH_METHOD = {
    "zh": "“{typed}”不是可选的数据来源，请从列出的选项中选择",
    "en": "“{typed}” is not one of the ways to obtain the number. Choose from the list",
}
NOT_OFFERED = {
    "zh": "“{label}”所选的答案在目前情况下不适用，请重新选择",
    "en": "The answer to “{label}” is not offered here any more. Choose again",
}
DENIED = {
    "zh": "上次回报中“{label}”填的是“{before}”，本次为“{now}”，请核对；属实的请说明（如已关停、迁出、上次误报）",
    "en": "To “{label}” the last return said “{before}”, this one says “{now}”. Check it; if it is right, explain "
    "(closed, moved, an error then)",
}
WRONG_ROW_COUNT = {"zh": "“{label}”应填 {count} 行", "en": "“{label}” should have {count} row(s)"}
TICK_OR_NOT = {"zh": "“{typed}”无法识别：请勾选，或留空", "en": "“{typed}” cannot be read: tick the box or leave it"}
UNREADABLE_ENTRY = {"zh": "这一答案的格式无法识别，请重新填写", "en": "This answer cannot be read. Enter it again"}
MUST_BE_ANSWERED = {
    "zh": "“{label}”必须填写，不能填“无法提供”",
    "en": "“{label}” must be answered; “not available” is not possible here",
}
TOO_FEW_ROWS = {"zh": "“{label}”至少填 {min} 行", "en": "Fill in at least {min} row(s) of “{label}”"}
TOO_MANY_ROWS = {"zh": "“{label}”最多 {max} 行", "en": "“{label}” takes at most {max} rows"}
IN_ROW = {"zh": "第 {row} 行：{message}", "en": "Row {row}: {message}"}
NOT_ANSWERED = {"zh": "未填写", "en": "not answered"}
TRUTHS = {True: {"zh": "是", "en": "yes"}, False: {"zh": "否", "en": "no"}}
LEFT_OPEN = {"zh": "……", "en": "…"}
_MOST_FURTHER_PLACES = 10
_LIST_COMMAS = {"zh": "、", "en": ", "}


def placeholders(text: Text) -> set[str]:
    return {name for words in text.values() for name in _PLACEHOLDER.findall(words)}


_MENTION = re.compile(REFERENCE, re.ASCII)


def mentioned(text: Text) -> set[str]:
    """The questions whose answers a label shows, as XLSForm writes it: ${name}."""
    return {name for words in text.values() for name in _MENTION.findall(words)}


def with_answers(text: Text, shown: Callable[[str], Text]) -> Text:
    """The text with each ${name} replaced by the answer."""

    def told(language: str, words: str) -> str:
        return nested(_MENTION.sub(lambda found: in_language(shown(found[1]), language), words))

    return {language: told(language, words) for language, words in text.items()}


def left_open(text: Text) -> Text:
    """The words alone, with an ellipsis for each ${name}, where no answer is at hand or many are."""
    return in_plain_words(with_answers(text, lambda _name: LEFT_OPEN))


def in_plain_words(text: Text) -> Text:
    """Without the lists and links a label may hold."""
    return {language: markup.plain(words) for language, words in text.items()}


def fill(text: Text, values: dict[str, Text]) -> Text:
    """The text with each {name} replaced by how its value looks in that language."""

    def filled(language: str) -> str:
        words = in_language(text, language)
        return nested(
            _PLACEHOLDER.sub(lambda found: in_language(values.get(found[1], {"": found[0]}), language), words)
        )

    return {language: filled(language) for language in LANGUAGES}


def plain(value: object) -> Text:
    """The same in every language."""
    return dict.fromkeys(LANGUAGES, str(value))


def with_typed(text: Text, typed: str) -> Text:
    return fill(text, {"typed": plain(typed if len(typed) <= 60 else typed[:60] + "…")})


def about_question(text: Text, label: Text, **values: object) -> Text:
    """A sentence about a question."""
    return fill(text, {"label": in_plain_words(label)} | {name: plain(value) for name, value in values.items()})


def in_row(row: int, message: Text) -> Text:
    return fill(IN_ROW, {"row": plain(row), "message": message})


def listed(words: list[str], language: str) -> str:
    return _LIST_COMMAS[language].join(words)


def quantity(value: Decimal, unit: str, language: str, *, decimals: int | None = None, most: int = 6) -> str:
    """A canonical figure in a unit, with exactly `decimals` places, or as many as it needs but at most `most`.

    English readers get the canonical unit where the other one has a Chinese name only, as precise as in that: four places
    of 万千瓦时 are whole kWh.
    """
    if unit and language == "en" and units.unit(unit).label("en")[0].isdigit():
        if decimals is not None:
            decimals = max(0, decimals - places_of(units.from_canonical(Decimal(1), unit)))
        unit = units.unit(unit).canonical
    number = units.from_canonical(value, unit) if unit else value
    if not unit and not decimals and may_be_year(number):
        return f"{number:.0f}"
    label = units.unit(unit).label(language) if unit else ""
    space = "" if label in ("%", "°", "") else " "
    return f"{_rounded(number, decimals, most)}{space}{label}"


def telling_places(value: Decimal, unit: str, places: int) -> int:
    """So many places, or more where they would show a rounder figure than it is: 0.99996 is no 1.0000."""
    number = units.from_canonical(value, unit) if unit else value
    shown = round_half_up(number, places)
    if shown == number or places_of(shown) == places:
        return places
    further = range(places + 1, places + _MOST_FURTHER_PLACES + 1)
    return next((more for more in further if round_half_up(number, more) != shown), places)


def _rounded(number: Decimal, decimals: int | None, most: int) -> str:
    if decimals is None and places_of(number) > most:
        number = round_half_up(number, most)
    return show_number(number, decimals)


def simple(value: object) -> Text:
    """A value without unit or label; not for blanks."""
    match value:
        case bool():
            return TRUTHS[value]
        case datetime():
            return plain(f"{value:%Y-%m-%d %H:%M}")
        case _:
            return plain(value)
