"""The small forms of the portal: declaring that the answers are true."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.lib.forms import LinesField, optional
from surveys.lib.language import current_language
from surveys.lib.text import in_language
from surveys.models import User
from surveys.questionnaires.form import Finding
from surveys.responses.models import LONGEST_REASON

LONGEST_PART = 90  # both stand in Revision.declared_by, the position in brackets
WITHOUT_TICK = {"required": _("Tick the declaration, or do not submit")}


class WorkbookForm(forms.Form):
    file = forms.FileField(
        label=_("The filled-in workbook (.xlsx, .xls or .ods)"),
        widget=forms.ClearableFileInput({"accept": ".xlsx,.xls,.ods"}),
        error_messages={"required": _("Choose the workbook to upload."), "empty": _("The file is empty.")},
    )


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

    def __init__(
        self, *args: Any, user: User, asks_why: bool | None = None, is_stale: bool = False, **kwargs: Any
    ) -> None:
        """`asks_why` what was submitted is changed: not at all, if one likes to say it (False), or as a condition; but not
        of a page that is stale, whose reader has to look at what came meanwhile first."""
        super().__init__(*args, **kwargs)
        if asks_why is not None:
            self.fields = {"because": _because(asks_why, is_required=asks_why and not is_stale)} | self.fields
        self.initial.setdefault("name", user.name)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    @property
    def declared_by(self) -> str:
        return f"{self.cleaned_data['name']}（{self.cleaned_data['position']}）"

    @property
    def because(self) -> str:
        return str(self.cleaned_data.get("because", ""))


def _because(asks_why: bool, *, is_required: bool) -> forms.CharField:
    told = _("Why you change what you submitted")
    return LinesField(
        label=told if asks_why else optional(told),
        required=is_required,
        max_length=LONGEST_REASON,
        help_text=_("The reviewer reads it, and it stands on the receipt."),
        error_messages={"required": _("Say why you change what you submitted")},
    )


class NilForm(DeclarationForm):
    """`doubts`: the findings that want a reason, each of them a field above the declaration."""

    declared = forms.BooleanField(
        label=_(
            "I declare that this does not concern us: in the reference period there was no such business at any of those "
            "listed above, and my organisation answers for this statement."
        ),
        error_messages=WITHOUT_TICK,
    )

    def __init__(self, *args: Any, doubts: Sequence[Finding] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.doubts = {f"reason-{finding.key}": finding for finding in doubts}
        self.fields = {name: _reason(finding) for name, finding in self.doubts.items()} | self.fields

    @property
    def reasons(self) -> dict[str, str]:
        return {finding.key: self.cleaned_data[name] for name, finding in self.doubts.items()}


def _reason(finding: Finding) -> forms.CharField:
    return forms.CharField(
        label=in_language(finding.message, current_language()),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why this is right, or correct what is wrong")},
    )
