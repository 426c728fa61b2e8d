"""The addresses of the register."""

from django.urls import path

from surveys.bureau.registry import editing, entries, merging, moving, roster

paths = [
    path("registry/", entries.organisations, name="organisations"),
    path("registry/facilities/", entries.facilities, name="facilities"),
    path("registry/add/", editing.add_organisation, name="add_organisation"),
    path("registry/organisations/<uuid:pk>/", entries.organisation, name="organisation"),
    path("registry/organisations/<uuid:pk>/change/", editing.change_organisation, name="change_organisation"),
    path("registry/organisations/<uuid:pk>/merge/", merging.merge_organisation, name="merge_organisation"),
    path("registry/organisations/<uuid:pk>/facilities/add/", editing.add_facility, name="add_facility"),
    path("registry/organisations/<uuid:pk>/contacts/add/", editing.add_contact, name="add_contact"),
    path(
        "registry/organisations/<uuid:pk>/invitations/<uuid:invitation_pk>/withdraw/",
        editing.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("registry/facilities/<uuid:pk>/", entries.facility, name="facility"),
    path("registry/facilities/<uuid:pk>/move/", moving.move_facility, name="move_facility"),
    path("registry/facilities/<uuid:pk>/change/", editing.change_facility, name="change_facility"),
    path("registry/contacts/<uuid:pk>/change/", editing.change_contact, name="change_contact"),
    path("registry/contacts/<uuid:pk>/remove/", editing.remove_contact, name="remove_contact"),
    path("registry/roster/", roster.roster_upload, name="roster"),
    path("registry/roster/template.xlsx", roster.roster_template, name="roster_template"),
    path("registry/roster/<uuid:key>/", roster.roster_preview, name="roster_preview"),
]
