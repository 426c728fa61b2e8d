"""The remarks with which answers were sent back, as long as they wait for an answer, and what was replied to them."""

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.lib.language import current_language
from surveys.models import Decision, Response, Revision
from surveys.questionnaires.evaluation import quoting_of
from surveys.questionnaires.queries import definition_of
from surveys.rendering.answer_lines import submitted_text
from surveys.rendering.questionnaire_view import Remark
from surveys.rendering.stored_answers import stored_answers
from surveys.responses.dialogue.replies import answered_by, key_of
from surveys.responses.queries import returned_by


def remarks_in(decision: Decision) -> dict[str, list[Remark]]:
    remarks: dict[str, list[Remark]] = {}
    for query in decision.queries.all():
        remarks.setdefault(query.question, []).append(Remark(key_of(query), query.text))
    return remarks


@dataclass(frozen=True)
class RemarkedOn:
    """A question with what was submitted, and each remark on it with the reply, as far as there is one."""

    name: str
    label: str
    before: str
    remarks: list[tuple[Remark, str]]


def remarks_on(response: Response, replies: Mapping[str, str] | None = None) -> dict[str, object]:
    """What a page says of the sending back. `replies`: as typed on the page; else those of the draft."""
    returned = returned_by(response)
    if replies is None:
        draft = getattr(response, "draft", None)
        replies = draft.reasons if draft else {}
    return {"returned": returned, "remarks": _labelled(returned, replies) if returned else []}


def _labelled(decision: Decision, replies: Mapping[str, str]) -> list[RemarkedOn]:
    """By what the questions were called when they were answered; a changed questionnaire may ask them no more."""
    quoting = quoting_of(definition_of(decision.revision.version), decision.revision.answers)
    before = submitted_in(decision.revision)
    return [
        RemarkedOn(
            name,
            quoting.label_of(name, current_language()),
            before.get(name, ""),
            [(remark, replies.get(remark.key, "")) for remark in remarks],
        )
        for name, remarks in remarks_in(decision).items()
    ]


def replies_with(revision: Revision) -> list[RemarkedOn]:
    """What a revision answers, with its replies."""
    decision = answered_by(revision)
    return _labelled(decision, revision.reasons) if decision else []


def submitted_in(revision: Revision) -> dict[str, str]:
    """Question → what was submitted, for those that were answered in one line."""
    stored = stored_answers(definition_of(revision.version), revision.answers)
    return {name: submitted_text(answer) for name, answer in stored.items() if not answer.question.is_table}
