"""One round as people play it: most on time, some in the last minutes, some late, some silent, one sent back.

Every act goes through the same actions as the web and is told the moment at which it happens; the machine's clock is
not touched. Acts are carried out in the order of their moments.
"""

import heapq
import itertools
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from surveys.management.demonstration.answering import Substance, entry, in_the_wrong_unit, returned, total_of
from surveys.management.demonstration.tenants import mined_by_a_tenant
from surveys.models import Facility, Organisation, Response, Revision, Round, User
from surveys.responses import actions as responses
from surveys.responses.confirming import confirm_organisation
from surveys.responses.evaluation import evaluate_answers
from surveys.responses.facts import assignment
from surveys.responses.nil_returns import asked_of_nil

_order = itertools.count()  # of two acts at the same moment, the one that was planned first
MOST_OF_TENANTS = 4
STOPPED = "上期所报矿机已全部断电清退，有现场核查记录"
Deed = Callable[[datetime], object]


@dataclass
class Story:
    officers: dict[str, User]
    operators: dict[Organisation, User]
    rng: Random
    round: Round = field(init=False)
    acts: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    wrong_units: int = 0
    of_tenants: int = 0

    def at(self, moment: datetime, deed: Deed) -> None:
        heapq.heappush(self.acts, (moment, next(_order), deed))

    def play(self) -> None:
        while self.acts:
            moment, _, deed = heapq.heappop(self.acts)
            deed(moment)

    def responses_of(self, organisation: Organisation) -> list[Response]:
        rows = Response.objects.filter(assignment__round=self.round, assignment__organisation=organisation)
        return list(
            rows.select_related(
                "assignment__facility", "assignment__round__version", "assignment__organisation"
            ).order_by("assignment__facility__code")
        )

    def confirm(self, organisation: Organisation, at: datetime) -> None:
        by = self.operators[organisation]
        known = assignment.prefilled_for_organisation(self.round, organisation, at)
        answers = {**known, "responsible": entry(by.name)}
        confirm_organisation(round=self.round, organisation=organisation, by=by, answers=answers, at=at)

    def answer(self, response: Response, substance: Substance, at: datetime, *, slips: bool = False) -> Revision:
        """Fill the form in and submit; with `slips`, first in the wrong unit, which a check refuses."""
        facility = _facility(response)
        by = self.operators[response.assignment.organisation]
        typed = returned(facility, substance, at.date(), self.rng)
        responses.open_for_answering(response=response, by=by, at=at)
        if slips:
            self._slip(response, typed, by, at)
        saved = responses.save_draft(response=response, by=by, base=10**6, changes=typed, at=at)
        assert not saved.conflicts
        if substance is Substance.MINES and self.of_tenants < MOST_OF_TENANTS:
            self.of_tenants += 1
            mined_by_a_tenant(response, typed["mining_kwh"], by, at)
        try:
            return self.submit(response, by, at)
        except responses.NotReadyToSubmit as refusal:
            return self._explain(refusal, response, by, at)

    def _slip(self, response: Response, typed: dict[str, object], by: User, at: datetime) -> None:
        wrong = in_the_wrong_unit(typed, total_of(_facility(response), self.rng))
        responses.save_draft(response=response, by=by, base=10**6, changes=wrong, at=at)
        try:
            self.submit(response, by, at)
        except responses.NotReadyToSubmit as refusal:
            self.wrong_units += any(finding.check == "E18" for finding in refusal.findings)

    def _explain(self, refusal: responses.NotReadyToSubmit, response: Response, by: User, at: datetime) -> Revision:
        """What contradicts the last round wants a reason."""
        reasons = {finding.key: STOPPED for finding in refusal.findings if finding.check == "E54"}
        responses.save_draft(response=response, by=by, base=10**6, changes={}, reasons=reasons, at=at)
        return self.submit(response, by, at)

    def submit(self, response: Response, by: User, at: datetime) -> Revision:
        return responses.submit(response=response, by=by, key=self.key(), declared_by=by.name, at=at)

    def nil(self, response: Response, at: datetime) -> Revision:
        by = self.operators[response.assignment.organisation]
        responses.open_for_answering(response=response, by=by, at=at)
        figures = self._nil_figures(response, at)
        against = evaluate_answers(response, figures, {}, at, nil=True).blocking
        return responses.submit_nil(
            response=response,
            by=by,
            key=self.key(),
            declared_by=by.name,
            answers=figures,
            reasons={finding.key: STOPPED for finding in against},
            at=at,
        )

    def _nil_figures(self, response: Response, at: datetime) -> dict[str, object]:
        asked = asked_of_nil(response.assignment.round)
        if not asked:
            return {}
        typed = returned(_facility(response), Substance.NIL, at.date(), self.rng)
        return {question.name: typed[question.name] for question in asked}

    def key(self) -> uuid.UUID:
        return uuid.UUID(int=self.rng.getrandbits(128), version=4)


def _facility(response: Response) -> Facility:
    facility = response.assignment.facility
    assert facility is not None  # the mining form's unit is the facility
    return facility
