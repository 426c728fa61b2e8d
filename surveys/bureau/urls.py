"""The bureau's addresses, one list per noun."""

from django.urls import URLPattern, path

from surveys.bureau import (
    accepting,
    amending,
    attachments,
    building_urls,
    extending,
    form_preview,
    history,
    issuing,
    letters,
    monitoring,
    officers,
    registry,
    registry_editing,
    reports,
    review_queue,
    reviewing,
    roster,
)
from surveys.bureau import home as first_page

app_name = "bureau"

home: list[URLPattern] = [path("", first_page.home, name="home")]
rounds: list[URLPattern] = [
    path("rounds/", first_page.rounds, name="rounds"),
    path("rounds/new/", issuing.new, name="round-new"),
    path("rounds/<uuid:pk>/", monitoring.round_page, name="round"),
    path("rounds/<uuid:pk>/edit/", issuing.edit, name="round-edit"),
    path("rounds/<uuid:pk>/ready/", issuing.ready, name="round-ready"),
    path("rounds/<uuid:pk>/form/", form_preview.form_preview, name="round-form"),
    path("rounds/<uuid:pk>/silent/", monitoring.silent, name="round-silent"),
    path("rounds/<uuid:pk>/extend/", extending.extend, name="round-extend"),
    path("rounds/<uuid:pk>/take-out/", extending.take_out, name="round-take-out"),
    path("rounds/<uuid:pk>/take-back/", extending.take_back, name="round-take-back"),
    path("rounds/<uuid:pk>/close/", extending.close, name="round-close"),
    path("rounds/<uuid:pk>/amend/", amending.change, name="round-amend"),
    path("rounds/<uuid:pk>/amendments/<uuid:amendment_pk>/", amending.amendment, name="amendment"),
    path("rounds/<uuid:pk>/amendments/<uuid:amendment_pk>/tell/", amending.tell, name="amendment-tell"),
    path("rounds/<uuid:pk>/letters/", letters.log, name="round-messages"),
    path("rounds/<uuid:pk>/letters/<uuid:notice_pk>/again/", letters.resend, name="round-resend"),
    path("rounds/<uuid:pk>/history/", history.of_round, name="round-history"),
]
review: list[URLPattern] = [
    path("rounds/<uuid:pk>/review/", review_queue.queue, name="review-queue"),
    path("rounds/<uuid:pk>/review/accept/", accepting.accept_plain, name="review-accept-plain"),
    path("responses/<uuid:pk>/", reviewing.review, name="review"),
    path("responses/<uuid:pk>/revisions/<int:number>/", reviewing.earlier, name="review-revision"),
    path("attachments/<uuid:pk>/", attachments.download, name="attachment"),
    path("responses/<uuid:pk>/accept/", reviewing.accept_it, name="review-accept"),
    path("responses/<uuid:pk>/send-back/", reviewing.send_it_back, name="review-send-back"),
    path("responses/<uuid:pk>/history/", history.of_response, name="response-history"),
]
register: list[URLPattern] = [
    path("registry/", registry.organisations, name="organisations"),
    path("registry/facilities/", registry.facilities, name="facilities"),
    path("registry/add/", registry_editing.add_organisation, name="add_organisation"),
    path("registry/organisations/<uuid:pk>/", registry.organisation, name="organisation"),
    path("registry/organisations/<uuid:pk>/change/", registry_editing.change_organisation, name="change_organisation"),
    path("registry/organisations/<uuid:pk>/facilities/add/", registry_editing.add_facility, name="add_facility"),
    path("registry/organisations/<uuid:pk>/contacts/add/", registry_editing.add_contact, name="add_contact"),
    path("registry/facilities/<uuid:pk>/change/", registry_editing.change_facility, name="change_facility"),
    path("registry/contacts/<uuid:pk>/change/", registry_editing.change_contact, name="change_contact"),
    path("registry/contacts/<uuid:pk>/remove/", registry_editing.remove_contact, name="remove_contact"),
    path("registry/roster/", roster.roster_upload, name="roster"),
    path("registry/roster/template.xlsx", roster.roster_template, name="roster_template"),
    path("registry/roster/<uuid:key>/", roster.roster_preview, name="roster_preview"),
]
people: list[URLPattern] = [
    path("officers/", officers.officers, name="officers"),
    path("officers/<uuid:pk>/end/", officers.end_officer, name="end_officer"),
    path("officers/invitations/<uuid:pk>/withdraw/", officers.withdraw_officer, name="withdraw_officer"),
]
report: list[URLPattern] = [
    path("rounds/<uuid:pk>/report/", reports.report, name="report"),
    path("rounds/<uuid:pk>/report/workbooks/", reports.workbooks, name="export"),
    path("rounds/<uuid:pk>/report/workbooks/make/", reports.make_workbook, name="export-make"),
    path("rounds/<uuid:pk>/report/<str:table_id>/", reports.table, name="report-table"),
    path("exports/<uuid:pk>/file/", reports.download, name="export-download"),
]

urlpatterns = [*home, *rounds, *review, *report, *building_urls.paths, *register, *people]
