"""Where everything is found. Each side's own addresses stand in its urls.py."""

from django.urls import include, path

from surveys.accounts import views
from surveys.lib.health import healthz
from surveys.portal.people import letters
from surveys.portal.tenants import declaring
from surveys.readings.views import reading

urlpatterns = [
    path("", views.home, name="home"),
    path("accounts/", include("surveys.accounts.urls")),
    path("invitations/<str:token>/", views.invitation, name="invitation"),
    path("letters/answered/", letters.answered, name="letter_answered"),
    path("letters/<str:token>/", letters.letter, name="letter"),
    path("tenants/answered/", declaring.answered, name="tenant_answered"),
    path("tenants/<str:token>/", declaring.tenant, name="tenant"),
    path("language/", views.choose_language, name="language"),
    path("session/", views.who_is_logged_in, name="who_is_logged_in"),
    path("readings/<uuid:id>/", reading, name="reading"),
    path("bureau/", include("surveys.bureau.urls")),
    path("portal/", include("surveys.portal.urls")),
    path("api/v1/", include("surveys.api.urls")),
    path("help/", include("surveys.help.urls")),
    path("demo/", include("surveys.notices.mailbox")),
    path("", include("surveys.public.urls")),
    path("healthz", healthz, name="healthz"),
]
