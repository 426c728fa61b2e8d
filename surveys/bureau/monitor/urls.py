"""The addresses at which a running round is watched and chased."""

from django.urls import path

from surveys.bureau.monitor import adding, bulk_actions, ending, history, letters, monitoring, notices, returned

paths = [
    path("rounds/<uuid:pk>/", monitoring.round_page, name="round"),
    path("rounds/<uuid:pk>/silent/", monitoring.silent, name="round_silent"),
    path("rounds/<uuid:pk>/extend/", bulk_actions.extend, name="round_extend"),
    path("rounds/<uuid:pk>/add/", adding.add_units, name="round_add"),
    path("rounds/<uuid:pk>/take-out/", bulk_actions.take_out, name="round_take_out"),
    path("rounds/<uuid:pk>/take-back/", bulk_actions.take_back, name="round_take_back"),
    path("rounds/<uuid:pk>/close/", ending.close, name="round_close"),
    path("rounds/<uuid:pk>/withdraw/", ending.withdraw, name="round_withdraw"),
    path("rounds/<uuid:pk>/notices/", notices.log, name="round_notices"),
    path("rounds/<uuid:pk>/notices/<uuid:notice_pk>/again/", notices.resend, name="round_resend"),
    path("acknowledgements/<uuid:pk>/settle/", letters.settle, name="settle_letter"),
    path("returned/", returned.returned, name="returned"),
    path("returned/<uuid:pk>/decide/", returned.decide, name="returned_decide"),
    path("rounds/<uuid:pk>/history/", history.of_round, name="round_history"),
    path("responses/<uuid:pk>/history/", history.of_response, name="response_history"),
]
