"""The addresses of the API: its description, its endpoints, and nothing else below it."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path

from surveys.api.door import door
from surveys.api.reference import reference, schema

app_name = "api"
endpoints = [one for one in door.urls[0] if isinstance(one, URLPattern) and one.name != "api-root"]
for endpoint in endpoints:
    assert endpoint.callback is not None  # ninja makes views of functions
    # They ask for a key; the session of a browser is not even looked at.
    endpoint.callback = login_not_required(endpoint.callback)


@login_not_required
def absent(request: HttpRequest) -> HttpResponse:
    raise Http404


urlpatterns = [
    path("", reference, name="reference"),
    path("openapi.json", schema, name="schema"),
    *endpoints,
    re_path("", absent),
]
