"""The manual's addresses."""

from django.urls import path

from surveys.help import views

app_name = "help"
urlpatterns = [
    path("", views.contents, name="home"),
    path("<slug:name>/", views.page, name="page"),
]
