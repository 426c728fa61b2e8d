"""The report of a round: its headline figures and charts, a page for each table, and the workbooks that were asked for."""

import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from surveys.accounts.access import get_visible_or_404, require, user_of
from surveys.accounts.roles import Permission
from surveys.bureau.access import issued_round_or_404
from surveys.bureau.round_frame import Frame, frame
from surveys.lib.clock import database_now
from surveys.lib.files.kinds import XLSX
from surveys.lib.paging import page_of
from surveys.models import Export, Region, Round, User
from surveys.reports import snapshots
from surveys.reports.actions import note_download, request_export
from surveys.reports.amounts import Amount, amount
from surveys.reports.book import MINING, TABLES, table_ids
from surveys.reports.microdata import Group, Microdata
from surveys.reports.queries import covers, exports_of, microdata, region_of_report
from surveys.reports.statistics import Share
from surveys.reports.tables import own, periods
from surveys.reports.tables.energy import everything, r03, r05, r06
from surveys.reports.tables.obtained import in_one_line, mining_parts, total_parts
from surveys.reports.tables.proof import warnings
from surveys.reports.tables.response import assignments, energy_coverage, power, r01_by_region, rr2
from surveys.reports.tables.shares import being_replaced, doubts, left_out
from surveys.workbooks.report.exports import path_of

PROVISIONAL = "provisional"
MOST_OWN_FIGURES = 6


@dataclass(frozen=True)
class Report:
    """What every page of a report shows around its tables."""

    frame: Frame
    microdata: Microdata
    is_part: bool

    @property
    def query(self) -> str:
        return f"?basis={PROVISIONAL}" if self.microdata.snapshot.provisional else ""

    @property
    def warnings(self) -> list[str]:
        return warnings(self.microdata)

    @property
    def pages(self) -> list[tuple[str, str]]:
        there = table_ids(self.microdata)
        return [(id, f"{id} {title}") for id, title in titles().items() if id in there]

    @property
    def counts_electricity(self) -> bool:
        return self.microdata.asks_for("total_kwh", "mining_kwh")

    @property
    def hosts_business(self) -> bool:
        return self.microdata.asks_for("business")

    @property
    def is_about_mining(self) -> bool:
        return self.microdata.asks_for(*MINING)


def titles() -> dict[str, str]:
    """Names of the tables that have a page, without computing them."""
    return {
        "R01": _("Response by district"),
        "R01C": _("Response by class"),
        "R02": _("Not answered"),
        "R03": _("Mining by district"),
        "R04": _("Mining ledger"),
        "R05": _("Hosted business"),
        "R06": _("Mining share bands"),
        "R09": _("Attributed emissions"),
        "R15": _("How the figures were obtained"),
        "N01": _("Own figures by district"),
        "N02": _("Own figures by class"),
        "N03": _("Own figures by what was chosen"),
        "R18": _("Method and factors"),
    }


@require_safe
def report(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    shown = _report(request, pk)
    made = shown.microdata
    charts = {"response": r01_by_region(made), "districts": r03(made), "businesses": r05(made), "bands": r06(made)}
    return render(request, "bureau/reports/overview.html", {"report": shown, "headline": headline(made), **charts})


@require_safe
def table(request: HttpRequest, pk: uuid.UUID, table_id: str) -> HttpResponse:
    if table_id not in titles():
        raise Http404
    shown = _report(request, pk)
    if table_id not in table_ids(shown.microdata):
        raise Http404
    made = TABLES[table_id](shown.microdata)
    page = page_of(range(len(made.rows)), request.GET)
    context = {"report": shown, "table": made, "page": page, "all_columns": request.GET.get("columns") == "all"}
    return render(request, "bureau/reports/one.html", context)


def _report(request: HttpRequest, pk: uuid.UUID) -> Report:
    user, at = user_of(request), database_now()
    round, region = _round_and_region(user, pk)
    provisional = request.GET.get("basis") == PROVISIONAL
    snapshot = snapshots.look(round=round, by=user, provisional=provisional, at=at)
    is_part = not covers(region, round.survey.authority.region)
    return Report(frame(user, round, at, "bureau:report"), microdata(snapshot, region), is_part)


def _round_and_region(user: User, pk: uuid.UUID) -> tuple[Round, Region]:
    """404 for who does not see the round or before it was issued, 403 for who may not see its report."""
    round = issued_round_or_404(user, pk, Permission.SEE_REPORTS)
    region = region_of_report(user, round)
    if region is None:
        raise PermissionDenied
    return round, region


@dataclass(frozen=True)
class Headline:
    total: Amount
    total_obtained: str
    mining: Amount
    mining_obtained: str
    share: Share
    share_of_power: Decimal | None
    left_out: list[str]
    doubts: list[str]
    own: list[own.Line]  # of a form that asks for no electricity
    returns: int
    answered: Decimal
    eligible: Decimal
    answered_percent: Decimal | None
    kw: Decimal
    kw_eligible: Decimal
    kw_percent: Decimal | None


def headline(made: Microdata) -> Headline:
    """Electricity in the unit in which such amounts are quoted; response by units and by kW."""
    group, frame_ = everything(made), Group("", made.rows)
    by_assignments, by_power = assignments(frame_), power(frame_)
    return Headline(
        total=amount(group.total_kwh),
        total_obtained=in_one_line(total_parts(group)),
        mining=amount(group.mining_kwh),
        mining_obtained=in_one_line(mining_parts(group)),
        share=group.share,
        share_of_power=group.share_of_power,
        left_out=[
            *(left_out(group.share) if made.asks_for(*MINING) else ()),
            *periods.told(group.rows),
            *being_replaced(group),
        ],
        doubts=doubts(group),
        own=[] if made.asks_for(*MINING, "total_kwh") else own.totals(made)[:MOST_OWN_FIGURES],
        returns=len(group.answers),
        answered=by_assignments.responded,
        eligible=by_assignments.eligible,
        answered_percent=rr2(frame_),
        kw=by_power.responded,
        kw_eligible=by_power.eligible,
        kw_percent=energy_coverage(frame_),
    )


# --- workbooks ---------------------------------------------------------------------------------------------------


@require_safe
def workbooks(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user = user_of(request)
    round, region = _round_and_region(user, pk)
    page = page_of(exports_of(round, region), request.GET)
    context = {
        "frame": frame(user, round, database_now(), "bureau:report"),
        "page": page,
    }
    return render(request, "bureau/reports/workbooks.html", context)


@require_POST
def make_workbook(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user = user_of(request)
    round, region = _round_and_region(user, pk)
    request_export(
        by=user,
        round=round,
        provisional=request.POST.get("basis") == PROVISIONAL,
        language=get_language() or "zh-hans",
        region=region,
        contents=_contents(request),
    )
    messages.success(request, _("The workbook is being made. It appears in this list when it is ready."))
    return redirect(reverse("bureau:export", args=[round.pk]))


def _contents(request: HttpRequest) -> str:
    asked = request.POST.get("contents", "")
    return asked if asked in Export.Contents else Export.Contents.REPORT


@require_safe
@never_cache
def download(request: HttpRequest, pk: uuid.UUID) -> HttpResponse | FileResponse:
    user = user_of(request)
    export = get_visible_or_404(user, Export, pk=pk)
    require(user, Permission.SEE_REPORTS, export)
    path = path_of(export)
    if export.state != Export.State.DONE or not path.exists():
        raise Http404
    note_download(export=export, by=user)
    return FileResponse(path.open("rb"), as_attachment=True, filename=export.file_name, content_type=XLSX.content_type)
