"""allauth's two forms about passwords where they would count right tries, or speak to a mail server."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm
from allauth.core import context
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from surveys.accounts.models import ForgottenPassword
from surveys.lib.clock import database_now
from surveys.lib.columns import longest
from surveys.lib.forms import SaysWhatIsNeeded
from surveys.lib.waking import wake_after_commit

ANSWER = "surveys.tasks.deliver_notices"


class ChangePassword(ChangePasswordForm):  # type: ignore[misc]  # allauth has no type stubs
    """The old password is a password like that of the login, and wrong tries at it count together."""

    def clean_oldpassword(self) -> str:
        adapter, whose = get_adapter(), {"email": self.user.email}
        adapter.pre_authenticate(context.request, **whose)
        try:
            old: str = super().clean_oldpassword()
        except forms.ValidationError:
            adapter.authentication_failed(context.request, **whose)
            raise
        return old


class ForgotPassword(SaysWhatIsNeeded, forms.Form):
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=longest(ForgottenPassword, "email"),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )

    def save(self, request: HttpRequest, **_options: Any) -> str:
        """One and the same row for a known address and an unknown one; the worker looks whose it is."""
        email: str = self.cleaned_data["email"].lower()
        asked = ForgottenPassword(email=email, at=database_now())
        ForgottenPassword.objects.bulk_create([asked], ignore_conflicts=True)
        wake_after_commit(ANSWER)
        return email
