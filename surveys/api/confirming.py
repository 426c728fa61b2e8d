"""The organisation's own data, which go with everything it submits in a round: getting them, and confirming them."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Body, Router

from surveys.api.access import ANSWERS, READS, KeyRequest, own_in_round
from surveys.api.answers import findings_out, not_ready, read_answers
from surveys.api.assignments import organisation_out
from surveys.api.problems import MAY_CONFLICT, Refused
from surveys.api.shapes import ConfirmationOut, Confirming
from surveys.lib.clock import database_now
from surveys.models import Assignment, Confirmation, Organisation, Round
from surveys.questionnaires.evaluation import evaluate
from surveys.questionnaires.queries import definition_of
from surveys.responses.actions import ChangedSinceShown, NotReadyToSubmit, RoundIsClosed
from surveys.responses.confirming import confirm_organisation
from surveys.responses.facts import assignment as facts
from surveys.rounds.deadlines import accepts_answers
from surveys.rounds.queries import deadline_of

router = Router(tags=[gettext_noop("The organisation's own data")])


@router.get(
    "/rounds/{uuid:id}/confirmation",
    auth=READS,
    response=ConfirmationOut,
    summary=gettext_noop("Get the organisation's own data"),
    url_name="confirmation",
)
def confirmation(request: KeyRequest, id: uuid.UUID) -> ConfirmationOut:
    asked = own_in_round(request.auth, id)[0]
    return _out(asked.round, asked.organisation, database_now())


@router.post(
    "/rounds/{uuid:id}/confirmation",
    auth=ANSWERS,
    response=ConfirmationOut,
    summary=gettext_noop("Confirm the organisation's own data"),
    description=gettext_noop(
        "Once per round; again to correct them. It takes a key that is good for all data centers. Repeating it with the "
        "stamp of before gives 409 and what stands there."
    ),
    url_name="confirmation",
    openapi_extra=MAY_CONFLICT,
)
def confirm(request: KeyRequest, id: uuid.UUID, confirming: Body[Confirming]) -> ConfirmationOut:
    rows, at = own_in_round(request.auth, id), database_now()
    round, organisation = rows[0].round, rows[0].organisation
    if not request.auth.key.for_all_facilities:
        raise Refused("not-allowed", _("It takes a key that is good for all data centers."))
    if not _takes_answers(rows, at):
        raise RoundIsClosed
    answers, reasons = _standing(round, organisation, _known(round, organisation), at)
    answers |= read_answers(definition_of(round.version), confirming.answers, confirming.reasons, "organisation")
    try:
        confirm_organisation(
            round=round,
            organisation=organisation,
            by=request.auth.user,
            answers=answers,
            reasons={**reasons, **confirming.reasons},
            shown=confirming.stamp,
        )
    except NotReadyToSubmit as error:
        raise not_ready(definition_of(round.version), error.findings, answers) from error
    except ChangedSinceShown as error:
        told = _("Read what was confirmed meanwhile, and confirm again with its stamp if yours is right.")
        raise Refused("changed-meanwhile", told, confirmation=_out(round, organisation, at).model_dump()) from error
    return _out(round, organisation, at)


def _takes_answers(rows: Sequence[Assignment], at: datetime) -> bool:
    return any(accepts_answers(row.round, deadline_of(row), at) for row in rows)


def _known(round: Round, organisation: Organisation) -> Confirmation | None:
    rows = Confirmation.objects.filter(round=round, organisation=organisation)
    return rows.select_related("confirmed_by").first()


def _standing(
    round: Round, organisation: Organisation, known: Confirmation | None, at: datetime
) -> tuple[dict[str, object], Mapping[str, str]]:
    if known is None:
        return facts.prefilled_for_organisation(round, organisation, at), {}
    return dict(known.answers), known.reasons


def _out(round: Round, organisation: Organisation, at: datetime) -> ConfirmationOut:
    known = _known(round, organisation)
    answers, reasons = _standing(round, organisation, known, at)
    evaluation = evaluate(
        definition_of(round.version),
        answers,
        now=round.on_its_clock(at),
        facts=facts.of_organisation(round, organisation),
        reasons=reasons,
        scope="organisation",
    )
    return ConfirmationOut(
        round=str(round.pk),
        organisation=organisation_out(organisation),
        stamp=known.stamp if known else "",
        answers=answers,
        reasons=dict(reasons),
        is_ready=not evaluation.blocking,
        findings=findings_out(evaluation, answers),
        confirmed_by=str(known.confirmed_by or "") if known else "",
    )
