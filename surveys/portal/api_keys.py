"""The keys by which programs of an organisation come in: which there are, a new one, shown once, and revoking one."""

import uuid
from collections.abc import Iterable
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from surveys.accounts.access import get_visible_or_404, require, user_of, visible_to
from surveys.accounts.keys.making import MadeBefore, make_key, revoke_key, with_standing
from surveys.accounts.models import Act
from surveys.accounts.roles import Permission
from surveys.audit.idempotency import FIELD, keeps_its_own_key
from surveys.lib.columns import longest
from surveys.lib.forms import SaysWhatIsNeeded
from surveys.models import ApiKey, Facility, Organisation

ALL = "all"


class SitesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # it takes none when it runs
    def label_from_instance(self, facility: Facility) -> str:
        return f"{facility.code} {facility.name}"


class ApiKeyForm(SaysWhatIsNeeded, forms.Form):
    """`organisations`: those whose keys the person may make; it is asked for which only if there are several."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=gettext_lazy("Organisation"))
    name = forms.CharField(
        label=gettext_lazy("What the key is for"),
        max_length=longest(ApiKey, "name"),
        help_text=gettext_lazy("For example: energy management system. It stands beside your name in the history."),
    )
    act = forms.ChoiceField(
        label=gettext_lazy("What the program may do"),
        choices=Act.choices,
        initial=Act.ANSWER,
        widget=forms.RadioSelect,
    )
    for_all = forms.TypedChoiceField(
        label=gettext_lazy("For which data centers"),
        choices=[
            (ALL, gettext_lazy("for all, also those that come later, and for the organisation itself")),
            ("some", gettext_lazy("only for those ticked below")),
        ],
        coerce=lambda chosen: chosen == ALL,
        initial=ALL,
        widget=forms.RadioSelect,
    )
    facilities = SitesField(
        Facility.objects.none(),
        label=gettext_lazy("Data centers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theirs = list(organisations)
        self._offer("organisation", Organisation.objects.filter(pk__in=[one.pk for one in theirs]))
        self._offer("facilities", Facility.objects.filter(organisation__in=theirs))
        if len(theirs) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
            self.initial["organisation"] = theirs[0]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def _offer(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if cleaned.get("for_all") is False:
            chosen = cleaned.get("facilities") or ()
            if not chosen:
                self.add_error("facilities", _("Tick at least one data center, or choose all."))
            elif any(one.organisation_id != getattr(cleaned.get("organisation"), "pk", None) for one in chosen):
                self.add_error("facilities", _("A key is for data centers of one organisation."))
        return cleaned

    def facilities_chosen(self) -> list[Facility] | None:
        return None if self.cleaned_data["for_all"] else list(self.cleaned_data["facilities"])


@keeps_its_own_key
@require_http_methods(["GET", "HEAD", "POST"])
def api_keys(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    require(user, Permission.MANAGE_API_KEYS)
    organisations = visible_to(user, Organisation.objects.all(), Permission.MANAGE_API_KEYS)
    form = ApiKeyForm(request.POST or None, organisations=organisations)
    key = _key_of(request)
    if form.is_valid() and key:
        return _make(request, form, key)
    keys = visible_to(user, ApiKey.objects.all(), Permission.MANAGE_API_KEYS)
    listed = with_standing(keys).prefetch_related("facilities").order_by("revoked_at", "-made_at")
    context = {"form": form, "keys": listed, "several": len(organisations) > 1}
    return render(request, "portal/api_keys/list.html", context)


def _key_of(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def _make(request: HttpRequest, form: ApiKeyForm, key: uuid.UUID) -> HttpResponse:
    """The page that shows it, which nothing can show again: whoever sends the form twice is told so."""
    chosen = form.cleaned_data
    try:
        secret = make_key(
            by=user_of(request),
            organisation=chosen["organisation"],
            name=chosen["name"],
            act=Act(chosen["act"]),
            facilities=form.facilities_chosen(),
            key=key,
        )
    except MadeBefore:
        return render(request, "portal/api_keys/made_before.html", status=409)
    return render(request, "portal/api_keys/made.html", {"secret": secret, "name": chosen["name"]})


@require_http_methods(["GET", "HEAD", "POST"])
def revoke_api_key(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    rows = ApiKey.objects.filter(revoked_at=None).select_related("organisation", "made_by")
    managing = Permission.MANAGE_API_KEYS
    key = get_visible_or_404(user_of(request), rows, managing, to_see=managing, pk=pk)
    if request.method != "POST":
        return render(request, "portal/api_keys/revoke.html", {"key": key})
    revoke_key(by=user_of(request), key=key)
    messages.success(request, _("The key “%(name)s” opens nothing any more.") % {"name": key.name})
    return redirect("portal:api_keys")
