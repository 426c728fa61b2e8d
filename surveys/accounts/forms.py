"""Forms by which people come in: an invitation, and the answer to one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from surveys.accounts.models import Invitation, User
from surveys.accounts.people import works_there
from surveys.accounts.roles import Role
from surveys.lib.columns import longest
from surveys.lib.forms import SaysWhatIsNeeded
from surveys.registry.models import Authority, Organisation

Body = Authority | Organisation

LONGEST_PASSWORD = 128


class JoinForm(SaysWhatIsNeeded, forms.Form):
    name = forms.CharField(
        label=_("Your name"), max_length=longest(User, "name"), widget=forms.TextInput({"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. A sentence you can remember is better than a short riddle."),
    )
    repeated = forms.CharField(
        label=_("Password again"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.email, name=self.cleaned_data.get("name", "")))
        return password

    def clean_repeated(self) -> str:
        repeated: str = self.cleaned_data["repeated"]
        if "password" in self.cleaned_data and repeated != self.cleaned_data["password"]:
            raise forms.ValidationError(_("The two passwords differ. Type the same password twice."))
        return repeated


class InvitationForm(SaysWhatIsNeeded, forms.Form):
    """`bodies` are the authorities or organisations one may invite to; it is asked which only if there are several."""

    body = forms.ChoiceField(label=_("To"))
    name = forms.CharField(label=_("Full name"), max_length=longest(Invitation, "name"))
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=longest(Invitation, "email"),
        help_text=_("The link goes to this address and works once."),
    )
    phone = forms.CharField(label=_("Phone"), max_length=longest(Invitation, "phone"), required=False)
    role = forms.ChoiceField(label=_("Role"))
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, roles: Sequence[Role], bodies: Sequence[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {str(body.pk): body for body in bodies}
        self._choose("role", [(role.value, str(role.label)) for role in roles], roles[-1].value)
        self._choose("language", settings.LANGUAGES, settings.LANGUAGE_CODE)
        self._choose("body", [(key, body.name) for key, body in self.bodies.items()], next(iter(self.bodies), ""))
        if len(self.bodies) == 1:
            self.fields["body"].widget = forms.HiddenInput()

    def _choose(self, name: str, choices: Sequence[tuple[str, str]], first: str) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        self.initial.setdefault(name, first)

    def clean_body(self) -> Body:
        return self.bodies[self.cleaned_data["body"]]

    def clean(self) -> dict[str, object]:
        cleaned = self.cleaned_data
        if "email" in cleaned and "body" in cleaned and works_there(cleaned["email"], cleaned["body"]):
            self.add_error("email", _("This person has a role there already. End it first to give another one."))
        return cleaned
