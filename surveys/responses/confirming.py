"""The organisation's own data, which go with everything it submits in a round."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from surveys.accounts.models import User
from surveys.audit.actions import record
from surveys.lib.clock import database_now
from surveys.questionnaires.evaluation import evaluate
from surveys.questionnaires.queries import definition_of
from surveys.registry.models import Organisation
from surveys.responses.actions import ChangedSinceShown, NotReadyToSubmit
from surveys.responses.facts import assignment as facts
from surveys.responses.models import Confirmation, stamp_of
from surveys.responses.unsent import locked_of, note_confirmed
from surveys.rounds.models import Round


@transaction.atomic
def confirm_organisation(
    *,
    round: Round,
    organisation: Organisation,
    by: User | None,
    answers: dict[str, object],
    reasons: Mapping[str, str] | None = None,
    shown: str | None = None,
    at: datetime | None = None,
) -> Confirmation:
    """The organisation's own data, once per round; again to correct it. `shown` is the stamp of what was confirmed before and
    read, "" for nothing. Raises NotReadyToSubmit when they do not hold, ChangedSinceShown."""
    at = at or database_now()
    if shown not in (None, stamp_of(round, organisation)):
        raise ChangedSinceShown
    known = facts.of_organisation(round, organisation)
    given = dict(reasons or {})
    definition, now = definition_of(round.version), round.on_its_clock(at)
    evaluation = evaluate(definition, answers, now=now, facts=known, reasons=given, scope="organisation")
    if evaluation.blocking:
        raise NotReadyToSubmit(evaluation.blocking)
    submitted = locked_of(round, organisation)
    before = Confirmation.objects.filter(round=round, organisation=organisation).select_related("confirmed_by").first()
    confirmation, _ = Confirmation.objects.update_or_create(
        round=round,
        organisation=organisation,
        defaults={
            "answers": answers,
            "reasons": given,
            "set_aside": before.set_aside_when_replaced(by, answers, given) if before else [],
            "confirmed_at": at,
            "confirmed_by": by,
        },
    )
    note_confirmed(submitted, round, evaluation, at)
    record("confirmed", by=by, about=organisation, at=at, round_id=round.pk)
    return confirmation
