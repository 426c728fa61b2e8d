"""Columns by what stands above them for people, for where the row of names is gone."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from surveys.lib.text import LANGUAGES
from surveys.workbooks.fillable import words
from surveys.workbooks.fillable.layout import SheetLayout


def names_under(layout: SheetLayout, headings: Sequence[str]) -> dict[str, int]:
    """Name of a column → where it stands. Columns that are called alike follow one another in the order of the form."""
    known: dict[str, list[str]] = defaultdict(list)
    for name, spellings in _spellings(layout):
        for spelling in set(map(_simple, spellings)):
            known[spelling].append(name)
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        names = [name for name in known.get(_simple(heading), ()) if name not in found] if heading.strip() else []
        if names:
            found[names[0]] = place
    return found


def _spellings(layout: SheetLayout) -> Iterator[tuple[str, list[str]]]:
    """As they are written, and each language by itself."""
    for own in layout.own:
        text = words.OWN[own]
        yield own, [*(words.both(text, one) for one in LANGUAGES), *text.values()]
    for column in layout.columns:
        whole = [words.heading(column, language) for language in LANGUAGES]
        number = f"{column.question.number} " if column.question.number else ""
        yield column.name, [*whole, *(number + line.removeprefix(number) for one in whole for line in one.split("\n"))]


def _simple(text: str) -> str:
    return "".join(text.casefold().split())
