"""The addresses at which a round is prepared, issued and amended."""

from django.urls import path

from surveys.bureau.rounds import amending, form_preview, issuing

paths = [
    path("rounds/new/", issuing.new, name="round_new"),
    path("rounds/<uuid:pk>/edit/", issuing.edit, name="round_edit"),
    path("rounds/<uuid:pk>/ready/", issuing.ready, name="round_ready"),
    path("rounds/<uuid:pk>/delete/", issuing.delete, name="round_delete"),
    path("rounds/<uuid:pk>/form/", form_preview.form_preview, name="round_form"),
    path("rounds/<uuid:pk>/amend/", amending.change, name="round_amend"),
    path("rounds/<uuid:pk>/amendments/<uuid:amendment_pk>/", amending.amendment, name="amendment"),
    path("rounds/<uuid:pk>/amendments/<uuid:amendment_pk>/tell/", amending.tell, name="amendment_tell"),
]
