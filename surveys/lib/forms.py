"""How our forms speak: what may be left out says so, instead of a star on everything else."""

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext as _


def _optional(label: object) -> str:
    return _("%(label)s (optional)") % {"label": label}


optional = lazy(_optional, str)


class MarksOptionalFields(forms.BaseForm):
    """Put before forms.Form or forms.ModelForm."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if not field.required and not isinstance(field, forms.BooleanField):
                field.label = optional(field.label or name)
