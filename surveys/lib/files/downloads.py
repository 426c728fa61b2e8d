"""Giving back what somebody uploaded, so that no browser opens it as a page of ours."""

from pathlib import Path

from django.http import FileResponse, Http404


def download(path: Path, *, name: str, content_type: str) -> FileResponse:
    """Always to be saved, never shown; under its own name in any script; 404 when the file is not on the disk."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
