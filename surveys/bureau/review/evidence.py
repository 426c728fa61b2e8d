"""The files of a return beside its figures: a scanned bill is read where the figure stands that it proves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from django.core.cache import caches
from django.utils.translation import gettext as _

from surveys.bureau.review.revision_view import Cell, Line, Part
from surveys.lib.files.drawn_pages import MOST_PAGES, NotDrawn, pages_in
from surveys.lib.files.kinds import JPEG, PDF, PNG
from surveys.models import Attachment
from surveys.questionnaires.form import Question

PICTURES = frozenset({PNG.content_type, JPEG.content_type})
SECONDS_REMEMBERED = 3600


@dataclass(frozen=True)
class Figure:
    """What a file proves: where it stands among the answers, and what was answered there, row by row in a table."""

    location: str
    label: str
    shown: list[str]


@dataclass(frozen=True)
class Evidence:
    """A file, and what was asked for it. `pages` are those that can be shown; none of a kind browsers do not know.
    `earlier` and `later`: the files before and after it, where files prove figures."""

    attachment: Attachment
    question: Question
    label: str
    pages: range
    further: int
    figures: list[Figure]
    earlier: "Evidence | None" = None
    later: "Evidence | None" = None


def evidence_of(parts: Iterable[Part]) -> list[Evidence]:
    """Of what a revision answers, in its order."""
    lines = [line for part in parts for line in (*part.lines, *part.blanks, *part.not_asked)]
    asked = {UUID(line.cell.file.id): line for line in lines if line.cell and line.cell.file}
    rows = {row.pk: row for row in Attachment.objects.filter(pk__in=asked)}
    found = [_evidence(rows[pk], line, lines) for pk, line in asked.items() if pk in rows]
    return _in_turn(found) if any(one.figures for one in found) else found


def _in_turn(found: list[Evidence]) -> list[Evidence]:
    neighbours = zip([None, *found], found, [*found[1:], None], strict=False)
    return [replace(one, earlier=earlier, later=later) for earlier, one, later in neighbours]


def _evidence(attachment: Attachment, line: Line, lines: Iterable[Line]) -> Evidence:
    count = _pages(attachment)
    shown = min(count, MOST_PAGES)
    figures = [figure for name in line.question.proves for figure in _figures(name, lines)]
    return Evidence(attachment, line.question, line.label, range(1, shown + 1), count - shown, figures)


def _figures(name: str, lines: Iterable[Line]) -> Iterator[Figure]:
    """The question of this name, or the column, as it was answered; nothing where it was not asked."""
    for line in lines:
        if line.is_asked is False:
            continue
        if line.question.name == name:
            yield Figure(name, f"{line.question.number} {line.label}".strip(), _shown([line.cell] if line.cell else []))
        elif line.grid and name in line.grid.names:
            place = line.grid.names.index(name)
            cells = [row[place] for row in line.grid.rows]
            yield Figure(line.question.name, f"{line.label}: {line.grid.heads[place]}", _shown(cells))


def _shown(cells: Iterable[Cell]) -> list[str]:
    told = (
        _("not available: %(reason)s") % {"reason": one.unavailable} if one.unavailable else one.shown for one in cells
    )
    return [words for words in told if words]


def _pages(attachment: Attachment) -> int:
    if attachment.content_type in PICTURES:
        return 1
    if attachment.content_type != PDF.content_type:
        return 0
    remembered = caches["memory"]
    key = f"pages-{attachment.pk.hex}"
    count = remembered.get(key)
    if count is None:
        try:
            count = pages_in(attachment.path.read_bytes())
        except (NotDrawn, OSError):
            return 0
        remembered.set(key, count, SECONDS_REMEMBERED)
    return int(count)
