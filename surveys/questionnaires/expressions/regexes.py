"""Regular expressions that cannot run away.

Python's matcher tries every way to share the text between the repeated parts of a pattern. A repetition inside a
repetition makes the number of ways explode with the length of the text, so it is refused; several repetitions side by
side make it a power, so the text may be the shorter the more of them there are.
"""

import re
from functools import lru_cache
from itertools import zip_longest

LONGEST_PATTERN = 200
_MOST_REPETITIONS = 8
_MOST_WAYS = 2_000_000
# The last are sets within sets, which Python may read otherwise one day.
_FEATURES_REFUSED = re.compile(r"\(\?(?!:)|\\[1-9]|\[\^?\[|--|&&|~~|\|\|")
_PART = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?:|[()|]|[*+?]\??\+?|\{\d*,?\d*\}\??|.", re.S)


class PatternRefused(ValueError):
    """`message` says why, in every language."""

    def __init__(self, zh: str, en: str) -> None:
        self.message = {"zh": zh, "en": en}
        super().__init__(en)


@lru_cache(maxsize=512)
def compiled(pattern: str) -> tuple[re.Pattern[str], int]:
    """The pattern and the longest text it may be tried on; raises PatternRefused."""
    if len(pattern) > LONGEST_PATTERN:
        raise PatternRefused(
            f"正则表达式超过 {LONGEST_PATTERN} 个字符", f"The pattern is longer than {LONGEST_PATTERN}"
        )
    if _FEATURES_REFUSED.search(pattern):
        raise PatternRefused(
            "正则表达式只能用普通括号，不能用反向引用和“(?”",
            "Patterns may use plain groups only, no back references and no “(?”",
        )
    longest = _longest_text(_repetitions(pattern))
    try:
        return re.compile(pattern), longest
    except (re.error, OverflowError):
        raise PatternRefused("正则表达式写法有误", "The pattern cannot be read") from None


def matches(pattern: str, text: str) -> bool | None:
    """Whether the whole text fits, None when the text is too long for the pattern to be tried."""
    expression, longest = compiled(pattern)
    return None if len(text) > longest else expression.fullmatch(text) is not None


def _repetitions(pattern: str) -> int:
    """How many parts of the pattern repeat variably; raises PatternRefused when they are nested."""
    repeating_inside = [False]
    total = 0
    parts = _PART.findall(pattern)
    for part, following in zip_longest(parts, parts[1:], fillvalue=""):
        if part in ("(", "(?:"):
            repeating_inside.append(False)
        elif part == ")" and len(repeating_inside) > 1:
            inside = repeating_inside.pop()
            if inside and _repeats(following):
                raise PatternRefused(
                    "重复的括号里不能再有重复或“|”", "A repeated group may not contain repetition or “|”"
                )
            repeating_inside[-1] |= inside
        elif part == "|" or _varies(part):
            repeating_inside[-1] = True
            total += part != "|"
    return total


def _varies(part: str) -> bool:
    """Whether this quantifier can match more or fewer times; {3} cannot."""
    return part[0] in "*+?" or (part[0] == "{" and len(part) > 1 and "," in part)


def _repeats(part: str) -> bool:
    return bool(part) and (part[0] in "*+" or (part[0] == "{" and len(part) > 1))


def _longest_text(repetitions: int) -> int:
    if repetitions > _MOST_REPETITIONS:
        raise PatternRefused(
            f"正则表达式中的重复超过 {_MOST_REPETITIONS} 处",
            f"The pattern repeats in more than {_MOST_REPETITIONS} places",
        )
    ways, longest = 1, 10_000
    for place in range(1, repetitions + 1):
        ways *= place
        longest = min(10_000, int((_MOST_WAYS * ways) ** (1 / place)))
    return longest
