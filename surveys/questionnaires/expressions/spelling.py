"""Rules as they come from Chinese keyboards, word processors and hasty hands, put as the grammar has them: full-width
signs, bent quotation marks, operators without blanks around them. What stands between quotation marks is left alone."""

import re

from surveys.questionnaires.expressions.naming import REFERENCE

_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_SIGNS = _FULL_WIDTH | {
    ord(sign): plain
    for sign, plain in {
        "\u3000": " ", "\xa0": " ", "、": ",", "≥": ">=", "≤": "<=", "≧": ">=", "≦": "<=", "≠": "!=", "×": "*",
        "÷": " div ", "−": "-", "–": "-", "—": "-",
    }.items()
}  # fmt: skip
_QUOTES = {
    "'": "'",
    '"': '"',
    "‘": "‘’",
    "’": "‘’",
    "“": "“”",
    "”": "“”",
    "＇": "＇",
    "＂": "＂",
    "「": "」",
    "『": "』",
}
_QUOTED = "|".join(f"{opening}[^{closing}]*[{closing}]" for opening, closing in _QUOTES.items())
_PART = re.compile(rf"(?P<quoted>{_QUOTED})|(?P<reference>{REFERENCE})", re.ASCII)
_WIDE_REFERENCE = re.compile(r"[$＄]\s*[{｛]([^{}｛｝]*)[}｝]")
_NUMBER_AND_WORD = re.compile(r"(?<![\w.-])(\d+\.?\d*|\.\d*)(and|or|div|mod)(?![A-Za-z_-])", re.ASCII)
_WORD_AND_NUMBER = re.compile(r"(?<![\w.-])(and|or|div|mod)(?=[.\d])", re.ASCII)


def plain(text: str) -> str:
    """The same rule in signs every program reads."""
    text = _WIDE_REFERENCE.sub(r"${\1}", text)
    found, end = [], 0
    for match in _PART.finditer(text):
        found += [_bare(text[end : match.start()]), _straight(match[0]) if match["quoted"] else match[0]]
        end = match.end()
    return "".join([*found, _bare(text[end:])])


def _bare(text: str) -> str:
    text = text.translate(_SIGNS)
    return _WORD_AND_NUMBER.sub(r"\1 ", _NUMBER_AND_WORD.sub(r"\1 \2", text))


def _straight(quoted: str) -> str:
    words = quoted[1:-1]
    if quoted[0] in "'\"":
        return quoted
    return f'"{words}"' if "'" in words else f"'{words}'"
