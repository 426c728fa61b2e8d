"""The small forms of the portal: declaring that the answers are true."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.models import User

LONGEST_PART = 90  # both stand in Revision.declared_by, the position in brackets
WITHOUT_TICK = {"required": _("Tick the declaration, or do not submit")}


class DeclarationForm(forms.Form):
    """Who declares, in which position, and the tick. The name is stored as it was shown."""

    name = forms.CharField(
        label=_("Name of the person who declares"),
        max_length=LONGEST_PART,
        error_messages={"required": _("Enter the name of the person who declares")},
    )
    position = forms.CharField(
        label=_("Position"),
        max_length=LONGEST_PART,
        help_text=_("For example: head of the data center department"),
        error_messages={"required": _("Enter the position of the person who declares")},
    )
    declared = forms.BooleanField(
        label=_(
            "I declare that these answers are true, accurate and complete, and that my organisation answers for them."
        ),
        error_messages=WITHOUT_TICK,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("name", user.name)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    @property
    def declared_by(self) -> str:
        return f"{self.cleaned_data['name']}（{self.cleaned_data['position']}）"


class NilForm(DeclarationForm):
    declared = forms.BooleanField(
        label=_(
            "I declare that this does not concern us: in the reference period there was no such business at any of those "
            "listed above, and my organisation answers for this statement."
        ),
        error_messages=WITHOUT_TICK,
    )
