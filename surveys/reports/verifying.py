"""Whether snapshots still hold: the answers they were taken of, and the frame they keep."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveys.lib.canonical_json import canonical_sha256
from surveys.reports.models import Frame, Snapshot
from surveys.reports.snapshots import combined_sha256
from surveys.responses.models import Revision
from surveys.responses.verifying import ROWS_AT_ONCE, Flaw


def flaws_of_snapshots() -> Iterator[Flaw]:
    taken = list(Snapshot.objects.order_by("taken_at").values_list("pk", flat=True))
    read = _hashes_as_read()
    for snapshot in (Snapshot.objects.get(pk=pk) for pk in taken):
        found = sorted(read[pk] for pk in snapshot.revision_ids if pk in read)
        told = {"id": snapshot.pk, "moment": f"{snapshot.taken_at:%Y-%m-%d %H:%M}"}
        named = _("%(id)s of %(moment)s UTC") % told
        if missing := len(snapshot.revision_ids) - len(found):
            words = ngettext("%(n)d of its revisions is gone", "%(n)d of its revisions are gone", missing)
            yield Flaw(named, words % {"n": missing})
        elif snapshot.sha256 != combined_sha256(sha256 for _receipt, sha256 in found):
            yield Flaw(named, _("its answers are not those it was taken of"))
    for frame in Frame.objects.iterator(chunk_size=1):
        if canonical_sha256(frame.content) != frame.sha256:
            named = _("frame %(sha256)s") % {"sha256": frame.sha256[:12]}
            yield Flaw(named, _("it is not the one that was kept"))


def _hashes_as_read() -> dict[str, tuple[str, str]]:
    """Revision → its receipt, and the hash of its answers as they stand there now."""
    reported = Snapshot.objects.order_by().values("round")
    revisions = Revision.objects.filter(response__assignment__round__in=reported).order_by()
    rows = revisions.values_list("pk", "receipt", "answers")
    return {
        str(pk): (receipt, canonical_sha256(answers)) for pk, receipt, answers in rows.iterator(chunk_size=ROWS_AT_ONCE)
    }
