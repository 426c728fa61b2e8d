"""What is done to rounds: start a survey, prepare a round, issue it, extend and postpone, close. How else a round goes
after its issue is in course.py."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from functools import partial
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from surveys.accounts.models import User
from surveys.audit.actions import moment, record
from surveys.lib.clock import database_now
from surveys.lib.language import in_every_language
from surveys.lib.problems import Problem
from surveys.lib.text import chosen_languages
from surveys.questionnaires import actions as questionnaires
from surveys.questionnaires.form import StoredDefinition
from surveys.questionnaires.library import template
from surveys.questionnaires.models import Questionnaire, Version
from surveys.registry.models import Authority, Facility
from surveys.rounds import notices
from surveys.rounds.audience import facilities_of
from surveys.rounds.blueprints import BLUEPRINTS, last_twelve_months, noon_tomorrow
from surveys.rounds.deadlines import RUNNING, Phase, is_late, phase
from surveys.rounds.fields import CHANGEABLE, SURVEY_WORDING
from surveys.rounds.models import Assignment, Extension, Postponement, Round, Survey
from surveys.rounds.queries import deadline_of, due_with_the_round, for_letters, moved_by
from surveys.rounds.titles import is_title_taken, titles_for

# So that the day and a number still fit behind it in the code of a round.
LONGEST_SURVEY_CODE = 40


class NotReady(Exception):
    """The round cannot be issued yet; `problems` says what is to be done, each at its field."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


class AlreadyIssued(Exception):
    """The round was issued; it can be extended and closed, but its terms no longer change."""


class NotLater(ValueError):
    """An extension must be later than the deadline in force, and not in the past."""


class NotOpen(Exception):
    """The round is not open."""


class TooEarly(Exception):
    """Closing a round before its deadline breaks a promise, and takes a reason."""


@transaction.atomic
def start_survey(*, by: User | None, authority: Authority, template_name: str, at: datetime | None = None) -> Survey:
    """The authority's standing survey made from a questionnaire of the library; the same again when it exists."""
    at = at or database_now()
    blueprint = BLUEPRINTS[template_name]
    version = _version_in_use(by, authority, template(template_name), at)
    survey, created = Survey.objects.get_or_create(
        authority=authority,
        code=blueprint.code,
        defaults={
            "questionnaire": version.questionnaire,
            **{name: getattr(blueprint, name) for name in SURVEY_WORDING},
        },
    )
    if created:
        record("started_survey", by=by, about=survey, at=at)
    return survey


def _version_in_use(by: User | None, authority: Authority, definition: StoredDefinition, at: datetime) -> Version:
    """What the authority made of a questionnaire of the library is not undone by starting from the library again."""
    own = Version.objects.filter(questionnaire__authority=authority, questionnaire__code=definition["code"])
    latest = own.filter(retired_at=None).order_by("-number").first()
    if latest is not None and latest.proposals.exists():
        return latest
    return questionnaires.publish(by=by, authority=authority, definition=definition, at=at)


@transaction.atomic
def start_survey_of(*, by: User, version: Version, at: datetime | None = None) -> Survey:
    """The standing survey that asks this questionnaire; a new one is called as it is, its legal basis still to be told."""
    questionnaire = version.questionnaire
    survey = Survey.objects.filter(questionnaire=questionnaire).order_by("code").first()
    if survey is not None:
        return survey
    survey = Survey.objects.create(
        authority=questionnaire.authority,
        questionnaire=questionnaire,
        code=_free_survey_code(questionnaire),
        title_zh=questionnaire.title_zh,
        title_en=questionnaire.title_en,
    )
    record("started_survey", by=by, about=survey, at=at or database_now())
    return survey


def _free_survey_code(questionnaire: Questionnaire) -> str:
    codes = set(Survey.objects.filter(authority=questionnaire.authority_id).values_list("code", flat=True))
    stem = questionnaire.code[:LONGEST_SURVEY_CODE]
    candidates = (stem, *(f"{stem}-{n}" for n in range(2, len(codes) + 3)))
    return next(code for code in candidates if code not in codes)


@transaction.atomic
def change_survey(*, by: User, survey: Survey, at: datetime | None = None, **wording: str) -> Survey:
    _only(wording, set(SURVEY_WORDING))
    for name, text in wording.items():
        setattr(survey, name, text)
    survey.save(update_fields=[*wording])
    record("changed_survey", by=by, about=survey, at=at or database_now(), details={"fields": sorted(wording)})
    return survey


@transaction.atomic
def create_round(
    *, by: User, survey: Survey, version: Version | None = None, at: datetime | None = None, **fields: Any
) -> Round:
    """A draft of a round, filled in with what usually holds: in the zone, for the period and due at the time of its form.

    It asks the given version of the survey's questionnaire, else the latest that is not retired.
    """
    at = at or database_now()
    _only(fields, CHANGEABLE)
    version = version or survey.questionnaire.versions.filter(retired_at=None).order_by("-number")[0]
    zone = fields.get("time_zone") or version.definition.get("zone") or settings.DEFAULT_ROUND_ZONE
    today = at.astimezone(ZoneInfo(zone)).date()
    blueprint = next((b for b in BLUEPRINTS.values() if b.code == survey.code), None)
    start, end = (blueprint.usual_period if blueprint else last_twelve_months)(today)
    period = (fields.get("period_start", start), fields.get("period_end", end))
    has_nil = bool(version.definition.get("nil"))
    usual = {
        **titles_for(survey, *period),
        "period_start": start,
        "period_end": end,
        "deadline": (blueprint.usual_deadline if blueprint else noon_tomorrow)(at, zone),
        "time_zone": zone,
        **(blueprint.instructions(with_nil=has_nil) if blueprint else {}),
        "enquiries": survey.authority.phone,
        "nil_return_required": has_nil,
    }
    fields = {"survey": survey, "version": version, "created_at": at, "created_by": by, **usual, **fields}
    round = _with_a_code_of_its_own(f"{survey.code}-{today:%Y%m%d}", fields)
    record("created_round", by=by, about=round, at=at)
    return round


def _with_a_code_of_its_own(stem: str, fields: dict[str, object]) -> Round:
    """Of two officers who start at the same moment the slower one finds the code taken, and gets the next."""
    taken = set(Round.objects.filter(code__startswith=stem).values_list("code", flat=True))
    for code in chain([stem], (f"{stem}-{n}" for n in range(2, 10_000))):
        if code not in taken:
            with suppress(IntegrityError), transaction.atomic():
                return Round.objects.create(code=code, **fields)
    raise OverflowError(stem)


@transaction.atomic
def change_round(*, by: User, round: Round, at: datetime | None = None, **fields: Any) -> Round:
    _only(fields, CHANGEABLE)
    locked = locked_round(round)
    if locked.issued_at is not None:
        raise AlreadyIssued
    for name, value in fields.items():
        setattr(locked, name, value)
    locked.save(update_fields=[*fields])
    record(
        "changed_round",
        by=by,
        about=locked,
        at=at or database_now(),
        details={"fields": sorted(fields)},
    )
    return locked


def problems_of(round: Round, at: datetime) -> list[Problem]:
    """Why the round cannot be issued yet, in the order of the wizard's pages."""
    facilities = facilities_of(round.survey.authority, round.audience)
    language = chosen_languages(round.version.definition.get("languages"))[0]
    found = [
        (round.version.retired_at is not None, "version", _("Its questionnaire was retired; start another round.")),
        (is_title_taken(round), f"title_{language}", _("Another round has this title: say what tells the two apart.")),
        _unsaid(round, f"title_{language}", _UNTITLED[language]),
        _unsaid(round.survey, f"legal_basis_{language}", _("The legal basis is not stated.")),
        _unsaid(round.survey, f"burden_{language}", _("The expected effort is not stated.")),
        (not (round.period_start and round.period_end), "period_start", _("The reference period is not complete.")),
        (_is_backwards(round), "period_end", _("The reference period ends before it begins.")),
        (round.deadline is None, "deadline", _("There is no deadline.")),
        (round.deadline is not None and round.deadline <= at, "deadline", _("The deadline has already passed.")),
        (not facilities.exists(), "audience", _("No data center belongs to the audience.")),
        (not round.enquiries, "enquiries", _("It is not said whom operators can call.")),
    ]
    return [Problem(field, in_every_language(partial(str, words))) for is_wrong, field, words in found if is_wrong]


_UNTITLED = {"zh": _("The round has no Chinese title."), "en": _("The round has no English title.")}


def _unsaid(row: Round | Survey, field: str, words: Any) -> tuple[bool, str, Any]:
    """In the language the questionnaire is written in, the first of them where there are two."""
    return not getattr(row, field), field, words


def _is_backwards(round: Round) -> bool:
    return bool(round.period_start and round.period_end and round.period_end < round.period_start)


@transaction.atomic
def issue_assignments(*, by: User, round: Round, at: datetime | None = None) -> Round:
    """Make the assignments, write the notices, and let the clock run: all of the issue but the responses to it, which
    responses.issuing adds. Raises AlreadyIssued, NotReady."""
    locked = locked_round(round)
    at = at or database_now()
    if locked.issued_at is not None:
        raise AlreadyIssued
    if problems := problems_of(locked, at):
        raise NotReady(problems)
    assert locked.deadline is not None
    locked.issued_at, locked.issued_by = at, by
    locked.save(update_fields=["issued_at", "issued_by"])
    assignments = assign(locked, facilities_of(locked.survey.authority, locked.audience), at)
    notices.announce_issue(locked, assignments, by, at)
    record(
        "issued",
        by=by,
        about=locked,
        at=at,
        details={"assignments": len(assignments), "deadline": moment(locked.deadline, locked.time_zone)},
    )
    return locked


def assign(round: Round, facilities: Iterable[Facility], at: datetime) -> list[Assignment]:
    """One each, or one for each of their organisations; those that the round has stay as they are."""
    made = _of_organisations(round, facilities, at) if round.asks_organisations else _of_sites(round, facilities, at)
    return Assignment.objects.bulk_create(made, batch_size=500)


def _of_organisations(round: Round, facilities: Iterable[Facility], at: datetime) -> list[Assignment]:
    asked = set(round.assignments.values_list("organisation", flat=True))
    theirs = {facility.organisation_id: facility.organisation for facility in facilities}
    return [
        Assignment(round=round, organisation=one, region_id=one.region_id, created_at=at)
        for pk, one in theirs.items()
        if pk not in asked
    ]


def _of_sites(round: Round, facilities: Iterable[Facility], at: datetime) -> list[Assignment]:
    asked = set(round.assignments.values_list("facility", flat=True))
    return [
        Assignment(round=round, organisation=one.organisation, facility=one, region_id=one.region_id, created_at=at)
        for one in facilities
        if one.pk not in asked
    ]


@transaction.atomic
def extend(
    *, by: User, assignments: Iterable[Assignment], deadline: datetime, reason: str, at: datetime | None = None
) -> list[Extension]:
    """Grant a later deadline, to one or to many, also in a closed round: it opens again for them alone. Who was taken out
    of the round or accepted meanwhile gets none, and no letter. Rows are only added. Raises NotLater, NotOpen."""
    chosen = list(assignments)
    rounds = list(Round.objects.select_for_update().filter(pk__in={assignment.round_id for assignment in chosen}))
    at = at or database_now()
    for round in rounds:
        if phase(round, at) in (Phase.DRAFT, Phase.WITHDRAWN):
            raise NotOpen
    asked = Assignment.objects.filter(pk__in=[assignment.pk for assignment in chosen], ineligible_because="")
    rows = for_letters(asked)
    extensions = [_extend(by, assignment, deadline, reason, at) for assignment in rows]
    ids = {extension.assignment_id: extension.pk for extension in extensions}
    notices.announce_extension(rows, ids, deadline, reason, by, at)
    return extensions


def _extend(by: User, assignment: Assignment, deadline: datetime, reason: str, at: datetime) -> Extension:
    if deadline <= deadline_of(assignment) or deadline <= at:
        raise NotLater
    extension = Extension.objects.create(
        assignment=assignment, deadline=deadline, reason=reason, granted_at=at, granted_by=by
    )
    record(
        "extended",
        by=by,
        about=assignment,
        at=at,
        details={"deadline": moment(deadline, assignment.round.time_zone), "reason": reason},
    )
    return extension


@transaction.atomic
def postpone(*, by: User, round: Round, deadline: datetime, reason: str, at: datetime | None = None) -> Postponement:
    """Give the whole round a later deadline, and tell everybody whose deadline moves by it; who had a later one keeps it.
    Raises NotLater, NotOpen."""
    locked = locked_round(round)
    at = at or database_now()
    if locked.deadline is None or phase(locked, at) not in RUNNING:
        raise NotOpen
    if deadline <= locked.deadline or deadline <= at:
        raise NotLater
    moved = for_letters(moved_by(locked, deadline))
    row = Postponement.objects.create(
        round=locked, before=locked.deadline, deadline=deadline, reason=reason, granted_at=at, granted_by=by
    )
    locked.deadline = deadline
    locked.save(update_fields=["deadline"])
    details = {"deadline": moment(deadline, locked.time_zone), "reason": reason, "assignments": len(moved)}
    record("postponed", by=by, about=locked, at=at, details=details)
    notices.announce_extension(moved, {one.pk: row.pk for one in moved}, deadline, reason, by, at)
    return row


@transaction.atomic
def exclude(*, by: User, assignment: Assignment, because: str, at: datetime | None = None) -> Assignment:
    """Take a unit out of the round: it is no data center, it is closed, it stands twice. An empty reason takes it back.
    Raises NotOpen in a round that was withdrawn."""
    at = at or database_now()
    if Round.objects.filter(pk=assignment.round_id, withdrawn_at__isnull=False).exists():
        raise NotOpen
    assignment.ineligible_because = because
    assignment.save(update_fields=["ineligible_because"])
    record(
        "excluded" if because else "took_back",
        by=by,
        about=assignment,
        at=at,
        details={"reason": because},
    )
    return assignment


@transaction.atomic
def close(*, by: User, round: Round, reason: str = "", at: datetime | None = None) -> Round:
    """No more answers, save from those whose extension still runs. Before the deadline it takes a reason, which is told to
    those who could still have answered. Raises NotOpen, TooEarly."""
    locked = locked_round(round)
    at = at or database_now()  # not before the lock: a colleague may have closed it while we waited
    if locked.deadline is None or phase(locked, at) not in RUNNING:
        raise NotOpen
    is_early = not is_late(at, locked.deadline)
    if is_early and not reason:
        raise TooEarly
    cut_short = for_letters(due_with_the_round(locked)) if is_early else []
    locked.closed_at, locked.closed_by, locked.closing_reason = at, by, reason
    locked.save(update_fields=["closed_at", "closed_by", "closing_reason"])
    record("closed_early" if is_early else "closed", by=by, about=locked, at=at, details={"reason": reason})
    notices.announce_early_closing(locked, cut_short, at)
    return locked


def locked_round(round: Round) -> Round:
    """Without its version, which may change while we wait: PostgreSQL would not find the row again by that join."""
    return Round.objects.select_for_update(of=("self",)).select_related("survey__authority").get(pk=round.pk)


def _only(given: Iterable[str], known: Iterable[str]) -> None:
    if unknown := set(given) - set(known):
        raise ValueError(f"Unknown fields: {', '.join(sorted(unknown))}")
