"""Markdown to HTML fit for a page: rendered by markdown-it-py, cleaned by nh3."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

Address = Callable[[str], str]
"""Turns the file name of another page, without `.md`, into its address on the site."""

TAGS = {
    *("h1", "h2", "h3", "p", "ul", "ol", "li", "blockquote", "pre", "code", "strong", "em", "a", "br", "hr"),
    *("div", "table", "caption", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    "a": {"href"},
    "h2": {"id"},
    "h3": {"id"},
    "ol": {"start"},
    "th": {"scope"},
    "caption": {"class"},
    "div": {"class", "role", "tabindex", "aria-label"},
}
SCHEMES = {"https", "mailto"}
_PAGE = re.compile(r"(?:\.\./)?(?:\w+/)?(\w+)\.md(#.*)?", re.ASCII)


@dataclass(frozen=True)
class Heading:
    level: int
    id: str
    text: str


def parse(markdown: str) -> list[Token]:
    return _MARKDOWN.parse(markdown)


def headings(tokens: Sequence[Token], ids: Sequence[str] | None = None) -> list[Heading]:
    """In their order. Their ids come from their own words, or one after the other from `ids`."""
    found = [(int(token.tag[1]), tokens[index + 1]) for index, token in enumerate(tokens) if _opens_heading(token)]
    own = [_slug(_words(inline)) for _level, inline in found]
    return [Heading(level, id, _words(inline)) for (level, inline), id in zip(found, _unique(ids or own), strict=True)]


def first_paragraph(tokens: Sequence[Token]) -> str:
    indexes = (index for index, token in enumerate(tokens) if token.type == "paragraph_open")
    index = next(indexes, None)
    return "" if index is None else _words(tokens[index + 1])


def to_html(tokens: Sequence[Token], found: Sequence[Heading], address: Address) -> SafeString:
    """`found` are the headings of these tokens; their ids are what other pages link to."""
    _mark(tokens, found)
    for inline in tokens:
        for child in inline.children or ():
            if child.type == "link_open":
                child.attrSet("href", _on_the_site(str(child.attrs["href"]), address))
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return mark_safe(  # cleaned: nothing but the tags and attributes named above
        nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None)
    )


def links(tokens: Sequence[Token]) -> list[str]:
    """Where the links lead, as written."""
    children = [child for inline in tokens for child in inline.children or ()]
    return [str(child.attrs["href"]) for child in children if child.type == "link_open"]


def page_and_anchor(href: str) -> tuple[str, str] | None:
    """`settings.md#mail` gives ("settings", "#mail"); None when it leads elsewhere."""
    match = _PAGE.fullmatch(href)
    return (match[1], match[2] or "") if match else None


def _on_the_site(href: str, address: Address) -> str:
    target = page_and_anchor(href)
    return address(target[0]) + target[1] if target else href


def _opens_heading(token: Token) -> bool:
    return token.type == "heading_open"


def _words(inline: Token) -> str:
    return "".join(child.content for child in inline.children or () if child.type in ("text", "code_inline"))


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[^\w]+", "-", plain).strip("-")


def _unique(ids: Sequence[str]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for id in ids:
        seen[id] = seen.get(id, 0) + 1
        yield id if seen[id] == 1 else f"{id}-{seen[id]}"


def _mark(tokens: Sequence[Token], found: Sequence[Heading]) -> None:
    """Headings get their ids, and every table is named after the heading it stands under; the second one with a number."""
    coming = iter(found)
    above, tables = "", 0
    for token in tokens:
        if _opens_heading(token):
            heading = next(coming)
            above, tables = heading.text, 0
            token.attrSet("id", heading.id)
        elif token.type == "table_open":
            tables += 1
            token.meta["name"] = above if tables == 1 else f"{above} ({tables})"
        elif token.type == "th_open":
            token.attrSet("scope", "col")


def _open_table(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: object, env: object) -> str:
    """In a frame of its own that scrolls sideways, also by keyboard, where the screen is too narrow."""
    name = escape(tokens[index].meta["name"])
    frame = f'<div class="manual-table" role="region" tabindex="0" aria-label="{name}">'
    return f'{frame}<table><caption class="visually-hidden">{name}</caption>'


def _close_table(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: object, env: object) -> str:
    return "</table></div>"


_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_MARKDOWN.add_render_rule("table_open", _open_table)
_MARKDOWN.add_render_rule("table_close", _close_table)
