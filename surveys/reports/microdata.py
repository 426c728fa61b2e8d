"""What a report is made of: one row per unit of the frame, as of one moment, with what its counted revision says."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from surveys.lib.text import Text
from surveys.questionnaires.form import Question
from surveys.questionnaires.models import Version
from surveys.registry.models import Facility, Organisation, Region
from surveys.reports.attribution import Use, use_of
from surveys.reports.factors import Factor, factor
from surveys.reports.models import Snapshot
from surveys.reports.obtained import Obtained
from surveys.reports.own_questions import Own
from surveys.reports.periods import OtherPeriod
from surveys.reports.statistics import Disposition, Figure, Share, known_sum, percent
from surveys.rounds.deadlines import is_late
from surveys.rounds.models import Round


@dataclass(frozen=True)
class Hosted:
    """A kind of business in a facility, and how much of its electricity it takes; None where the share is blank."""

    code: str
    percent: Decimal | None


@dataclass(frozen=True)
class Answered:
    """What a counted revision says, in canonical units. None is a blank, never a zero."""

    revision_id: uuid.UUID
    number: int
    receipt: str
    submitted_at: datetime
    is_nil: bool
    is_partial: bool
    sha256: str = ""
    sha256_as_read: str = ""
    involved: bool | None = None
    cannot_tell: bool = False
    has_mining: str = ""
    total_kwh: Decimal | None = None
    mining_kwh: Decimal | None = None
    it_kwh: Decimal | None = None
    hashrate: Decimal | None = None
    method: str = ""
    status: str = ""
    planned_exit: date | None = None
    hosted: tuple[Hosted, ...] = ()
    own: Own = field(default_factory=Own)
    other_period: OtherPeriod | None = None
    is_expected: bool = False
    total_obtained: Obtained = field(default_factory=Obtained)
    mining_obtained: Obtained = field(default_factory=Obtained)

    @property
    def is_apart(self) -> bool:
        """In no sum: of the design phase, or about another period and so wanted by its questionnaire."""
        return self.is_expected or (self.other_period is not None and self.other_period.is_apart)

    def scaled(self, kwh: Decimal | None) -> Decimal | None:
        """At the length of the round's period, where its questionnaire wants that; else as it is."""
        return self.other_period.scaled(kwh) if self.other_period and self.other_period.is_annualised else kwh

    @property
    def is_as_submitted(self) -> bool:
        return self.sha256 == self.sha256_as_read

    @property
    def mined_kwh(self) -> Decimal | None:
        """Who declares not to mine spends nothing on it; who cannot tell leaves a blank."""
        return Decimal(0) if self.involved is False else self.mining_kwh

    @property
    def share(self) -> Decimal | None:
        if self.mined_kwh is None or self.total_kwh is None:
            return None
        return percent(self.mined_kwh, self.total_kwh)

    @property
    def exceeds_its_total(self) -> bool:
        return (
            self.mined_kwh is not None
            and self.total_kwh is not None
            and self.mined_kwh > max(self.total_kwh, Decimal(0))
        )

    @property
    def is_below_zero(self) -> bool:
        return any(kwh is not None and kwh < 0 for kwh in (self.mined_kwh, self.total_kwh))

    @property
    def unrounded_share(self) -> Decimal | None:
        """What is compared: one kWh out of a million is more than 0 %."""
        if self.mined_kwh is None or not self.total_kwh:
            return None
        return self.mined_kwh * 100 / self.total_kwh


@dataclass(frozen=True)
class ReturnRow:
    """One assignment. `answered` is None as long as no revision of it counts."""

    assignment_id: uuid.UUID
    response_id: uuid.UUID
    organisation: Organisation
    facility: Facility | None
    region: Region
    deadline: datetime
    is_eligible: bool = True
    is_opened: bool = False
    revisions: int = 0
    is_late: bool = False
    was_due: datetime | None = None
    was_sent_back: bool = False
    awaits_correction: bool = False
    answered: Answered | None = None

    @property
    def name_of_reporting_unit(self) -> str:
        return self.facility.name if self.facility else self.organisation.name

    @property
    def kw(self) -> Decimal | None:
        return self.facility.it_kw if self.facility else None

    @property
    def is_silent(self) -> bool:
        return self.is_eligible and not self.revisions

    @property
    def disposition(self) -> Disposition:
        if not self.is_eligible:
            return Disposition.INELIGIBLE
        if self.answered:
            return Disposition.PARTIAL if self.answered.is_partial else Disposition.COMPLETE
        if self.revisions:
            return Disposition.OTHER
        return Disposition.REFUSAL if self.is_opened else Disposition.NON_CONTACT

    @property
    def extended_to(self) -> datetime | None:
        """A later deadline that was given after the first revision, by which the return is late or not."""
        return self.deadline if self.was_due and self.deadline > self.was_due else None

    @property
    def is_being_replaced(self) -> bool:
        """What counts was accepted and then sent back, or a later revision waits to take its place."""
        return self.answered is not None and (self.awaits_correction or self.answered.number < self.revisions)

    def is_overdue(self, at: datetime) -> bool:
        return self.is_silent and is_late(at, self.deadline)


@dataclass(frozen=True)
class Chased:
    """Whom to call at an organisation that is silent, and what was tried."""

    contacts: str = ""
    phones: str = ""
    emails: str = ""
    reminders: int = 0
    last_login: datetime | None = None


@dataclass(frozen=True)
class Microdata:
    """Everything the tables of one report are computed from.

    `roles`: what the form has questions for; None where nobody said. `own_figures`, `own_choices`: its own questions that
    are added up and parted by. `altered`: the receipts of those returns that do not hold what was submitted.
    """

    round: Round
    snapshot: Snapshot
    rows: tuple[ReturnRow, ...]
    region: Region | None = None
    businesses: Mapping[str, Text] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)
    chased: Mapping[uuid.UUID, Chased] = field(default_factory=dict)
    answered_by: tuple[Version, ...] = ()
    roles: frozenset[str] | None = None
    own_figures: tuple[Question, ...] = ()
    own_choices: tuple[Question, ...] = ()
    sha256_as_read: str = ""
    altered: tuple[str, ...] = ()
    treatments: tuple[str, ...] = ()

    def asks_for(self, *roles: str) -> bool:
        """Whether the form has a question for any of them; taken for granted where nobody said what it has."""
        return self.roles is None or not self.roles.isdisjoint(roles)

    @property
    def versions(self) -> tuple[Version, ...]:
        """Of the questionnaire, by which the returns were made: more than one where it was changed under way."""
        return self.answered_by or (self.round.version,)

    @property
    def factors(self) -> list[Factor]:
        """By which mining electricity becomes emissions, side by side."""
        return [factor(id) for id in self.snapshot.factors]

    @property
    def use(self) -> Use:
        return use_of(self.round)

    @property
    def at(self) -> datetime:
        return self.snapshot.taken_at

    @property
    def is_of_its_snapshot(self) -> bool:
        """Whether the answers read are those the snapshot was taken of."""
        return self.snapshot.sha256 in ("", self.sha256)

    @property
    def sha256(self) -> str:
        """Of the answers as they were read for this report."""
        return self.sha256_as_read or self.snapshot.sha256

    @property
    def eligible(self) -> list[ReturnRow]:
        return [row for row in self.rows if row.is_eligible]


@dataclass(frozen=True)
class Group:
    """Rows that are added up together. Its shares are sum over sum."""

    name: str
    rows: tuple[ReturnRow, ...]

    @property
    def answers(self) -> list[Answered]:
        return [row.answered for row in self.rows if row.answered]

    @property
    def added(self) -> list[Answered]:
        """Those whose figures are in the sums."""
        return [answered for answered in self.answers if not answered.is_apart]

    @property
    def involved(self) -> list[Answered]:
        return [answered for answered in self.answers if answered.involved]

    @property
    def being_replaced(self) -> list[Answered]:
        return [row.answered for row in self.rows if row.answered and row.is_being_replaced]

    @property
    def total_kwh(self) -> Decimal | None:
        return known_sum(answered.total_kwh for answered in self.added)

    @property
    def mining_kwh(self) -> Decimal | None:
        return known_sum(answered.mined_kwh for answered in self.added)

    @property
    def hashrate(self) -> Decimal | None:
        return known_sum(answered.hashrate for answered in self.added if answered.involved)

    @cached_property
    def share(self) -> Share:
        """Of mining in the electricity, of the returns that say both. Several columns ask for it."""
        answered = ((row.answered, row.kw) for row in self.rows if row.answered and not row.answered.is_apart)
        return Share(tuple(Figure(one.mined_kwh, one.total_kwh, kw) for one, kw in answered))

    @property
    def share_of_power(self) -> Decimal | None:
        """The part of the known IT power of the eligible units that stands behind the share, in percent."""
        known = known_sum(row.kw for row in self.rows if row.is_eligible)
        return percent(self.share.weight, known) if known else None


def by_region(rows: Iterable[ReturnRow]) -> list[Group]:
    """One group for each region of the frame, in the order of the codes."""
    found: dict[Region, list[ReturnRow]] = {}
    for row in rows:
        found.setdefault(row.region, []).append(row)
    return [Group(region.name, tuple(found[region])) for region in sorted(found, key=lambda region: region.code)]


def by_class(rows: Iterable[ReturnRow]) -> list[Group]:
    """One group for each class of organisation that is in the frame, in the order in which the classes are declared."""
    found: dict[str, list[ReturnRow]] = {}
    for row in rows:
        found.setdefault(row.organisation.kind, []).append(row)
    return [Group(str(kind.label), tuple(found[kind])) for kind in Organisation.Kind if kind in found]
