"""The little Markdown that XLSForm's labels may hold: lists, links, emphasis, lines. As HTML, and as the words alone.

Everything becomes spans and links, so that it may stand in a label; what looks like HTML is shown as it is written, save
the spans that XLSForm colours words with, which are taken off.
"""

import html as entities
import re
from collections.abc import Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

_HOLDS_SOME = re.compile(r"[*_\[\n\\<]|https?://")
_COLOURS = re.compile(r"</?(?:span|font)\b[^<>]*>", re.I)
_LINE = re.compile(r"<br\s*/?>", re.I)
_BARE_LINK = re.compile(r"(?<![(<\[\w])https?://[^\s<>()\[\]，。；、（）]+(?<![.,;:])")
_PUNCTUATION = re.compile(r"""([!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~])""")
_LINK = re.compile(r"(?:https?://|mailto:|tel:)", re.I)
_MARKDOWN = MarkdownIt("zero", {"breaks": True}).enable(["list", "link", "autolink", "emphasis", "newline", "escape"])
_BLOCKS = {"paragraph": "words", "bullet_list": "list", "ordered_list": "list", "list_item": "item"}


def _leads_outside(url: str) -> bool:
    return bool(_LINK.match(url))


_MARKDOWN.validateLink = _leads_outside  # type: ignore[method-assign]  # the library means it to be replaced


@lru_cache(maxsize=4096)
def html(text: str) -> str:
    """Safe to be put into a page."""
    if not _HOLDS_SOME.search(text):
        return entities.escape(text)
    return str(_MARKDOWN.renderer.render(_as_spans(_parsed(text)), _MARKDOWN.options, {}))


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """One line, for where a label is spoken or stands in a sentence."""
    if not _HOLDS_SOME.search(text):
        return text
    lines = (_words_of(token.children or ()) for token in _parsed(text) if token.type == "inline")
    return " ".join(line for line in lines if line)


def literal(text: str) -> str:
    """So that none of it is taken for Markdown: answers shown within a label are words."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split("\n")))


def _parsed(text: str) -> list[Token]:
    text = _BARE_LINK.sub(r"<\g<0>>", _LINE.sub("\n", _COLOURS.sub("", text)))
    # "1. Sites" by itself is a heading with its number, and no list.
    return _MARKDOWN.parse(text) if "\n" in text.strip() else _MARKDOWN.parseInline(text)


def _as_spans(tokens: list[Token]) -> list[Token]:
    for token in tokens:
        kind = token.type.removesuffix("_open").removesuffix("_close")
        if kind in _BLOCKS:
            token.tag, token.hidden = "span", False
            token.block = False
            if token.nesting == 1:
                token.attrs = {"class": f"label-{_BLOCKS[kind]}", **_role(kind, token)}
        for child in token.children or ():
            if child.type == "link_open":
                child.attrSet("rel", "noopener noreferrer")
                child.attrSet("target", "_blank")
    return tokens


def _role(kind: str, token: Token) -> dict[str, str | int | float]:
    roles: dict[str, str | int | float] = {}
    if kind == "list_item":
        roles = {"role": "listitem", "data-number": token.info} if token.info else {"role": "listitem"}
    elif kind.endswith("_list"):
        roles = {"role": "list"}
    return roles


def _words_of(tokens: Sequence[Token]) -> str:
    return "".join(" " if token.type in ("softbreak", "hardbreak") else token.content for token in tokens)
