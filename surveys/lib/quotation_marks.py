"""Quotation marks within quotation marks, where a title or a name that has some of its own is put into a sentence."""

import re

_MARKS = re.compile("[“”‘’]")
_CLOSING = {"“": "”", "‘": "’"}
_WITHIN = {"“": "‘", "‘": "“"}


def nested(text: str) -> str:
    """The same text, in which what is quoted within “ ” stands in ‘ ’, and what is quoted within that in “ ” again.

    Straight marks and 「」 stay, being told apart as they are; an apostrophe is none. Where marks are not in pairs nobody
    knows what is quoted, and nothing is changed.
    """
    return "\n".join(map(_nested, text.split("\n"))) if text.count("“") + text.count("‘") > 1 else text


def _nested(line: str) -> str:
    told, written = list(line), list[str]()
    opened = list[str]()
    for mark in _MARKS.finditer(line):
        if mark[0] in _CLOSING:
            opened.append(mark[0])
            written.append(_WITHIN[written[-1]] if written else mark[0])
            told[mark.start()] = written[-1]
        elif opened and mark[0] == _CLOSING[opened[-1]]:
            opened.pop()
            told[mark.start()] = _CLOSING[written.pop()]
        elif mark[0] == "”":
            return line
    return line if opened else "".join(told)
