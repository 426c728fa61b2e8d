"""Which language a column of a form is in."""

import re
from collections.abc import Iterable

CHINESE, ENGLISH = "zh", "en"
_NAMED = {
    "中文": CHINESE,
    "简体中文": CHINESE,
    "汉语": CHINESE,
    "chinese": CHINESE,
    "simplified chinese": CHINESE,
    "mandarin": CHINESE,
    "英文": ENGLISH,
    "英语": ENGLISH,
    "english": ENGLISH,
}
_SHOWN = {CHINESE: "中文 (zh)", ENGLISH: "English (en)"}
_SIMPLIFIED_CHINESE = frozenset({"zh", "zh-cn", "zh-hans", "zh-hans-cn", "zh-sg", "cn", "chi", "zho"})
_CODE_IN_BRACKETS = re.compile(r"^.*\(\s*([^()]+?)\s*\)$")
_CHINESE_CHARACTER = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_LETTER = re.compile(r"[^\W\d_]")


def code_of(written: str) -> str:
    """`中文 (zh)`, `zh-Hans` and `Chinese` are zh; what is not known is kept as it was written."""
    text = " ".join(written.split())
    if text.lower() in _NAMED:
        return _NAMED[text.lower()]
    in_brackets = _CODE_IN_BRACKETS.match(text)
    code = in_brackets[1] if in_brackets else text
    normal = code.lower().replace("_", "-")
    if normal in _SIMPLIFIED_CHINESE:
        return CHINESE
    if normal in ("eng", ENGLISH) or normal.startswith("en-"):
        return ENGLISH
    return _NAMED.get(normal, code)


def heading_of(code: str) -> str:
    """As code_of() reads it back."""
    shown = _SHOWN.get(code, f"{code} ({code})")
    return shown if code_of(shown) == code else code


def guessed(texts: Iterable[str]) -> str:
    """Chinese where at least half of the texts with letters hold Chinese characters: a Chinese form says PUE, too."""
    words = [text for text in texts if _LETTER.search(text)]
    chinese = sum(1 for text in words if _CHINESE_CHARACTER.search(text))
    return CHINESE if words and 2 * chinese >= len(words) else ENGLISH
