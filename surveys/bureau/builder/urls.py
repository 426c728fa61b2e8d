"""The addresses of the builder."""

from django.urls import path

from surveys.bureau.builder import (
    checks,
    files,
    importing,
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
    path("questionnaires/new/", questionnaires.new, name="questionnaire_new"),
    path("questionnaires/<uuid:pk>/", questionnaires.questionnaire, name="questionnaire"),
    path("authorities/<uuid:pk>/second-look/", questionnaires.second_look, name="second_look"),
    path("authorities/<uuid:pk>/languages/", questionnaires.languages, name="authority_languages"),
    path(P, outline.outline, name="proposal"),
    path(f"{P}arrange/", outline.arrange, name="proposal_arrange"),
    path(f"{P}add-section/", outline.add_section, name="proposal_add_section"),
    path(f"{P}add/<str:name>/", outline.add_question, name="proposal_add"),
    path(f"{P}remove/<str:name>/", outline.remove, name="proposal_remove"),
    path(f"{P}sections/<str:name>/", questions.section, name="proposal_section"),
    path(f"{P}questions/<str:question_name>/", questions.question, name="proposal_question"),
    path(f"{P}lists/", lists.lists, name="proposal_lists"),
    path(f"{P}lists/<str:list_name>/", lists.one_list, name="proposal_list"),
    path(f"{P}checks/", checks.checks, name="proposal_checks"),
    path(f"{P}checks/<int:index>/", checks.check, name="proposal_check"),
    path(f"{P}settings/", settings.settings, name="proposal_settings"),
    path(f"{P}library/", library.library, name="proposal_library"),
    path(f"{P}preview/", trial.preview, name="proposal_preview"),
    path(f"{P}files/", files.files, name="proposal_files"),
    path(f"{P}files/form.<str:kind>", files.proposal_file, name="proposal_file"),
    path(f"{P}imports/<uuid:import_pk>/", importing.look, name="proposal_import"),
    path(f"{P}imports/<uuid:import_pk>/take/", importing.take, name="proposal_import_take"),
    path(f"{P}imports/<uuid:import_pk>/take-back/", importing.take_back, name="proposal_import_take_back"),
    path(f"{P}imports/<uuid:import_pk>/solve/<int:index>/", importing.solve, name="proposal_import_solve"),
    path(f"{P}publish/", publish.publish, name="proposal_publish"),
    path(f"{P}ask/", publish.ask, name="proposal_ask"),
    path(f"{P}discard/", publish.discard, name="proposal_discard"),
    path(V, versions.version, name="version"),
    path(f"{V}changes/<int:number>/", versions.changes, name="version_changes"),
    path(f"{V}form.<str:kind>", files.version_file, name="version_file"),
    path(f"{V}next/", versions.write_next, name="version_next"),
    path(f"{V}retire/", versions.retire, name="version_retire"),
    path(f"{V}round/", versions.start_round, name="version_round"),
]
