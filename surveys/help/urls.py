"""The manual's addresses."""

from django.urls import path

from surveys.help import screens

app_name = "help"
urlpatterns = [
    path("", screens.contents, name="home"),
    path("<slug:name>/", screens.page, name="page"),
]
