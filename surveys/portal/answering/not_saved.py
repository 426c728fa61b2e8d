"""What was typed when it can no longer be taken, given back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from surveys.accounts.access import user_of
from surveys.lib.clock import database_now
from surveys.models import Assignment
from surveys.portal.access import own_part
from surveys.portal.answering.hub import about
from surveys.portal.attachments import names_of_files
from surveys.portal.posted_answers import Sent
from surveys.portal.questionnaire_views import view_now
from surveys.questionnaires.form import Section
from surveys.rendering.questionnaire_view import QuestionnaireView
from surveys.rendering.questions import as_typed
from surveys.responses.actions import RoundIsClosed


def not_saved(
    request: HttpRequest, assignment: Assignment, whole: Section, sent: Sent, refusal: Exception
) -> HttpResponse:
    """The page that gives back what was typed when it can no longer be taken."""
    view = view_now(assignment, user_of(request))
    texts = texts_sent(view, whole, sent, request)
    now = own_part(user_of(request), assignment.pk).assignment
    context = about(now, database_now()) | {"texts": texts, "is_closed": isinstance(refusal, RoundIsClosed)}
    return render(request, "portal/not_saved.html", context, status=409)


def texts_sent(view: QuestionnaireView, whole: Section, sent: Sent, request: HttpRequest) -> list[dict[str, str]]:
    """What was touched: answers, the names of files, and reasons."""
    asked = {one.name: one for question in whole.questions for one in (question, *question.questions)}
    answers = [(name, as_typed(view, asked[name], entry)) for name, entry in sent.changes.items()]
    texts = [(view.tell(asked[name].label), text) for name, text in (*answers, *names_of_files(whole, request.FILES))]
    for key, text in sent.explained.touched(sent.reasons).items():
        texts.append((_("%(question)s: reason") % {"question": view.tell(asked[key.split(":")[1]].label)}, text))
    return [{"label": label, "text": text} for label, text in texts]
