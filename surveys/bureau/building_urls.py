"""The addresses of the builder."""

from django.urls import path

from surveys.bureau import (
    building,
    building_checks,
    building_files,
    building_library,
    building_lists,
    building_outline,
    building_publish,
    building_questions,
    building_rehearsal,
    building_settings,
    building_versions,
)

# Below questionnaires/, so that the navigation shows where one is.
P, V = "questionnaires/proposals/<uuid:pk>/", "questionnaires/versions/<uuid:pk>/"
paths = [
    path("questionnaires/", building.questionnaires, name="questionnaires"),
    path("questionnaires/new/", building.new, name="questionnaire-new"),
    path("questionnaires/<uuid:pk>/", building.questionnaire, name="questionnaire"),
    path("authorities/<uuid:pk>/second-look/", building.second_look, name="second-look"),
    path(P, building_outline.outline, name="proposal"),
    path(f"{P}arrange/", building_outline.arrange, name="proposal-arrange"),
    path(f"{P}add-section/", building_outline.add_section, name="proposal-add-section"),
    path(f"{P}add/<str:name>/", building_outline.add_question, name="proposal-add"),
    path(f"{P}remove/<str:name>/", building_outline.remove, name="proposal-remove"),
    path(f"{P}sections/<str:name>/", building_questions.section, name="proposal-section"),
    path(f"{P}questions/<str:question_name>/", building_questions.question, name="proposal-question"),
    path(f"{P}lists/", building_lists.lists, name="proposal-lists"),
    path(f"{P}lists/<str:list_name>/", building_lists.one_list, name="proposal-list"),
    path(f"{P}checks/", building_checks.checks, name="proposal-checks"),
    path(f"{P}checks/<int:place>/", building_checks.check, name="proposal-check"),
    path(f"{P}settings/", building_settings.settings, name="proposal-settings"),
    path(f"{P}library/", building_library.library, name="proposal-library"),
    path(f"{P}preview/", building_rehearsal.preview, name="proposal-preview"),
    path(f"{P}files/", building_files.files, name="proposal-files"),
    path(f"{P}files/form.<str:kind>", building_files.proposal_file, name="proposal-file"),
    path(f"{P}publish/", building_publish.publish, name="proposal-publish"),
    path(f"{P}ask/", building_publish.ask, name="proposal-ask"),
    path(f"{P}discard/", building_publish.discard, name="proposal-discard"),
    path(V, building_versions.version, name="version"),
    path(f"{V}changes/<int:number>/", building_versions.changes, name="version-changes"),
    path(f"{V}form.<str:kind>", building_files.version_file, name="version-file"),
    path(f"{V}next/", building_versions.write_next, name="version-next"),
    path(f"{V}retire/", building_versions.retire, name="version-retire"),
    path(f"{V}round/", building_versions.start_round, name="version-round"),
]
