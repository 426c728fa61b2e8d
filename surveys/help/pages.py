"""The pages of the manual: Markdown files in two languages beside this one, read once and kept.

A page is a file with the same name in zh/ and en/. Links go from file to file (`settings.md#mail`), so that they work in
the repository as well; anchors are those of the English headings in both languages. The changelog is one file.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.urls import reverse
from django.utils.safestring import SafeString
from markdown_it.token import Token

from surveys.help import rendering
from surveys.help.rendering import Heading
from surveys.questionnaires.catalogue import reference as catalogue
from surveys.questionnaires.expressions import reference

FOLDER = Path(__file__).parent
LANGUAGES = ("zh", "en")
CHANGES = "changes"
CHANGELOG = FOLDER / "changes.md"
ORDER = (
    "operator",
    "receipts",
    "api",
    "bureau",
    "reports",
    "builder",
    "xlsform",
    "expressions",
    "checks",
    "glossary",
    "start",
    "settings",
    "operations",
    "developing",
    "decisions",
    CHANGES,
)
"""Pages that are not named here follow at the end."""
MADE_FROM_THE_CODE: dict[str, Callable[[str], str]] = {
    "{{functions}}": reference.tables,
    "{{facts}}": reference.facts,
    "{{checks}}": catalogue.checks,
    "{{parameters}}": catalogue.parameters,
    "{{fill_sites}}": lambda _language: _program("fill_sites"),
}
"""Where a page has the tables of the functions of expressions and of the catalogue of checks, or a program to copy."""
_TITLE_OF_CHANGES = {"zh": "更新记录", "en": "Changes"}
_SECTION_OF_CHANGES = {"zh": "中文", "en": "English"}
_UNRELEASED = {"zh": "尚未发布", "en": "Unreleased"}


@dataclass(frozen=True)
class Page:
    name: str
    title: str
    lead: str
    html: SafeString
    headings: tuple[Heading, ...]

    @property
    def sections(self) -> list[Heading]:
        return [heading for heading in self.headings if heading.level == 2]


def names() -> list[str]:
    found = {path.stem for path in (FOLDER / "en").glob("*.md")} | {CHANGES}
    return sorted(found, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))


@cache
def page(name: str, language: str) -> Page:
    """`name` is one of names(), `language` one of LANGUAGES."""
    tokens = parsed(name, language)
    english = rendering.headings(parsed(name, "en"))
    headings = rendering.headings(tokens, [heading.id for heading in english])
    return Page(
        name=name,
        title=headings[0].text,
        lead=rendering.first_paragraph(tokens),
        html=rendering.to_html(tokens, headings, address),
        headings=tuple(headings),
    )


def address(name: str) -> str:
    return reverse("help:page", args=[name])


def parsed(name: str, language: str) -> list[Token]:
    return rendering.parse(source(name, language))


def source(name: str, language: str) -> str:
    if name == CHANGES:
        return _changes_in(language)
    text = (FOLDER / language / f"{name}.md").read_text(encoding="utf-8")
    for mark, tables in MADE_FROM_THE_CODE.items():
        text = text.replace(mark, tables(language))
    return text


def _program(name: str) -> str:
    return f"```\n{(FOLDER / f'{name}.py').read_text(encoding='utf-8')}```"


def _changes_in(language: str) -> str:
    """Under each version, the changelog has a section per language: the other ones are left out.

    With the language's own heading gone, those of its subjects move up by one level.
    """
    lines = [f"# {_TITLE_OF_CHANGES[language]}", ""]
    is_read = False
    for line in CHANGELOG.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            lines += ["", line.replace("Unreleased", _UNRELEASED[language]), ""]
            is_read = False
        elif line.startswith("### "):
            is_read = line == f"### {_SECTION_OF_CHANGES[language]}"
        elif is_read:
            lines.append(line.removeprefix("#") if line.startswith("#### ") else line)
    return "\n".join(lines)


@cache
def version() -> str:
    """The newest version's number: the first heading of the changelog that has one."""
    match = re.search(r"^## (\d+\.\d+\.\d+) – \d{4}-\d{2}-\d{2}$", CHANGELOG.read_text(encoding="utf-8"), re.M)
    assert match is not None, "changes.md has no heading like: ## 0.1.0 – 2026-11-22"
    return match[1]
