"""The addresses at which a running round is watched and chased."""

from django.urls import path

from surveys.bureau.monitor import extending, history, letters, monitoring

paths = [
    path("rounds/<uuid:pk>/", monitoring.round_page, name="round"),
    path("rounds/<uuid:pk>/silent/", monitoring.silent, name="round-silent"),
    path("rounds/<uuid:pk>/extend/", extending.extend, name="round-extend"),
    path("rounds/<uuid:pk>/take-out/", extending.take_out, name="round-take-out"),
    path("rounds/<uuid:pk>/take-back/", extending.take_back, name="round-take-back"),
    path("rounds/<uuid:pk>/close/", extending.close, name="round-close"),
    path("rounds/<uuid:pk>/letters/", letters.log, name="round-messages"),
    path("rounds/<uuid:pk>/letters/<uuid:notice_pk>/again/", letters.resend, name="round-resend"),
    path("rounds/<uuid:pk>/history/", history.of_round, name="round-history"),
    path("responses/<uuid:pk>/history/", history.of_response, name="response-history"),
]
