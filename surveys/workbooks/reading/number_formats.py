"""Numbers that a spreadsheet shows as codes: 1 under the format 000 is 001.

Formats that round, group or compute are none of these: there the number itself is what was meant.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

_SECTIONS = re.compile(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;])+')
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?:\$-[^\]]*|[A-Za-z]+\d*)\]|(?P<digit>[0#?])|(?P<bare>[-+() ]|[^\x00-\x7f])|(?P<other>.)',
    re.S,
)
LONGEST_FORMAT = 255
MOST_DIGITS = 15


@dataclass(frozen=True)
class Code:
    """A format of digits and fixed texts: what stands at each place, `0` and `#` for digits."""

    parts: tuple[tuple[bool, str], ...]

    def shown(self, number: int) -> str:
        digits = list(str(number))
        written: list[str] = []
        open_places = sum(is_digit for is_digit, _text in self.parts)
        for is_digit, text in reversed(self.parts):
            if not is_digit:
                written.append(text)
                continue
            open_places -= 1
            if not open_places:
                written.append("".join(digits) or ("0" if text == "0" else ""))
            elif digits:
                written.append(digits.pop())
            elif text == "0":
                written.append("0")
        return "".join(reversed(written))


@lru_cache(maxsize=1024)
def code_format(text: str) -> Code | None:
    """None for a format of any other kind."""
    sections = _SECTIONS.findall(text[: LONGEST_FORMAT + 1])
    if len(text) > LONGEST_FORMAT or not sections or len(sections) > 2:
        return None
    parts = []
    for token in _TOKEN.finditer(sections[0]):
        if token["other"]:
            return None
        if token["digit"]:
            parts.append((True, token["digit"]))
        elif literal := token["quoted"] or token["escaped"] or token["bare"]:
            parts.append((False, literal))
    return Code(tuple(parts)) if _shows_a_code(parts) else None


def _shows_a_code(parts: list[tuple[bool, str]]) -> bool:
    """With leading zeros, or with letters in front."""
    digits = [text for is_digit, text in parts if is_digit]
    first = next((place for place, (is_digit, _text) in enumerate(parts) if is_digit), 0)
    in_front = "".join(text for _is_digit, text in parts[:first])
    return digits.count("0") > 1 or bool(digits and any(map(str.isalnum, in_front)))


def shown_as_code(format: str, number: float) -> str | None:
    """None where the number stands for itself."""
    if number < 0 or number != int(number) or number >= 10**MOST_DIGITS:
        return None
    code = code_format(format)
    return code.shown(int(number)) if code else None


def is_code(shown: str, number: float) -> bool:
    """Whether what is shown is this number as a code: the same digits, with zeros or letters in front."""
    digits = re.sub(r"\D", "", shown, flags=re.ASCII)
    if not digits or re.search(r"[.,%]", shown) or int(digits) != number:
        return False
    in_front = re.split(r"\d", shown, maxsplit=1)[0]
    return (digits[0] == "0" and len(digits) > 1) or any(map(str.isalnum, in_front))
