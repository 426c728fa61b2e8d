"""Taking over what tenants declared: as the answer, or added to what stands there. From then on the answer is marked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from surveys.accounts.models import User
from surveys.audit.actions import record
from surveys.lib import units
from surveys.lib.clock import database_now
from surveys.lib.numbers import canonical
from surveys.questionnaires.form import Question, read
from surveys.questionnaires.queries import definition_of
from surveys.responses.actions import Saved, lock, must_accept_answers, save_draft
from surveys.responses.drafting import asides
from surveys.responses.models import Draft, Response
from surveys.responses.states import after
from surveys.responses.tenants.declared import Declared
from surveys.responses.tenants.queries import FromTenants, Offer, from_tenants
from surveys.responses.unsent import note_unsent


class NothingToTake(Exception):
    """It was taken over already, or the tenants' answer has changed or does not fit the question any more."""


class CannotBeAddedTo(Exception):
    """What stands at the question is no number."""


class TakesOne(ValueError):
    """Only figures add up: of other answers one takes the place."""


@dataclass(frozen=True)
class Taking:
    """Which tenants' answers to which question, by the ids of the requests; whether they are added to what stands there."""

    question: str
    requests: Collection[str]
    adds: bool


@transaction.atomic
def take_over(
    *,
    response: Response,
    by: User,
    base: int,
    taking: Taking,
    unseen: Collection[str] = (),
    at: datetime | None = None,
) -> Saved:
    """`base` and `unseen` as when saving: what a colleague has typed meanwhile stays, and the sum is set aside. What stood
    there before is kept at its question. The same again changes nothing. Raises what save_draft does, NothingToTake,
    CannotBeAddedTo, TakesOne."""
    at = at or database_now()
    locked = lock(response)
    must_accept_answers(locked, at)
    after("save", locked.state)
    before = Draft.objects.select_related("saved_by").get(response=locked)
    offered = from_tenants(locked.assignment, before.declared).get(taking.question)
    chosen = [one for one in offered.open if str(one.request.pk) in taking.requests] if offered else []
    if not offered or not chosen:
        raise NothingToTake
    if len(chosen) > 1 and not offered.takes_many:
        raise TakesOne
    name, entry = taking.question, before.answers.get(taking.question)
    replaced = _replaced(offered, chosen) if taking.adds or offered.question.is_table else []
    new = _new_entry(offered.question, entry, chosen, replaced, adds=taking.adds)
    kept = before.overwritten(name, at) if entry else []
    saved = save_draft(response=response, by=by, base=base, changes={name: new.entry}, unseen=unseen, at=at)
    if not saved.conflicts:
        stays = before.declared.get(name, []) if taking.adds or offered.question.is_table else []
        gone = {str(one.request.pk) for one in replaced}
        marks = [*(one for one in stays if one["request"] not in gone), *new.marks]
        _mark(locked, name, marks, kept if saved.version > before.version else [], at)
        tenants = ", ".join(one.request.tenant for one in chosen)
        label = definition_of(locked.assignment.round.version).label_of(name, "zh")
        details = {"tenants": tenants, "question": label}
        record("took_over_declared", by=by, about=locked.assignment, at=at, details=details)
    return saved


def _replaced(offered: FromTenants, chosen: Sequence[Offer]) -> list[Offer]:
    """What was taken over of the same tenants before: the later answer stands for the earlier."""
    emails = {one.request.email.lower() for one in chosen}
    return [one for one in offered.offers if one.is_taken and one.request.email.lower() in emails]


@dataclass(frozen=True)
class _New:
    entry: Any
    marks: list[Declared]


def _new_entry(
    question: Question, entry: Any, chosen: Sequence[Offer], replaced: Sequence[Offer], *, adds: bool
) -> _New:
    if question.is_table:
        return _with_rows(entry, chosen, replaced)
    marks = [_declared(one) for one in chosen]
    own = read(question, entry)
    if not adds or not entry or (own.value is None and not own.problem):
        return _New(chosen[0].entry if len(chosen) == 1 else _sum(question, chosen, [], Decimal(0)), marks)
    if not isinstance(own.value, Decimal) or not all(one.value is not None for one in chosen):
        raise CannotBeAddedTo
    return _New(_sum(question, chosen, replaced, own.value, own.method), marks)


def _sum(question: Question, chosen: Sequence[Offer], less: Sequence[Offer], own: Decimal, method: str = "") -> Any:
    """How it was obtained stays said where all say the same; else whoever answers has to say it of the whole."""
    figure = own + sum((one.value or Decimal(0) for one in chosen), Decimal(0))
    figure -= sum((one.value or Decimal(0) for one in less), Decimal(0))
    methods = {one.entry.get("method", "") for one in chosen} | ({method} if own else set())
    entry = _in_its_unit(question, figure)
    return entry | ({"method": methods.pop()} if len(methods) == 1 and question.methods else {})


def _in_its_unit(question: Question, figure: Decimal) -> dict[str, str]:
    """In the unit the question is asked in, unless that could not say it exactly."""
    if not question.unit:
        return {"typed": canonical(figure)}
    shown = units.from_canonical(figure, question.unit)
    if units.to_canonical(shown, question.unit) == figure:
        return {"typed": canonical(shown), "unit": question.unit}
    return {"typed": canonical(figure), "unit": question.canonical_unit}


def _with_rows(entry: Any, chosen: Sequence[Offer], replaced: Sequence[Offer]) -> _New:
    """Behind those that stand there, under ids that say whose they are, so that no row comes twice."""
    stems = tuple(_stem(one) for one in replaced)
    rows = [row for row in entry or [] if not (stems and str(row["row"]).startswith(stems))]
    marks = []
    for one in chosen:
        theirs = [{**row, "row": f"{_stem(one)}{n}"} for n, row in enumerate(one.entry, start=1)]
        rows += theirs
        marks.append(_declared(one) | Declared(rows=[str(row["row"]) for row in theirs]))
    return _New(rows, marks)


def _stem(offer: Offer) -> str:
    return f"t{offer.request.pk.hex[:8]}-"


def _declared(offer: Offer) -> Declared:
    request = offer.request
    assert request.answered_at is not None  # it is offered
    said = Declared(
        request=str(request.pk), tenant=request.tenant, by=request.declarant, at=request.answered_at.isoformat()
    )
    if offer.value is not None:
        said |= Declared(value=canonical(offer.value), unit=offer.question.canonical_unit)
    return said | (Declared(method=offer.method) if offer.method else Declared())


def _mark(response: Response, question: str, marks: list[Declared], kept: list[Any], at: datetime) -> None:
    draft = Draft.objects.get(response=response)
    draft.declared = {**draft.declared, question: marks}
    draft.set_aside = asides(draft.set_aside, kept)
    draft.save(update_fields=["declared", "set_aside"])
    saved = lock(response)
    saved.draft = draft
    note_unsent(saved, at)


@transaction.atomic
def take_off_the_mark(*, response: Response, by: User, question: str, at: datetime | None = None) -> None:
    """Somebody says that the answer is the operator's own by now. It stays as it is. Raises RoundIsClosed, NotAllowedNow."""
    at = at or database_now()
    locked = lock(response)
    must_accept_answers(locked, at)
    after("save", locked.state)
    draft = Draft.objects.get(response=locked)
    if question not in draft.declared:
        return
    tenants = ", ".join(one["tenant"] for one in draft.declared.pop(question))
    draft.save(update_fields=["declared"])
    label = definition_of(locked.assignment.round.version).label_of(question, "zh")
    record("unmarked_declared", by=by, about=locked.assignment, at=at, details={"tenants": tenants, "question": label})
    locked.draft = draft
    note_unsent(locked, at)
