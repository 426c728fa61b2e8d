"""The questionnaires of an authority: what is published, what is being written, and how writing begins."""

import uuid
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveys.accounts.access import get_visible_or_404, user_of, visible_to
from surveys.accounts.roles import Permission
from surveys.audit.idempotency import key_of, once, reads_a_file_first
from surveys.bureau.access import asks_for
from surveys.bureau.builder.access import MANAGE, say
from surveys.bureau.builder.found import Found
from surveys.bureau.builder.head_form import LANGUAGE_CHOICES
from surveys.bureau.builder.sources import Read, Refused, Source, read_upload, source_choices, source_named
from surveys.bureau.rounds.issuing import authorities_managed_by
from surveys.models import Authority, Proposal, Questionnaire, User, Version
from surveys.questionnaires import actions, imports
from surveys.questionnaires.actions import LONGEST_CODE, LONGEST_TITLE
from surveys.questionnaires.editing.operations import set_head
from surveys.questionnaires.editing.structure import EditError, empty
from surveys.questionnaires.queries import open_proposals, versions_in_force

EMPTY, LIBRARY, UPLOAD = "empty", "source", "file"


@require_safe
@asks_for(MANAGE)
def questionnaires(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    latest: dict[UUID, Version] = {}
    for version in versions_in_force(visible_to(user, Version.objects.all(), MANAGE)).order_by("number"):
        latest[version.questionnaire_id] = version
    rows = visible_to(user, Questionnaire.objects.all(), MANAGE).select_related("authority")
    context = {
        "lines": [(questionnaire, latest.get(questionnaire.pk)) for questionnaire in rows],
        "proposals": open_proposals(visible_to(user, Proposal.objects.all(), MANAGE)),
        "authorities": visible_to(user, Authority.objects.all(), Permission.MANAGE_OFFICERS),
        "languages": LANGUAGE_CHOICES,
    }
    return render(request, "bureau/builder/questionnaires/list.html", context)


@require_safe
def questionnaire(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    user = user_of(request)
    rows = Questionnaire.objects.select_related("authority")
    row = get_visible_or_404(user, rows, MANAGE, pk=pk)
    proposals = open_proposals(visible_to(user, Proposal.objects.filter(questionnaire=row), MANAGE))
    versions = row.versions.defer("definition").select_related("published_by")
    context = {"questionnaire": row, "versions": versions, "proposals": proposals}
    return render(request, "bureau/builder/questionnaires/questionnaire.html", context)


@require_POST
def second_look(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Whether publishing in an authority takes a second person: for its administrators to say."""
    authority = get_visible_or_404(user_of(request), Authority, Permission.MANAGE_OFFICERS, pk=pk)
    wanted = request.POST.get("wanted") == "1"
    if wanted != authority.second_look:
        actions.set_second_look(by=user_of(request), authority=authority, wanted=wanted)
    messages.success(request, _("Saved."))
    return redirect("bureau:questionnaires")


@require_POST
def languages(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """In which languages an authority writes: for its administrators to say."""
    authority = get_visible_or_404(user_of(request), Authority, Permission.MANAGE_OFFICERS, pk=pk)
    chosen = request.POST.get("languages", "")
    if chosen in dict(LANGUAGE_CHOICES) and chosen != authority.languages:
        actions.set_languages(by=user_of(request), authority=authority, languages=chosen.split())
    messages.success(request, _("Saved."))
    return redirect("bureau:questionnaires")


class StartForm(forms.Form):
    """What the writing begins with. A copy gets a code and titles of its own, where any are given."""

    begin = forms.ChoiceField(
        label=gettext_lazy("Begin with"),
        choices=[
            (EMPTY, gettext_lazy("an empty questionnaire")),
            (LIBRARY, gettext_lazy("one of the library, or a published version")),
            (UPLOAD, gettext_lazy("a file: XLSForm (.xlsx, .xls or .ods) or a saved definition (.json)")),
        ],
        widget=forms.RadioSelect,
        initial=EMPTY,
    )
    source = forms.ChoiceField(label=gettext_lazy("From the library or a version"), required=False)
    file = forms.FileField(label=gettext_lazy("File"), required=False)
    with_errors = forms.BooleanField(
        label=gettext_lazy("Take the file over even with errors, to put them right here"), required=False
    )
    as_text = forms.BooleanField(label=gettext_lazy("Take what cannot be asked as text"), required=False)
    code = forms.CharField(label=gettext_lazy("Code"), required=False, max_length=LONGEST_CODE)
    title_zh = forms.CharField(label=gettext_lazy("Title in Chinese"), required=False, max_length=LONGEST_TITLE)
    title_en = forms.CharField(label=gettext_lazy("Title in English"), required=False, max_length=LONGEST_TITLE)
    authority = forms.ModelChoiceField(
        label=gettext_lazy("In the name of"), queryset=Authority.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        authorities = authorities_managed_by(user)
        self.user = user
        self.fields["source"].choices = source_choices(user)  # type: ignore[attr-defined]
        own = self.fields["authority"]
        assert isinstance(own, forms.ModelChoiceField)
        own.queryset = Authority.objects.filter(pk__in=[authority.pk for authority in authorities])
        own.initial = authorities[0]
        for language in {"zh", "en"}.difference(*(authority.writes for authority in authorities)):
            del self.fields[f"title_{language}"]
        if len(authorities) == 1:
            own.disabled, own.widget = True, forms.HiddenInput()

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        match data.get("begin"):
            case "empty":
                if not data.get("code"):
                    self.add_error("code", _("Give the questionnaire a code, such as BJ-DC-2022."))
                if not (data.get("title_zh") or data.get("title_en")):
                    asked = "title_zh" if "title_zh" in self.fields else "title_en"
                    self.add_error(asked, _("Write it in one of the two languages at least."))
            case "source" if not data.get("source"):
                self.add_error("source", _("Choose what to begin with."))
            case "file" if not data.get("file"):
                self.add_error("file", _("Choose the file to upload."))
        return data


@require_http_methods(["GET", "HEAD", "POST"])
@reads_a_file_first
@asks_for(MANAGE)
def new(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    initial = {"begin": LIBRARY, "source": request.GET["from"]} if "from" in request.GET else None
    form, found = StartForm(request.POST or None, request.FILES or None, user=user, initial=initial), Found()
    if form.is_valid():
        try:
            source, read = _beginning(user, form)
            return once(request, key_of(request), lambda: _begun(user, _start(user, form, source), read))
        except EditError as error:
            form.add_error("file" if form.cleaned_data["begin"] == UPLOAD else "source", say(error))
        except Refused as refusal:
            form.add_error("file" if form.cleaned_data["begin"] == UPLOAD else "source", refusal.told)
            found = Found.of(refusal.problems)
    return render(request, "bureau/builder/questionnaires/new.html", {"form": form, "found": found})


def _begun(user: User, proposal: Proposal, read: Read | None) -> HttpResponse:
    """First to what was said against the file, where anything was."""
    if read is None or not read.problems:
        return redirect("bureau:proposal", proposal.pk)
    kept = imports.read_for(
        by=user, proposal=proposal, file_name=read.name, definition=read.definition, problems=read.problems
    )
    imports.begun_with(by=user, read=kept)
    return redirect("bureau:proposal_import", proposal.pk, kept.pk)


def _beginning(user: User, form: StartForm) -> tuple[Source, Read | None]:
    """The definition to begin with, the version it comes from, and the file that was read."""
    data = form.cleaned_data
    match data["begin"]:
        case "source":
            return source_named(user, data["source"]), None
        case "file":
            read = read_upload(data["file"], with_errors=data["with_errors"], as_text=data["as_text"])
            return Source(read.definition, None), read
        case _:
            return Source(empty(data["code"], _titles(data)), None), None


def _start(user: User, form: StartForm, source: Source) -> Proposal:
    data = form.cleaned_data
    told: dict[str, object] = {"code": data["code"]} if data["code"] else {}
    if titles := _titles(data):
        told["title"] = {**(source.definition.get("title") or {}), **titles}
    named = set_head(source.definition, told)
    return actions.start_proposal(by=user, authority=data["authority"], definition=named, based_on=source.version)


def _titles(data: dict[str, Any]) -> dict[str, str]:
    return {language: data[f"title_{language}"] for language in ("zh", "en") if data.get(f"title_{language}")}
