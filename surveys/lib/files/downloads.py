"""Giving back what somebody uploaded, so that no browser opens it as a page of ours."""

from pathlib import Path
from typing import TypeVar

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

Answer = TypeVar("Answer", bound=HttpResponseBase)


def download(path: Path, *, name: str, content_type: str) -> FileResponse:
    """Always to be saved, never shown; under its own name in any script; 404 when the file is not on the disk."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return _to_be_saved(FileResponse(file, content_type=content_type), name)


def download_of(content: bytes, *, name: str, content_type: str) -> HttpResponse:
    """The same of what was made for this answer."""
    return _to_be_saved(HttpResponse(content, content_type=content_type), name)


def _to_be_saved(answer: Answer, name: str) -> Answer:
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
