from django.urls import include, path

urlpatterns = [path("", include("surveys.urls"))]

handler400 = "surveys.accounts.errors.bad_request"
handler403 = "surveys.accounts.errors.forbidden"
handler404 = "surveys.accounts.errors.not_found"
handler500 = "surveys.accounts.errors.server_error"
