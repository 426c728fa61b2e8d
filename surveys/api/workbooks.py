"""The workbook of an organisation: getting it filled in beforehand, trying one that came back, saving what is good in it.

Nothing of an upload is kept: a program that sends the same file again sends all of it.
"""

import uuid
from typing import Annotated

from django.http import FileResponse, Http404, HttpResponse
from django.utils.translation import gettext_noop
from ninja import File, Form, Router, UploadedFile

from surveys.api.access import ANSWERS, READS, Caller, KeyRequest, own, own_in_round
from surveys.api.problems import MAY_CONFLICT, Refused
from surveys.api.shapes import WorkbookOut
from surveys.lib.clock import database_now
from surveys.lib.files.kinds import XLSX, FileRefused
from surveys.lib.files.scanning import refuse_if_infected
from surveys.lib.language import current_language
from surveys.models import Assignment, Round
from surveys.workbooks.fillable.returned.marking import marked_copy
from surveys.workbooks.fillable.returned.plan import Decisions, Plan
from surveys.workbooks.fillable.returned.preparing import prepare
from surveys.workbooks.fillable.returned.saving import save_plan
from surveys.workbooks.fillable.returned.telling import as_json
from surveys.workbooks.fillable.writing.book import as_file
from surveys.workbooks.fillable.writing.gathering import NothingToAnswer, gather
from surveys.workbooks.reading import MOST_BYTES, Book, WorkbookRefused, read_workbook, refuse_a_wrong_name

router = Router(tags=[gettext_noop("Workbooks")])
A_WORKBOOK: dict[str, object] = {
    "responses": {200: {"content": {XLSX.content_type: {"schema": {"type": "string", "format": "binary"}}}}}
}
Sent = Annotated[UploadedFile, File(description=gettext_noop("The filled-in workbook: .xlsx, .xls or .ods."))]

Noughts = Annotated[
    bool,
    Form(description=gettext_noop("true: columns of nothing but noughts are meant, and not left behind by a program.")),
]


@router.get(
    "/rounds/{uuid:id}/workbook",
    auth=READS,
    summary=gettext_noop("Get the workbook to fill in"),
    description=gettext_noop("For all data centers that the key is for, with what stands in the drafts."),
    url_name="workbook",
    openapi_extra=A_WORKBOOK,
)
def workbook(request: KeyRequest, id: uuid.UUID) -> FileResponse:
    round = own_in_round(request.auth, id)[0].round
    try:
        form = gather(
            round=round,
            organisation=request.auth.key.organisation,
            assignments=own(request.auth, Assignment.objects.all()),
            language=current_language(),
            at=database_now(),
        )
    except NothingToAnswer as error:
        raise Http404 from error
    name = f"{round.code}.xlsx"
    return FileResponse(as_file(form), as_attachment=True, filename=name, content_type=XLSX.content_type)


@router.post(
    "/rounds/{uuid:id}/workbook/validation",
    auth=READS,
    response=WorkbookOut,
    summary=gettext_noop("Try a filled-in workbook without saving it"),
    url_name="workbook_validation",
)
def try_workbook(request: KeyRequest, id: uuid.UUID, file: Sent, noughts: Noughts = False) -> WorkbookOut:
    plan, _content = _read(request.auth, id, file, noughts)
    return _out(plan, [], [])


@router.post(
    "/rounds/{uuid:id}/workbook",
    auth=ANSWERS,
    response=WorkbookOut,
    summary=gettext_noop("Save a filled-in workbook into the drafts"),
    description=gettext_noop(
        "Data centers without wrong cells are saved, the others are not. What somebody changed since the workbook was "
        "handed out stays as it stands and is told under `conflicts`."
    ),
    url_name="workbook",
    openapi_extra=MAY_CONFLICT,
)
def save_workbook(request: KeyRequest, id: uuid.UUID, file: Sent, noughts: Noughts = False) -> WorkbookOut:
    plan, _content = _read(request.auth, id, file, noughts)
    done = save_plan(plan=plan, by=request.auth.user, at=database_now(), name=file.name or "")
    saved, refused = (
        [unit.assignment.facility.code for unit in units if unit.assignment and unit.assignment.facility]
        for units in (done.saved, done.refused)
    )
    return _out(plan, saved, refused)


@router.post(
    "/rounds/{uuid:id}/workbook/marked",
    auth=READS,
    summary=gettext_noop("Get a copy of a filled-in workbook with what is wrong marked"),
    description=gettext_noop("With the wrong rows alone; nothing is saved."),
    url_name="marked_workbook",
    openapi_extra=A_WORKBOOK,
)
def mark_workbook(request: KeyRequest, id: uuid.UUID, file: Sent, noughts: Noughts = False) -> HttpResponse:
    plan, content = _read(request.auth, id, file, noughts)
    return HttpResponse(marked_copy(content, plan, current_language()), content_type=XLSX.content_type)


def _read(caller: Caller, round: uuid.UUID, file: UploadedFile, are_noughts_meant: bool) -> tuple[Plan, bytes]:
    asked = own_in_round(caller, round)[0].round
    content = file.read(MOST_BYTES + 1)
    try:
        refuse_a_wrong_name(file.name or "", content)
        refuse_if_infected(content)
        book = read_workbook(content)
        plan = _plan(caller, asked, book, Decisions())
        if are_noughts_meant and plan.noughts:
            plan = _plan(caller, asked, book, Decisions(noughts=frozenset(column.key for column in plan.noughts)))
    except (WorkbookRefused, FileRefused) as error:
        raise Refused("file-refused", str(error)) from error
    return plan, content


def _plan(caller: Caller, round: Round, book: Book, decisions: Decisions) -> Plan:
    plan = prepare(
        book=book,
        round=round,
        organisation=caller.key.organisation,
        assignments=own(caller, Assignment.objects.all()),
        at=database_now(),
        decisions=decisions,
    )
    if not caller.key.for_all_facilities:
        plan.own = None  # which are of all data centers
    return plan


def _out(plan: Plan, saved: list[str], refused: list[str]) -> WorkbookOut:
    doubtful = [column.key for column in plan.noughts]
    told = as_json(plan, current_language())
    return WorkbookOut.model_validate({**told, "saved": saved, "refused": refused, "noughts": doubtful})
