"""The bureau's addresses: its own pages, and those of each room."""

from django.urls import path

from surveys.bureau import home, officers, receipts, report_factors, reports
from surveys.bureau.builder import urls as builder
from surveys.bureau.dialogue import urls as dialogue
from surveys.bureau.monitor import urls as monitor
from surveys.bureau.registry import urls as registry
from surveys.bureau.review import urls as review
from surveys.bureau.rounds import urls as rounds

app_name = "bureau"

urlpatterns = [
    path("", home.home, name="home"),
    path("rounds/", home.rounds, name="rounds"),
    path("receipts/", receipts.find, name="receipt"),
    *rounds.paths,
    *monitor.paths,
    *review.paths,
    *dialogue.paths,
    path("rounds/<uuid:pk>/report/", reports.report, name="report"),
    path("rounds/<uuid:pk>/report/workbooks/", reports.workbooks, name="export"),
    path("rounds/<uuid:pk>/report/workbooks/make/", reports.make_workbook, name="export_make"),
    path("rounds/<uuid:pk>/report/factors/", report_factors.factors, name="report_factors"),
    path("rounds/<uuid:pk>/report/<str:table_id>/", reports.table, name="report_table"),
    path("exports/<uuid:pk>/file/", reports.download, name="export_download"),
    *builder.paths,
    *registry.paths,
    path("officers/", officers.officers, name="officers"),
    path("officers/<uuid:pk>/end/", officers.end_officer, name="end_officer"),
    path("officers/invitations/<uuid:pk>/withdraw/", officers.withdraw_officer, name="withdraw_officer"),
]
