"""What is asked of the organisation: the list of assignments, one of them, and its questionnaire."""

import uuid
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from pydantic import BaseModel, Field
from pydantic.json_schema import SkipJsonSchema

from surveys.accounts.models import Act
from surveys.api.access import READS, ByKey, KeyRequest, own, own_assignment
from surveys.api.answer_schema import schema_of_answers
from surveys.api.shapes import (
    AssignmentOut,
    AssignmentPage,
    DefinitionOut,
    FacilityOut,
    Form,
    OrganisationOut,
    RoundOut,
)
from surveys.lib.clock import database_now
from surveys.models import Assignment, Organisation, Round, Version
from surveys.questionnaires.queries import definition_of
from surveys.responses.queries import for_answering
from surveys.responses.signing.queries import takes_two
from surveys.responses.states import State
from surveys.rounds.deadlines import accepts_answers, is_late
from surveys.rounds.queries import deadline_of

router = Router(tags=[_("Assignments")])
ROWS = 100
LAST_PAGE = 1_000_000


class Filters(BaseModel):
    round: uuid.UUID | SkipJsonSchema[None] = Field(None, description=_("Only those of this round."))
    facility: str | SkipJsonSchema[None] = Field(None, description=_("Only that of the data center with this code."))
    state: State | SkipJsonSchema[None] = Field(None, description=_("Only those in this state."))
    page: int = Field(1, ge=1, le=LAST_PAGE, description=_("From 1 on, 100 assignments each."))


@router.get(
    "/assignments",
    auth=ByKey(Act.READ, asks=Filters),
    response=AssignmentPage,
    summary=_("List the assignments of the organisation"),
    url_name="assignments",
)
def assignments(request: KeyRequest, filters: Annotated[Filters, Query()]) -> AssignmentPage:
    at = database_now()
    wanted = {"round": filters.round, "facility__code": filters.facility, "response__state": filters.state}
    rows = Assignment.objects.filter(**{name: value for name, value in wanted.items() if value is not None})
    ordered = for_answering(own(request.auth, rows)).order_by("-round__issued_at", "round_id", "facility__code", "pk")
    pages = Paginator(ordered, ROWS)
    found = pages.page(filters.page).object_list if filters.page <= pages.num_pages else []
    items = [assignment_out(row, at) for row in found]
    return AssignmentPage(count=pages.count, page=filters.page, pages=pages.num_pages, items=items)


@router.get(
    "/assignments/{uuid:id}",
    auth=READS,
    response=AssignmentOut,
    summary=_("Get one assignment"),
    url_name="assignment",
)
def assignment(request: KeyRequest, id: uuid.UUID) -> AssignmentOut:
    return assignment_out(own_assignment(request.auth, id), database_now())


@router.get(
    "/assignments/{uuid:id}/definition",
    auth=READS,
    response=DefinitionOut,
    summary=_("Get the questionnaire, and a JSON schema of its answers"),
    description=_("With If-None-Match and the ETag of before, 304 says that it is still the same."),
    url_name="definition",
    openapi_extra={"responses": {304: {}}},
)
def definition(request: KeyRequest, id: uuid.UUID, response: HttpResponse) -> DefinitionOut | HttpResponse:
    version = own_assignment(request.auth, id).round.version
    tag = f'"{version.sha256}"'
    if _is_known(request, tag):
        return HttpResponse(status=304, headers={"ETag": tag})
    response.headers["ETag"] = tag
    asked = definition_of(version)
    return DefinitionOut(
        form=form_of(version),
        sha256=version.sha256,
        definition=asked.source,
        answers=schema_of_answers(asked),
    )


def _is_known(request: HttpRequest, tag: str) -> bool:
    return tag in (one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(","))


def assignment_out(assignment: Assignment, at: datetime) -> AssignmentOut:
    round, response, deadline = assignment.round, assignment.response, deadline_of(assignment)
    draft = getattr(response, "draft", None)
    facility = assignment.facility
    is_open = accepts_answers(round, deadline, at) and not assignment.ineligible_because
    return AssignmentOut(
        id=str(assignment.pk),
        round=round_out(round),
        organisation=organisation_out(assignment.organisation),
        facility=FacilityOut(code=facility.code, name=facility.name) if facility else None,
        form=form_of(round.version),
        state=State(response.state),
        is_open=is_open and response.state != State.ACCEPTED,
        deadline=moment(deadline, round),
        is_overdue=is_late(at, deadline),
        has_unsent_changes=response.unsent_since is not None,
        excluded_because=assignment.ineligible_because,
        draft_version=draft.version if draft else 0,
        takes_two=takes_two(assignment),
    )


def round_out(round: Round) -> RoundOut:
    return RoundOut(
        id=str(round.pk),
        title=round.title,
        authority=round.survey.authority.name,
        period_start=round.period_start.isoformat() if round.period_start else None,
        period_end=round.period_end.isoformat() if round.period_end else None,
        time_zone=round.time_zone,
        enquiries=round.enquiries,
    )


def organisation_out(organisation: Organisation) -> OrganisationOut:
    return OrganisationOut(number=organisation.number, name=organisation.name)


def form_of(version: Version) -> Form:
    return Form(code=definition_of(version).code, version=version.number)


def moment(at: datetime, round: Round) -> str:
    """As the clock of the round shows it, with its offset."""
    return at.astimezone(ZoneInfo(round.time_zone)).isoformat(timespec="seconds")
