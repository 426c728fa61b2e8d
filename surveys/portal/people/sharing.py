"""Which part of the work a colleague gets: some data centers, some sections, or all of it."""

import uuid
from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from surveys.accounts import people
from surveys.accounts.access import get_visible_or_404, user_of
from surveys.accounts.people import waiting
from surveys.accounts.roles import Permission, Role
from surveys.lib.clock import database_now
from surveys.lib.language import current_language
from surveys.lib.text import in_language
from surveys.models import Facility, Invitation, Membership, Organisation, Version
from surveys.questionnaires.queries import definition_of

Choices = list[tuple[str, str]]


class ShareForm(forms.Form):
    """Nothing ticked in a list means all of it."""

    facilities = forms.MultipleChoiceField(
        label=gettext_lazy("Only these data centers"), widget=forms.CheckboxSelectMultiple, required=False
    )
    sections = forms.MultipleChoiceField(
        label=gettext_lazy("Only these sections"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: object, facilities: Choices, sections: Sequence[tuple[str, Choices]], **options: object):
        super().__init__(*args, **options)  # type: ignore[arg-type]  # passed on as they came
        self._offer("facilities", facilities)
        self._offer("sections", sections)

    def _offer(self, name: str, choices: Sequence[tuple[str, object]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices
        if not choices:
            del self.fields[name]


@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    rows = Membership.objects.filter(organisation__isnull=False, ended_at=None).select_related("user", "organisation")
    membership = get_visible_or_404(user_of(request), rows, Permission.MANAGE_COLLEAGUES, pk=pk)
    return _share(request, membership, membership.user.name)


@require_http_methods(["GET", "HEAD", "POST"])
def share_when_joined(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """For somebody who is invited and has not come yet."""
    rows = waiting(Invitation.objects.filter(organisation__isnull=False), database_now())
    invitation = get_visible_or_404(user_of(request), rows, Permission.MANAGE_COLLEAGUES, pk=pk)
    return _share(request, invitation, invitation.name)


def _share(request: HttpRequest, person: Membership | Invitation, name: str) -> HttpResponse:
    if person.role != Role.CONTRIBUTOR:
        raise Http404
    organisation = person.organisation
    assert organisation is not None
    facilities, sections = _facilities_of(organisation, person), _sections_asked_of(organisation)
    form = ShareForm(
        request.POST or None,
        facilities=facilities,
        sections=sections,
        initial={"facilities": person.facilities, "sections": person.sections},
    )
    if request.method == "POST" and form.is_valid():
        chosen = {"facilities": [], "sections": [], **form.cleaned_data}
        people.share(by=user_of(request), person=person, **chosen)
        messages.success(request, _("What %(name)s gets is settled from now on.") % {"name": name})
        return redirect("portal:colleagues")
    return render(request, "portal/people/share.html", {"form": form, "name": name, "organisation": organisation})


def _facilities_of(organisation: Organisation, person: Membership | Invitation) -> Choices:
    rows = Facility.objects.filter(organisation=organisation).order_by("code")
    return [
        (str(one.pk), f"{one.name}（{one.code}）") for one in rows if one.is_active or str(one.pk) in person.facilities
    ]


def _sections_asked_of(organisation: Organisation) -> list[tuple[str, Choices]]:
    """By questionnaire, of the rounds that have ever asked the organisation; what all units have in common is not shared."""
    asked = Version.objects.filter(
        round__assignments__organisation=organisation, round__issued_at__isnull=False
    ).distinct()
    newest = {one.questionnaire_id: one for one in asked.order_by("number")}
    language = current_language()
    return [
        (
            in_language(definition.title, language),
            [
                (f"{definition.code}/{one.name}", in_language(one.label, language))
                for one in definition.sections
                if one.scope == "unit"
            ],
        )
        for definition in map(definition_of, newest.values())
    ]
