"""The demo's mail: what the worker wrote into the folder, for a visitor to read. It exists only in a demo."""

import re
import uuid
from email import message_from_bytes, policy
from email.message import EmailMessage

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from surveys.lib.files.downloads import download_of
from surveys.lib.paging import page_of
from surveys.notices.delivery import message_id_of
from surveys.notices.folder import file_of
from surveys.notices.models import Notice

# A demo that was served on another port before has written that one into its mails.
OUR_LINKS = re.compile(rf"(?:{re.escape(settings.SITE_URL)}|http://127\.0\.0\.1:\d+)(/[^\s<]*)")


@login_not_required
def mails(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("q", "").strip()
    page = page_of(_sent(wanted), request.GET)
    return render(request, "demo/mails.html", {"page": page, "q": wanted})


def _sent(wanted: str) -> QuerySet[Notice]:
    _refuse_outside_the_demo()
    sent = Notice.objects.filter(state=Notice.State.DONE).order_by("-done_at", "-created_at", "pk")
    about = Q(to_email__icontains=wanted) | Q(to_name__icontains=wanted) | Q(subject__icontains=wanted)
    return sent.filter(about) if wanted else sent


@login_not_required
def mail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    notice = get_object_or_404(_sent(""), pk=pk)
    message = _message_of(notice)
    context = {"notice": notice, "mail": message, "body": _with_links(message)}
    names = [part.get_filename() for part in message.iter_attachments()]
    return render(request, "demo/mail.html", context | {"enclosures": names})


@login_not_required
@require_safe
def enclosure(request: HttpRequest, pk: uuid.UUID, number: int) -> HttpResponse:
    notice = get_object_or_404(_sent(""), pk=pk)
    found = list(_message_of(notice).iter_attachments())
    if number >= len(found):
        raise Http404
    part = found[number]
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return download_of(content, name=part.get_filename() or "file", content_type=part.get_content_type())


def _message_of(notice: Notice) -> EmailMessage:
    file = file_of(message_id_of(notice))
    if not file.exists():
        raise Http404
    return message_from_bytes(file.read_bytes(), policy=policy.default)


def _with_links(message: EmailMessage) -> SafeString:
    """The text as it was sent; only links to this very site can be followed."""
    body = message.get_body(("plain",))
    text = escape(body.get_content() if body else "")
    return mark_safe(OUR_LINKS.sub(r'<a href="\1">\g<0></a>', text))


def _refuse_outside_the_demo() -> None:
    if not settings.DEMO:
        raise Http404


app_name = "demo"
urlpatterns = [
    path("mails/", mails, name="mails"),
    path("mails/<uuid:pk>/", mail, name="mail"),
    path("mails/<uuid:pk>/<int:number>/", enclosure, name="enclosure"),
]
