from django.urls import include, path

urlpatterns = [path("", include("surveys.urls"))]

handler400 = "surveys.accounts.error_pages.bad_request"
handler403 = "surveys.accounts.error_pages.forbidden"
handler404 = "surveys.accounts.error_pages.not_found"
handler500 = "surveys.accounts.error_pages.server_error"
