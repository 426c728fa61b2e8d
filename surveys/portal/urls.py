"""The operators' addresses, one list per noun."""

from django.urls import path

from surveys.portal import (
    api_keys,
    attachments,
    calendars,
    confirming,
    copying,
    home,
    nil_returns,
    receipts,
    side_by_side,
    submitting,
    submitting_together,
)
from surveys.portal.answering import autosaving, hub, sections
from surveys.portal.dialogue import asking, messages, replying
from surveys.portal.people import colleagues, deeds, sharing, signing
from surveys.portal.tenants import asking as tenants
from surveys.portal.workbooks import downloading, uploading

app_name = "portal"
OPERATOR = "rounds/<uuid:id>/organisations/<uuid:organisation>/"

rounds = [
    path("", home.home, name="home"),
    path("rounds/<uuid:id>/", home.round, name="round"),
    path(f"{OPERATOR}confirm/", confirming.confirm, name="confirm"),
    path(f"{OPERATOR}nil/ready/", signing.ready_together, name="ready_together"),
    path(f"{OPERATOR}nil/", nil_returns.nil_for_all, name="nil_for_all"),
    path(f"{OPERATOR}together/<slug:name>/", side_by_side.side_by_side, name="side_by_side"),
    path(f"{OPERATOR}together/<slug:name>/autosave/", side_by_side.autosave_rows, name="autosave_rows"),
    path(f"{OPERATOR}workbook.xlsx", downloading.workbook, name="workbook"),
    path(f"{OPERATOR}workbook/", uploading.upload, name="workbook_upload"),
    path(f"{OPERATOR}workbook/save/", uploading.save, name="workbook_save"),
    path(f"{OPERATOR}workbook/marked.xlsx", uploading.marked, name="workbook_marked"),
    path(f"{OPERATOR}submit/", submitting_together.submit_together, name="submit_together"),
]
requests = [
    path(f"{OPERATOR}ask/", asking.ask_bureau, name="ask"),
    path("requests/<uuid:id>/withdraw/", asking.withdraw_request, name="withdraw_request"),
    path("rounds/<uuid:id>/deadline.ics", calendars.round_calendar, name="round_calendar"),
    path("rounds/<uuid:id>/receipts.pdf", receipts.sheets, name="receipt_sheets"),
]
assignments = [
    path("assignments/<uuid:id>/", hub.assignment, name="assignment"),
    path("assignments/<uuid:id>/deadline.ics", calendars.assignment_calendar, name="assignment_calendar"),
    path("assignments/<uuid:id>/sections/<slug:name>/", sections.section, name="section"),
    path("assignments/<uuid:id>/sections/<slug:name>/autosave/", autosaving.autosave, name="autosave"),
    path("assignments/<uuid:id>/messages/", messages.messages, name="messages"),
    path("assignments/<uuid:id>/remarks/", replying.remarks, name="remarks"),
    path("assignments/<uuid:id>/copy/", copying.copying, name="copying"),
    path("assignments/<uuid:id>/deeds/", deeds.deeds, name="deeds"),
    path("assignments/<uuid:id>/ready/", signing.ready, name="ready"),
    path("assignments/<uuid:id>/send-back/", signing.send_back, name="send_back"),
    path("assignments/<uuid:id>/check/", submitting.check, name="check"),
    path("assignments/<uuid:id>/nil/", nil_returns.nil, name="nil"),
]
from_tenants = [
    path("assignments/<uuid:id>/tenants/", tenants.tenants, name="tenants"),
    path("assignments/<uuid:id>/tenants/ask/", tenants.ask, name="ask_tenant"),
    path("tenants/<uuid:id>/link/", tenants.link, name="tenant_link"),
    path("tenants/<uuid:id>/withdraw/", tenants.withdraw, name="withdraw_from_tenant"),
]
revisions = [
    path("receipts/<uuid:id>/", receipts.receipt, name="receipt"),
    path("receipts/<uuid:id>/together/", receipts.together, name="receipts_together"),
    path("receipts/<uuid:id>/answers.json", receipts.document, name="document"),
    path("receipts/<uuid:id>/answers.xlsx", receipts.workbook, name="submitted_workbook"),
    path("receipts/<uuid:id>/receipt.json", receipts.signed_document, name="signed_receipt"),
    path("receipts/<uuid:id>/receipt.pdf", receipts.sheet, name="receipt_sheet"),
]
files = [
    path("attachments/<uuid:id>/", attachments.attachment, name="attachment"),
]
people = [
    path("colleagues/", colleagues.colleagues, name="colleagues"),
    path("organisations/<uuid:organisation>/second-person/", signing.demand, name="second_person"),
    path("colleagues/<uuid:pk>/share/", sharing.share, name="share"),
    path("colleagues/invitations/<uuid:pk>/share/", sharing.share_when_joined, name="share_when_joined"),
    path("colleagues/<uuid:pk>/end/", colleagues.end_colleague, name="end_colleague"),
    path("colleagues/invitations/<uuid:pk>/withdraw/", colleagues.withdraw_colleague, name="withdraw_colleague"),
]
programs = [
    path("keys/", api_keys.api_keys, name="api_keys"),
    path("keys/<uuid:pk>/revoke/", api_keys.revoke_api_key, name="revoke_api_key"),
]

urlpatterns = [*rounds, *requests, *assignments, *from_tenants, *revisions, *files, *people, *programs]
