"""Who did what on an assignment: who typed which section, who confirmed the organisation's data, who submitted, and when."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from surveys.accounts.access import user_of
from surveys.lib.clock import database_now
from surveys.models import Assignment, Confirmation, Draft, Preparation
from surveys.portal.access import own_assignment
from surveys.portal.answering.hub import about
from surveys.portal.questionnaire_views import view_of
from surveys.questionnaires.queries import definition_of
from surveys.responses.tenants.queries import requests_of


@dataclass(frozen=True)
class Deed:
    at: datetime
    who: str
    what: str
    where: str = ""


@require_safe
def deeds(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    user, at = user_of(request), database_now()
    assignment = own_assignment(user, id)
    draft = Draft.objects.filter(response=assignment.response).first()
    done = [*_typed(assignment, draft, at), *_confirmed(assignment), *_prepared(assignment), *_submitted(assignment)]
    done += _of_tenants(assignment)
    context = about(assignment, at) | {"deeds": sorted(done, key=lambda one: one.at, reverse=True)}
    return render(request, "portal/people/deeds.html", context)


def _typed(assignment: Assignment, draft: Draft | None, at: datetime) -> Iterator[Deed]:
    """The last of each person in each section; what stands there since before that was noted is nobody's."""
    if draft is None:
        return
    definition, view = definition_of(assignment.round.version), view_of(assignment, draft, at)
    last: dict[tuple[str, str], tuple[datetime, list[str]]] = {}
    for name, author in draft.authors.items():
        if definition.asks(name):
            key = author["name"], view.tell(definition.section_of(name).label)
            moment = datetime.fromisoformat(author["at"])
            before, names = last.get(key, (moment, []))
            last[key] = max(before, moment), [*names, view.tell(definition.question(name).label)]
    for (who, section), (moment, names) in last.items():
        yield Deed(moment, who, _("typed answers: %(section)s") % {"section": section}, _(", ").join(names))


def _confirmed(assignment: Assignment) -> Iterator[Deed]:
    rows = Confirmation.objects.filter(round=assignment.round, organisation=assignment.organisation)
    for one in rows.select_related("confirmed_by"):
        yield Deed(one.confirmed_at, str(one.confirmed_by or "—"), _("confirmed the data of your organisation"))


def _prepared(assignment: Assignment) -> Iterator[Deed]:
    rows = Preparation.objects.filter(response=assignment.response)
    for one in rows.select_related("prepared_by", "returned_by"):
        yield Deed(one.prepared_at, str(one.prepared_by or "—"), _("marked it as ready to sign"))
        if one.returned_at:
            yield Deed(one.returned_at, str(one.returned_by or "—"), _("did not sign it"), one.word)


def _of_tenants(assignment: Assignment) -> Iterator[Deed]:
    for one in requests_of(assignment):
        yield Deed(one.made_at, str(one.made_by or "—"), _("asked the tenant %(tenant)s") % {"tenant": one.tenant})
        if one.withdrawn_at:
            what = _("withdrew what the tenant %(tenant)s was asked") % {"tenant": one.tenant}
            yield Deed(one.withdrawn_at, str(one.withdrawn_by or "—"), what)
        if one.answered_at:
            yield Deed(one.answered_at, one.tenant, _("declared what was asked, as a tenant"), one.declarant)


def _submitted(assignment: Assignment) -> Iterator[Deed]:
    for one in assignment.response.revisions.select_related("submitted_by").defer("answers"):
        what = _("submitted a nil return") if one.is_nil else _("submitted the answers")
        told = _("revision %(number)s, receipt %(receipt)s, declared by %(name)s")
        where = told % {"number": one.number, "receipt": one.receipt, "name": one.declared_by}
        yield Deed(one.submitted_at, str(one.submitted_by or "—"), what, where)
