"""The operators' addresses, one list per noun."""

from django.urls import URLPattern, path
from django.views.generic import TemplateView

app_name = "portal"

home: list[URLPattern] = [path("", TemplateView.as_view(template_name="base.html"), name="home")]

urlpatterns = [*home]
