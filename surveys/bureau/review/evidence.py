"""The files of a return beside its figures: a scanned bill is read where the figure stands that it proves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.core.cache import caches

from surveys.bureau.review.revision_view import Part
from surveys.lib.files.drawn_pages import MOST_PAGES, NotDrawn, pages_in
from surveys.lib.files.kinds import JPEG, PDF, PNG
from surveys.models import Attachment

PICTURES = frozenset({PNG.content_type, JPEG.content_type})
SECONDS_REMEMBERED = 3600


@dataclass(frozen=True)
class Evidence:
    """A file, and what was asked for it. `pages` are those that can be shown; none of a kind browsers do not know."""

    attachment: Attachment
    label: str
    pages: range
    further: int


def evidence_of(parts: Iterable[Part]) -> list[Evidence]:
    """Of what a revision answers, in its order."""
    asked = dict(_files(parts))
    rows = {row.pk: row for row in Attachment.objects.filter(pk__in=asked)}
    return [_evidence(rows[pk], label) for pk, label in asked.items() if pk in rows]


def _files(parts: Iterable[Part]) -> Iterator[tuple[UUID, str]]:
    for part in parts:
        for line in part.lines:
            if line.cell and line.cell.file:
                yield UUID(line.cell.file.id), line.label


def _evidence(attachment: Attachment, label: str) -> Evidence:
    count = _pages(attachment)
    shown = min(count, MOST_PAGES)
    return Evidence(attachment, label, range(1, shown + 1), count - shown)


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
