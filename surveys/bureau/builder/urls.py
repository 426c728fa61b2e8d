"""The addresses of the builder."""

from django.urls import path

from surveys.bureau.builder import (
    checks,
    files,
    library,
    lists,
    outline,
    publish,
    questionnaires,
    questions,
    settings,
    trial,
    versions,
)

# Below questionnaires/, so that the navigation shows where one is.
P, V = "questionnaires/proposals/<uuid:pk>/", "questionnaires/versions/<uuid:pk>/"
paths = [
    path("questionnaires/", questionnaires.questionnaires, name="questionnaires"),
    path("questionnaires/new/", questionnaires.new, name="questionnaire-new"),
    path("questionnaires/<uuid:pk>/", questionnaires.questionnaire, name="questionnaire"),
    path("authorities/<uuid:pk>/second-look/", questionnaires.second_look, name="second-look"),
    path(P, outline.outline, name="proposal"),
    path(f"{P}arrange/", outline.arrange, name="proposal-arrange"),
    path(f"{P}add-section/", outline.add_section, name="proposal-add-section"),
    path(f"{P}add/<str:name>/", outline.add_question, name="proposal-add"),
    path(f"{P}remove/<str:name>/", outline.remove, name="proposal-remove"),
    path(f"{P}sections/<str:name>/", questions.section, name="proposal-section"),
    path(f"{P}questions/<str:question_name>/", questions.question, name="proposal-question"),
    path(f"{P}lists/", lists.lists, name="proposal-lists"),
    path(f"{P}lists/<str:list_name>/", lists.one_list, name="proposal-list"),
    path(f"{P}checks/", checks.checks, name="proposal-checks"),
    path(f"{P}checks/<int:index>/", checks.check, name="proposal-check"),
    path(f"{P}settings/", settings.settings, name="proposal-settings"),
    path(f"{P}library/", library.library, name="proposal-library"),
    path(f"{P}preview/", trial.preview, name="proposal-preview"),
    path(f"{P}files/", files.files, name="proposal-files"),
    path(f"{P}files/form.<str:kind>", files.proposal_file, name="proposal-file"),
    path(f"{P}publish/", publish.publish, name="proposal-publish"),
    path(f"{P}ask/", publish.ask, name="proposal-ask"),
    path(f"{P}discard/", publish.discard, name="proposal-discard"),
    path(V, versions.version, name="version"),
    path(f"{V}changes/<int:number>/", versions.changes, name="version-changes"),
    path(f"{V}form.<str:kind>", files.version_file, name="version-file"),
    path(f"{V}next/", versions.write_next, name="version-next"),
    path(f"{V}retire/", versions.retire, name="version-retire"),
    path(f"{V}round/", versions.start_round, name="version-round"),
]
