"""Pages of the manual as tests read them: the file a page stands in, its sections, the first cells of its tables."""

import re

from surveys.help import pages


def file_of(name, language):
    return f"surveys/help/{language}/{name}.md"


def section(name, language, heading):
    """What stands under a heading of the second level, which is named in English for both languages."""
    headings = re.findall(r"^## (.+)$", pages.source(name, "en"), re.M)
    texts = re.split(r"^## .+$", pages.source(name, language), flags=re.M)
    return texts[headings.index(heading) + 1]


def first_cells(markdown):
    """Of the lines of its tables, the headings left out."""
    return re.findall(r"^\| ([^|]*?) \|.*$(?!\n\|--)", markdown, re.M)


def row_of(markdown, cell):
    """The line of a table that begins with this cell; empty where there is none."""
    return next((line for line in markdown.splitlines() if line.startswith(f"| {cell} |")), "")


def quoted(markdown):
    """What stands in backticks, programs left out."""
    return set(re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", markdown, flags=re.M | re.S)))
