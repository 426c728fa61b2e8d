"""The draft of an assignment: getting it, changing it, and trying answers out without saving them."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Body, Router

from surveys.api.access import ANSWERS, READS, KeyRequest, own_assignment
from surveys.api.answers import Changes, checked, read_answers
from surveys.api.assignments import form_of, moment
from surveys.api.problems import MAY_CONFLICT, Mistake, Refused, pointer
from surveys.api.shapes import AsideOut, Change, Checked, ConflictOut, DraftOut, RemarkOut, Trial
from surveys.lib.clock import database_now
from surveys.models import Amendment, Assignment, Draft, Response, Round, User, Version
from surveys.questionnaires.queries import definition_of
from surveys.responses.actions import Saved, save_draft
from surveys.responses.dialogue.replies import key_of
from surveys.responses.drafting import SetAside
from surveys.responses.evaluation import evaluate_answers
from surveys.responses.facts.assignment import prefilled
from surveys.responses.files.entries import NoSuchAttachment
from surveys.responses.opening import draft_of
from surveys.responses.queries import returned_by
from surveys.responses.reasons import ReasonsDrawn, explained_by
from surveys.responses.tenants.declared import Declarations

router = Router(tags=[gettext_noop("Drafts")])


@dataclass(frozen=True)
class Standing:
    """What stands in the form; as it would be filled in beforehand where nobody has begun."""

    version: int
    answers: Mapping[str, object]
    reasons: Mapping[str, str]
    declared: Declarations = field(default_factory=dict)


def standing_of(assignment: Assignment, at: datetime) -> Standing:
    draft: Draft | None = getattr(assignment.response, "draft", None)
    if draft is None:
        return Standing(0, prefilled(assignment, at), {})
    return Standing(draft.version, draft.answers, draft.reasons, draft.declared)


@router.get(
    "/assignments/{uuid:id}/draft",
    auth=READS,
    response=DraftOut,
    summary=gettext_noop("Get what stands in the form"),
    url_name="draft",
)
def draft(request: KeyRequest, id: uuid.UUID) -> DraftOut:
    return draft_out(own_assignment(request.auth, id), database_now())


@router.patch(
    "/assignments/{uuid:id}/draft",
    auth=ANSWERS,
    response=Checked,
    summary=gettext_noop("Change answers"),
    description=gettext_noop(
        "Keeps what is sent, right or wrong, and says what the checks find. Answers that somebody else changed since your "
        "version stay as they stand: 409 tells both texts, yours is kept among the texts set aside, and everything else you "
        "sent is saved. The same request again changes nothing."
    ),
    url_name="draft",
    openapi_extra=MAY_CONFLICT,
)
def change_draft(request: KeyRequest, id: uuid.UUID, change: Body[Change]) -> Checked:
    user, at = request.auth.user, database_now()
    assignment = own_assignment(request.auth, id)
    drawn = _version_meant(assignment.round, change.form)
    changes = read_answers(definition_of(drawn), change.answers, change.reasons)
    standing = draft_of(assignment, user, at)
    if change.version > standing.version:
        told = _("The draft has no such version yet; it is at %(version)s.") % {"version": standing.version}
        raise Refused("wrong-content", mistakes=[Mistake(told, path=pointer(["version"]))])
    saved = _save(assignment, standing, change, changes, drawn, user)
    if saved.conflicts:
        raise _overtaken(saved)
    fresh = own_assignment(request.auth, id)
    now = standing_of(fresh, at)
    evaluation = evaluate_answers(fresh.response, now.answers, now.reasons, at, declared=now.declared)
    found = checked(evaluation, now.answers, now.version)
    return found.model_copy(update={"no_longer_asked": _lost(fresh, drawn, changes)})


def _lost(assignment: Assignment, drawn: Version, changes: Changes) -> list[str]:
    """Of answers to an earlier version of the questionnaire, those that the present one does not take."""
    if drawn == assignment.round.version:
        return []
    aside = assignment.response.draft.set_aside
    return sorted({one["question"] for one in aside if one.get("version") == str(drawn.pk)} & changes.keys())


def _version_meant(round: Round, number: int | None) -> Version:
    """The round's, or one it had before its questionnaire was changed."""
    if number is None or number == round.version.number:
        return round.version
    rows = Amendment.objects.filter(round=round, old_version__number=number)
    earlier = rows.select_related("old_version").first()
    if earlier is None:
        told = _("This round never had this version of the questionnaire.")
        raise Refused("wrong-content", mistakes=[Mistake(told, path=pointer(["form"]))])
    return earlier.old_version


def _save(assignment: Assignment, standing: Draft, change: Change, changes: Changes, drawn: Version, by: User) -> Saved:
    """Whoever names the version that stands has read the reasons in it; of an older one nobody knows what was read."""
    is_current = change.version == standing.version
    try:
        return save_draft(
            response=assignment.response,
            by=by,
            base=change.version,
            changes=changes,
            reasons=change.reasons,
            explained=ReasonsDrawn.read(explained_by(standing.reasons)) if is_current else ReasonsDrawn({}),
            drawn_with=drawn,
        )
    except NoSuchAttachment as error:
        told = _("There is no attachment of this id for this question.")
        raise Refused(
            "wrong-content", mistakes=[Mistake(told, path=pointer(["answers", str(error), "typed"]))]
        ) from error


def _overtaken(saved: Saved) -> Refused:
    told = _(
        "%(name)s changed the same answers. Theirs stand there; yours are kept beside them. The others were saved."
    )
    conflicts = [
        ConflictOut(question=one.question, yours=one.yours, theirs=one.theirs).model_dump() for one in saved.conflicts
    ]
    detail = told % {"name": saved.their_name or _("Somebody")}
    return Refused("changed-meanwhile", detail, version=saved.version, conflicts=conflicts)


@router.post(
    "/assignments/{uuid:id}/validation",
    auth=READS,
    response=Checked,
    summary=gettext_noop("Try answers out without saving them"),
    description=gettext_noop("What is sent is laid over the draft; the findings are those that the pages show."),
    url_name="validation",
)
def validate(request: KeyRequest, id: uuid.UUID, trial: Body[Trial]) -> Checked:
    at = database_now()
    assignment = own_assignment(request.auth, id)
    changes = read_answers(definition_of(assignment.round.version), trial.answers, trial.reasons)
    standing = standing_of(assignment, at)
    answers = {**standing.answers, **changes}
    reasons = {**standing.reasons, **trial.reasons}
    evaluation = evaluate_answers(assignment.response, answers, reasons, at, declared=standing.declared)
    return checked(evaluation, answers, standing.version)


def draft_out(assignment: Assignment, at: datetime) -> DraftOut:
    standing, round = standing_of(assignment, at), assignment.round
    draft: Draft | None = getattr(assignment.response, "draft", None)
    return DraftOut(
        version=standing.version,
        form=form_of(round.version),
        answers=dict(standing.answers),
        reasons=dict(standing.reasons),
        remarks=_remarks_on(assignment.response),
        set_aside=[_aside_out(one, round) for one in draft.set_aside] if draft else [],
        saved_at=moment(draft.saved_at, round) if draft and draft.saved_at else None,
        saved_by=str(draft.saved_by or "") if draft else "",
    )


def _remarks_on(response: Response) -> list[RemarkOut]:
    returned = returned_by(response)
    queries = returned.queries.all() if returned else ()
    return [RemarkOut(key=key_of(one), question=one.question, text=one.text) for one in queries]


def _aside_out(one: SetAside, round: Round) -> AsideOut:
    return AsideOut(
        question=one["question"],
        entry=one["entry"],
        by=one["by"],
        at=moment(datetime.fromisoformat(one["at"]), round),
        is_settled=one.get("settled", False),
    )
