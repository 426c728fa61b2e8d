"""The manual as pages of the site, open to everybody: whoever cannot log in needs it most."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from surveys.help import pages
from surveys.lib.language import current_language
from surveys.lib.text import known_language


@login_not_required
@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    return render(request, "help/contents.html", {"pages": _all_pages(), "version": pages.version()})


@login_not_required
@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    if name not in pages.names():
        raise Http404
    context = {
        "page": pages.page(name, known_language(current_language())),
        "pages": _all_pages(),
        "version": pages.version(),
    }
    return render(request, "help/page.html", context)


def _all_pages() -> list[pages.Page]:
    return [pages.page(name, known_language(current_language())) for name in pages.names()]
