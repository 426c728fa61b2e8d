"""Days, months and hours in words, as figures: 二〇二一年四月二十八日, 28 April 2021, 2021年4月28號."""

import re

_TRADITIONAL = str.maketrans("號時點鐘", "号时点钟")
# Between figures these are one and the same; the ratio sign is what programs that set text put for a colon.
_SIGNS = str.maketrans("·•・‧∶ː﹕", "....:::")
_FIGURES = {sign: figure for figure, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2}
_TENS = {"十": 10, "廿": 20, "卅": 30}
_NUMERAL = re.compile(f"[{''.join(_FIGURES)}{''.join(_TENS)}]+")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY_FIRST = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[-.,/]?{_ENGLISH}[-.,/]?(?P<year>\d{{4}})", re.I | re.ASCII
)
_MONTH_FIRST = re.compile(
    rf"{_ENGLISH}[-.,/]?(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?)?(?P<year>\d{{4}})", re.I | re.ASCII
)


def in_figures(text: str) -> str:
    """The same day, month or hour in figures; what is no such word stays as it is. Without blanks, in plain forms."""
    text = text.translate(_TRADITIONAL).translate(_SIGNS)
    english = _DAY_FIRST.fullmatch(text) or _MONTH_FIRST.fullmatch(text)
    if english:
        return _as_numbers(english)
    return _NUMERAL.sub(lambda found: _figures(found[0]), text)


def _as_numbers(found: re.Match[str]) -> str:
    month = 1 + _MONTHS.index(found["month"][:3].lower())
    return "-".join([found["year"], str(month), *([found["day"]] if found["day"] else [])])


def _figures(numeral: str) -> str:
    """二〇二一 sign by sign; 二十八, 廿八 and 十 by their tens. Two tens in one are no number and stay."""
    tens = [sign for sign in numeral if sign in _TENS]
    if not tens:
        return "".join(str(_FIGURES[sign]) for sign in numeral)
    before, _ten, after = numeral.partition(tens[0])
    if len(tens) > 1 or len(before) > 1 or len(after) > 1 or (before and tens[0] != "十"):
        return numeral
    return str((_FIGURES[before] if before else 1) * _TENS[tens[0]] + (_FIGURES[after] if after else 0))
