"""The remarks with which answers were sent back, and what operators reply to them. A reply stands among the reasons of the
draft, by the remark's key, so that it merges as they do, and goes with the revisions submitted from then on."""

from collections.abc import Mapping

from surveys.responses.models import Decision, Query, Response, Revision
from surveys.responses.reasons import replies_among, reply_key


def key_of(query: Query) -> str:
    return reply_key(query.question, query.pk)


def to_known_remarks(response: Response, reasons: Mapping[str, str]) -> Mapping[str, str]:
    """Without replies to remarks that nobody made on this response."""
    replies = replies_among(reasons)
    if not replies:
        return reasons
    asked = {key_of(query) for query in Query.objects.filter(decision__revision__response=response)}
    return {key: text for key, text in reasons.items() if key not in replies or key in asked}


def answered_by(revision: Revision) -> Decision | None:
    """The sending back that this revision answers, as may others that were submitted after it and before this one."""
    earlier = Decision.objects.filter(
        revision__response=revision.response_id, revision__number__lt=revision.number
    ).select_related("revision__version")
    last = earlier.order_by("-decided_at").first()
    return last if last and last.outcome == Decision.Outcome.RETURNED else None


def revision_before(revision: Revision) -> Revision | None:
    """What a reviewer compares it with: that which was sent back, else the one before it."""
    if decision := answered_by(revision):
        return decision.revision
    earlier = Revision.objects.filter(response=revision.response_id, number__lt=revision.number)
    return earlier.select_related("version").order_by("-number").first()
